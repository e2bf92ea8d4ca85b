"""What the words of each source mean: status, priority, channel, kind, rating.

The adapter's own words first, then what ledger.toml says for the source, which wins.
"""

from collections.abc import Iterable, Mapping

from etl.adapters.formats import adapters
from etl.adapters.raw import RawFile, notice
from etl.canonical import whereabouts
from etl.problems import RefusedData
from etl.remarks import Odd
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_SHOWN = 30
_UNKNOWN: dict[str, Odd] = {
    "kind": "unknown_kind",
    "outcome": "unknown_outcome",
    "priority": "unknown_priority",
    "rating": "unknown_rating",
}
_COLUMNS = ("source", "field", "word", "meaning")


def build(loading: Loading, workspace: Workspace, raws: Iterable[RawFile]) -> None:
    """Make word_meaning: source, field, word as exported, what it means.

    Raises RefusedData with every status that nobody has said the meaning of.
    """
    adapters_of: dict[str, list[str]] = {}
    for raw in raws:
        adapters_of.setdefault(raw.source, []).append(raw.adapter)
    declared = ", ".join(f"{name} varchar" for name in _COLUMNS)
    loading.run(f"create or replace table scratch.word_meaning ({declared})")
    found = loading.query(
        "select source, field, word, sum(records) from word_found group by all order by all"
    ).rows
    unknown: dict[tuple[str, str], dict[str, int]] = {}
    rows: list[tuple[str, str, str, str | None]] = []
    for source, field, word, count in found:
        meanings = _meanings(workspace, source, field, adapters_of.get(source, ()))
        meaning = meanings.get(_folded(word))
        if meaning is None:
            unknown.setdefault((source, field), {})[word] = int(count)
            meaning = _unsaid(field, word)
        rows.append((source, field, word, meaning or None))
    # What a history begins with where its first record does not say it.
    said = {(source, word) for source, field, word, _ in rows if field == "status"}
    sources = {source for source, *_ in rows}
    rows += [(source, "status", "new", "new") for source in sources if (source, "new") not in said]
    loading.insert("word_meaning", _COLUMNS, rows)
    _report(loading, workspace, unknown)


def _meanings(
    workspace: Workspace, source: str, field: str, names: Iterable[str]
) -> dict[str, str]:
    known: dict[str, str] = {}
    for name in dict.fromkeys(names):
        own: Mapping[str, str] = getattr(adapters()[name].words, field)
        known |= {_folded(word): meaning for word, meaning in own.items()}
    said: Mapping[str, str] = getattr(workspace.ledger.sources[source], field, {})
    return known | {_folded(word): meaning for word, meaning in said.items()}


def _unsaid(field: str, word: str) -> str | None:
    """Return what a word means that nobody explained: itself; nothing where a list is closed."""
    return word if field in ("priority", "channel") else None


def _report(
    loading: Loading, workspace: Workspace, unknown: Mapping[tuple[str, str], Mapping[str, int]]
) -> None:
    problems: list[str] = []
    for (source, field), words in unknown.items():
        shown = dict(list(words.items())[:_SHOWN])
        if field == "status":
            listed = whereabouts.listed(loading, "status", source, words)
            place = workspace.place("sources", source)
            problems.append(
                f"{place}: nobody has said what these statuses of {source} mean: {listed}. Add to "
                f"[sources.{source}.status] a line for each, such as "
                f'{_toml(next(iter(words)))} = "open" (new, open, waiting_customer, '
                "waiting_inside, solved, closed, merged, spam, deleted or test)."
            )
        elif kind := _UNKNOWN.get(field):
            notice(loading, source, kind, field, sum(words.values()), words=shown)
    RefusedData.raise_if(problems)


def _folded(word: str) -> str:
    return " ".join(word.split()).casefold()


def _toml(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
