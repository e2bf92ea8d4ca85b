"""One reader's session: the build it reads, what it asks for, and its language."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard import filters as addresses
from dashboard import periods
from dashboard.charts.words import Words
from dashboard.data import Data, Metric, Period, Question, Result, builds
from dashboard.filters import SLICES, Filters, Known
from dashboard.text.catalogue import LANGUAGES, Text
from dashboard.text.labels import Labels
from dashboard.text.numbers import Numbers

_FILTERS, _BUILD, _SESSION = "filters", "build", "session"


@dataclass(frozen=True, slots=True)
class Session:
    """What a page needs. `notes` are messages for this run, said once, above the page."""

    data: Data
    filters: Filters
    text: Text
    numbers: Numbers
    labels: Labels
    newest: int
    notes: tuple[str, ...]

    @property
    def period(self) -> Period:
        return Period.parse(self.filters.period)

    @property
    def before(self) -> Period | None:
        """Return the period compared with; None where nothing is, or it has no data at all."""
        before = periods.compared(self.period, self.filters.versus)
        return before if before and before.end > self.data.span().start else None

    @property
    def words(self) -> Words:
        return Words(self.text, self.numbers, days=self.filters.clock == "calendar")

    def question(self, *metrics: str, by: str | None = None) -> Question:
        """Return the question that the filters put to `metrics`."""
        return Question(
            metrics=metrics,
            period=self.period,
            by=by,
            where=self.filters.where(),
            clock=self.filters.clock,
            attribution=self.filters.count,
        )

    def everything(self, *metrics: str) -> Question:
        """Return the question to `metrics` over all days the build knows, unfiltered."""
        return Question(metrics=metrics, period=self.data.span())

    def months(self, *metrics: str) -> Question:
        """Return the question that the filters put to `metrics` month by month, for a trend."""
        trend = periods.trend(self.period, self.data.span())
        return replace(self.question(*metrics), period=trend, every="month")

    def local(self, at: datetime) -> datetime:
        """Return a stamp, which builds keep in UTC, on the company's clock."""
        zone = ZoneInfo(self.data.info().zone)
        return at.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)

    def compared(self) -> str:
        """Return the period, and what it is compared with, in words."""
        period = self.labels.period(self.period)
        if self.before is None:
            return period
        against = self.labels.period(self.before)
        return self.text("period.compared", period=period, against=against)

    def metric(self, metric_id: str) -> Metric | None:
        return next((metric for metric in self.data.metrics() if metric.id == metric_id), None)

    def measured(self, wanted: tuple[str, ...]) -> tuple[Metric, ...]:
        """Return those of the `wanted` metrics that the catalogue has, in their order."""
        known = {metric.id: metric for metric in self.data.metrics()}
        return tuple(known[metric_id] for metric_id in wanted if metric_id in known)

    def uncut(self, metric: Metric, by: str | None = None) -> tuple[str, ...]:
        """Return the filters, and the slice `by`, of which nothing is known where `metric` is."""
        asked = [*(name for name, _ in self.filters.where()), *([by] if by else [])]
        return tuple(name for name in dict.fromkeys(asked) if name in self.data.uncut(metric.id))

    def lacks_hours(self, metric: Metric) -> bool:
        """Tell whether `metric` is asked for in business hours that no ledger.toml has set."""
        chosen = metric.has_clock and self.filters.clock == "business"
        return chosen and not self.data.has_hours()

    def value(self, result: Result, metric: Metric, *, beside: Result | None = None) -> str:
        """Return a figure in words, as exact as that `beside` it, or why there is none."""
        if result.verdict == "not_measured":
            return self.text("verdict.not_measured")
        if not result.n and not result.excluded and result.value is None:
            return self.text("verdict.no_cases")
        if result.value is None or result.verdict == "too_few":
            return self.text("verdict.too_few")
        return self.words.value(
            result.value, metric.unit, beside=None if beside is None else beside.value
        )


def begin() -> Session:
    """Return this run's session. Raises NothingToShow while nothing has been published."""
    newest = builds().current
    data, moved = _build(newest)
    address = {name: tuple(st.query_params.get_all(name)) for name in st.query_params}
    filters, dropped = _filters(data, address)
    text = Text(filters.lang)
    numbers = Numbers(text, data.info().currency)
    notes = [text("note.build_gone", build=numbers.count(data.build))] if moved else []
    notes += [text("note.dropped", filter=text(f"filter.{name}")) for name in dropped]
    session = Session(
        data=data,
        filters=filters,
        text=text,
        numbers=numbers,
        labels=Labels(text, numbers, data),
        newest=newest,
        notes=tuple(notes),
    )
    st.session_state[_SESSION] = session
    return session


def here() -> Session:
    """Return the session that app.py began in this run."""
    session: Session = st.session_state[_SESSION]
    return session


def choose(**changes: object) -> None:
    """Change some choices and write the address that says so."""
    filters: Filters = st.session_state[_FILTERS].but(**changes)
    st.session_state[_FILTERS] = filters
    st.query_params.from_dict(filters.address())


def move_to(build: int) -> None:
    """Read another build from now on."""
    st.session_state[_BUILD] = build


def language_of_browser() -> str:
    """Return the reader's language where we speak it, else English."""
    asked = (st.context.locale or "en").split("-")[0]
    return asked if asked in LANGUAGES else "en"


def _build(newest: int) -> tuple[Data, bool]:
    """Return the session's build, and whether the one it read is gone."""
    build = st.session_state.get(_BUILD)
    if build is not None and builds().path(build).exists():
        return Data.at(build), False
    st.session_state[_BUILD] = newest
    return Data.at(newest), build is not None


def _filters(data: Data, address: Mapping[str, tuple[str, ...]]) -> tuple[Filters, tuple[str, ...]]:
    mine: Filters | None = st.session_state.get(_FILTERS)
    if mine is not None and (not address or address == _listed(mine)):
        found, dropped = addresses.read(_listed(mine), _known(data))
    else:
        found, dropped = addresses.read(address, _known(data))
    st.session_state[_FILTERS] = found
    if address != _listed(found):
        st.query_params.from_dict(found.address())
    return found, dropped


def _listed(filters: Filters) -> dict[str, tuple[str, ...]]:
    return {
        name: (value,) if isinstance(value, str) else tuple(value)
        for name, value in filters.address().items()
    }


def _known(data: Data) -> Known:
    span = data.span()
    slices = data.slices()
    return Known(
        usual=Filters(
            lang=language_of_browser(),
            period=span.last_quarter.id,
            versus=periods.usual_comparison(span),
            clock="business" if data.has_hours() else "calendar",
        ),
        languages=frozenset(LANGUAGES),
        units=frozenset(unit.id for unit in data.units()),
        members={
            name: frozenset(member.id for member in data.members(name)) | {""}
            for name in (*SLICES, *slices)
        },
        metrics=frozenset(metric.id for metric in data.metrics()),
        slices=frozenset(slices),
        posts=data.posts(),
    )
