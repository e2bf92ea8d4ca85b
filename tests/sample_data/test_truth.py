"""What is planted in the demo company, and raw figures can show, the product finds.

sample_data/TRUTH.md says the same in words.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from etl.answers.answers import Answers
from etl.metrics.question import Period, Question
from etl.metrics.result import Result
from etl.warehouse import Warehouse
from sample_data.company import BRZOZA
from sample_data.departments import DELIVERY_PROGRAMME, REORGANISATION
from sample_data.generate import generate
from tests.sample_data.loaded import loaded

ALL = Period(BRZOZA.start, BRZOZA.extract)
ENOUGH = 60  # cases, for a department to stand in a comparison of this test


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder: Path = tmp_path_factory.mktemp("demo") / "brzoza"
    generate(folder, tickets=12_000)
    return loaded(folder)


@pytest.fixture(scope="module")
def answers(warehouse: Warehouse) -> Answers:
    return Answers(warehouse)


def _by_unit(
    answers: Answers, metric: str, period: Period = ALL, where: tuple[str, str] | None = None
) -> dict[str, Result]:
    narrowed = ((where[0], (where[1],)),) if where else ()
    question = Question(metrics=(metric,), period=period, by="unit", where=narrowed)
    return {
        result.member: result
        for result in answers.figures(question)
        if result.member and result.n >= ENOUGH
    }


def _values(results: dict[str, Result]) -> dict[str, float]:
    return {unit: result.value for unit, result in results.items() if result.value is not None}


def _of(answers: Answers, metric: str, unit: str, period: Period) -> float:
    value = _values(_by_unit(answers, metric, period))[unit]
    assert value > 0
    return value


def _highest(values: dict[str, float]) -> Iterator[str]:
    return iter(sorted(values, key=lambda unit: values[unit], reverse=True))


def test_returns_is_the_slowest_to_answer_by_far(answers: Answers) -> None:
    medians = _values(_by_unit(answers, "first_reply_median"))
    first, second, *_ = _highest(medians)
    assert first == "returns"
    assert medians["returns"] > 1.6 * medians[second]


def test_returns_answers_later_since_the_reorganisation(answers: Answers) -> None:
    since = Period(REORGANISATION, BRZOZA.extract)
    was = _of(answers, "first_reply_median", "returns", since.year_before)
    assert 1.2 < _of(answers, "first_reply_median", "returns", since) / was < 1.7


def test_returns_stands_under_business_since_the_reorganisation(answers: Answers) -> None:
    tickets = Question(metrics=("tickets_created",), period=ALL, where=(("unit", ("returns",)),))
    assert all(result.value for result in answers.figures(tickets))
    placed = answers.warehouse.query(
        "select ancestor_id from slice_unit where unit_id = 'returns' and depth = 1 "
        "order by valid_from"
    )
    assert placed.rows == [("retail-service",), ("business-sales",)]


def test_delivery_halved_its_first_replies_in_october_2025(answers: Answers) -> None:
    was = _of(answers, "first_reply_median", "delivery", Period(BRZOZA.start, DELIVERY_PROGRAMME))
    now = _of(answers, "first_reply_median", "delivery", Period(DELIVERY_PROGRAMME, BRZOZA.extract))
    assert 0.35 < now / was < 0.65


def test_the_contract_desk_keeps_its_promise_and_is_the_slowest(answers: Answers) -> None:
    medians = _values(_by_unit(answers, "full_resolution_median"))
    assert next(_highest(medians)) == "contract-desk"
    kept = _values(_by_unit(answers, "resolution_promise_kept"))
    assert kept["contract-desk"] > kept["key-accounts"] + 0.15
    assert medians["contract-desk"] > 1.5 * medians["key-accounts"]


def test_spare_parts_gets_its_tickets_late(answers: Answers) -> None:
    late = _values(_by_unit(answers, "late_on_arrival"))
    assert next(_highest(late)) == "spare-parts"
    assert late["spare-parts"] > 0.9
    passed_on = _values(_by_unit(answers, "passed_on_late"))
    assert next(_highest(passed_on)) == "repairs"


def test_onboarding_parks_its_tickets_in_waiting(warehouse: Warehouse) -> None:
    waited = warehouse.query(
        "select unit_now, sum(agent_wait_business_seconds) / sum(full_resolution_business_seconds) "
        "from fact_ticket where full_resolution_business_seconds > 0 group by unit_now "
        "having count(*) >= 60"
    )
    shares = {unit: share for unit, share in waited.rows if share is not None}
    first, second, *_ = _highest(shares)
    assert first == "onboarding"
    assert shares["onboarding"] > 0.5
    assert shares[second] < 0.35


def test_retail_has_its_peak_before_christmas(answers: Answers) -> None:
    question = Question(
        metrics=("tickets_created",),
        period=Period(date(2025, 1, 1), date(2026, 1, 1)),
        every="month",
        where=(("source", ("retail",)),),
    )
    months = {result.period: result.value or 0 for result in answers.figures(question)}
    assert next(_highest(months)) == "2025-12"
    assert months["2025-12"] > 1.8 * months["2025-07"]


def test_customers_of_warranty_come_back(answers: Answers) -> None:
    repeats = _values(_by_unit(answers, "repeat_contact_7_days"))
    first, second, *_ = _highest(repeats)
    assert first == "warranty"
    assert 0.13 < repeats["warranty"] < 0.26
    assert repeats[second] < 0.10


def test_hardly_anybody_answers_the_survey_of_the_night_desk(answers: Answers) -> None:
    responses = _values(_by_unit(answers, "satisfaction_response_share"))
    *_, last_but_one, last = _highest(responses)
    assert last == "night-desk"
    assert responses["night-desk"] < 0.09
    assert responses[last_but_one] > 0.15


def test_what_site_support_solves_does_not_stay_solved(answers: Answers) -> None:
    reopened = _values(_by_unit(answers, "reopened_share"))
    assert next(_highest(reopened)) == "site-support"
    assert reopened["site-support"] > 0.10


def test_wholesale_has_too_few_cases_to_say(answers: Answers) -> None:
    question = Question(
        metrics=("first_reply_promise_kept",), period=Period.parse("2026-Q3"), by="unit"
    )
    verdicts = {result.member: result.verdict for result in answers.figures(question)}
    assert verdicts["wholesale"] == "too_few"


@pytest.mark.parametrize(
    "metric",
    [
        "first_reply_median",
        "first_reply_promise_kept",
        "unreplied_share",
        "first_contact_solved",
        "replies_mean",
    ],
)
def test_what_rests_on_replies_is_not_measured_in_field_and_never_zero(
    metric: str, answers: Answers
) -> None:
    question = Question(metrics=(metric,), period=ALL, by="unit", where=(("source", ("field",)),))
    results = answers.figures(question)
    assert {result.member for result in results} >= {"installations", "repairs", "site-support"}
    for result in results:
        assert result.value is None
        assert result.verdict == "not_measured"


@pytest.mark.parametrize("category", ["breakdown", "maintenance", "site question"])
def test_repairs_looks_worse_than_site_support_and_is_better_at_the_same_work(
    category: str, answers: Answers
) -> None:
    raw = _values(_by_unit(answers, "full_resolution_median"))
    assert raw["repairs"] > raw["site-support"]
    alike = _values(_by_unit(answers, "full_resolution_median", where=("category", category)))
    assert alike["repairs"] < alike["site-support"]


def test_the_help_desks_own_minutes_agree_where_one_calendar_rules(warehouse: Warehouse) -> None:
    """What Zendesk printed and what the ledger computes are two programs' work on one life."""
    differing = warehouse.query(
        "select count(*) from fact_ticket join core_ticket using (ticket_key) "
        "where fact_ticket.source in ('retail', 'business') and ("
        "source_first_reply_business_seconds <> first_reply_business_seconds or "
        "source_first_reply_calendar_seconds <> first_reply_calendar_seconds or "
        "source_full_resolution_business_seconds <> full_resolution_business_seconds or "
        "source_full_resolution_calendar_seconds <> full_resolution_calendar_seconds)"
    )
    assert differing.rows == [(0,)]


def test_the_two_spoilt_rows_are_found_and_nothing_else_is(warehouse: Warehouse) -> None:
    counted = warehouse.query(
        "select sum(skipped), sum(refused), "
        "sum(read) - sum(loaded) - sum(superseded) - sum(skipped) - sum(refused) "
        "from load_file where source = 'retail'"
    )
    assert counted.rows == [(1, 1, 0)]
    assert warehouse.query("select count(*) from load_refusal").rows == [(1,)]
