"""How the stamps of a file are written: found in the whole column, or said in ledger.toml.

`2026-03-01 14:05` can be read in one way only. `01/03/2026` is the first of March or the third of
January: what the header of its column says decides, or else all such stamps of a source together;
if every one of them could be either, nothing is guessed. Months may be named in any of the
languages of `months.toml`.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from etl.adapters.contract import DAY_FIRST, MONTH_FIRST, STAMPS, DayOrder
from etl.adapters.raw import RawFile, notice, quoted
from etl.problems import RefusedData
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

_SAMPLE = 1_000
MONTHS: Mapping[str, str] = {
    name: english
    for english, names in tomllib.loads(
        resources.files("etl.canonical").joinpath("months.toml").read_text(encoding="utf-8")
    ).items()
    for name in names
}
"""The first three letters of a month's name, and the English name that strptime knows."""

_NAMED = re.compile(r"[^\W\d_]{3,}\.?")
_OFFSET = re.compile(r"\d\d:\d\d.*(?:[zZ]|UTC|[+-]\d\d(?::?\d\d)?)$")
_DATE = re.compile(
    r"(?P<iso>\d{4}(?P<iso_between>[-/.])\d{1,2}(?P=iso_between)\d{1,2})"
    r"|(?P<numbers>\d{1,2}(?P<between>[-/.])\d{1,2}(?P=between)(?P<year>\d{4}|\d\d))(?!\d)"
    r"|(?P<day_name>\d{1,2}(?P<around>[-/ .])[A-Z][a-z]{2}(?P=around)(?P<dn_y>\d{4}|\d\d))"
    r"|(?P<name_day>[A-Z][a-z]{2} \d{1,2}(?P<comma>,?) (?P<nd_year>\d{4}))"
)
_TIME = re.compile(
    r"(?P<join>,? |T)?(?P<clock>\d{1,2}:\d\d)(?P<seconds>:\d\d)?(?P<fraction>\.\d+)?"
    r"(?P<half>\s?[AaPp][Mm])?$"
)
_EPOCH = re.compile(r"(?:[1-9]|1[0-8])\d{8}(?:\.\d+)?")  # 1973 to 2030; 19 and 20 begin years
_ISO_DAY = re.compile(r"\d{4}-\d\d-(\d\d)")
_ENOUGH_TURNED = 5
_SERIAL_WITH_TIME = re.compile(r"\d{5}\.\d*[1-9]\d*")


@dataclass(frozen=True, slots=True)
class Reading:
    """How one column of stamps is read; `formats` as strptime writes them, tried in turn."""

    formats: tuple[str, ...]
    has_offset: bool
    zone: str
    has_time: bool
    is_epoch: bool = False  # seconds since 1970 in UTC
    has_named_month: bool = False  # in any language: `english_month` first


Readings = dict[tuple[int, str], Reading]


def find(loading: Loading, workspace: Workspace, raws: Iterable[RawFile]) -> Readings:
    """Return how every column of stamps of `raws` is read.

    Raises RefusedData when the order of day and month cannot be decided from a whole source.
    """
    samples: dict[str, dict[tuple[int, str], list[str]]] = {}
    by_source: dict[str, list[RawFile]] = {}
    for raw in raws:
        by_source.setdefault(raw.source, []).append(raw)
        for column, texts in _sample(loading, raw).items():
            samples.setdefault(raw.source, {})[raw.file_no, column] = texts
            if raw.called == "row" and _may_be_turned_round(texts):
                notice(loading, raw.source, "dates_turned_round", raw.path, 1, column=column)
    readings: Readings = {}
    problems: list[str] = []
    for source, columns in samples.items():
        settings = workspace.ledger.sources[source]
        try:
            orders = (
                _orders(loading, by_source[source], columns)
                if settings.datetime_format is None
                else dict[tuple[int, str], DayOrder](dict.fromkeys(columns, DAY_FIRST))
            )
        except RefusedData as problem:
            problems.extend(problem.sentences)
            continue
        zone = settings.zone or workspace.ledger.company.zone
        every = [text for texts in columns.values() for text in texts]
        for key, texts in columns.items():
            readings[key] = _reading(texts or every, zone, orders[key], settings.datetime_format)
    RefusedData.raise_if(problems)
    return readings


