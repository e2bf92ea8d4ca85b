"""Complaints and answers beside their tickets: units, tickets, outcomes, money, what cannot be."""

from typing import Any

import pytest

from etl.problems import RefusedData
from tests.adapters.company import Company, Core, tickets

LEDGER = """
[sources.desk]
queues = "are_units"
[sources.desk.outcome]
"Goods replaced" = "upheld"
[sources.other]
queues = "are_units"
[[units]]
id = "returns"
name = "Returns and Repairs"
[[units]]
id = "a"
name = "Twin"
[[units]]
id = "b"
name = "Twin"
"""
COLUMNS = (
    "complaint_id", "ticket_source", "ticket_id", "customer_id", "unit", "accountable",
    "received_at", "acknowledged_at", "closed_at", "outcome", "goodwill", "redress", "currency",
    "redressed_at", "satisfaction", "referred", "cause_found", "category",
)  # fmt: skip
DAY = "2026-03-02T10:00:00Z"


def register(*records: dict[str, str]) -> str:
    """Return a register of complaints, each K1, K2 ... and received on one day unless said."""
    lines = [",".join(COLUMNS)]
    for number, record in enumerate(records, start=1):
        whole = {"complaint_id": f"K{number}", "received_at": DAY, **record}
        lines.append(",".join(whole.get(column, "") for column in COLUMNS))
    return "\n".join(lines) + "\n"


@pytest.fixture
def desks(company: Company) -> Company:
    company.ledger(LEDGER)
    queued = (f"1,{DAY},open,Front", f"2,{DAY},open,Front")
    company.put("desk/tickets.csv", tickets(*queued, columns="ticket_id,created_at,status,queue"))
    return company.put(
        "other/tickets.csv", tickets(f"2,{DAY},open", f"3,{DAY},open", f"9,{DAY},open")
    )


def told(core: Core, columns: str, table: str = "core_complaint") -> list[tuple[Any, ...]]:
    return core.rows(f"select {columns} from {table} order by 1")


def test_a_complaint_finds_its_ticket_where_only_one_can_be_meant(desks: Company) -> None:
    desks.put(
        "desk/complaints.csv",
        register(
            {"ticket_id": "1"},
            {"ticket_id": "2"},  # its own source first
            {"ticket_id": "3"},
            {"ticket_id": "2", "ticket_source": "other"},
            {"ticket_id": "4"},
            {},
        ),
    )
    desks.put("complaints/register.csv", register({"ticket_id": "2"}))
    desks.ledger(LEDGER + "[sources.complaints]\n")
    with desks.core() as core:
        found = core.rows(
            "select c.source, c.complaint_id, t.source, t.ticket_id from core_complaint as c "
            "left join core_ticket as t using (ticket_key) order by 1, 2"
        )
        notices = core.rows("select source, kind, count from load_notice order by all")
    assert found == [
        ("complaints", "K1", None, None),
        ("desk", "K1", "desk", "1"),
        ("desk", "K2", "desk", "2"),
        ("desk", "K3", "other", "3"),
        ("desk", "K4", "other", "2"),
        ("desk", "K5", None, None),
        ("desk", "K6", None, None),
    ]
    assert notices == [
        ("complaints", "ticket_of_several_sources", 1), ("desk", "ticket_not_found", 1),
    ]  # fmt: skip


def test_a_unit_is_named_by_id_by_name_or_by_a_queue_of_the_source(desks: Company) -> None:
    desks.put(
        "desk/complaints.csv",
        register(
            {"unit": "returns", "accountable": "returns AND repairs"},
            {"unit": "Front"},
        ),
    )
    with desks.core() as core:
        assert told(core, "complaint_id, unit_handling, unit_accountable") == [
            ("K1", "returns", "returns"),
            ("K2", "desk/Front", None),
        ]


def test_a_unit_that_nobody_knows_or_two_have_stops_the_load(desks: Company) -> None:
    desks.ledger(LEDGER + "[sources.office]\n")
    desks.put("office/complaints.csv", register({"unit": "Twin"}, {"accountable": "Nowhere"}))
    with pytest.raises(RefusedData) as refused, desks.core():
        pass
    first, second = refused.value.sentences
    assert first.startswith(
        "inbox/office/complaints.csv, line 3 (1 complaint): 'Nowhere' is no unit"
    )
    assert second.startswith("inbox/office/complaints.csv, line 2 (1 complaint): 'Twin' is no unit")
    assert 'add [[queues]] with source = "office"' in first


