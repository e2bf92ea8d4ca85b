"""The company beside its tickets: the examples of docs/decisions.md, and what is refused."""

from datetime import date, timedelta
from math import fsum
from pathlib import Path
from typing import Any, TypedDict, Unpack

import pytest

from etl.answers.answers import Answers
from etl.metrics.question import Period, Question
from etl.metrics.result import Result
from tests.answers.small_company import company, tables
from tests.metrics.random_facts import Row

JANUARY = Period.parse("2026-01")
QUARTER = Period.parse("2026-01-01..2026-03-10")
DAY = date(2026, 1, 12)


def complaints(count: int, **columns: object) -> list[Row]:
    """Return complaints of the register about Returns, received on one day."""
    row = {
        "source": "register", "received_date": DAY, "unit_handling": "orders",
        "unit_accountable": "returns",
    }  # fmt: skip
    return [
        row | {"complaint_key": key, "complaint_id": f"C{key}"} | columns
        for key in range(1, count + 1)
    ]


class Cut(TypedDict, total=False):
    """How a figure is cut."""

    where: tuple[tuple[str, tuple[str, ...]], ...]


def customers(count: int, since: date | None = None, left: date | None = None) -> list[Row]:
    return [
        {"customer_id": f"{since}-{left}-{number}", "since_date": since, "left_date": left}
        for number in range(count)
    ]


def one(answers: Answers, metric: str, period: Period = JANUARY, **asked: Unpack[Cut]) -> Result:
    (result,) = answers.figures(Question((metric,), period, **asked))
    return result


def missing(*capabilities: str, source: str = "") -> list[Row]:
    return [{"source": source, "capability": name, "state": "no"} for name in capabilities]


def test_a_rate_is_by_the_mean_number_of_customers_over_the_days(tmp_path: Path) -> None:
    """31 days: 1,000 customers, 310 more on the last three: 1,030 in the mean."""
    known = customers(1000) + customers(310, since=date(2026, 1, 29))
    answers = Answers(
        company(tmp_path, fact_complaint=complaints(12), core_customer=known).warehouse
    )
    result = one(answers, "complaints_per_1000_customers")
    assert (result.numerator, result.denominator, result.n) == (12, 1030, 12)
    assert result.value == pytest.approx(11.65, abs=5e-3)
    assert result.lower == pytest.approx(6.01, abs=5e-3)
    assert result.upper == pytest.approx(20.35, abs=5e-3)
    assert (result.method, result.verdict) == ("byar", None)


def test_the_rates_of_departments_are_by_all_customers_and_add_up(tmp_path: Path) -> None:
    rows = complaints(12)
    for row in rows[:4]:
        row["unit_accountable"] = None
    answers = Answers(
        company(tmp_path, fact_complaint=rows, core_customer=customers(1000)).warehouse
    )
    question = Question(("complaints_per_1000_customers",), JANUARY, by="unit")
    found = {result.member: result for result in answers.figures(question)}
    assert {member: result.value for member, result in found.items() if result.n} == {
        "returns": 8,
        "": 4,
    }
    assert {result.denominator for result in found.values()} == {1000}


@pytest.mark.parametrize(
    "known", [[], customers(50, since=date(2026, 2, 1)), customers(50, left=date(2026, 1, 1))]
)
def test_without_a_customer_in_the_period_there_is_no_rate(
    tmp_path: Path, known: list[Row]
) -> None:
    built = company(tmp_path, fact_complaint=complaints(12), core_customer=known)
    answers = Answers(built.warehouse)
    for metric in ("complaints_per_1000_customers", "customers_heard_share"):
        result = one(answers, metric)
        assert (result.value, result.lower, result.upper) == (None, None, None)
        assert (result.denominator, result.verdict) == (0, "not_measured")
    assert one(answers, "complaints_received").value == 12


def test_no_complaint_of_a_thousand_customers_is_a_figure(tmp_path: Path) -> None:
    built = company(tmp_path, fact_complaint=complaints(1), core_customer=customers(1000))
    result = one(Answers(built.warehouse), "complaints_per_1000_customers", Period.parse("2026-02"))
    assert (result.value, result.lower, result.verdict) == (0, 0, None)
    assert result.upper == pytest.approx(3.668, abs=5e-4)


def test_a_rate_by_fewer_than_ten_customers_is_too_few_to_say(tmp_path: Path) -> None:
    built = company(tmp_path, fact_complaint=complaints(12), core_customer=customers(9))
    assert one(Answers(built.warehouse), "complaints_per_1000_customers").verdict == "too_few"


