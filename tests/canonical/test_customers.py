"""Whose request it is: by the company's number, the help desk's, e-mail, phone, as of the day."""

import csv
import io

import pytest

from etl.problems import RefusedData
from tests.adapters.company import DESK, Company, tickets

ASKED = "ticket_id,created_at,status,requester_id,customer_id,requester_email,requester_phone"
CUSTOMERS = """\
customer_id,email,phone,segment,since,left,left_because
1017,Anna@Example.com,+48 600 100 200,household,2021-05-01,,
1018,office@example.com,,company,2021-05-01,2025-01-01,price
1019,office@example.com,,company,,,a quarrel
"""
CONTACTS = """\
customer_id,source,requester_id,email,phone,valid_from,valid_until
1017,desk,9101,,,,2026-03-10
1018,desk,9101,,,2026-03-10,
1018,,,"Kowalski <k@example.com>",,,
4711,desk,9999,,,,
"""


def asked(*rows: str) -> str:
    return tickets(*rows, columns=ASKED)


def known(company: Company) -> dict[str, str | None]:
    with company.core() as core:
        return dict(core.rows("select ticket_id, customer_id from core_ticket"))


@pytest.fixture
def people(company: Company) -> Company:
    return company.put("org/customers.csv", CUSTOMERS).put("org/contacts.csv", CONTACTS)


def test_a_requester_is_found_by_whatever_is_known_of_him(people: Company) -> None:
    people.put(
        "desk/tickets.csv",
        asked(
            "number,2026-03-02T10:00:00Z,open,,1018,,",
            "unknown number,2026-03-02T10:00:00Z,open,,2000,,",
            "requester,2026-03-02T10:00:00Z,open,9101,,,",
            "email,2026-03-02T10:00:00Z,open,1,,  anna@EXAMPLE.com ,",
            "email in a name,2026-03-02T10:00:00Z,open,1,,Anna <anna@example.com>,",
            "email for a number,2026-03-02T10:00:00Z,open,anna@example.com,,,",
            "phone,2026-03-02T10:00:00Z,open,1,,,0048600100200",
            "national phone,2026-03-02T10:00:00Z,open,1,,,600-100-200",
            "too short a phone,2026-03-02T10:00:00Z,open,1,,,100200",
            "nobody,2026-03-02T10:00:00Z,open,1,,nobody@example.com,",
            "several,2026-03-02T10:00:00Z,open,1,,office@example.com,",
        ),
    )
    assert known(people) == {
        "number": "1018",
        "unknown number": None,
        "requester": "1017",
        "email": "1017",
        "email in a name": "1017",
        "email for a number": "1017",
        "phone": "1017",
        "national phone": "1017",
        "too short a phone": None,
        "nobody": None,
        "several": None,
    }


def test_a_number_that_changes_hands_changes_with_the_companys_day(people: Company) -> None:
    people.put(
        "desk/tickets.csv",
        asked(
            "before,2026-03-09T22:59:59Z,open,9101,,,",
            "after,2026-03-09T23:00:00Z,open,9101,,,",  # midnight in Warsaw
        ),
    )
    assert known(people) == {"before": "1017", "after": "1018"}


def test_the_companys_number_comes_first_and_the_help_desks_before_an_address(
    people: Company,
) -> None:
    people.put(
        "desk/tickets.csv",
        asked(
            "T1,2026-03-02T10:00:00Z,open,9101,1018,k@example.com,",
            "T2,2026-03-02T10:00:00Z,open,9101,,k@example.com,",
        ),
    )
    assert known(people) == {"T1": "1018", "T2": "1017"}


def test_a_help_desks_number_is_a_customers_only_where_ledger_toml_says_so(
    people: Company,
) -> None:
    people.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,1017,,,"))
    assert known(people) == {"T1": None}
    people.ledger(DESK + 'requester_ids = "customers"\n')
    assert known(people) == {"T1": "1017"}


