"""What two parts of a ledger.toml may not say together."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from etl.workspace.ledger import OF_COMPLAINTS, Lasting, Ledger
from etl.workspace.toml_file import choices
from etl.workspace.toml_lines import Path

Contradiction = tuple[Path, str]
Some = TypeVar("Some", bound=Lasting)


def contradictions(ledger: Ledger) -> Iterator[Contradiction]:
    """Yield where a valid ledger contradicts itself, and a sentence that says how to mend it."""
    yield from _calendars(ledger)
    yield from _sources(ledger)
    yield from _known_sources(ledger)
    yield from _spans("units", ledger.units, lambda unit: (unit.id,))
    yield from _spans("queues", ledger.queues, lambda queue: (queue.source, queue.queue))
    yield from _spans("promises", ledger.promises, lambda kept: (kept.id, kept.priority or "any"))
    yield from _spans("rates", ledger.rates, lambda rate: (rate.currency,))
    yield from _promises(ledger)
    yield from _rates(ledger)


def _calendars(ledger: Ledger) -> Iterator[Contradiction]:
    named: list[tuple[Path, str | None]] = [(("company", "calendar"), ledger.company.calendar)]
    named += [
        (("units", number, "calendar"), unit.calendar) for number, unit in enumerate(ledger.units)
    ]
    for path, name in named:
        if name is not None and name not in ledger.calendars:
            yield (
                path,
                (
                    f"there is no calendar {name!r}; {choices(name, ledger.calendars)}, "
                    f"or add [calendars.{name}]."
                ),
            )


def _sources(ledger: Ledger) -> Iterator[Contradiction]:
    folders: dict[str, str] = {}
    for name, source in ledger.sources.items():
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name):
            yield (
                ("sources", name),
                (
                    f"{name!r} cannot name a source; write small letters, digits and _, beginning "
                    'with a letter, and folder = "..." where its folder is called otherwise.'
                ),
            )
        folder = source.folder or name
        if (other := folders.setdefault(folder, name)) != name:
            yield (
                ("sources", name, "folder"),
                (f"{folder!r} is the folder of [sources.{other}] already; give each its own."),
            )
        if source.columns and source.adapter != "table":
            yield (
                ("sources", name, "columns"),
                (
                    'columns are read by the adapter "table" only; write adapter = "table", '
                    "or leave them out."
                ),
            )
        if source.records != "ticket" and source.adapter != "table":
            yield (
                ("sources", name, "records"),
                (
                    'records are said of the adapter "table" only, for others know what they read; '
                    'write adapter = "table", or leave this line out.'
                ),
            )
        if source.adapter == "table" and not source.columns:
            yield (
                ("sources", name, "adapter"),
                (
                    'the adapter "table" has to be told which column is which; add '
                    f"[sources.{name}.columns] with our column = the header in the file."
                ),
            )


def _promises(ledger: Ledger) -> Iterator[Contradiction]:
    for number, promise in enumerate(ledger.promises):
        if promise.silence_upholds and promise.promise != "answer":
            yield (
                ("promises", number, "silence_upholds"),
                "only a complaint that is not answered in time can be upheld by silence; write "
                'promise = "answer", or leave this line out.',
            )
        if promise.priority is not None and promise.promise in OF_COMPLAINTS:
            yield (
                ("promises", number, "priority"),
                "a complaint has no priority; leave this line out.",
            )


def _rates(ledger: Ledger) -> Iterator[Contradiction]:
    for number, rate in enumerate(ledger.rates):
        if rate.currency == ledger.company.currency:
            yield (
                ("rates", number, "currency"),
                f"{rate.currency} is the company's own currency; leave its rate out.",
            )


def _known_sources(ledger: Ledger) -> Iterator[Contradiction]:
    named: list[tuple[Path, str | None]] = [
        (("queues", number, "source"), queue.source) for number, queue in enumerate(ledger.queues)
    ]
    named += [
        (("promises", number, "source"), promise.source)
        for number, promise in enumerate(ledger.promises)
    ]
    for path, name in named:
        if name is not None and name not in ledger.sources:
            yield (
                path,
                (
                    f"there is no source {name!r}; {choices(name, ledger.sources)}, "
                    f"or add [sources.{name}]."
                ),
            )


def _spans(
    part: str, things: Sequence[Some], key: Callable[[Some], tuple[str, ...]]
) -> Iterator[Contradiction]:
    """Yield what ends before it begins, and what is described twice for the same day."""
    earlier: dict[tuple[str, ...], list[Some]] = {}
    for number, thing in enumerate(things):
        if thing.valid_until <= thing.valid_from:
            yield (
                (part, number, "until"),
                (
                    f"it ends on {thing.valid_until}, which is not after its first day "
                    f"{thing.valid_from}; write the first day on which it no longer holds."
                ),
            )
            continue
        same = earlier.setdefault(key(thing), [])
        if shared := _first_shared(thing, same):
            yield (
                (part, number),
                (
                    f"{', '.join(map(repr, key(thing)))} is described twice for {shared}; "
                    "keep one, or give them from and until that do not overlap."
                ),
            )
        same.append(thing)


def _first_shared(thing: Lasting, others: Sequence[Lasting]) -> date | None:
    """Return the first day on which `thing` and one of `others` both hold."""
    for other in others:
        first = max(thing.valid_from, other.valid_from)
        if first < min(thing.valid_until, other.valid_until):
            return first
    return None