def test_where_queues_are_units_an_office_of_the_register_is_one_unless_it_is_known(
    desks: Company,
) -> None:
    desks.put(
        "desk/complaints.csv",
        register({"unit": "Front", "accountable": "Bakery"}, {"unit": "returns and repairs"}),
    )
    with desks.core() as core:
        assert told(core, "complaint_id, unit_handling, unit_accountable") == [
            ("K1", "desk/Front", "desk/Bakery"),
            ("K2", "returns", None),
        ]
    desks.put("desk/complaints.csv", register({"unit": "Twin"}))
    with pytest.raises(RefusedData, match="'Twin' is no unit"), desks.core():
        pass


def test_outcomes_are_read_by_the_sources_words_and_unknown_ones_said(desks: Company) -> None:
    desks.put(
        "desk/complaints.csv",
        register(
            {"outcome": "partly", "closed_at": "2026-03-05T10:00:00Z"},
            {"outcome": "GOODS  replaced"},
            {"outcome": "who knows"},
            {},
        ),
    )
    with desks.core() as core:
        assert told(core, "complaint_id, cast(outcome as varchar), is_open") == [
            ("K1", "partly", False),
            ("K2", "upheld", False),
            ("K3", None, True),
            ("K4", None, True),
        ]
        assert core.rows("select kind, count from load_notice") == [("unknown_outcome", 1)]


def test_a_complaint_with_an_outcome_is_closed_though_nobody_says_when(
    desks: Company,
) -> None:
    desks.put(
        "desk/complaints.csv",
        f"complaint_id,received_at,closed_at,outcome\nK1,{DAY},,rejected\nK2,{DAY},,\n",
    )
    with desks.core() as core:
        assert told(core, "complaint_id, is_open") == [("K1", False), ("K2", True)]