def test_a_department_about_which_nobody_complained_has_none(tmp_path: Path) -> None:
    """The desk serves Orders and has no complaints; the register is the whole company's."""
    lacking = missing("complaints", source="desk") + missing("tickets", source="register")
    rows = complaints(3, unit_handling="field")
    built = company(tmp_path, fact_complaint=rows, load_capability=lacking)
    answers = Answers(built.warehouse)
    orders = (("unit", ("orders",)),)
    assert one(answers, "complaints_received", where=orders).value == 0
    of_desk = one(answers, "complaints_received", where=(("source", ("desk",)),))
    assert (of_desk.value, of_desk.verdict) == (None, "not_measured")


def test_who_only_answers_complaints_is_a_member_without_tickets(tmp_path: Path) -> None:
    rows = complaints(12, unit_handling="returns", closed_date=DAY)
    tickets = [row for row in tables()["fact_ticket"] if row["source"] == "desk"]
    lacking = missing("complaints", source="desk") + missing("tickets", source="register")
    built = company(tmp_path, fact_complaint=rows, fact_ticket=tickets, load_capability=lacking)
    answers = Answers(built.warehouse)
    assert "returns" in {member.id for member in answers.members("unit")}
    assert "register" in {member.id for member in answers.members("source")}
    question = Question(("complaints_closed", "tickets_created"), JANUARY, by="unit")
    found = {(r.metric, r.member): r for r in answers.figures(question)}
    assert found["complaints_closed", "returns"].value == 12
    created = found["tickets_created", "returns"]
    assert (created.value, created.verdict) == (None, "not_measured")


def test_the_days_known_begin_with_the_first_complaint(tmp_path: Path) -> None:
    rows = complaints(1, received_date=date(2026, 1, 2))
    assert Answers(company(tmp_path, fact_complaint=rows).warehouse).span().start == date(
        2026, 1, 2
    )


def test_a_source_is_known_from_the_first_of_its_complaints(tmp_path: Path) -> None:
    lacking = missing("complaints", source="desk")
    built = company(tmp_path, fact_complaint=complaints(3), load_capability=lacking)
    answers = Answers(built.warehouse)
    assert one(answers, "complaints_received", Period.parse("2026-01-05..2026-01-11")).value is None
    assert one(answers, "complaints_received", Period.parse("2026-01-13..2026-01-20")).value == 0


def test_upheld_counts_silence_and_not_goodwill(tmp_path: Path) -> None:
    rows = complaints(12, closed_date=DAY)
    outcomes = ["upheld"] * 3 + ["partly", "upheld_by_silence"] + ["rejected"] * 5 + [None] * 2
    for row, outcome in zip(rows, outcomes, strict=True):
        row["outcome"] = outcome
    rows[5]["is_goodwill"] = rows[6]["is_goodwill"] = True
    rows[4] |= {"closed_date": None, "answer_promise_date": DAY}
    answers = Answers(company(tmp_path, fact_complaint=rows).warehouse)
    result = one(answers, "upheld_share")
    assert (result.numerator, result.denominator, result.excluded) == (5, 10, 2)
    found = {
        row["complaint_id"]: (row["counts"], row["reason"])
        for page in answers.tickets(Question(("upheld_share",), JANUARY))
        for row in page.records()
    }
    assert found["C5"] == ("numerator", "upheld_by_silence")
    assert found["C6"] == ("denominator", "rejected_with_goodwill")
    assert found["C12"] == ("excluded", "no_outcome")


def test_causes_have_their_shares_of_all_complaints_and_what_is_not_said_stands_last(
    tmp_path: Path,
) -> None:
    rows = complaints(10)
    causes = ["late"] * 3 + ["price"] * 2 + ["fault"] + [None] * 4
    for row, cause in zip(rows, causes, strict=True):
        row["cause"] = cause
    answers = Answers(company(tmp_path, fact_complaint=rows).warehouse)
    found = answers.tally(Question((), JANUARY), "cause")
    assert [(one.value, one.n, one.share, one.cumulative_share) for one in found] == [
        ("late", 3, 0.3, 0.3),
        ("price", 2, 0.2, 0.5),
        ("fault", 1, 0.1, 0.6),
        (None, 4, 0.4, None),
    ]
    assert fsum(one.share for one in found) == pytest.approx(1)
    assert answers.tally(Question((), Period.parse("2026-02")), "cause") == ()


def test_shares_of_outcomes_are_of_the_complaints_closed(tmp_path: Path) -> None:
    rows = complaints(3, closed_date=DAY, outcome="rejected") + complaints(1)
    rows[0]["outcome"], rows[3]["complaint_key"] = "partly", 4
    answers = Answers(company(tmp_path, fact_complaint=rows).warehouse)
    found = answers.tally(Question((), JANUARY), "outcome")
    assert [(one.value, one.n, one.upheld) for one in found] == [
        ("rejected", 2, 0),
        ("partly", 1, 1),
    ]
    assert [one.share for one in found] == [2 / 3, 1 / 3]
    assert [one.cumulative_share for one in found] == [2 / 3, 1]


