"""Why a number moved: each step is read off the rows one by one, and the steps add up."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from etl.answers.difference import Difference, TwoAnswers, lines_of
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Question
from etl.warehouse import Builds
from tests.metrics.random_facts import EXTRACT_AT, UNITS, Row, publish, tables_of
from tests.metrics.slow_reading import READINGS, Group, groups
from tests.metrics.test_recomputation import questions

Tables = dict[str, list[Row]]
TICKETS = 200
SOURCES = ("desk", "register")
OF_TICKETS = (
    "fact_ticket", "fact_ticket_share", "fact_turn", "fact_ownership", "fact_backlog_stay",
    "fact_handling",
)  # fmt: skip
NOT_TRACED = (
    "fact_complaint", "fact_survey_response", "fact_problem", "fact_unit_month", "contact",
)  # fmt: skip
STEPS = ("gone", "new", "changed", "others", "settings")
FOLLOWS = "is_repeat_within_7_days"


class Pair:
    """Two builds of random tickets, and the rows that stand after each step from one to the other.

    A ticket is the same in both, is in one of them alone, has another record, or has the same
    record and is another all the same: where only that the customer came back is another, due to
    other tickets, else to the settings.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        dice = random.Random(seed)
        self.before, self.later = tables_of(seed, TICKETS), tables_of(seed + 100, TICKETS)
        known = {row["ticket_key"]: row for row in self.before["fact_ticket"]}
        for row in self.later["fact_ticket"]:
            of_before = known[row["ticket_key"]]
            row |= {name: of_before[name] for name in ("source", FOLLOWS)}
        before, later = (_by_ticket(tables) for tables in (self.before, self.later))
        keys = sorted({*before, *later})
        self.steps = {key: dice.choice(("same", "same", *STEPS)) for key in keys}
        for key in self.moved("others"):
            later[key] = [(name, _followed(row)) for name, row in before.get(key, ())]
        self.rows = (before, later)
        for is_after in (False, True):
            tables = self.after(len(STEPS) if is_after else 0)
            tables["core_ticket"] = [
                _record(key, known.get(key), is_changed=is_after and step == "changed")
                for key, step in self.steps.items()
                if step != ("gone" if is_after else "new")
            ]
            tables |= _made_of("after" if is_after else "before")
            publish(folder, _renumbered(tables) if is_after else tables, keep=2)
        self.answers = TwoAnswers(Builds(folder / "builds"), 1, 2)

    def after(self, step: int) -> Tables:
        """Return the rows that stand after a step."""
        return self._standing(self.steps, step)

    def of(self, key: int, step: int) -> Tables:
        """Return the rows of one ticket that stand after a step."""
        return self._standing((key,), step)

    def _standing(self, keys: Iterable[int], step: int) -> Tables:
        rows = dict(self.before) | {name: [] for name in OF_TICKETS}
        for key in keys:
            is_later = self._is_later(key, step)
            if is_later is not None:
                for name, row in self.rows[is_later].get(key, ()):
                    rows[name].append(row)
        return rows

    def moved(self, step: str) -> list[int]:
        """Return the tickets that a step replaces."""
        return [key for key, found in self.steps.items() if found == step]

    def _is_later(self, key: int, after: int) -> bool | None:
        """Return whether a ticket is as the later build has it; None where it is not there."""
        step = self.steps[key]
        is_done = step != "same" and STEPS.index(step) < after
        if is_done == (step == "gone") and step in ("gone", "new"):
            return None
        return is_done


@pytest.fixture(scope="module", params=(5, 6), name="pair")
def pair_of_seed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    seed: int = request.param
    return Pair(tmp_path_factory.mktemp("pair"), seed)


@given(question=questions)
@settings(max_examples=40)
def test_each_step_is_what_the_rows_say_and_all_add_up(pair: Pair, question: Question) -> None:
    question = replace(question, every=None)
    worlds = [pair.after(step) for step in range(len(STEPS) + 1)]
    found = pair.answers.differences(question)
    for name in filter(_is_traced, dict.fromkeys(question.metrics)):
        read = [groups(world, name, question) for world in worlds]
        expected = {member for one in (read[0], read[-1]) for _, member in one}
        got = {each.member: each for each in found if each.metric == name}
        assert expected <= set(got)
        tickets = [_counted_otherwise(pair, step, name, question) for step in STEPS]
        for member, difference in got.items():
            _agree(difference, [_value(name, one.get((None, member))) for one in read])
            parts = difference.contributions
            assert [part.tickets for part in parts] == [each[member] for each in tickets]


@given(question=questions)
@settings(max_examples=20)
def test_a_figure_whose_cases_are_no_tickets_is_that_of_each_build_and_nothing_contributed(
    pair: Pair, question: Question
) -> None:
    names = tuple(name for name in READINGS if not _is_traced(name))
    question = replace(question, metrics=names, every=None)
    before, after = (
        {(each.metric, each.member): each.value for each in build.figures(question)}
        for build in (pair.answers.before, pair.answers.after)
    )
    found = pair.answers.differences(question)
    assert {*before, *after} <= {(each.metric, each.member) for each in found}
    for each in found:
        key = (each.metric, each.member)
        assert (each.before or 0, each.after or 0) == (before.get(key) or 0, after.get(key) or 0)
        assert [part.due_to for part in each.contributions] == list(STEPS)
        assert {(part.change, part.tickets) for part in each.contributions} == {(None, None)}


