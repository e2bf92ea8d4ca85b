"""Figures of a company small enough to count by hand."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl.answers.answers import Answers
from etl.metrics.question import Attribution, Clock, Period, Question
from etl.metrics.result import Result
from tests.answers.small_company import company, tables

JANUARY = Period.parse("2026-01")


def one(
    answers: Answers,
    metric: str,
    period: Period = JANUARY,
    where: tuple[tuple[str, tuple[str, ...]], ...] = (),
    clock: Clock = "business",
) -> Result:
    """Return the only result of a question about one metric."""
    (result,) = answers.figures(Question((metric,), period, where=where, clock=clock))
    return result


def test_a_median_with_its_bounds_and_what_it_rests_on(answers: Answers) -> None:
    result = one(answers, "first_reply_median")
    assert result == Result(
        metric="first_reply_median",
        slice=None,
        member=None,
        period="2026-01",
        numerator=None,
        denominator=None,
        n=12,
        excluded=12,
        coverage=0.5,
        value=6 * 1800,
        lower=3 * 1800,
        upper=10 * 1800,
        expected=None,
        method="order_statistics",
        verdict=None,
        build=1,
    )


def test_calendar_time_is_another_value_of_the_same_cases(answers: Answers) -> None:
    result = one(answers, "first_reply_median", clock="calendar")
    assert (result.value, result.n, result.excluded) == (6 * 3600, 12, 12)


def test_a_bound_no_case_stands_at_is_none(answers: Answers) -> None:
    result = one(answers, "first_reply_p90")
    assert (result.value, result.upper, result.verdict) == (11 * 1800, None, None)


def test_a_share_with_wilsons_interval(answers: Answers) -> None:
    result = one(answers, "first_reply_promise_kept")
    assert (result.numerator, result.denominator, result.value) == (9, 12, 0.75)
    assert result.lower == pytest.approx(0.46769, abs=5e-5)
    assert result.upper == pytest.approx(0.91106, abs=5e-5)
    assert result.method == "wilson"


def test_too_few_is_marked_and_the_number_still_given(answers: Answers) -> None:
    result = one(answers, "first_reply_median", where=(("channel", ("email",)),))
    assert (result.n, result.value, result.verdict) == (6, 5 * 1800, "too_few")


def test_what_no_source_can_show_is_not_measured_and_not_zero(answers: Answers) -> None:
    result = one(answers, "satisfied_share")
    assert (result.n, result.value, result.verdict) == (0, None, "not_measured")


def test_what_this_source_cannot_show_is_not_measured_there(answers: Answers) -> None:
    question = Question(("first_reply_median",), JANUARY, by="source")
    desk, register = answers.figures(question)
    assert (desk.member, desk.verdict, desk.coverage) == ("desk", None, 1.0)
    assert (register.member, register.verdict, register.excluded) == (
        "register",
        "not_measured",
        12,
    )
    filtered = one(answers, "first_reply_median", where=(("source", ("register",)),))
    assert (filtered.verdict, filtered.value) == ("not_measured", None)


def test_cases_none_of_which_could_be_used_are_not_measured(answers: Answers) -> None:
    result = one(answers, "full_resolution_median")
    assert (result.n, result.excluded, result.coverage) == (0, 12, 0.0)
    assert (result.value, result.verdict) == (None, "not_measured")


def test_a_count_of_none_within_the_days_known_is_nought(answers: Answers) -> None:
    result = one(answers, "tickets_created", period=Period.parse("2026-02"))
    assert (result.value, result.verdict) == (0, None)


@pytest.mark.parametrize("period", ["2025", "2027-Q1"])
@pytest.mark.parametrize("metric", ["tickets_created", "backlog", "first_reply_median"])
def test_outside_the_days_known_nothing_is_measured(
    answers: Answers, metric: str, period: str
) -> None:
    result = one(answers, metric, period=Period.parse(period))
    assert (result.n, result.value, result.verdict) == (0, None, "not_measured")


def test_the_backlog_of_a_period_that_is_not_over_is_that_of_the_extract(answers: Answers) -> None:
    assert one(answers, "backlog").value == 12
    assert one(answers, "backlog", period=Period.parse("2026")).value == 12
    monday = one(answers, "backlog", period=Period.parse("2026-01-05"))
    assert monday.value == 24


def test_parts_before_the_first_ticket_and_after_the_extract_are_not_there(
    answers: Answers,
) -> None:
    question = Question(("backlog",), Period.parse("2025-11-01..2026-12-31"), every="month")
    found = answers.figures(question)
    assert [result.period for result in found] == ["2026-01", "2026-02", "2026-03"]


def test_weeks_begin_on_monday_and_are_cut_by_the_period(answers: Answers) -> None:
    period = Period(date(2026, 1, 7), date(2026, 1, 20))
    found = answers.figures(Question(("backlog",), period, every="week"))
    assert [result.period for result in found] == [
        "2026-01-07..2026-01-11",
        "2026-01-12..2026-01-18",
        "2026-01-19",
    ]


def test_results_come_by_metric_member_and_part(answers: Answers) -> None:
    question = Question(("backlog", "tickets_created"), JANUARY, by="unit", every="month")
    assert [(r.metric, r.member) for r in answers.figures(question)] == [
        ("backlog", "field"),
        ("backlog", "orders"),
        ("tickets_created", "field"),
        ("tickets_created", "orders"),
    ]


def test_a_metric_without_cases_has_a_result_for_every_member(answers: Answers) -> None:
    question = Question(("tickets_created", "satisfied_share"), JANUARY, by="unit")
    found = [r for r in answers.figures(question) if r.metric == "satisfied_share"]
    assert [(r.member, r.n, r.verdict) for r in found] == [
        ("field", 0, "not_measured"),
        ("orders", 0, "not_measured"),
    ]


def test_a_member_with_tickets_has_a_result_even_where_the_metric_has_no_case(
    tmp_path: Path,
) -> None:
    rows = tables()["fact_ticket"]
    later = {**rows[0], "ticket_key": 100, "unit_created": "returns", "unit_now": "returns"}
    later |= {"first_reply_promise_date": date(2026, 2, 2), "first_reply_promise_unit": "returns"}
    answers = Answers(company(tmp_path, fact_ticket=[*rows, later]).warehouse)
    found = answers.figures(Question(("first_reply_promise_kept",), JANUARY, by="unit"))
    assert [(r.member, r.n, r.verdict) for r in found] == [
        ("field", 0, "not_measured"),
        ("orders", 12, None),
        ("returns", 0, "too_few"),
    ]


@pytest.mark.parametrize(
    ("by", "blind", "seeing"),
    [
        ("unit", "field", "orders"),
        ("division", "business", "retail"),
        ("source", "register", "desk"),
        ("channel", "", "email"),
    ],
)
def test_a_member_is_measured_where_a_source_that_serves_it_can_show_the_metric(
    tmp_path: Path, by: str, blind: str, seeing: str
) -> None:
    """The register, which serves the field alone, promises nothing; the month has no promise."""
    rows = tables()["fact_ticket"]
    for row in rows:
        is_desk = row["source"] == "desk"
        row["unit_now"] = row["unit_created"] = "orders" if is_desk else "field"
        row["created_date"] = date(2026, 2, 2)
    answers = Answers(company(tmp_path, fact_ticket=rows).warehouse)
    question = Question(("first_reply_promise_kept",), Period.parse("2026-02"), by=by)
    verdicts = {result.member: result.verdict for result in answers.figures(question)}
    assert verdicts[blind] == "not_measured"
    assert verdicts[seeing] == "too_few"
    for member, verdict in ((blind, "not_measured"), (seeing, "too_few")):
        filtered = replace(question, by=None, where=((by, (member,)),))
        (result,) = answers.figures(filtered)
        assert (result.n, result.verdict) == (0, verdict)


def test_a_member_goes_by_its_owner_then_or_now_as_the_question_does(tmp_path: Path) -> None:
    """The register's tickets were the field's and are the returns desk's now."""
    rows = tables()["fact_ticket"]
    for row in rows[12:]:
        row |= {"unit_created": "field", "unit_now": "returns", "solved_date": None}
    desk = {**rows[0], "ticket_key": 100, "unit_created": "returns", "unit_now": "orders"}
    desk |= {"first_reply_promise": None, "first_reply_target_seconds": None}
    answers = Answers(company(tmp_path, fact_ticket=[*rows, desk]).warehouse)
    event = Question(("first_reply_promise_kept",), JANUARY, by="unit")

    def verdict(attribution: Attribution) -> str | None:
        found = answers.figures(replace(event, attribution=attribution))
        return next(result.verdict for result in found if result.member == "returns")

    assert [verdict(each) for each in ("event", "current", "share")] == [
        "too_few",
        "not_measured",
        "too_few",
    ]