def test_redress_is_paid_on_the_day_of_payment_and_never_nothing_where_no_day_is_said(
    tmp_path: Path,
) -> None:
    rows = complaints(3, redressed_date=DAY, redress=12.25)
    rows[1]["redress"] = None
    rows[2]["redressed_date"] = date(2026, 2, 3)
    answers = Answers(company(tmp_path / "paid", fact_complaint=rows).warehouse)
    january = one(answers, "redress_paid")
    assert (january.value, january.n, january.excluded) == (12.25, 1, 1)
    assert (january.lower, january.method, january.verdict) == (None, None, None)
    assert one(answers, "redress_paid", QUARTER).value == 24.5
    lacking = missing("redress", source="register") + missing("complaints", source="desk")
    silent = company(tmp_path / "silent", fact_complaint=complaints(3), load_capability=lacking)
    result = one(Answers(silent.warehouse), "redress_paid")
    assert (result.value, result.verdict) == (None, "not_measured")


def test_nps_is_promoters_less_detractors(tmp_path: Path) -> None:
    scores = (10, 10, 9, 9, 8, 8, 7, 6, 3, 0)
    rows: list[Row] = [
        {
            "response_key": key, "source": "desk", "kind": "nps", "score": score,
            "scale_least": 0, "scale_most": 10, "answered_date": DAY, "unit_id": "orders",
        }
        for key, score in enumerate(scores)
    ]  # fmt: skip
    rows.append(rows[0] | {"response_key": 10, "score": 5, "scale_most": 5})
    answers = Answers(company(tmp_path, fact_survey_response=rows).warehouse)
    result = one(answers, "nps")
    assert (result.value, result.n, result.excluded) == (10, 10, 1)
    assert (result.method, result.verdict) == ("student_t", None)


@pytest.mark.parametrize(
    ("least", "most", "score", "is_satisfied"),
    [
        (1, 5, 3, 0), (1, 5, 4, 1), (1, 10, 6, 0), (1, 10, 7, 1), (0, 10, 6, 0), (0, 10, 7, 1),
        (0, 100, 60, 0), (0, 100, 61, 1), (0, 1, 1, 1), (1, 3, 2, 0),
    ],
)  # fmt: skip
def test_satisfied_is_the_upper_two_fifths_of_a_scale(
    tmp_path: Path, least: int, most: int, score: int, is_satisfied: int
) -> None:
    row = {
        "response_key": 1, "source": "desk", "kind": "csat", "score": score,
        "scale_least": least, "scale_most": most, "answered_date": DAY,
    }  # fmt: skip
    answers = Answers(company(tmp_path, fact_survey_response=[row]).warehouse)
    assert one(answers, "survey_satisfied_share").numerator == is_satisfied


def test_customers_heard_from_are_of_all_who_were_customers_in_the_period(tmp_path: Path) -> None:
    """80 stay, 20 leave, 20 come: 120 in all; 60 of them write, three strangers too."""
    known = (
        customers(80)
        + customers(20, left=date(2026, 1, 20))
        + customers(20, since=date(2026, 1, 25))
    )
    gone = customers(1, left=date(2025, 6, 1))
    writers = [row["customer_id"] for row in (*known[30:90], *gone)]
    rows = [
        row | {"complaint_key": 100 * again + row["complaint_key"], "customer_id": customer}
        for again in (1, 2)
        for row, customer in zip(complaints(61), writers, strict=True)
    ]
    strangers = [
        row | {"complaint_key": 900 + number, "requester_id": name}
        for number, (row, name) in enumerate(zip(complaints(4), ("a", "a", "b", None), strict=True))
    ]
    built = company(
        tmp_path, fact_ticket=[], fact_complaint=rows + strangers, core_customer=known + gone
    )
    answers = Answers(built.warehouse)
    result = one(answers, "customers_heard_share")
    assert (result.numerator, result.denominator, result.value) == (60, 120, 0.5)
    assert (result.n, result.excluded, result.method) == (60, 3, "wilson")
    listed = [
        row
        for page in answers.tickets(Question(("customers_heard_share",), JANUARY))
        for row in page.records()
    ]
    assert len(listed) == 63
    assert {row["contact_count"] for row in listed if row["counts"] == "numerator"} == {2}


def months(**figures: list[Any]) -> list[Row]:
    """Return the months of Orders from January on."""
    return [
        {"unit_id": "orders", "month": date(2026, number, 1)}
        | {name: values[number - 1] for name, values in figures.items()}
        for number in range(1, len(next(iter(figures.values()))) + 1)
    ]