def test_what_is_odd_about_customers_is_said_and_loaded(people: Company) -> None:
    people.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,,,,"))
    people.put("org/months.csv", "customer_id,month,margin\n1017,2026-03,10\n4711,2026-03,20\n")
    with people.core() as core:
        assert core.rows(
            "select kind, subject, count from load_notice where source is distinct from 'desk' "
            "order by all"
        ) == [
            ("address_of_several_customers", "email", 1),
            ("customer_not_listed", "contact", 1),
            ("customer_not_listed", "customer_month", 1),
            ("unknown_reason_for_leaving", "left_because", 1),
        ]
        assert core.rows("select customer_id, left_because from core_customer order by all") == [
            ("1017", None), ("1018", "price"), ("1019", "other"),
        ]  # fmt: skip
        assert core.value("select sum(margin) from core_customer_month") == 30
        assert core.value("select sum(read - loaded) from load_file") == 0


def test_how_many_were_matched_and_by_what(people: Company) -> None:
    people.put(
        "desk/tickets.csv",
        asked(
            "T1,2026-03-02T10:00:00Z,open,,1018,,",
            "T2,2026-03-02T10:00:00Z,open,1,,anna@example.com,",
            "T3,2026-03-02T10:00:00Z,open,1,,office@example.com,",
            "T4,2026-03-02T10:00:00Z,open,1,,,",
        ),
    )
    people.put(
        "desk/answers.csv",
        "answered_at,kind,score,ticket_id\n2026-03-05T10:00:00Z,nps,9,T1\n",
    )
    with people.core() as core:
        assert core.rows("select thing, known_by, records from load_match order by all") == [
            ("survey_response", "ticket", 1),
            ("ticket", "email", 1),
            ("ticket", "nobody", 1),
            ("ticket", "number", 1),
            ("ticket", "several", 1),
        ]


def test_the_later_record_of_a_customer_supersedes_and_the_same_twice_is_skipped(
    company: Company,
) -> None:
    company.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,,,,"))
    company.put(
        "org/customers.csv",
        "customer_id,segment,since\n1,old,\n1,new,\n1,new,\n2,old,2026-02-30\n,old,\n",
    )
    with company.core() as core:
        assert core.rows("select customer_id, segment from core_customer") == [("1", "new")]
        assert core.rows(
            "select read, loaded, superseded, skipped, refused from load_file "
            "where path like '%customers%'"
        ) == [(5, 1, 1, 1, 2)]
        assert core.rows("select line, column_name, kind from load_refusal order by line") == [
            (5, "since", "no_day"),
            (6, "customer_id", "missing"),
        ]


def test_a_list_of_customers_needs_but_their_numbers_and_one_thing_more(company: Company) -> None:
    company.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,,,a@example.com,"))
    company.put("org/customers.csv", "customer_id,email\n1,a@example.com\n")
    assert known(company) == {"T1": "1"}


def test_a_customer_leaves_after_he_came(company: Company) -> None:
    company.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,,,,"))
    company.put(
        "org/customers.csv", "customer_id,segment,since,left\n1,a,2026-01-02,2026-01-02\n2,a,,\n"
    )
    with company.core() as core:
        assert core.rows("select line, column_name, kind from load_refusal") == [
            (2, "left", "not_after_first_day")
        ]


def test_money_in_another_currency_needs_a_rate_of_its_month(company: Company) -> None:
    company.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,,,,"))
    company.put("org/customers.csv", "customer_id,segment,since\n1,a,\n")
    company.put(
        "org/months.csv",
        "customer_id,month,revenue,margin,currency\n1,2026-01,40,10,PLN\n1,2026-02,,-8.5,PLN\n"
        "1,2026-03,9,7,\n",
    )
    with pytest.raises(RefusedData) as refused, company.core():
        pass
    (sentence,) = refused.value.sentences
    assert sentence.startswith("inbox/org/months.csv, line 2: 2 records in PLN")
    assert '[[rates]] with currency = "PLN"' in sentence
    rate = '[[rates]]\ncurrency = "PLN"\nrate = {}\nfrom = {}\nuntil = {}\n'
    company.ledger(
        DESK
        + rate.format(0.25, "2026-01-01", "2026-02-01")
        + rate.format(0.2, "2026-02-01", "2026-03-01")
    )
    with company.core() as core:
        assert core.rows(
            "select cast(month as varchar), cast(revenue as varchar), cast(margin as varchar) "
            "from core_customer_month order by month"
        ) == [
            ("2026-01-01", "10.00", "2.50"),
            ("2026-02-01", None, "-1.70"),
            ("2026-03-01", "9.00", "7.00"),
        ]