def _sample(loading: Loading, raw: RawFile) -> dict[str, list[str]]:
    """Return what stands in each column of stamps near the top of a file."""
    columns = [column for column in raw.columns if column in STAMPS]
    if not columns:
        return {}
    listed = ", ".join(quoted(column) for column in columns)
    rows = loading.query(f"select {listed} from {raw.view} limit {_SAMPLE}").rows
    return {
        column: [text.strip() for text in texts if text and text.strip()]
        for column, texts in zip(columns, zip(*rows, strict=True), strict=False)
    }


def _may_be_turned_round(texts: list[str]) -> bool:
    """Return whether a spreadsheet has probably read 05/03 as the third of May.

    One that writes the month first takes for dates what has no day after the twelfth, the month for
    the day, and leaves the rest as text.
    """
    days = [int(found[1]) for text in texts if (found := _ISO_DAY.match(text))]
    left = [_DATE.match(text) for text in texts if _both_ways(text)]
    numbers = [re.split(r"\D", found[0])[:2] for found in left if found]
    return (
        min(len(days), len(numbers)) >= _ENOUGH_TURNED
        and max(days) <= 12
        and all(max(map(int, pair)) > 12 for pair in numbers)
    )


def _reading(texts: list[str], zone: str, order: DayOrder, told: str | None) -> Reading:
    has_time = any(":" in text or _SERIAL_WITH_TIME.fullmatch(text) for text in texts)
    if told is not None:
        formats = tuple(dict.fromkeys((told, *_iso())))
        return Reading(
            formats, False, "UTC" if "%z" in told else zone, has_time or "%H" in told,
            has_named_month="%b" in told,
        )  # fmt: skip
    if sum(bool(_EPOCH.fullmatch(text)) for text in texts) * 2 > len(texts):
        return Reading((), False, "UTC", True, is_epoch=True)
    found = Counter(form for text in texts if (form := format_of(text, order)))
    if sum(bool(_OFFSET.search(text)) for text in texts) > found.total():
        return Reading((), True, "UTC", True)
    dates = dict.fromkeys(form.split("%H")[0].split("%I")[0] for form in found)
    others = (
        f"{date.rstrip()}{clock}" if not clock else f"{date}{clock}"
        for date in dates
        for clock in ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "")
    )
    tried = dict.fromkeys((*found, *(other.rstrip("T, ") for other in others), *_iso()))
    # A year of four figures would take 26 for the year 26.
    by_year = tuple(sorted(tried, key=lambda form: "%y" not in form))
    is_named = any("%b" in form for form in found)
    return Reading(by_year, False, zone, has_time or not texts, has_named_month=is_named)


def _iso() -> tuple[str, ...]:
    return (
        "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f",
        "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d",
    )  # fmt: skip


def format_of(text: str, order: DayOrder = DAY_FIRST) -> str | None:
    """Return how a stamp is written, as strptime writes it once its month is named in English;
    None where that is not known."""
    text = english_month(text)
    date = _DATE.match(text)
    if not date:
        return None
    rest = text[date.end() :]
    time = _TIME.fullmatch(rest) if rest else None
    if rest and not time:
        return None
    if date["iso"]:
        written = "%Y{0}%m{0}%d".format(date["iso_between"])
    elif date["numbers"]:
        first, second = (
            ("%d", "%m") if order == DAY_FIRST or date["between"] == "." else ("%m", "%d")
        )
        written = date["between"].join((first, second, _year(date["year"])))
    elif date["day_name"]:
        written = date["around"].join(("%d", "%b", _year(date["dn_y"])))
    else:
        written = f"%b %d{date['comma']} %Y"
    if not time:
        return written
    clock = "%I:%M" if time["half"] else "%H:%M"
    half = " %p" if time["half"] and time["half"][0].isspace() else "%p" if time["half"] else ""
    seconds = "%S" if time["seconds"] else ""
    return (
        written + (time["join"] or " ") + clock + (":" + seconds if seconds else "")
        + (".%f" if time["fraction"] else "") + half
    )  # fmt: skip


def english_month(text: str) -> str:
    """Return a stamp with the short English name of its month, in whatever language it was."""
    return _NAMED.sub(lambda found: MONTHS.get(found[0][:3].lower(), found[0]), text, count=1)