def test_a_unit_above_is_measured_where_one_below_it_is(answers: Answers) -> None:
    period = Period.parse("2026-02")
    for unit, verdict in (("retail", "too_few"), ("repairs", "not_measured")):
        result = one(answers, "first_reply_promise_kept", period, (("unit", (unit,)),))
        assert (result.n, result.verdict) == (0, verdict)


def test_what_has_no_case_on_any_day_is_not_measured(answers: Answers) -> None:
    assert one(answers, "resolution_promise_kept").verdict == "not_measured"
    assert one(answers, "late_on_arrival").verdict == "not_measured"


def test_answers_alone_are_no_rate_of_response(tmp_path: Path) -> None:
    """Both sources have twelve ratings; only the desk shows who was asked and did not answer."""
    rows = tables()["fact_ticket"]
    for row in rows:
        is_desk = row["source"] == "desk"
        row |= {
            "rating": "offered" if is_desk and row["ticket_key"] <= 3 else "good",
            "rated_date": row["created_date"],
            "can_offer_be_seen": is_desk,
        }
    capabilities = [
        {"source": source, "capability": name, "state": "yes", "share": 1.0}
        for source, name in (("desk", "rating"), ("register", "rating"), ("desk", "rating_offers"))
    ] + [{"source": "register", "capability": "rating_offers", "state": "no", "share": 0.0}]
    built = company(tmp_path, fact_ticket=rows, load_capability=capabilities)
    answers = Answers(built.warehouse)
    whole = one(answers, "satisfaction_response_share")
    assert (whole.value, whole.n, whole.excluded) == (0.75, 12, 12)
    question = Question(("satisfaction_response_share", "satisfied_share"), JANUARY, by="source")
    assert [(r.member, r.n, r.verdict) for r in answers.figures(question)] == [
        ("desk", 12, None),
        ("register", 0, "not_measured"),
        ("desk", 9, "too_few"),
        ("register", 12, None),
    ]


