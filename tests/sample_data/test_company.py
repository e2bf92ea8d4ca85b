"""What Brzoza's books and lists say agrees with its tickets, and what is planted is in them."""

import csv
import zipfile
from collections import Counter, defaultdict
from datetime import date
from math import fsum
from pathlib import Path
from typing import Any, get_args

import pytest
from python_calamine import CalamineWorkbook

from sample_data import money
from sample_data.addresses import planted_addresses
from sample_data.company import BRZOZA
from sample_data.customers import MOVED
from sample_data.departments import REORGANISATION
from sample_data.formats.register import HEADER
from sample_data.truth import Attribution, Truth
from tests.sample_data.loaded import SAMPLE_DATA

INBOX = SAMPLE_DATA / "demo" / "inbox"
FIRST_ROW = 4  # of a sheet of the register, after titles and header


def _rows(name: str) -> list[dict[str, str]]:
    with (INBOX / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def truth() -> Truth:
    return Truth(tickets=1_500)


@pytest.fixture(scope="module")
def larger() -> Truth:
    return Truth(tickets=12_000)


@pytest.fixture(scope="module")
def customers() -> dict[str, dict[str, str]]:
    return {row["customer_id"]: row for row in _rows("org/customers.csv")}


# Who is who


def test_contacts_months_and_answers_name_customers_who_are_listed(
    customers: dict[str, dict[str, str]],
) -> None:
    assert {row["customer_id"] for row in _rows("org/contacts.csv")} <= customers.keys()
    assert {row["customer_id"] for row in _rows("surveys/answers.csv")} <= {*customers, ""}
    months = {row["customer_id"] for row in _rows("org/customer_months.csv")}
    assert months - customers.keys() == set(money.UNLISTED)


def test_two_hundred_planted_addresses_each_lead_to_one_customer(
    customers: dict[str, dict[str, str]],
) -> None:
    planted = planted_addresses()
    assert len(planted) == len(set(planted)) == 200
    whose = defaultdict(set)
    for row in (*customers.values(), *_rows("org/contacts.csv")):
        whose[row["email"]].add(row["customer_id"])
        whose[row["phone"]].add(row["customer_id"])
    assert all(len(whose[address]) == 1 for address in planted)


def test_an_address_is_one_requesters(truth: Truth) -> None:
    shown = Counter(
        requester.address for desk in truth.world.pool.requesters.values() for requester in desk
    )
    assert shown.most_common(1)[0][1] == 1


def test_every_planted_address_is_one_that_a_help_desk_shows() -> None:
    exports = "".join(
        path.read_text(encoding="utf-8").replace("+48 777 000 ", "777000")
        for desk in ("retail", "business", "field")
        for path in sorted((INBOX / desk).iterdir())
    )
    assert [address for address in planted_addresses() if address not in exports] == []


def test_some_requesters_are_nobody_some_of_two_customers_and_some_change_theirs(
    truth: Truth,
) -> None:
    requesters = [one for desk in truth.world.pool.requesters.values() for one in desk]
    assert sum(one.customer is None for one in requesters) > 20
    assert sum(one.shared_with is not None for one in requesters) >= 10
    (mover, *_) = [one for one in requesters if one.moves_to is not None]
    assert mover.is_of(date(2025, 9, 30)) == mover.customer
    assert mover.is_of(MOVED) == mover.moves_to != mover.customer


def test_some_customers_earn_for_two_owners(truth: Truth) -> None:
    day = date(2026, 6, 1)
    owners = Counter(
        len(truth.owners(place, day)) for place in range(len(truth.world.pool.customers))
    )
    assert owners[2] + owners[3] > 50


def test_nobody_asks_before_he_is_a_customer_or_after_he_left(truth: Truth) -> None:
    for ticket in truth.tickets:
        place = truth.customer_of(ticket)
        if place is None or ticket.ending is None:
            continue
        customer = truth.world.pool.customers[place]
        assert customer.since <= truth.world.register.day(ticket.created)
        if customer.left is not None:
            assert truth.world.register.day(ticket.ending.over) < customer.left


# The register


@pytest.fixture(scope="module")
def sheets() -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_path(INBOX / "complaints" / "register.xlsx")
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
        for name in book.sheet_names
    }


def test_the_register_is_the_same_bytes_wherever_it_is_made() -> None:
    """Compression is one program's choice and another's, and so is the clock."""
    with zipfile.ZipFile(INBOX / "complaints" / "register.xlsx") as parts:
        assert {part.compress_type for part in parts.infolist()} == {zipfile.ZIP_STORED}
        assert {part.date_time for part in parts.infolist()} == {(2026, 10, 1, 8, 0, 0)}
        assert b"2026-10-01T08:00:00Z" in parts.read("docProps/core.xml")


def test_each_quarter_is_a_sheet_with_titles_above_and_totals_below(
    sheets: dict[str, list[list[Any]]], truth: Truth
) -> None:
    first, *_, last = sheets
    assert (first, last) == ("2024 Q4", "2026 Q3")
    rows = [row for sheet in sheets.values() for row in sheet[FIRST_ROW:-1]]
    assert len(rows) == len(truth.world.register.complaints)
    for name, sheet in sheets.items():
        assert str(sheet[0][0]).startswith("Brzoza")
        assert tuple(sheet[FIRST_ROW - 1]) == HEADER
        assert sheet[-1][:2] == ["Total", float(len(sheet) - FIRST_ROW - 1)], name


def test_dates_and_amounts_are_written_in_more_than_one_way(
    sheets: dict[str, list[list[Any]]],
) -> None:
    rows = [dict(zip(HEADER, row, strict=True)) for sheet in sheets.values() for row in sheet[4:-1]]
    kinds = {type(row[HEADER[1]]).__name__ for row in rows}
    assert kinds == {"datetime", "str"}
    amounts = {str(row["Redress"])[-1:] for row in rows}
    assert {"€", "ł", "0", ""} <= amounts