def _year(text: str) -> str:
    return "%Y" if len(text) == 4 else "%y"


def _orders(
    loading: Loading, raws: list[RawFile], samples: Mapping[tuple[int, str], list[str]]
) -> dict[tuple[int, str], DayOrder]:
    """Return whether each column of a source writes the day or the month first.

    What its header says holds for a column; all stamps of the source decide for the others, and
    where they do not, what the headers beside them say.
    """
    told = {
        (raw.file_no, column): order for raw in raws for column, order in raw.day_orders.items()
    }
    either = {
        key: pairs
        for key, texts in samples.items()
        if (pairs := [pair for text in texts if (pair := _both_ways(text))])
        and len(pairs) > sum(format_of(text) is None for text in texts)
    }
    found = {key: _only_one_way(loading, key, pairs) for key, pairs in either.items()}
    _refuse_contradicted(raws, told, found)
    undecided = {key: counts for key, counts in found.items() if key not in told}
    order = _of_all(raws, samples, undecided, set(told.values())) if undecided else DAY_FIRST
    return {key: told.get(key, order) for key in samples}


def _only_one_way(
    loading: Loading, key: tuple[int, str], pairs: list[tuple[str, str]]
) -> tuple[int, int]:
    """Return how many stamps of a column can only be day first, and only month first."""
    file_no, column = key
    formats = dict.fromkeys(pairs)
    day, month = loading.query(
        f"select count(*) filter (where day_at is not null and month_at is null), "
        f"count(*) filter (where month_at is not null and day_at is null) from ("
        f"select {quoted(column)} as text, try_strptime(text, $day) as day_at, "
        f"try_strptime(text, $month) as month_at from raw_{file_no})",
        {"day": [pair[0] for pair in formats], "month": [pair[1] for pair in formats]},
    ).rows[0]
    return day, month


def _refuse_contradicted(
    raws: list[RawFile],
    told: Mapping[tuple[int, str], DayOrder],
    found: Mapping[tuple[int, str], tuple[int, int]],
) -> None:
    """Raise RefusedData for headers that most stamps below them contradict; a few are refused
    record by record."""
    paths = {raw.file_no: raw.path for raw in raws}
    RefusedData.raise_if(
        f"{paths[file_no]}, {column}: its header says {order}, but {against:,} of its stamps can "
        f"only be {_other(order)} ({agreeing:,} only {order}). Mend the header, or say how stamps "
        f"look with datetime_format under [sources.{raws[0].source}] in ledger.toml."
        for (file_no, column), order in told.items()
        for counts in [found.get((file_no, column), (0, 0))]
        for agreeing, against in [counts if order == DAY_FIRST else counts[::-1]]
        if against > agreeing
    )


def _other(order: DayOrder) -> DayOrder:
    return MONTH_FIRST if order == DAY_FIRST else DAY_FIRST


def _of_all(
    raws: list[RawFile],
    samples: Mapping[tuple[int, str], list[str]],
    found: Mapping[tuple[int, str], tuple[int, int]],
    told: set[DayOrder],
) -> DayOrder:
    """Return the order that the columns `found` have together."""
    day, month = (sum(counts[side] for counts in found.values()) for side in (0, 1))
    if day > 100 * month:
        return DAY_FIRST
    if month > 100 * day:
        return MONTH_FIRST
    if not day and not month and len(told) == 1:
        return told.pop()
    (file_no, column), example = next(
        (key, text) for key in found for text in samples[key] if _both_ways(text)
    )
    path = next(raw.path for raw in raws if raw.file_no == file_no)
    why = (
        f"some can only be day first ({day}) and some only month first ({month})"
        if day or month
        else "no stamp of this source decides it"
    )
    raise RefusedData(
        f"{path}, {column}: is {example!r} day first or month first? {why[0].upper() + why[1:]}. "
        f"Say it in ledger.toml: [sources.{raws[0].source}] datetime_format = "
        f'"{format_of(example)}" or "{format_of(example, MONTH_FIRST)}".'
    )


def _both_ways(text: str) -> tuple[str, str] | None:
    """Return a stamp's format with the day first and with the month first, if those differ."""
    day, month = format_of(text), format_of(text, MONTH_FIRST)
    return (day, month) if day and month and day != month else None
