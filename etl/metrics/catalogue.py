"""The catalogue of metrics: catalogue.toml read into validated entries.

The pages, the cube, the command line and the metric book all read these entries and no other.
"""

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from etl.metrics.grain import GRAINS, Grain, GrainId
from etl.metrics.question import Clock
from etl.problems import WrongCall

Kind = Literal["count", "sum", "stock", "proportion", "mean", "quantile", "rate", "ratio", "reach"]
Capability = Literal[
    "first_reply", "events", "pauses", "sla_source", "queue_history", "agent_history",
    "reopens", "replies", "rating", "rating_offers", "customer", "time_of_day", "raised",
    "closings", "redress", "problems", "customers", "staffing", "staffing_cost",
]  # fmt: skip

METHODS: dict[Kind, str | None] = {
    "count": None,
    "sum": None,
    "stock": None,
    "proportion": "wilson",
    "mean": "student_t",
    "quantile": "order_statistics",
    "rate": "byar",
    "ratio": None,
    "reach": "wilson",
}
PER = 1000  # customers that a rate is told of
_WHOLE = ("count", "sum", "stock")
_OF_CUSTOMERS = ("rate", "reach")
_ADDITIVE = ("count", "sum", "proportion", "mean", "rate")
_LEAST = 10


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Owner(_Strict):
    """Whose case it is, by attribution: two expressions for a unit, and what to share by: a clock
    of tickets, or the cause of problems.

    Without `share` the thing belongs to one unit by its nature, and counts for the owner at the
    event under attribution by share too.
    """

    event: str
    current: str
    share: Literal["life", "first_reply", "resolution", "cause"] | None = None


class Value(_Strict):
    """The value of a case on either clock; one that no clock changes has only `calendar`."""

    calendar: str
    business: str | None = None


def _usually_adjusted_for(entry: dict[str, Any]) -> tuple[str, ...]:
    of_tickets = GRAINS[entry["grain"]].thing == "tickets"
    return ("category_first", "priority_first", "channel") if of_tickets else ()


class Metric(_Strict):
    """One entry. Expressions are SQL over the grain's columns.

    A row of the grain is a case when `cases` holds and its `cohort` day lies in the period. A case
    is counted when `counted` holds and its value is known; the other cases are excluded.

    A `rate` is the cases per 1,000 of the company's customers, a `reach` the share of them with a
    case; however the cases are cut, the customers are the whole company's. A `ratio` is the sum of
    `value` by the sum of `per`, over rows that know both; a row stands for `size` cases.
    """

    id: str
    group: Literal[
        "volume", "speed", "promises", "quality", "hand_offs", "satisfaction", "complaints",
        "problems", "economy",
    ]  # fmt: skip
    grain: GrainId
    kind: Kind
    unit: Literal[
        "count", "share", "seconds", "per_ticket", "per_1000", "points", "score", "money", "per_fte"
    ]
    cohort: str
    owner: Owner
    cases: str = "true"
    counted: str = "true"
    numerator: str = ""
    value: Value | None = None
    quantile: Annotated[float, Field(gt=0, lt=1)] | None = None
    per: str = ""
    size: str = ""
    reason: str = "''"
    better: Literal["higher", "lower"] | None = None
    adjust_for: tuple[str, ...] = Field(default_factory=_usually_adjusted_for)
    needs: tuple[Capability, ...] = ()
    decision: str
    replaces: str | None = None
    deprecated: bool = False

    @model_validator(mode="after")
    def _kind_has_its_parts(self) -> Self:
        wanted = {
            "numerator": self.kind == "proportion",
            "value": self.kind in ("mean", "quantile", "sum", "ratio"),
            "quantile": self.kind == "quantile",
            "per": self.kind == "ratio",
            "size": self.kind == "ratio",
        }
        for key, is_wanted in wanted.items():
            if bool(getattr(self, key)) != is_wanted:
                must = "needs" if is_wanted else "must not have"
                raise ValueError(f"metric {self.id}: a {self.kind} {must} `{key}`")
        if self.owner.share and self.kind in ("ratio", "reach"):
            raise ValueError(f"metric {self.id}: a {self.kind} must not have `owner.share`")
        return self

    @property
    def table(self) -> Grain:
        """Return what the rows of its grain are, and by what they can be cut."""
        return GRAINS[self.grain]

    @property
    def sha256(self) -> str:
        """Return a hash of what the entry says, however it is written."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    @property
    def least_n(self) -> int:
        """Return the cases, or customers, below which nothing is said; 0: counted whole."""
        return 0 if self.is_whole else _LEAST

    @property
    def method(self) -> str | None:
        """Return the name of the interval's method; None for what is counted whole."""
        return METHODS[self.kind]

    @property
    def has_clock(self) -> bool:
        """Return whether business and calendar time give different values."""
        return self.value is not None and self.value.business is not None

    @property
    def is_additive(self) -> bool:
        """Return whether sums over days and units give the figure, so that the cube can hold it."""
        return self.kind in _ADDITIVE

    @property
    def is_whole(self) -> bool:
        """Return whether the figure is counted whole: without interval or least number of cases."""
        return self.kind in _WHOLE

    @property
    def is_of_customers(self) -> bool:
        """Return whether the figure rests on how many customers the company has."""
        return self.kind in _OF_CUSTOMERS

    @property
    def is_compared(self) -> bool:
        """Return whether a member's figure can be held against that of all together.

        Not where all together are the sum of the members, nor where each member's figure rests on
        the customers of the whole company.
        """
        return self.kind not in (*_WHOLE, *_OF_CUSTOMERS)

    @property
    def denominator(self) -> str:
        """Return the condition of the cases a proportion or mean is divided by; '' otherwise."""
        if self.kind not in ("proportion", "mean"):
            return ""
        parts = [part for part in (self.cases, self.counted) if part != "true"]
        return " and ".join(parts) or "true"

    def measured(self, clock: Clock) -> str:
        """Return the expression of a case's value on `clock`: 1 or 0 for a proportion."""
        if self.kind == "proportion":
            return f"case when {self.numerator} then 1 when not ({self.numerator}) then 0 end"
        if self.value is None:
            return "1"
        if clock == "business" and self.value.business is not None:
            return self.value.business
        return self.value.calendar


@cache
def catalogue() -> dict[str, Metric]:
    """Return every metric by id, in the order of the metric book."""
    text = (resources.files("etl.metrics") / "catalogue.toml").read_text(encoding="utf-8")
    return {key: Metric(id=key, **entry) for key, entry in tomllib.loads(text).items()}


def metric(metric_id: str) -> Metric:
    """Return the metric of this id. Raises WrongCall naming those there are."""
    try:
        return catalogue()[metric_id]
    except KeyError:
        raise WrongCall(
            f"There is no metric {metric_id!r}; there are {', '.join(catalogue())}."
        ) from None


def units() -> dict[str, str]:
    """Return the unit of every metric's values, by the metric's id."""
    return {key: entry.unit for key, entry in catalogue().items()}