@pytest.mark.parametrize(
    ("record", "column", "kind"),
    [
        ({"closed_at": "2026-03-02T09:59:59Z"}, "closed_at", "before_receipt"),
        ({"acknowledged_at": "2026-03-01T10:00:00Z"}, "acknowledged_at", "before_receipt"),
        ({"received_at": ""}, "received_at", "missing"),
        ({"complaint_id": ""}, "complaint_id", "missing"),
        ({"closed_at": "soon"}, "closed_at", "no_stamp"),
        ({"redress": "40 or 50"}, "redress", "no_money"),
        ({"goodwill": "perhaps"}, "goodwill", "no_yes_or_no"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_else(
    desks: Company, record: dict[str, str], column: str, kind: str
) -> None:
    desks.put("desk/complaints.csv", register({}, record, {}))
    with desks.core() as core:
        assert core.rows("select line, column_name, kind from load_refusal") == [(3, column, kind)]
        assert told(core, "complaint_id") == [("K1",), ("K3",)]
        assert core.rows(
            "select read, loaded, refused from load_file where thing = 'complaint'"
        ) == [(3, 2, 1)]


def test_a_redress_in_words_is_not_known_and_the_complaint_counts(desks: Company) -> None:
    paid = {"redress": "40", "redressed_at": "2026-03-09T10:00:00Z"}
    words = ["a voucher", "see letter", " - ", ""]
    desks.put("desk/complaints.csv", register(paid, *({"redress": w} for w in words)))
    with desks.core() as core:
        assert told(core, "complaint_id, cast(redress as varchar)") == [
            ("K1", "40.00"), ("K2", None), ("K3", None), ("K4", None), ("K5", None),
        ]  # fmt: skip
        assert core.rows("select kind, subject, count from load_notice") == [
            ("redress_in_words", "redress", 3)
        ]


def test_a_redress_without_the_day_of_its_payment_is_said(desks: Company) -> None:
    paid = {"redress": "40", "redressed_at": "2026-03-09T10:00:00Z"}
    desks.put("desk/complaints.csv", register(paid, {"redress": "7.5"}, {"redress": "0"}, {}))
    with desks.core() as core:
        assert core.rows("select kind, subject, count from load_notice") == [
            ("redress_without_day", "redressed_at", 1)
        ]


@pytest.mark.parametrize(
    ("cause", "kept"),
    [
        ("late delivery", "late delivery"),
        ("call Jan at jan.kowal@poczta.example today", "call Jan at […] today"),
        ("rang +48 601 234 567 twice", "rang […] twice"),
        ("paid 2+2 for it @ the desk", "paid 2+2 for it @ the desk"),
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 80),
        ("y" * 70 + " jan.kowal@poczta.example", "y" * 70 + " […]"),
    ],
)
def test_a_cause_is_kept_without_addresses_and_not_longer_than_80(
    desks: Company, cause: str, kept: str
) -> None:
    desks.put("desk/complaints.csv", register({"cause_found": cause, "category": cause}))
    with desks.core() as core:
        assert told(core, "cause_found") == [(kept,)]
        assert "@poczta" not in str(told(core, "category"))
        cut = [("cause_in_sentences", 1)] if cause == "x" * 81 else []
        assert core.rows("select kind, count from load_notice") == cut


def test_a_complaint_later_than_the_extract_is_refused(desks: Company) -> None:
    desks.ledger(LEDGER.replace("[sources.desk]", "[sources.desk]\nextract_at = 2026-03-03", 1))
    desks.put("desk/complaints.csv", register({"received_at": "2026-03-04T10:00:00Z"}, {}))
    with desks.core() as core:
        assert core.rows("select kind from load_refusal") == [("after_extract",)]


def test_redress_needs_a_rate_of_the_day_it_was_paid(desks: Company) -> None:
    paid = {"redress": "40", "currency": "PLN", "redressed_at": "2026-03-09T10:00:00Z"}
    desks.put("desk/complaints.csv", register(paid, {"redress": "7.5"}))
    with pytest.raises(RefusedData, match="1 record in PLN on 2026-03-09"), desks.core():
        pass
    desks.ledger(LEDGER + '[[rates]]\ncurrency = "PLN"\nrate = 0.25\n')
    with desks.core() as core:
        assert told(core, "complaint_id, cast(redress as varchar)") == [
            ("K1", "10.00"), ("K2", "7.50"),
        ]  # fmt: skip


def test_a_later_version_supersedes_and_the_same_twice_is_skipped(desks: Company) -> None:
    one = {"complaint_id": "K1"}
    desks.put("desk/complaints.csv", register(one, one, one | {"outcome": "upheld"}))
    with desks.core() as core:
        assert told(core, "complaint_id, cast(outcome as varchar)") == [("K1", "upheld")]
        assert core.rows(
            "select read, loaded, superseded, skipped from load_file where thing = 'complaint'"
        ) == [(3, 1, 1, 1)]


ANSWERS = "response_id,answered_at,kind,score,scale,ticket_id\n"


def test_answers_have_the_scale_of_their_kind_unless_they_say_another(desks: Company) -> None:
    desks.put(
        "desk/answers.csv",
        ANSWERS
        + f"R1,{DAY},NPS,10,,1\nR2,{DAY},csat,5,,\nR3,{DAY},ces,7,,\nR4,{DAY},csat,9,1-10,\n"
        f",{DAY},nps,0,,\n,{DAY},nps,0,,\n",
    )
    with desks.core() as core:
        assert told(
            core, "response_id, cast(kind as varchar), score, scale_least, scale_most",
            "core_survey_response",
        ) == [
            ("R1", "nps", 10, 0, 10),
            ("R2", "csat", 5, 1, 5),
            ("R3", "ces", 7, 1, 7),
            ("R4", "csat", 9, 1, 10),
            (None, "nps", 0, 0, 10),
        ]  # fmt: skip
        assert core.rows(
            "select loaded, skipped from load_file where thing = 'survey_response'"
        ) == [(5, 1)]


@pytest.mark.parametrize(
    ("row", "column", "kind"),
    [
        (f"R,{DAY},nps,11,,", "score", "outside_scale"),
        (f"R,{DAY},csat,0,,", "score", "outside_scale"),
        (f"R,{DAY},csat,6,5-1,", "scale", "no_scale"),
        (f"R,{DAY},csat,6,good,", "scale", "no_scale"),
        (f"R,{DAY},mood,6,,", "kind", "no_survey"),
        (f"R,{DAY},,6,,", "kind", "missing"),
        (f"R,{DAY},csat,many,,", "score", "no_number"),
        ("R,,csat,5,,", "answered_at", "missing"),
        ("R,2036-03-02T10:00:00Z,csat,5,,", "answered_at", "after_extract"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    desks: Company, row: str, column: str, kind: str
) -> None:
    desks.ledger(LEDGER.replace("[sources.desk]", "[sources.desk]\nextract_at = 2026-03-03", 1))
    desks.put("desk/answers.csv", f"{ANSWERS}R0,{DAY},csat,5,,\n{row}\n")
    with desks.core() as core:
        assert core.rows("select line, column_name, kind from load_refusal") == [(3, column, kind)]
        assert told(core, "response_id", "core_survey_response") == [("R0",)]
