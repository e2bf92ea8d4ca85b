"""The only door to `etl`: opens the workspace's builds and hands on what they answer, cached.

Everything a build answers never changes, so it is cached by (folder, build, question) for ever.
Later this is also where it is decided who may see what.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from etl.answers.answers import (
    AgeBucket,
    Answers,
    Aspect,
    BuildInfo,
    Change,
    Flow,
    MarginKnown,
    Member,
    Metric,
    Tally,
)
from etl.answers.rows import csv_lines, in_file, table_of
from etl.metrics.catalogue import PER
from etl.metrics.question import Attribution, Clock, Period, Question, months_later
from etl.metrics.result import Result, Verdict
from etl.problems import NothingToShow, Problem, WrongCall
from etl.remarks import ENGLISH, Remark, say
from etl.stats.bootstrap import RESAMPLINGS, SEED
from etl.structure.cell import CLASSES, Cell, Class, Why
from etl.structure.findings import LEAST_CUSTOMERS, LEAST_SHARE, Finding
from etl.structure.measures import MeasureId
from etl.structure.posts import Post
from etl.structure.responsibility import Column, Responsibility, Row
from etl.warehouse import Builds, Table, Warehouse

__all__ = [
    "CLASSES",
    "ENGLISH",
    "LEAST_CUSTOMERS",
    "LEAST_SHARE",
    "MOST_TICKETS",
    "PER",
    "RESAMPLINGS",
    "SEED",
    "AgeBucket",
    "Aspect",
    "Attribution",
    "BuildInfo",
    "Cell",
    "Change",
    "Class",
    "Clock",
    "Column",
    "Data",
    "Finding",
    "Flow",
    "MarginKnown",
    "MeasureId",
    "Member",
    "Metric",
    "NothingToShow",
    "Period",
    "Post",
    "Problem",
    "Question",
    "Remark",
    "Responsibility",
    "Result",
    "Row",
    "Table",
    "Tally",
    "Verdict",
    "Why",
    "WrongCall",
    "builds",
    "csv_lines",
    "in_file",
    "months_later",
    "say",
    "table_of",
]

WORKSPACE = "SERVICE_LEDGER_WORKSPACE"
MOST_REFUSALS = 1_000_000
MOST_TICKETS = 10_000  # read for a page to show some of them


def builds() -> Builds:
    """Return the builds of the workspace that the environment names, or of the current folder."""
    return Builds(Path(os.environ.get(WORKSPACE) or ".").resolve() / "builds")


@dataclass(frozen=True, slots=True)
class Data:
    """What one build of a workspace answers."""

    folder: str
    build: int

    @classmethod
    def at(cls, number: int) -> "Data":
        """Return the answers of build `number`."""
        return cls(str(builds().folder), number)

    def figures(self, question: Question) -> tuple[Result, ...]:
        return _figures(self, question)

    def changes(self, question: Question, before: Period) -> tuple[Change, ...]:
        return _changes(self, question, before)

    def flow(self, question: Question) -> tuple[Flow, ...]:
        return _flow(self, question)

    def ageing(self, question: Question) -> tuple[AgeBucket, ...]:
        return _ageing(self, question)

    def tally(self, question: Question, aspect: Aspect) -> tuple[Tally, ...]:
        return _tally(self, question, aspect)

    def inputs(self) -> Table:
        return _table(self, "inputs")

    def matches(self) -> Table:
        return _table(self, "matches")

    def margin_known(self) -> MarginKnown | None:
        return _margin_known(self)

    def tickets(self, question: Question) -> Iterator[Table]:
        """Yield the tickets behind a figure; not cached, for downloads of any length."""
        return _answers(self).tickets(question)

    def first_tickets(self, question: Question) -> Table:
        """Return the tickets behind a figure: the first of them, where there are `MOST_TICKETS`."""
        return _first_tickets(self, question)

    def responsibility(self, question: Question, measure: MeasureId) -> Responsibility:
        return _responsibility(self, question, measure)

    def responsibility_sql(self, question: Question, measure: MeasureId) -> str:
        return _answers(self).responsibility_sql(question, measure)

    def responsibility_tickets(
        self, question: Question, measure: MeasureId, controller: str | None, owner: str | None
    ) -> Iterator[Table]:
        """Yield the tickets behind a cell; not cached, for downloads of any length."""
        return _answers(self).responsibility_tickets(question, measure, controller, owner)

    def first_responsibility_tickets(
        self, question: Question, measure: MeasureId, controller: str | None, owner: str | None
    ) -> Table:
        """Return the tickets behind a cell: the first of them, where there are `MOST_TICKETS`."""
        return _first_responsibility_tickets(self, question, measure, controller, owner)

    def sql(self, question: Question) -> str:
        return _answers(self).sql(question)

    def decision(self, anchor: str, language: str) -> str:
        """Return a decision as Markdown, by the anchor that a metric or a page names."""
        return _answers(self).decision(anchor, language)

    def metrics(self) -> tuple[Metric, ...]:
        return _described(self).metrics

    def slices(self) -> tuple[str, ...]:
        return _described(self).slices

    def members(self, slice_id: str) -> tuple[Member, ...]:
        return _described(self).members.get(slice_id, ())

    def uncut(self, metric: str) -> tuple[str, ...]:
        """Return the slices by which `metric` cannot be cut."""
        return _described(self).uncut[metric]

    def units(self) -> tuple[Member, ...]:
        return _described(self).units

    def posts(self) -> frozenset[str]:
        """Return the ids of all posts of the org chart."""
        return _described(self).posts

    def span(self) -> Period:
        return _described(self).span

    def has_hours(self) -> bool:
        """Tell whether the build knows any opening hours, on which business time rests."""
        return _described(self).has_hours

    def info(self) -> BuildInfo:
        return _described(self).info

    def others(self) -> list[int]:
        """Return the numbers of all builds that can be served, newest first."""
        return Builds(Path(self.folder)).numbers()

    def files(self) -> Table:
        return _table(self, "files")

    def refusals(self) -> Table:
        return _table(self, "refusals")

    def every_refusal(self) -> Table:
        """Return all records that were not loaded; not cached, for downloads."""
        return _answers(self).refusals(limit=MOST_REFUSALS)

    def notices(self) -> Table:
        return _table(self, "notices")

    def capabilities(self) -> Table:
        return _table(self, "capabilities")

    def reconciliation(self) -> Table:
        return _table(self, "reconciliation")

    def coverage(self) -> Table:
        return _table(self, "coverage")


@dataclass(frozen=True, slots=True)
class _Description:
    """What a build can be asked about."""

    metrics: tuple[Metric, ...]
    uncut: dict[str, tuple[str, ...]]
    slices: tuple[str, ...]
    members: dict[str, tuple[Member, ...]]
    units: tuple[Member, ...]
    posts: frozenset[str]
    span: Period
    has_hours: bool
    info: BuildInfo


@st.cache_resource(max_entries=2, show_spinner=False)
def _answers_at(folder: str, build: int) -> Answers:
    return Answers(Warehouse(Builds(Path(folder)).path(build)))


def _answers(data: Data) -> Answers:
    return _answers_at(data.folder, data.build)


@st.cache_resource(max_entries=8, show_spinner=False)
def _described(data: Data) -> _Description:
    answers = _answers(data)
    slices = answers.slices()
    return _Description(
        metrics=answers.metrics(),
        uncut={metric.id: answers.uncut(metric.id) for metric in answers.metrics()},
        slices=slices,
        members={slice_id: answers.members(slice_id) for slice_id in slices},
        units=answers.units(),
        posts=answers.posts(),
        span=answers.span(),
        has_hours=answers.has_hours(),
        info=answers.build_info(),
    )


@st.cache_resource(max_entries=4000, show_spinner=False)
def _figures(data: Data, question: Question) -> tuple[Result, ...]:
    return _answers(data).figures(question)


@st.cache_resource(max_entries=1000, show_spinner=False)
def _changes(data: Data, question: Question, before: Period) -> tuple[Change, ...]:
    return _answers(data).changes(question, before)


@st.cache_resource(max_entries=500, show_spinner=False)
def _flow(data: Data, question: Question) -> tuple[Flow, ...]:
    return _answers(data).flow(question)


@st.cache_resource(max_entries=500, show_spinner=False)
def _ageing(data: Data, question: Question) -> tuple[AgeBucket, ...]:
    return _answers(data).ageing(question)


@st.cache_resource(max_entries=500, show_spinner=False)
def _tally(data: Data, question: Question, aspect: Aspect) -> tuple[Tally, ...]:
    return _answers(data).tally(question, aspect)


@st.cache_resource(max_entries=8, show_spinner=False)
def _margin_known(data: Data) -> MarginKnown | None:
    return _answers(data).margin_known()


@st.cache_resource(max_entries=20, show_spinner=False)
def _first_tickets(data: Data, question: Question) -> Table:
    return next(_answers(data).tickets(question, limit=MOST_TICKETS), Table((), []))


@st.cache_resource(max_entries=200, show_spinner=False)
def _responsibility(data: Data, question: Question, measure: MeasureId) -> Responsibility:
    return _answers(data).responsibility(question, measure)


@st.cache_resource(max_entries=20, show_spinner=False)
def _first_responsibility_tickets(
    data: Data, question: Question, measure: MeasureId, controller: str | None, owner: str | None
) -> Table:
    found = _answers(data).responsibility_tickets(
        question, measure, controller, owner, limit=MOST_TICKETS
    )
    return next(found, Table((), []))


@st.cache_resource(max_entries=40, show_spinner=False)
def _table(data: Data, name: str) -> Table:
    table: Table = getattr(_answers(data), name)()
    return table