def test_a_promise_still_running_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = tables()["fact_ticket"]
    rows[0] |= {"first_reply_promise": "running", "first_reply_promise_date": None}
    rows[1] |= {"first_reply_promise": "overdue"}
    answers = Answers(company(tmp_path, fact_ticket=rows).warehouse)
    result = one(answers, "first_reply_promise_kept")
    assert (result.numerator, result.denominator, result.excluded) == (7, 11, 1)


def test_a_promise_that_no_calendar_can_judge_is_left_out_and_counted(tmp_path: Path) -> None:
    rows = tables()["fact_ticket"]
    rows[0] |= {"first_reply_promise": None, "first_reply_promise_date": None}
    answers = Answers(company(tmp_path, fact_ticket=rows).warehouse)
    result = one(answers, "first_reply_promise_kept")
    assert (result.denominator, result.excluded, result.coverage) == (11, 1, 11 / 12)


def test_a_change_stands_beside_both_figures(tmp_path: Path) -> None:
    rows = tables()["fact_ticket"]
    for row in rows[:12]:
        later = {**row, "ticket_key": row["ticket_key"] + 100}
        later["first_reply_promise_date"] += timedelta(days=31)
        later["first_reply_promise"] = "met" if row["ticket_key"] <= 6 else "breached"
        rows.append(later)
    answers = Answers(company(tmp_path, fact_ticket=rows).warehouse)
    question = Question(("first_reply_promise_kept", "backlog"), Period.parse("2026-02"))
    kept, backlog = answers.changes(question, JANUARY)
    assert (kept.now.value, kept.before.value, kept.change) == (0.5, 0.75, -0.25)
    assert kept.method == "newcombe"
    assert kept.lower == pytest.approx(-0.5442, abs=5e-5)
    assert kept.upper == pytest.approx(0.1246, abs=5e-5)
    assert (backlog.change, backlog.lower, backlog.method) == (0, None, None)


def test_a_change_of_what_is_not_known_is_not_known(answers: Answers) -> None:
    (change,) = answers.changes(Question(("satisfied_share",), JANUARY), Period.parse("2025-12"))
    assert (change.change, change.lower, change.method) == (None, None, None)


@pytest.mark.parametrize("metric", ["first_reply_median", "satisfied_share", "tickets_created"])
def test_the_order_of_filters_is_of_no_account(answers: Answers, metric: str) -> None:
    cuts = [
        (slice_id, (member.id,))
        for slice_id in ("source", "unit", "channel")
        for member in answers.members(slice_id)
    ]
    verdicts = {
        one(answers, metric, where=pair).verdict == one(answers, metric, where=pair[::-1]).verdict
        for pair in itertools.combinations(cuts, 2)
        if pair[0][0] != pair[1][0]
    }
    assert verdicts == {True}