def test_what_is_planted_in_the_register_is_in_it(larger: Truth) -> None:
    found = larger.complaints()
    register = larger.world.register
    due = [one for one in register.complaints if one.received + 14 * 86_400 < register.extract]
    late = sum(one.number % 7 == 0 for one in due)
    assert found["not answered in 14 days"] == late > 50
    assert found["accountable: Returns"] > 0.6 * found["answered"]
    causes = Counter(one.cause_found for one in larger.world.register.complaints)
    assert causes.most_common(1)[0][0] == "product fault"
    repeated = Counter(one.cause_found for one in larger.repeated())
    assert repeated["refund not paid"] > 0.9 * repeated.total() > 20
    answered = [one for one in larger.world.register.complaints if one.answered]
    assert all(one.received <= (one.acknowledged or one.received) for one in answered)
    assert all(one.received < one.answered for one in answered if one.answered)


# Loss, answers, money, people


def test_dissatisfied_customers_leave_more_often_and_hard_cases_anyway(larger: Truth) -> None:
    found = larger.lost()
    share = {
        state: sum(found[severe, state][1] for severe in (False, True))
        / sum(found[severe, state][0] for severe in (False, True))
        for state in ("well", "silent", "dissatisfied")
    }
    assert share["well"] < 0.08 < share["silent"] < share["dissatisfied"]


def test_customers_recommend_the_divisions_in_the_planted_order(larger: Truth) -> None:
    score = {
        division: (promoters - detractors) / (promoters + passives + detractors)
        for division, (promoters, passives, detractors) in larger.recommend().items()
    }
    assert score["retail"] > score["business"] > score["field"]


def test_the_load_of_returns_rises_with_the_reorganisation(larger: Truth) -> None:
    before, since = larger.load_of_returns()
    assert since > 1.3 * before


def test_the_account_differs_from_the_customers_by_what_is_planted(
    customers: dict[str, dict[str, str]],
) -> None:
    brought: Counter[tuple[str, str]] = Counter()
    for row in _rows("org/customer_months.csv"):
        known = customers.get(row["customer_id"])
        division = row["scope"] or (known["division"] if known else "")
        brought[division, row["month"]] += round(float(row["margin"]) * 100)
    for row in _rows("org/profit_months.csv"):
        if row["margin"]:
            more = round(float(row["margin"]) * 100) - brought[row["unit"], row["month"]]
            month = date.fromisoformat(f"{row['month']}-01")
            assert more == money.unexplained(row["unit"], month, 1_500)
    assert money.unexplained("retail", BRZOZA.start, 1_500) == 75_00
    assert money.unexplained("business", money.CREDIT_NOTE_MONTH, 1_500) == -300_00


def test_every_department_reports_its_people_and_one_of_them_no_hours() -> None:
    rows = _rows("org/staffing.csv")
    assert len(rows) == 24 * len(BRZOZA.departments)
    assert {row["unit"] for row in rows if not row["paid_hours"]} == {"spare-parts"}
    assert all(float(row["fte"]) > 0 and float(row["cost"]) > 0 for row in rows)


# Whose service, whose profit


def test_the_controllers_are_those_of_the_day(truth: Truth) -> None:
    before = date(2025, 12, 31)
    assert truth.controller("returns", before) == "013"
    assert truth.controller("returns", REORGANISATION) == "021"
    assert truth.controller("warranty", before) == "013"
    assert truth.controller("key-accounts", before) == "021"
    assert truth.profit_above("021") == "020"
    assert truth.profit_above("031") == "030"
    assert truth.profit_above("040") is None
    assert truth.profit_above("001") is None


@pytest.mark.parametrize("attribution", get_args(Attribution))
def test_a_matrix_neither_loses_nor_doubles_a_promise(
    attribution: Attribution, truth: Truth
) -> None:
    start, middle, end = BRZOZA.start, REORGANISATION, BRZOZA.extract
    whole = truth.matrix(start, end, attribution)
    assert fsum(whole.values()) == pytest.approx(len(truth.broken))
    assert fsum(truth.classes(whole).values()) == pytest.approx(len(truth.broken))
    for cuts in (
        [
            truth.matrix(*days, attribution, "broken_promises")
            for days in ((start, middle), (middle, end))
        ],
        [
            truth.matrix(start, end, attribution, "broken_promises", {"source": desk.id})
            for desk in BRZOZA.desks
        ],
        [
            truth.matrix(start, end, attribution, "broken_promises", {"unit": department.id})
            for department in BRZOZA.departments
        ],
    ):
        for cell, n in whole.items():
            assert fsum(part.get(cell, 0) for part in cuts) == pytest.approx(n)


@pytest.mark.parametrize("attribution", get_args(Attribution))
def test_a_customer_is_one_case_however_many_problems_he_has(
    attribution: Attribution, truth: Truth
) -> None:
    states = ("dissatisfied", "silent", "mollified")
    parties = {problem.party for problem in truth.problems if problem.state in states}
    matrix = truth.matrix(BRZOZA.start, BRZOZA.extract, attribution, "customers")
    assert len(parties) < len(truth.problems)
    assert fsum(matrix.values()) == pytest.approx(len(parties))


def test_every_class_of_responsibility_is_planted(truth: Truth) -> None:
    classes = truth.classes(truth.matrix(BRZOZA.start, BRZOZA.extract))
    assert set(classes) == {"aligned", "crossed", "orphaned", "unmapped"}
    assert min(classes.values()) > 20


def test_the_readers_of_the_demo_find_its_files_small() -> None:
    assert max(path.stat().st_size for path in Path(INBOX / "org").iterdir()) < 200_000