def test_metrics_are_traced_whose_cases_are_tickets(pair: Pair) -> None:
    question = Question(tuple(catalogue()), pair.answers.after.span())
    found = pair.answers.differences(question)
    assert {each.is_traced for each in found} == {True, False}
    for each in found:
        assert each.is_traced == _is_traced(each.metric)
        counted = [part.tickets is not None for part in each.contributions]
        assert counted == [_is_traced(each.metric)] * len(STEPS)


def test_moved_are_those_that_moved_and_those_that_moved_most_come_first(pair: Pair) -> None:
    question = Question(tuple(catalogue()), pair.answers.after.span())
    every, moved = pair.answers.differences(question), pair.answers.moved(question)
    assert sorted(moved, key=lambda each: each.metric) == sorted(
        (each for each in every if each.change != 0), key=lambda each: each.metric
    )
    assert [each.size for each in moved] == sorted((each.size for each in moved), reverse=True)


def test_what_two_steps_contributed_is_two_lines_of_one_figure(pair: Pair) -> None:
    question = Question(("tickets_created",), pair.answers.after.span())
    (found,) = pair.answers.differences(question)
    table = lines_of(None, [found])
    told = [part for part in found.contributions if part.change or part.tickets]
    assert len(told) > 1
    assert table.rows[0][:2] == ("tickets_created", found.period)
    assert {row[:-3] for row in table.rows[1:]} == {(None,) * (len(table.columns) - 3)}
    assert [row[-3:] for row in table.rows] == [
        (part.due_to, part.change, part.tickets) for part in told
    ]


def _is_traced(name: str) -> bool:
    return READINGS[name].table not in NOT_TRACED


def _agree(difference: Difference, values: list[float | None]) -> None:
    """Hold a difference to the values after each step, None where nothing was measured."""
    changes = [part.change for part in difference.contributions]
    if difference.before is None or difference.after is None:
        assert difference.change is None
        assert set(changes) == {None}
        return
    assert (difference.before, difference.after) == pytest.approx((values[0], values[-1]))
    at = values[0]
    for change, reached in zip(changes, values[1:], strict=True):
        if reached is None or at is None:
            assert not change
        else:
            assert change == pytest.approx(reached - at, abs=1e-9)
            at = reached
    added = sum(change for change in changes if change is not None)
    assert added == pytest.approx(difference.change, abs=1e-9)


def _value(metric_id: str, group: Group | None) -> float | None:
    entry = catalogue()[metric_id]
    if entry.kind in ("count", "stock"):
        return group.n if group else 0
    if not group or not group.values:
        return None
    return group.at(entry.quantile) if entry.quantile else group.mean


def _counted_otherwise(pair: Pair, step: str, name: str, question: Question) -> Counter[str | None]:
    """Return by member how many tickets of a step have other counted cases after it."""
    found: Counter[str | None] = Counter()
    for key in pair.moved(step):
        before, after = (
            {
                member: sorted(group.values)
                for (_, member), group in groups(pair.of(key, place), name, question).items()
                if group.values
            }
            for place in (STEPS.index(step), STEPS.index(step) + 1)
        )
        found.update(
            member for member in {*before, *after} if before.get(member) != after.get(member)
        )
    return found


def _followed(row: Row) -> Row:
    """Return a row of the ticket after others have told whether the customer came back."""
    is_known = row.get(FOLLOWS) is not None
    return row | {FOLLOWS: not row[FOLLOWS]} if is_known else row


def _by_ticket(tables: Tables) -> dict[int, list[tuple[str, Row]]]:
    found: dict[int, list[tuple[str, Row]]] = {}
    for name in OF_TICKETS:
        for row in tables[name]:
            found.setdefault(row["ticket_key"], []).append((name, row))
    return found


def _record(key: int, ticket: Row | None, *, is_changed: bool) -> Row:
    """Return the core ticket of a ticket, or of a merged one, which has no facts but its stays."""
    return {
        "ticket_key": key,
        "source": ticket["source"] if ticket else "desk",
        "ticket_id": f"T{key}",
        "created_at": EXTRACT_AT,
        "status_category": "open" if ticket else "merged",
        "has_events": True,
        "queue": "Another" if is_changed else "Desk",
    }


def _made_of(build: str) -> Tables:
    """Return what a build was made of: other files than before, and another promise."""
    balance = dict.fromkeys(("read", "loaded", "superseded", "skipped", "refused", "bytes"), 0)
    return {
        "load_file": [
            balance
            | {"file_no": number, "source": source, "path": source, "thing": "ticket"}
            | {"sha256": f"{source} {build}"}
            for number, source in enumerate(SOURCES, 1)
        ],
        "load_part": [{"kind": "setting", "name": "promises", "sha256": build}],
    }


def _renumbered(tables: Tables) -> Tables:
    """Return the same tickets by other keys, owned on the map by another unit, and of a customer
    whom lists know them as by now."""
    last = max(row["ticket_key"] for row in tables["core_ticket"])
    listed: dict[str, Row] = {
        "core_ticket": {"unit_id": UNITS[0], "customer_id": "k1"},
        "fact_ticket": {"customer_id": "k1"},
    }
    return {
        name: [
            row
            | ({"ticket_key": last + 1 - row["ticket_key"]} if row.get("ticket_key") else {})
            | listed.get(name, {})
            for row in rows
        ]
        for name, rows in tables.items()
    }