def test_load_divides_sums_of_whole_months_that_know_both(tmp_path: Path) -> None:
    """March is not over at the extract."""
    rows = months(tickets_solved=[100, 50, 70], fte=[4.0, 4.0, 4.0], cost=[2000, None, 9000])
    answers = Answers(company(tmp_path, fact_unit_month=rows).warehouse)
    load = one(answers, "tickets_per_fte", QUARTER)
    assert (load.value, load.n, load.excluded) == (18.75, 150, 0)
    cost = one(answers, "cost_per_solved_ticket", QUARTER)
    assert (cost.value, cost.numerator, cost.denominator) == (20, 2000, 100)
    assert (cost.n, cost.excluded, cost.method, cost.verdict) == (100, 50, None, None)
    part = one(answers, "tickets_per_fte", Period.parse("2026-01-02..2026-02-28"))
    assert (part.value, part.n) == (12.5, 50)


def test_nobody_to_divide_by_is_not_measured(tmp_path: Path) -> None:
    rows = months(tickets_solved=[100], fte=[0.0])
    result = one(Answers(company(tmp_path, fact_unit_month=rows).warehouse), "tickets_per_fte")
    assert (result.value, result.verdict) == (None, "not_measured")


@pytest.mark.parametrize(
    "asked",
    [
        {"where": (("channel", ("email",)),)},
        {"where": (("source", ("desk",)),)},
        {"where": (("unit", ("orders",)), ("priority", ("low",)))},
        {"every": "week"},
        {"by": "channel"},
    ],
    ids=str,
)
def test_what_is_known_by_unit_and_month_is_not_measured_in_a_finer_cut(
    tmp_path: Path, asked: dict[str, Any]
) -> None:
    rows = months(tickets_solved=[100], fte=[4.0])
    answers = Answers(company(tmp_path, fact_unit_month=rows).warehouse)
    found = answers.figures(Question(("tickets_per_fte",), JANUARY, **asked))
    assert found
    assert {(result.value, result.n, result.verdict) for result in found} == {
        (None, 0, "not_measured")
    }
    assert one(answers, "tickets_per_fte", where=(("division", ("retail",)),)).value == 25


def test_what_the_company_does_not_bring_is_not_measured(tmp_path: Path) -> None:
    lacking = missing("staffing", "staffing_cost")
    answers = Answers(company(tmp_path, load_capability=lacking).warehouse)
    for metric in ("tickets_per_fte", "cost_per_solved_ticket"):
        assert one(answers, metric).verdict == "not_measured"


def test_a_problem_is_shared_by_its_causes_and_its_rate_has_kishs_interval(tmp_path: Path) -> None:
    rows: list[Row] = [
        {
            "problem_key": key, "source": "desk", "started_date": DAY, "state": "silent",
            "unit_event": "returns", "unit_now": "orders",
        }
        for key in range(1, 21)
    ]  # fmt: skip
    shares = [
        {"problem_key": key, "unit_id": unit, "share": share}
        for key in range(1, 21)
        for unit, share in (("returns", 0.75), ("orders", 0.0625), (None, 0.1875))
    ]
    built = company(
        tmp_path, fact_problem=rows, fact_problem_share=shares, core_customer=customers(1000)
    )
    question = Question(
        ("silent_problems_per_1000_customers",), JANUARY, by="unit", attribution="share"
    )
    found = {result.member: result for result in Answers(built.warehouse).figures(question)}
    assert {member: result.value for member, result in found.items() if result.n} == {
        "returns": 15, "orders": 1.25, "": 3.75,
    }  # fmt: skip
    whole = Question(("silent_problems_per_1000_customers",), JANUARY)
    (total,) = Answers(built.warehouse).figures(whole)
    assert found["returns"].upper == pytest.approx(0.75 * (total.upper or 0))


def test_the_rows_behind_a_month_stand_for_their_tickets(tmp_path: Path) -> None:
    rows = months(tickets_solved=[100, 50], fte=[4.0, None])
    answers = Answers(company(tmp_path, fact_unit_month=rows).warehouse)
    (page,) = answers.tickets(Question(("tickets_per_fte",), QUARTER))
    assert [
        (row["month"], row["counts"], row["reason"], row["value"], row["weight"])
        for row in page.records()
    ] == [
        (date(2026, 1, 1), "denominator", "", 25, 100),
        (date(2026, 2, 1), "excluded", "no_fte", None, 50),
    ]
    assert page.rows[0][1] == "Orders"


def test_a_customers_last_day_is_the_one_before_he_left(tmp_path: Path) -> None:
    known = customers(20) + customers(31, left=JANUARY.end - timedelta(days=1))
    built = company(tmp_path, fact_complaint=complaints(1), core_customer=known)
    assert one(Answers(built.warehouse), "complaints_per_1000_customers").denominator == 50
