"""What a company's ledger.toml may say, each part typed and checked by itself."""

import hashlib
import itertools
import json
import re
import zoneinfo
from datetime import date, datetime
from functools import cache
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from etl.workspace.toml_file import choices, nearest

StatusCategory = Literal[
    "new", "open", "waiting_customer", "waiting_inside", "solved", "closed",
    "merged", "spam", "deleted", "test",
]  # fmt: skip
Outcome = Literal["upheld", "partly", "rejected"]
Records = Literal["ticket", "complaint", "survey_response", "customer", "contact", "customer_month"]
OF_COMPLAINTS = ("acknowledgement", "answer")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

_SECONDS = {"d": 86_400, "h": 3_600, "min": 60, "m": 60, "s": 1}
_OPENING = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")
_TARGET = re.compile(r"\s*(\d+)\s*(d|h|min|m|s)(?![a-z])")


def target_seconds(text: str) -> int:
    """Return the seconds of a target such as "4h", "30min", "2d" or "1h 30min".

    A day is 24 hours of the target's own clock. Raises ValueError on anything else and on zero.
    """
    parts = _TARGET.findall(text)
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in parts)
    if not seconds or _TARGET.sub("", text).strip():
        raise ValueError(
            f'{text!r} is not a target; write a time such as "30min", "4h", "1h 30min" or "2d"'
        )
    return seconds


def _target(text: str) -> str:
    target_seconds(text)
    return text


def _of_our_time(stamp: datetime) -> datetime:
    if not 1980 <= stamp.year < 2100:
        raise ValueError(f"no export was made in {stamp.year}; write when this one was")
    return stamp