@pytest.mark.parametrize(
    ("row", "column", "kind"),
    [
        ("1,2026-13,,,,5", "month", "no_month"),
        ("1,12026-3,,,,5", "month", "no_month"),
        ("1,-026-03,,,,5", "month", "no_month"),
        ("1,,,,,5", "month", "missing"),
        ("1,2026-01,shop,x,,5", "scope_kind", "no_scope"),
        ("1,2026-01,,x,,5", "scope_kind", "missing"),
        ("1,2026-01,division,,,5", "scope", "missing"),
        ("1,2026-01,,,,five", "margin", "no_money"),
        ("1,2026-01,,,,", "margin", "missing"),
        (",2026-01,,,,5", "customer_id", "missing"),
    ],
)
def test_a_month_that_cannot_be_read_is_refused(
    company: Company, row: str, column: str, kind: str
) -> None:
    company.put("desk/tickets.csv", asked("T1,2026-03-02T10:00:00Z,open,,,,"))
    company.put(
        "org/months.csv",
        f"customer_id,month,scope_kind,scope,revenue,margin\n{row}\n1,2026-01,,,,5\n",
    )
    with company.core() as core:
        assert core.rows("select line, column_name, kind from load_refusal") == [(2, column, kind)]
        assert core.value("select count(*) from core_customer_month") == 1


def planted() -> tuple[list[str], list[str]]:
    emails = [f"planted.person{number}@private{number % 7}.example" for number in range(100)]
    phones = [f"+48 7{number:02} 555 {number:03}" for number in range(100)]
    return emails, phones


def test_two_hundred_addresses_are_nowhere_and_find_their_customers(company: Company) -> None:
    emails, phones = planted()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("customer_id", "email", "phone", "segment", "since"))
    for number, (email, phone) in enumerate(zip(emails, phones, strict=True)):
        writer.writerow((number, email, "", "a", ""))
        writer.writerow((1000 + number, "", phone, "a", ""))
    company.put("org/customers.csv", text.getvalue())
    rows = [
        f"E{number},2026-03-02T10:00:00Z,open,{email},,{email.upper()},"
        for number, email in enumerate(emails)
    ] + [f"P{number},2026-03-02T10:00:00Z,open,,,,{phone}" for number, phone in enumerate(phones)]
    # where nobody looks for them: in refused stamps, ids, complaints
    rows += [f"bad,{email},open,,,," for email in emails]
    rows += [f"bad,{phone},open,,,," for phone in phones]
    company.put("desk/tickets.csv", asked(*rows))
    company.put(
        "desk/complaints.csv",
        "complaint_id,received_at,closed_at,customer_id,requester_name,redress\n"
        + "".join(
            f"K{n},2026-03-02T10:00:00Z,,{e},{e},\nL{n},2026-03-02T10:00:00Z,,,{p},{e}\n"
            for n, (e, p) in enumerate(zip(emails, phones, strict=True))
        ),
    )
    wanted = [*emails, *(email.split("@")[0] for email in emails), *phones]
    wanted += ["".join(filter(str.isdigit, phone)) for phone in phones]
    with company.core() as core:
        matched = dict(core.rows("select ticket_id, customer_id from core_ticket"))
        assert [matched[f"E{number}"] for number in range(100)] == [str(n) for n in range(100)]
        assert [matched[f"P{number}"] for number in range(100)] == [
            str(1000 + n) for n in range(100)
        ]
        assert core.value("select count(*) from load_refusal") == 300
        for table, column in core.rows(
            "select table_name, column_name from information_schema.columns "
            "where table_catalog = current_database() and data_type = 'VARCHAR'"
        ):
            held = " ".join(str(text) for (text,) in core.rows(f'select "{column}" from {table}'))
            assert not [word for word in wanted if word in held.lower()], (table, column)
        core.loading.run("checkpoint build")
        raw = core.loading.path.read_bytes().lower()
        assert not [word for word in wanted if word.encode() in raw]
