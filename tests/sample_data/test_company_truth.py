"""The product finds what is planted in Brzoza's customers, complaints, people and money.

`sample_data.truth` counts it by the generator's own knowledge; TRUTH.md has it in words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from math import fsum
from pathlib import Path
from typing import Any, get_args

import pytest

from etl.answers.answers import Answers
from etl.metrics.question import Period, Question
from etl.structure.responsibility import Responsibility
from etl.warehouse import Warehouse
from sample_data import money
from sample_data.addresses import planted_addresses
from sample_data.company import BRZOZA
from sample_data.departments import REORGANISATION
from sample_data.generate import generate
from sample_data.truth import Attribution, Measure, Truth
from tests.sample_data.loaded import loaded

TICKETS = 6_000
ALL = Period(BRZOZA.start, BRZOZA.extract)
PERIODS = (
    ALL,
    Period(date(2025, 7, 1), REORGANISATION),
    Period(REORGANISATION, date(2026, 4, 1)),
    Period.parse("2026-03"),
)
FILTERS: tuple[tuple[str, str] | None, ...] = (
    None,
    ("source", "retail"),
    ("source", "field"),
    ("channel", "phone"),
    ("category", "refund"),
    ("product", "Boiler"),
    ("region", "South"),
    ("unit", "returns"),
    ("unit", "business-sales"),
    ("unit", "finance"),
)


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(TICKETS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("company") / "brzoza"
    generate(made, tickets=TICKETS)
    return made


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Warehouse:
    return loaded(folder)


@pytest.fixture(scope="module")
def answers(warehouse: Warehouse) -> Answers:
    return Answers(warehouse)


def _customer(truth: Truth, place: int | None) -> str | None:
    return None if place is None else truth.world.pool.customers[place].id


# Who asked


def test_every_ticket_has_the_customer_the_lists_say(warehouse: Warehouse, truth: Truth) -> None:
    found = warehouse.query("select source, ticket_id, customer_id from core_ticket").rows
    assert {(source, ticket): customer for source, ticket, customer in found} == {
        (ticket.desk, ticket.id): _customer(truth, truth.customer_of(ticket))
        for ticket in truth.tickets
    }


def test_customers_are_known_by_number_email_and_phone_as_planted(
    warehouse: Warehouse, truth: Truth
) -> None:
    words = {"number": "requester", "customer": "number"}
    found: dict[str, Counter[str]] = {desk.id: Counter() for desk in BRZOZA.desks}
    for source, known_by, records in warehouse.query(
        "select source, known_by, records from load_match where thing = 'ticket'"
    ).rows:
        found[source][known_by] = records
    assert found == {
        desk: Counter({words.get(way, way): n for way, n in ways.items()})
        for desk, ways in truth.ways().items()
    }


def test_two_hundred_planted_addresses_are_nowhere_in_the_build(folder: Path) -> None:
    warehouse = loaded(folder)
    planted = planted_addresses()
    content = b"".join(path.read_bytes() for path in (folder / "builds").iterdir())
    assert [address for address in planted if address.encode() in content] == []
    texts = warehouse.query(
        "select table_name, column_name from information_schema.columns "
        "where data_type = 'VARCHAR' order by 1, 2"
    ).rows
    for table, column in texts:
        told = warehouse.query(
            f'select count(*) from "{table}" where "{column}" like \'%look-for-me%\' '
            f"or regexp_matches(\"{column}\", '777 ?000 ?\\d\\d\\d')"
        )
        assert told.rows == [(0,)], f"{table}.{column}"


# Promises, problems, and the matrix


def test_every_promise_broke_when_and_where_the_generator_says(
    warehouse: Warehouse, truth: Truth
) -> None:
    found = set()
    for promise in ("first_reply", "resolution"):
        found |= {
            (promise, *row)
            for row in warehouse.query(
                f"select core_ticket.source, ticket_id, {promise}_promise_at, "
                f"{promise}_promise_date, {promise}_promise_unit, unit_now, "
                "fact_ticket.customer_id from fact_ticket join core_ticket using (ticket_key) "
                f"where {promise}_promise in ('breached', 'overdue')"
            ).rows
        }
    assert found == {
        (
            known.broken.promise,
            known.broken.ticket.desk,
            known.broken.ticket.id,
            datetime.fromtimestamp(known.broken.at, UTC).replace(tzinfo=None),
            known.broken.day,
            known.broken.unit,
            known.broken.unit_now,
            _customer(truth, known.customer),
        )
        for known in truth.broken
    }


def test_every_problem_is_in_the_state_and_of_the_units_the_generator_says(
    warehouse: Warehouse, truth: Truth
) -> None:
    rows = warehouse.query(
        "select problem_key, customer_id, started_date, state, unit_event, unit_now, "
        "share.unit_id, round(share, 6) "
        "from fact_problem join fact_problem_share as share using (problem_key) "
        "where has_broken_promise or has_reopening or has_repeat or has_bad_rating "
        "or has_complaint"
    ).rows
    shares: dict[tuple[Any, ...], dict[str | None, float]] = {}
    for key, customer, day, state, event, now, unit, share in rows:
        told = state if state in ("dissatisfied", "silent", "mollified") else "other"
        shares.setdefault((key, customer, day, told, event, now), {})[unit] = share
    assert Counter((key[1:], frozenset(parts.items())) for key, parts in shares.items()) == Counter(
        (
            (
                _customer(truth, problem.customer),
                problem.day,
                problem.state,
                problem.mostly,
                problem.now,
            ),
            frozenset((unit, round(part, 6)) for unit, part in problem.shares.items()),
        )
        for problem in truth.problems
    )


def _asked(
    answers: Answers,
    measure: Measure,
    attribution: Attribution,
    period: Period = ALL,
    where: tuple[str, str] | None = None,
) -> Responsibility:
    narrowed = ((where[0], (where[1],)),) if where else ()
    question = Question(metrics=(), period=period, where=narrowed, attribution=attribution)
    return answers.responsibility(question, measure)


def _cells(matrix: Responsibility) -> dict[tuple[str | None, str | None], float]:
    found: dict[tuple[str | None, str | None], float] = defaultdict(float)
    for cell in matrix.cells:
        posts = (cell.controller_post_id, cell.owner_post_id)
        found[posts[0] and posts[0].split(":")[1], posts[1] and posts[1].split(":")[1]] += cell.n
    return dict(found)


@pytest.mark.parametrize("attribution", get_args(Attribution))
@pytest.mark.parametrize("measure", get_args(Measure))
@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.id)
def test_the_matrix_is_the_planted_one_in_every_period(
    answers: Answers, truth: Truth, attribution: Attribution, measure: Measure, period: Period
) -> None:
    matrix = _asked(answers, measure, attribution, period)
    planted = truth.matrix(period.start, period.end, attribution, measure)
    assert _cells(matrix) == pytest.approx(planted)
    classes = truth.classes(planted)
    for kind in ("aligned", "crossed", "orphaned", "unmapped"):
        found = fsum(cell.n for cell in matrix.cells if cell.kind == kind)
        assert found == pytest.approx(classes.get(kind, 0))


@pytest.mark.parametrize("attribution", get_args(Attribution))
@pytest.mark.parametrize("measure", get_args(Measure))
@pytest.mark.parametrize("where", FILTERS[1:], ids=lambda where: "=".join(where))
def test_the_matrix_is_the_planted_one_under_every_filter(
    answers: Answers,
    truth: Truth,
    attribution: Attribution,
    measure: Measure,
    where: tuple[str, str],
) -> None:
    found = _cells(_asked(answers, measure, attribution, ALL, where))
    planted = truth.matrix(ALL.start, ALL.end, attribution, measure, dict([where]))
    assert {cell: n for cell, n in found.items() if n} == pytest.approx(planted)


@pytest.mark.parametrize("measure", get_args(Measure))
@pytest.mark.parametrize("where", FILTERS[:7], ids=str)
def test_totals_never_move_with_the_attribution(
    answers: Answers, measure: Measure, where: tuple[str, str] | None
) -> None:
    totals = [_asked(answers, measure, each, ALL, where).n for each in get_args(Attribution)]
    assert totals == pytest.approx([totals[0]] * len(totals))


def test_the_index_is_what_is_planted_and_findings_name_the_cfo(
    answers: Answers, truth: Truth
) -> None:
    matrix = _asked(answers, "broken_promises", "event")
    classes = truth.classes(truth.matrix(ALL.start, ALL.end))
    mapped = classes["aligned"] + classes["crossed"] + classes["orphaned"]
    assert matrix.index.value == pytest.approx(classes["aligned"] / mapped)
    said = {(finding.kind, finding.controller_post_id) for finding in matrix.findings}
    assert ("orphaned", "brzoza:040") in said
    assert ("crossed", "brzoza:021") in said


def test_shares_of_profit_are_those_of_the_twelve_months(
    warehouse: Warehouse, truth: Truth
) -> None:
    days = (date(2025, 2, 14), date(2025, 12, 31), date(2026, 9, 30))
    for day in days:
        found: dict[str, dict[str | None, float]] = {}
        for customer, post, share in warehouse.query(
            "select customer_id, post_id, share from slice_profit_owner "
            "where valid_from <= $day and valid_until > $day",
            {"day": day},
        ).rows:
            found.setdefault(customer, {})[post and post.split(":")[1]] = share
        for place, customer in enumerate(truth.world.pool.customers):
            assert found[customer.id] == pytest.approx(truth.owners(place, day)), customer.id


# Complaints


def test_the_register_comes_to_what_is_planted(warehouse: Warehouse, truth: Truth) -> None:
    planted = truth.complaints()
    (found,) = warehouse.query(
        "select count(*) as received, count(closed_at) as answered, "
        "count(*) filter (where answer_promise in ('breached', 'overdue')) as late, "
        "count(*) filter (where outcome = 'upheld_by_silence' and closed_at is not null) "
        "as silence, count(*) filter (where unit_accountable = 'returns') as returns, "
        "count(*) filter (where is_cause_found and cause = 'product fault') as product, "
        "count(*) filter (where is_repeat) as repeated, count(redressed_date) as paid "
        "from fact_complaint"
    ).records()
    assert found == {
        "received": planted["received"],
        "answered": planted["answered"],
        "late": planted["not answered in 14 days"],
        "silence": planted["upheld by silence"],
        "returns": planted["accountable: Returns"],
        "product": planted["found: product fault"],
        "repeated": planted["same customer, same cause within 90 days"],
        "paid": planted["redress paid"],
    }


def test_complaints_have_their_tickets_and_customers(warehouse: Warehouse, truth: Truth) -> None:
    found = warehouse.query(
        "select complaint_id, ticket.source, ticket.ticket_id, complaint.customer_id "
        "from core_complaint as complaint left join core_ticket as ticket using (ticket_key)"
    ).rows
    register = truth.world.register
    assert sorted(found, key=str) == sorted(
        (
            (
                f"K-{one.number:05}",
                one.ticket.desk if one.ticket else None,
                one.ticket.id if one.ticket else None,
                _customer(truth, register.customer_of(one)),
            )
            for one in register.complaints
        ),
        key=str,
    )


def test_redress_is_what_was_paid_in_euros_by_department_and_month(
    warehouse: Warehouse, truth: Truth
) -> None:
    found = warehouse.query(
        "select unit_accountable, cast(date_trunc('month', redressed_date) as date), sum(redress) "
        "from fact_complaint where redressed_date is not null and unit_accountable is not null "
        "group by 1, 2"
    ).rows
    planted = money.redress_of(BRZOZA, truth.world.register)
    assert {(unit, month): int(paid * 100) for unit, month, paid in found} == dict(planted)
    booked = warehouse.query(
        "select unit_id, month, redress from core_profit_month where redress > 0"
    ).rows
    assert {(unit, month): int(paid * 100) for unit, month, paid in booked} == dict(planted)


def test_the_office_acknowledges_at_once_and_decides_slowly(answers: Answers) -> None:
    metrics = ("acknowledgement_median", "complaint_resolution_median")
    question = Question(metrics=metrics, period=ALL)
    values = {result.metric: result.value or 0 for result in answers.figures(question)}
    assert 0 < values["acknowledgement_median"] < 4 * 3600
    assert values["complaint_resolution_median"] > 5 * 8 * 3600


# Answers, people, money, loss


def _by(answers: Answers, metric: str, by: str, period: Period = ALL) -> dict[str, float]:
    question = Question(metrics=(metric,), period=period, by=by)
    return {
        result.member or "": result.value
        for result in answers.figures(question)
        if result.value is not None
    }


def test_the_nps_of_each_division_is_what_is_planted(answers: Answers, truth: Truth) -> None:
    found = _by(answers, "nps", "division")
    for division, (promoters, passives, detractors) in truth.recommend().items():
        score = (promoters - detractors) / (promoters + passives + detractors)
        assert found[division] in (pytest.approx(score), pytest.approx(100 * score))
    assert found["retail"] > found["business"] > found["field"]


def test_the_load_of_returns_rose_with_the_reorganisation(answers: Answers) -> None:
    since = Period(REORGANISATION, BRZOZA.extract)
    before = _by(answers, "tickets_per_fte", "unit", since.year_before)["returns"]
    assert _by(answers, "tickets_per_fte", "unit", since)["returns"] > 1.25 * before


def test_the_account_differs_from_the_customers_by_what_is_planted(warehouse: Warehouse) -> None:
    rows = warehouse.query(
        "with brought as ("
        "    select coalesce(months.scope_value, customer.division) as division, month, "
        "        sum(margin) as margin "
        "    from core_customer_month as months "
        "    left join core_customer as customer using (customer_id) group by 1, 2"
        ") select account.unit_id, account.month, account.margin - brought.margin "
        "from core_profit_month as account join brought "
        "on brought.division = account.unit_id and brought.month = account.month"
    ).rows
    assert len(rows) == 3 * len(money.months(BRZOZA))
    for division, month, more in rows:
        worth = money.rate(BRZOZA, money.CURRENCIES.get(division, "EUR"), month)
        assert more * 100 == money.unexplained(division, month, TICKETS) * worth


def test_what_is_odd_on_purpose_is_pointed_out_and_nothing_else(
    warehouse: Warehouse, truth: Truth
) -> None:
    found = dict(warehouse.query("select kind, sum(count) from load_notice group by kind").rows)
    shared = [
        requester
        for requesters in truth.world.pool.requesters.values()
        for requester in requesters
        if requester.shared_with is not None
    ]
    assert found["customer_not_listed"] == len(money.UNLISTED) * 12
    assert found["address_of_several_customers"] == len(shared)
    assert found["ticket_not_found"] == truth.complaints()["naming a case that is none"]
    assert found.get("redress_without_day", 0) == truth.complaints()["redress not paid yet"]
    assert set(found) <= {
        "customer_not_listed", "address_of_several_customers", "ticket_not_found",
        "staffing_without_hours", "lines_above_header", "rows_no_records", "redress_without_day",
    }  # fmt: skip


def test_customers_who_left_are_those_planted(warehouse: Warehouse, truth: Truth) -> None:
    found = warehouse.query(
        "select customer_id, left_date, left_because from core_customer where left_date is not null"
    ).rows
    assert sorted(found) == sorted(_left(truth))


def _left(truth: Truth) -> Iterator[tuple[str, date, str]]:
    for customer in truth.world.pool.customers:
        if customer.left is not None:
            yield customer.id, customer.left, customer.left_because
