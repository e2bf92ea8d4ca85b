"""A company's workspace: ledger.toml read into a validated, typed description.

```
my-company/
  ledger.toml      this file describes it
  inbox/           exports, one folder a source
  builds/          see `etl.warehouse.Builds`
  refused/         records and files that were not loaded, each with its reason
```
"""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from etl.problems import RefusedData, WrongCall
from etl.warehouse import Builds

StatusCategory = Literal[
    "new", "open", "waiting_customer", "waiting_inside", "solved", "closed",
    "merged", "spam", "deleted", "test",
]  # fmt: skip
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Company(_Strict):
    """The company: its name, money, clock, and the calendar of units that name none."""

    name: str
    currency: str
    zone: str
    calendar: str | None = None


class BuildSettings(_Strict):
    """How many builds are kept, and what a load may use."""

    keep: Annotated[int, Field(ge=1)] = 5
    memory_limit: str = "2GB"


class Calendar(_Strict):
    """Opening hours: several intervals a day, 'HH:MM-HH:MM'; 24:00 is midnight, 22:00-06:00 runs over it."""

    zone: str
    hours: dict[Weekday, tuple[str, ...]]
    holidays: str | None = None  # a country of the holidays library, or country and subdivision: "DE-BY"
    closed: tuple[date, ...] = ()


class Source(_Strict):
    """One folder of exports that share a zone and an extract."""

    adapter: str | None = None  # None: found by the header of each file
    folder: str | None = None  # inside inbox/; None: the source's own name
    zone: str | None = None  # of stamps without an offset; None: the company's
    datetime_format: str | None = None  # as strptime writes it; None: found in the column
    extract_at: datetime | None = None  # None: the latest stamp in the source
    queues: Literal["mapped", "are_units"] = "mapped"
    robots: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    status: dict[str, StatusCategory] = {}
    priority: dict[str, str] = {}
    channel: dict[str, str] = {}
    kind: dict[str, str] = {}
    columns: dict[str, str] = {}  # adapter "table": our column -> the header in the file
    sheet: str | None = None


class Unit(_Strict):
    """A unit written in ledger.toml instead of inbox/org/units.csv."""

    id: str
    name: str
    parent: str | None = None
    function: str | None = None
    service_function: str | None = None
    region: str | None = None
    product_line: str | None = None
    outsourced: Literal["no", "captive", "external"] = "no"
    calendar: str | None = None
    intake: bool = False
    valid_from: Annotated[date, Field(alias="from")] = date(1900, 1, 1)
    valid_until: Annotated[date, Field(alias="until")] = date(9999, 12, 31)


class Queue(_Strict):
    """A help desk's queue stands for a unit, from a day until the day before another."""

    source: str
    queue: str
    unit: str
    valid_from: Annotated[date, Field(alias="from")] = date(1900, 1, 1)
    valid_until: Annotated[date, Field(alias="until")] = date(9999, 12, 31)


class Promise(_Strict):
    """A promise to customers. Conditions left out match everything; the most specific policy wins."""

    id: str
    promise: Literal["first_reply", "resolution"]
    target: str  # "4h", "30min", "2d" (a day is 24 h of its clock), "1h 30min"
    clock: Literal["business", "calendar"] = "business"
    source: str | None = None
    unit: str | None = None
    priority: str | None = None
    set_by: Literal["company", "customer", "survey"] = "company"
    valid_from: Annotated[date, Field(alias="from")] = date(1900, 1, 1)
    valid_until: Annotated[date, Field(alias="until")] = date(9999, 12, 31)


class Ledger(_Strict):
    """ledger.toml."""

    company: Company
    builds: BuildSettings = BuildSettings()
    calendars: dict[str, Calendar] = {}
    sources: dict[str, Source] = {}
    units: tuple[Unit, ...] = ()
    queues: tuple[Queue, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a company's data, and what its ledger.toml says."""

    folder: Path
    ledger: Ledger
    ledger_sha256: str

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def refused(self) -> Path:
        return self.folder / "refused"

    @property
    def builds(self) -> Builds:
        return Builds(self.folder / "builds")

    @classmethod
    def open(cls, folder: Path) -> "Workspace":
        """Read the workspace in `folder`.

        Raises WrongCall where there is none, RefusedData where its ledger.toml is wrong.
        """
        raise NotImplementedError
