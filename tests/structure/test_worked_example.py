"""The responsibility matrix, on cases that can be worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from etl.problems import WrongCall
from etl.structure.findings import Finding
from etl.structure.posts import Scope
from etl.structure.responsibility import Column, Responsibility, Row
from tests.structure.company import (
    BUSINESS,
    CFO,
    CONTROL,
    DAY,
    OWNERS,
    QUARTER,
    RETAIL,
    SALES,
    SCOPES,
    always,
    asked,
    cause,
    company,
    numbers,
    problem,
    question,
    ticket,
)  # fmt: skip


def kinds(found: Responsibility) -> dict[str, float]:
    return {kind: round(found.share(kind) * found.n, 9) for kind in
            ("aligned", "crossed", "orphaned", "unmapped")}  # fmt: skip


def said(found: Responsibility, kind: str) -> list[Finding]:
    return [finding for finding in found.findings if finding.kind == kind]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Responsibility:
    """c1 has two problems, one of Returns .75 and Repairs .25, one of Orders; c2 one of Repairs,
    c3 one of Orders."""
    answers = company(
        tmp_path_factory.mktemp("worked"),
        fact_problem=[
            problem(1, "c1", "returns", state="dissatisfied"),
            problem(2, "c1", "orders", state="mollified"),
            problem(3, "c2", "repairs", state="dissatisfied"),
            problem(4, "c3", "orders"),
        ],
        fact_problem_share=[
            *cause(1, returns=0.75, repairs=0.25),
            *cause(2, orders=1.0),
            *cause(3, repairs=1.0),
            *cause(4, orders=1.0),
        ],
    )
    return asked(answers, "customers", "share")


def test_customers_are_split_over_problems_causes_and_owners_of_profit(
    worked: Responsibility,
) -> None:
    assert worked.n == pytest.approx(3)
    assert numbers(worked) == pytest.approx(
        {
            (RETAIL, RETAIL): 0.5 * 0.7,
            (RETAIL, BUSINESS): 0.5 * 0.3 + 1,
            (SALES, RETAIL): 0.375 * 0.7,
            (SALES, BUSINESS): 0.375 * 0.3,
            (CFO, RETAIL): 0.125 * 0.7 + 1,
            (CFO, BUSINESS): 0.125 * 0.3,
        }
    )
    assert kinds(worked) == pytest.approx({
        "aligned": 0.35 + 0.1125, "crossed": 1.15 + 0.2625, "orphaned": 1.125, "unmapped": 0,
    })  # fmt: skip


def test_the_index_is_aligned_by_mapped_and_too_few_cases_have_no_interval(
    worked: Responsibility,
) -> None:
    index = worked.index
    assert index.value == pytest.approx(0.4625 / 3)
    assert index.coverage == pytest.approx(1)
    assert index.verdict == "too_few"
    assert (index.lower, index.upper) == (None, None)


def test_what_is_shown_adds_up(worked: Responsibility) -> None:
    assert sum(cell.whole for cell in worked.cells) == 3
    assert {(c.controller, c.owner): c.whole for c in worked.cells if c.whole} == {
        ("President Retail", "President Business"): 1,
        ("Chief Financial Officer", "President Retail"): 1,
        ("President Retail", "President Retail"): 1,
    }


def test_the_damage_of_the_design_read_as_broken_promises(tmp_path: Path) -> None:
    """The matrix of 1,225, a promise for each unit of money."""
    wanted = {
        ("orders", "r"): 56, ("orders", "b"): 49,
        ("returns", "r"): 168, ("returns", "b"): 72,
        ("repairs", "r"): 856, ("repairs", "b"): 24,
    }  # fmt: skip
    places = [place for place, n in wanted.items() for _ in range(n)]
    of = {"r": RETAIL, "b": BUSINESS}
    customers = [f"{side}{number % 40}" for number, (_, side) in enumerate(places)]
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(key, customer, unit)
            for key, (customer, (unit, _)) in enumerate(zip(customers, places, strict=True))
        ],
        slice_profit_owner=[
            always(customer_id=customer, post_id=of[customer[0]], share=1.0)
            for customer in sorted(set(customers))
        ],
    )
    found = asked(answers)
    assert numbers(found) == {
        (RETAIL, RETAIL): 56, (RETAIL, BUSINESS): 49, (SALES, RETAIL): 168,
        (SALES, BUSINESS): 72, (CFO, RETAIL): 856, (CFO, BUSINESS): 24,
    }  # fmt: skip
    assert kinds(found) == {"aligned": 128, "crossed": 217, "orphaned": 880, "unmapped": 0}
    assert [round(found.share(k), 3) for k in ("aligned", "crossed", "orphaned")] == [
        0.104, 0.177, 0.718,
    ]  # fmt: skip
    first, second = found.findings
    assert (first.kind, first.controller_post_id, first.units) == ("orphaned", CFO, ("repairs",))
    assert (first.whole, first.owner_post_id) == (880, RETAIL)
    assert first.part == pytest.approx(856 / 880)
    assert (second.kind, second.controller_post_id, second.owner_post_id) == (
        "crossed", SALES, RETAIL,
    )  # fmt: skip
    assert second.part == pytest.approx(168 / 240)
    assert second.customers == 40


def test_a_promise_of_a_kind_is_a_case_of_its_own_and_one_that_runs_or_was_kept_is_none(
    tmp_path: Path,
) -> None:
    both = {
        "first_reply_target_seconds": 60, "first_reply_promise": "overdue",
        "first_reply_promise_date": DAY, "first_reply_promise_unit": "returns",
    }  # fmt: skip
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(1, "c2", "orders", **both),
            ticket(2, "c2", "orders", resolution_promise="met"),
            ticket(3, "c2", "orders", resolution_promise="running"),
            ticket(4, "c2", "orders", resolution_promise_date=date(2026, 4, 1)),
        ],
    )
    assert numbers(asked(answers)) == {(RETAIL, RETAIL): 1, (SALES, RETAIL): 1}


def test_a_customer_counts_once_whatever_his_problems_and_only_where_service_failed(
    tmp_path: Path,
) -> None:
    answers = company(
        tmp_path,
        fact_problem=[
            *(problem(key, "c2", "orders") for key in range(1, 4)),
            problem(4, "c2", "repairs"),
            problem(5, "c2", "returns", state="satisfied"),
            problem(6, "c2", "returns", has_broken_promise=False, is_of_kind=True),
            problem(7, "c2", "returns", started_date=date(2025, 12, 31)),
            problem(8, "c3", "orders", has_broken_promise=None, has_complaint=True),
            problem(9, None, "orders", party="desk:r1"),
            problem(10, None, "orders", party="desk:r1"),
        ],
    )
    found = asked(answers, "customers")
    assert numbers(found) == pytest.approx({
        (RETAIL, RETAIL): 0.75, (CFO, RETAIL): 0.25, (RETAIL, BUSINESS): 1, (RETAIL, None): 1,
    })  # fmt: skip
    assert asked(answers, "dissatisfied_customers").n == 0


def test_a_filter_on_contacts_keeps_whole_customers_and_one_on_units_their_parts(
    tmp_path: Path,
) -> None:
    answers = company(
        tmp_path,
        fact_problem=[
            problem(1, "c2", "orders", channel="email"),
            problem(2, "c2", "repairs", channel="phone"),
        ],
    )
    assert asked(answers, "customers", "event", ("channel", ("phone",))).n == 1
    assert asked(answers, "customers", "event", ("unit", ("repairs",))).n == 0.5


def test_who_is_meant_follows_the_attribution(tmp_path: Path) -> None:
    moved = {"resolution_promise_unit": "orders", "unit_now": "repairs"}
    answers = company(
        tmp_path,
        fact_ticket=[ticket(1, "c2", None, **moved)],
        fact_ticket_share=[
            {"ticket_key": 1, "clock": "resolution", "unit_id": unit, "seconds": 1, "share": share}
            for unit, share in (("orders", 0.25), ("returns", 0.5), (None, 0.25))
        ],
    )
    assert numbers(asked(answers)) == {(RETAIL, RETAIL): 1}
    assert numbers(asked(answers, attribution="current")) == {(CFO, RETAIL): 1}
    assert numbers(asked(answers, attribution="share")) == {
        (RETAIL, RETAIL): 0.25, (SALES, RETAIL): 0.5, (None, RETAIL): 0.25,
    }  # fmt: skip


def test_control_and_profit_are_those_of_the_case_s_day(tmp_path: Path) -> None:
    change = date(2026, 2, 1)
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(1, "c2", "orders"),
            ticket(2, "c2", "orders", resolution_promise_date=change),
        ],
        slice_control=[
            CONTROL[0] | {"valid_until": change},
            CONTROL[2] | {"unit_id": "orders", "valid_from": change},
        ],
        slice_profit_owner=[
            OWNERS[2] | {"valid_until": change},
            OWNERS[3] | {"customer_id": "c2", "valid_from": change},
        ],
    )
    assert numbers(asked(answers)) == {(RETAIL, RETAIL): 1, (CFO, BUSINESS): 1}


def test_what_nobody_controls_is_orphaned_and_what_is_nobody_s_profit_unmapped(
    tmp_path: Path,
) -> None:
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(1, "c2", "field"),
            ticket(2, "c2", None),
            ticket(3, "c4", "orders"),
            ticket(4, "stranger", "orders"),
            ticket(5, None, "repairs"),
        ],
    )
    found = asked(answers)
    assert {(c.controller_post_id, c.kind, c.why): (c.n, c.units) for c in found.cells} == {
        (None, "orphaned", ""): (2, ("", "field")),
        (RETAIL, "unmapped", "profit_not_owned"): (2, ("orders",)),
        (CFO, "unmapped", "customer_not_known"): (1, ("repairs",)),
    }
    assert found.index.coverage == pytest.approx(2 / 5)
    (finding,) = said(found, "unmapped")
    assert finding.whole == 3
    assert finding.part == pytest.approx(1 / 3)


def test_rows_and_columns_are_the_sums_of_their_cells_with_nobody_last(tmp_path: Path) -> None:
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(1, None, "field"),
            ticket(2, None, "field"),
            ticket(3, "c4", "orders"),
            ticket(4, "c2", "orders"),
        ],
    )
    found = asked(answers)
    assert found.rows == (
        Row(RETAIL, RETAIL, ("orders",), 2, 0.5),
        Row(None, None, ("field",), 2, 0.5),
    )
    assert found.columns == (
        Column(RETAIL, "", 1, 0.25),
        Column(None, "profit_not_owned", 1, 0.25),
        Column(None, "customer_not_known", 2, 0.5),
    )
    assert found.total == 4


def test_nobody_who_controls_is_named_apart_from_one_who_answers_for_no_profit(
    tmp_path: Path,
) -> None:
    customers = [f"n{number}" for number in range(30)]
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(100 * place + key, customer, unit)
            for place, unit in enumerate(("field", "repairs"))
            for key, customer in enumerate(customers)
        ],
        slice_profit_owner=[
            *OWNERS,
            *(always(customer_id=name, post_id=RETAIL, share=1.0) for name in customers),
        ],
    )
    found = {finding.kind: finding.units for finding in asked(answers).findings}
    assert found == {"uncontrolled": ("field",), "orphaned": ("repairs",)}


@pytest.mark.parametrize(("customers", "others", "is_said"), [
    (30, 0, True), (29, 0, False), (30, 570, True), (30, 571, False),
])  # fmt: skip
def test_a_finding_is_said_from_a_twentieth_and_thirty_customers_up(
    tmp_path: Path, customers: int, others: int, is_said: bool
) -> None:
    ours = [f"n{number}" for number in range(customers)]
    answers = company(
        tmp_path,
        fact_ticket=[
            *(ticket(key, customer, "repairs") for key, customer in enumerate(ours)),
            *(ticket(1000 + key, "c2", "orders") for key in range(others)),
        ],
        slice_profit_owner=[
            *OWNERS,
            *(always(customer_id=name, post_id=RETAIL, share=1.0) for name in ours),
        ],
    )
    assert bool(said(asked(answers), "orphaned")) == is_said


def test_most_being_aligned_is_a_finding_with_the_index(tmp_path: Path) -> None:
    customers = [f"n{number}" for number in range(60)]
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(key, customer, "returns" if key < 15 else "orders")
            for key, customer in enumerate(customers)
        ],
        slice_profit_owner=[
            *OWNERS,
            *(always(customer_id=name, post_id=RETAIL, share=1.0) for name in customers),
        ],
    )
    found = asked(answers)
    (finding,) = said(found, "aligned")
    assert (finding.whole, finding.part, finding.customers) == (45, 0.75, 45)
    assert found.index.lower is not None
    assert found.index.upper is not None
    assert found.index.lower < 0.75 < found.index.upper


def test_where_one_post_owns_all_profit_the_index_says_nothing(tmp_path: Path) -> None:
    answers = company(
        tmp_path,
        fact_ticket=[ticket(key, "c2", "orders") for key in range(40)],
        slice_profit_owner=[OWNERS[2]],
    )
    found = asked(answers)
    assert found.owners == 1
    assert (found.index.value, found.index.verdict) == (None, "not_measured")
    assert numbers(found) == {(RETAIL, RETAIL): 40}


def test_no_case_is_an_empty_matrix_and_no_index(tmp_path: Path) -> None:
    found = asked(company(tmp_path))
    assert (found.n, found.cells, found.findings) == (0, (), ())
    assert (found.index.value, found.index.coverage) == (None, None)
    assert found.lacks == ()


@pytest.mark.parametrize(
    ("missing", "lacks"),
    [
        (("slice_control", "core_post", "core_budget_control"), ("posts", "budget_control")),
        (("slice_control", "core_budget_control"), ("budget_control",)),
        (("slice_profit_owner", "core_profit_scope"), ("profit_scopes", "customers")),
        (("slice_profit_owner", "core_customer_month"), ("customers", "customer_months")),
        (("slice_profit_owner",), ("customers",)),
    ],
)
def test_what_has_to_be_brought_is_named(
    tmp_path: Path, missing: tuple[str, ...], lacks: tuple[str, ...]
) -> None:
    assert asked(company(tmp_path, **{name: [] for name in missing})).lacks == lacks


def test_a_post_is_described_as_it_was_last_with_what_it_owned(tmp_path: Path) -> None:
    posts = [
        {"post_id": CFO, "title": "Treasurer", "valid_from": date(1900, 1, 1), "valid_until": DAY},
        {"post_id": CFO, "title": "CFO", "valid_from": DAY, "valid_until": date(9999, 12, 31)},
    ]
    scopes = [
        *SCOPES,
        always(post_id=RETAIL, scope_kind="region", scope_value="returns"),
        SCOPES[0] | {"scope_kind": "segment", "scope_value": "old", "valid_until": QUARTER.start},
    ]
    tickets = [ticket(1, "c2", "repairs")]
    answers = company(tmp_path, core_post=posts, core_profit_scope=scopes, fact_ticket=tickets)
    found = asked(answers)
    described = {post.id: post for post in found.posts}
    assert described[CFO].title == "CFO"
    assert described[CFO].unit is None
    assert described[RETAIL].title == RETAIL
    assert described[RETAIL].scopes == (Scope("division", "Retail"), Scope("region", "returns"))


def test_the_tickets_behind_a_cell_are_its_cases(tmp_path: Path) -> None:
    answers = company(
        tmp_path,
        fact_ticket=[
            ticket(1, "c1", "repairs"),
            ticket(2, "c2", "repairs"),
            ticket(3, "c2", "orders"),
            ticket(4, None, "repairs"),
        ],
    )
    for owner, wanted in (
        (RETAIL, {"T1": 0.7, "T2": 1}),
        (BUSINESS, {"T1": 0.3}),
        (None, {"T4": 1}),
    ):
        rows = [
            row
            for table in answers.responsibility_tickets(question(), "broken_promises", CFO, owner)
            for row in table.records()
        ]
        assert {row["ticket_id"]: row["weight"] for row in rows} == wanted


def test_a_measure_that_does_not_exist_is_told_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(
        WrongCall, match=r"no measure 'money'; there are broken_promises, customers"
    ):
        asked(company(tmp_path), "money")