def _zone(name: str) -> str:
    known = _zones()
    if name not in known:
        places = [zone for zone in known if "/" in zone]  # "CEST" does not mean "EST"
        meant = nearest(name, places)[:1] or ["Europe/Warsaw", "UTC"]
        raise ValueError(
            f"{name!r} is not a time zone; write a name such as {' or '.join(map(repr, meant))}"
        )
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def _currency(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise ValueError(
            f'{code!r} is not a currency; write the three letters of its code, such as "EUR"'
        )
    return code


def _holidays(name: str) -> str:
    from holidays import country_holidays  # a country at a time: to list them all reads them all
    from holidays.registry import EntityLoader

    country, _, subdivision = name.partition("-")
    if country not in set(EntityLoader.get_country_codes()):
        raise ValueError(
            f"{name!r} names no country whose holidays are known; write its two letters, "
            'such as "PL", or country and subdivision, such as "DE-BY"'
        )
    known = country_holidays(country).subdivisions
    if subdivision and subdivision not in known:
        raise ValueError(
            f"{country} has no subdivision {subdivision!r}; {choices(subdivision, known)}"
        )
    return name


def _openings(openings: tuple[str, ...]) -> tuple[str, ...]:
    spans = sorted(_minutes(opening) for opening in openings)
    for (_, ends), (starts, _) in itertools.pairwise(spans):
        if starts < ends:
            raise ValueError(f"the openings {', '.join(openings)} overlap; write each hour once")
    return openings


def _minutes(opening: str) -> tuple[int, int]:
    match = _OPENING.fullmatch(opening)
    if not match:
        raise ValueError(
            f'{opening!r} is not an opening; write it as "09:00-17:30" '
            '(24:00 is midnight, "22:00-06:00" runs over it)'
        )
    hours, minutes, *end = (int(part) for part in match.groups() if part is not None)
    starts, ends = hours * 60 + minutes, end[0] * 60 + end[1]
    if starts == ends:
        raise ValueError(f"{opening!r} opens and closes at once; leave it out")
    return starts, ends if ends > starts else ends + 1440


def _inside_inbox(folder: str) -> str:
    parts = PurePosixPath(folder).parts
    if not parts or "\\" in folder or parts[0] == "/" or {"..", "."} & set(folder.split("/")):
        raise ValueError(f'{folder!r} does not lie in the inbox; write a name such as "zendesk"')
    return folder


def _datetime_format(text: str) -> str:
    if not re.search(r"%[YyGcx]", text) or not re.search(r"%[mbBjVUWcx]", text):
        raise ValueError(
            f"{text!r} says nothing of year and month; write how stamps look, "
            'such as "%d/%m/%Y %H:%M"'
        )
    return text


def _memory(text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?\s?[KMGT]i?B", text):
        raise ValueError(f'{text!r} is not an amount of memory; write it as "2GB" or "500MB"')
    return text


Zone = Annotated[str, AfterValidator(_zone)]
Name = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Lasting(_Strict):
    """Something that holds from a day until the day before another."""

    valid_from: Annotated[date, Field(alias="from")] = date(1900, 1, 1)
    valid_until: Annotated[date, Field(alias="until")] = date(9999, 12, 31)


class Company(_Strict):
    """The company: its name, money, clock, and the calendar of units that name none."""

    name: Annotated[Name, Field(examples=["My Company"])]
    currency: Annotated[str, AfterValidator(_currency), Field(examples=["EUR"])]
    zone: Annotated[Zone, Field(examples=["Europe/Warsaw"])]
    calendar: str | None = None


class BuildSettings(_Strict):
    """How many builds are kept, and what a load may use."""

    keep: Annotated[int, Field(ge=1)] = 5
    memory_limit: Annotated[str, AfterValidator(_memory)] = "2GB"


class Calendar(_Strict):
    """Opening hours: "HH:MM-HH:MM", several a day; 24:00 is midnight, 22:00-06:00 runs over it.

    `holidays` is a country of the holidays library, or country and subdivision: "DE-BY".
    """

    zone: Annotated[Zone, Field(examples=["Europe/Warsaw"])]
    hours: Annotated[
        dict[Weekday, Annotated[tuple[str, ...], AfterValidator(_openings)]],
        Field(examples=[{"mon": ["09:00-17:00"]}]),
    ]
    holidays: Annotated[str, AfterValidator(_holidays)] | None = None
    closed: tuple[date, ...] = ()


class Source(_Strict):
    """One folder of exports that share a zone and an extract.

    Left out: the `adapter` is found by the header of each file, the `folder` (inside inbox/) has
    the source's name, the `zone` of stamps without an offset is the company's, `datetime_format`
    (as strptime writes it) is found in the column, `extract_at` is the latest stamp of the source.
    `columns`, of the adapter "table", gives for each of our columns the header in the file;
    `records` says what a row of it is. `sheet` names the sheet of a workbook, or with * and ?
    several, hidden ones too; without it those are read that can be seen and have the header.
    `requester_ids` says that the help desk numbers its requesters as the company its customers.
    """

    adapter: str | None = None
    folder: Annotated[str, AfterValidator(_inside_inbox)] | None = None
    zone: Zone | None = None
    datetime_format: Annotated[str, AfterValidator(_datetime_format)] | None = None
    extract_at: Annotated[datetime, AfterValidator(_of_our_time)] | None = None
    queues: Literal["mapped", "are_units"] = "mapped"
    robots: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    status: dict[str, StatusCategory] = {}
    priority: dict[str, str] = {}
    channel: dict[str, str] = {}
    kind: dict[str, str] = {}
    outcome: dict[str, Outcome] = {}
    requester_ids: Literal["own", "customers"] = "own"
    records: Records = "ticket"
    columns: dict[str, str] = {}
    sheet: str | None = None


class Unit(Lasting):
    """A unit written in ledger.toml instead of inbox/org/units.csv."""

    id: Annotated[Name, Field(examples=["orders"])]
    name: Annotated[Name, Field(examples=["Orders"])]
    parent: str | None = None
    function: str | None = None
    service_function: str | None = None
    region: str | None = None
    product_line: str | None = None
    outsourced: Literal["no", "captive", "external"] = "no"
    calendar: str | None = None
    intake: bool = False


class Queue(Lasting):
    """A help desk's queue stands for a unit, from a day until the day before another."""

    source: Annotated[str, Field(examples=["zendesk"])]
    queue: Annotated[str, Field(examples=["Orders"])]
    unit: Annotated[str, Field(examples=["orders"])]


class Promise(Lasting):
    """A promise to customers. Conditions left out match everything; the most specific wins.

    `acknowledgement` and `answer` are promises about complaints and run from receipt; where
    `silence_upholds`, a complaint not answered in time counts as upheld, as some laws have it.
    """

    id: Annotated[Name, Field(examples=["first reply"])]
    promise: Annotated[
        Literal["first_reply", "resolution", "acknowledgement", "answer"],
        Field(examples=["first_reply"]),
    ]
    target: Annotated[str, AfterValidator(_target), Field(examples=["4h"])]
    clock: Literal["business", "calendar"] = "business"
    source: str | None = None
    unit: str | None = None
    priority: str | None = None
    set_by: Literal["company", "customer", "survey", "law"] = "company"
    silence_upholds: bool = False

    @property
    def target_seconds(self) -> int:
        """Return how many seconds of its clock the promise allows."""
        return target_seconds(self.target)


class Rate(Lasting):
    """What one unit of another currency is worth in the company's, while it was so."""

    currency: Annotated[str, AfterValidator(_currency), Field(examples=["PLN"])]
    rate: Annotated[float, Field(gt=0, examples=[0.23])]


class Ledger(_Strict):
    """ledger.toml."""

    company: Company
    builds: BuildSettings = BuildSettings()
    calendars: dict[str, Calendar] = {}
    sources: dict[str, Source] = {}
    units: tuple[Unit, ...] = ()
    queues: tuple[Queue, ...] = ()
    promises: tuple[Promise, ...] = ()
    rates: tuple[Rate, ...] = ()

    @property
    def parts(self) -> dict[str, str]:
        """Return a hash of each part that a number can rest on, by its name in the file.

        When a source was exported is no setting: core_source says it, whoever told it.
        """
        said = self.model_dump(
            mode="json",
            exclude={"company": {"name"}, "builds": True, "sources": {"__all__": {"extract_at"}}},
        )
        sources = {f"sources.{name}": source for name, source in said.pop("sources").items()}
        return {
            name: hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()
            for name, part in (said | sources).items()
        }
