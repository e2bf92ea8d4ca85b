"""The catalogue of metrics: catalogue.toml read into validated entries.

The pages, the cube, the command line and the metric book all read these entries and no other.
"""

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from etl.metrics.question import Clock
from etl.problems import WrongCall

Kind = Literal["count", "proportion", "mean", "quantile", "stock"]
Capability = Literal[
    "first_reply", "events", "pauses", "sla_source", "queue_history", "agent_history",
    "reopens", "replies", "rating", "rating_offers", "customer", "time_of_day",
]  # fmt: skip

METHODS: dict[Kind, str | None] = {
    "count": None,
    "stock": None,
    "proportion": "wilson",
    "mean": "student_t",
    "quantile": "order_statistics",
}
_ADDITIVE = ("count", "proportion", "mean")
_LEAST = 10


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Owner(_Strict):
    """Whose case it is, by attribution: two expressions for a unit, and a clock to share by.

    Without `share` the thing belongs to one unit by its nature, and counts for the owner at the
    event under attribution by share too.
    """

    event: str
    current: str
    share: Literal["life", "first_reply", "resolution"] | None = None


class Value(_Strict):
    """The value of a case on either clock; one that no clock changes has only `calendar`."""

    calendar: str
    business: str | None = None


class Metric(_Strict):
    """One entry. Expressions are SQL over the grain's columns.

    A row of the grain is a case when `cases` holds and its `cohort` day lies in the period. A case
    is counted when `counted` holds and its value is known; the other cases are excluded.
    """

    id: str
    group: Literal["volume", "speed", "promises", "quality", "hand_offs", "satisfaction"]
    grain: Literal["fact_ticket", "fact_turn", "fact_ownership", "fact_backlog_stay"]
    kind: Kind
    unit: Literal["count", "share", "seconds", "per_ticket"]
    cohort: str
    owner: Owner
    cases: str = "true"
    counted: str = "true"
    numerator: str = ""
    value: Value | None = None
    quantile: Annotated[float, Field(gt=0, lt=1)] | None = None
    reason: str = "''"
    better: Literal["higher", "lower"] | None = None
    adjust_for: tuple[str, ...] = ("category_first", "priority_first", "channel")
    needs: tuple[Capability, ...] = ()
    decision: str
    replaces: str | None = None
    deprecated: bool = False

    @model_validator(mode="after")
    def _kind_has_its_parts(self) -> Self:
        wanted = {
            "numerator": self.kind == "proportion",
            "value": self.kind in ("mean", "quantile"),
            "quantile": self.kind == "quantile",
        }
        for key, is_wanted in wanted.items():
            if bool(getattr(self, key)) != is_wanted:
                must = "needs" if is_wanted else "must not have"
                raise ValueError(f"metric {self.id}: a {self.kind} {must} `{key}`")
        return self

    @property
    def sha256(self) -> str:
        """Return a hash of what the entry says, however it is written."""
        return hashlib.sha256(self.model_dump_json(exclude_defaults=True).encode()).hexdigest()

    @property
    def least_n(self) -> int:
        """Return the cases below which nothing is said; 0 for what is counted whole."""
        return 0 if self.kind in ("count", "stock") else _LEAST

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
