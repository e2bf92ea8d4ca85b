"""How the stamps of a file are written: found in the whole column, or said in ledger.toml.

`2026-03-01 14:05` can be read in one way only. `01/03/2026` is the first of March or the third of
January: all such stamps of a source are looked at together, and if every one of them could be
either, nothing is guessed. Months may be named in any of the languages of `months.toml`.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from etl.adapters.contract import STAMPS
from etl.adapters.raw import RawFile, quoted
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
DAY_FIRST, MONTH_FIRST = "day first", "month first"


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
    readings: Readings = {}
    problems: list[str] = []
    for source, columns in samples.items():
        try:
            order = _order(loading, workspace, by_source[source], columns)
        except RefusedData as problem:
            problems.extend(problem.sentences)
            continue
        settings = workspace.ledger.sources[source]
        zone = settings.zone or workspace.ledger.company.zone
        every = [text for texts in columns.values() for text in texts]
        for key, texts in columns.items():
            readings[key] = _reading(texts or every, zone, order, settings.datetime_format)
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


def _reading(texts: list[str], zone: str, order: str, told: str | None) -> Reading:
    has_time = any(":" in text for text in texts)
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
    formats = tuple(dict.fromkeys((*found, *(other.rstrip("T, ") for other in others), *_iso())))
    is_named = any("%b" in form for form in found)
    return Reading(formats, False, zone, has_time or not texts, has_named_month=is_named)


def _iso() -> tuple[str, ...]:
    return (
        "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S.%f",
        "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d",
    )  # fmt: skip


def format_of(text: str, order: str = DAY_FIRST) -> str | None:
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


def _order(
    loading: Loading,
    workspace: Workspace,
    raws: list[RawFile],
    samples: Mapping[tuple[int, str], list[str]],
) -> str:
    """Return whether a source writes the day or the month first, from all its stamps."""
    source = raws[0].source
    if workspace.ledger.sources[source].datetime_format is not None:
        return DAY_FIRST
    either = {
        key: formats
        for key, texts in samples.items()
        if len(formats := [pair for text in texts if (pair := _both_ways(text))]) * 2 > len(texts)
    }
    if not either:
        return DAY_FIRST
    day, month = 0, 0
    for raw in raws:
        for column in (name for name in raw.columns if (raw.file_no, name) in either):
            pairs = dict.fromkeys(either[raw.file_no, column])
            found = loading.query(
                f"select count(*) filter (where day_at is not null and month_at is null), "
                f"count(*) filter (where month_at is not null and day_at is null) from ("
                f"select {quoted(column)} as text, try_strptime(text, $day) as day_at, "
                f"try_strptime(text, $month) as month_at from {raw.view})",
                {"day": [pair[0] for pair in pairs], "month": [pair[1] for pair in pairs]},
            ).rows[0]
            day, month = day + found[0], month + found[1]
    if day > 100 * month:
        return DAY_FIRST
    if month > 100 * day:
        return MONTH_FIRST
    (file_no, column), example = next(
        (key, text) for key in either for text in samples[key] if _both_ways(text)
    )
    path = next(raw.path for raw in raws if raw.file_no == file_no)
    why = (
        f"some can only be day first ({day}) and some only month first ({month})"
        if day or month
        else "no stamp of this source decides it"
    )
    raise RefusedData(
        f"{path}, {column}: is {example!r} day first or month first? {why[0].upper() + why[1:]}. "
        f'Say it in ledger.toml: [sources.{source}] datetime_format = "{format_of(example)}" or '
        f'"{format_of(example, MONTH_FIRST)}".'
    )


def _both_ways(text: str) -> tuple[str, str] | None:
    """Return a stamp's format with the day first and with the month first, if those differ."""
    day, month = format_of(text), format_of(text, MONTH_FIRST)
    return (day, month) if day and month and day != month else None
