"""What remains of a promise says whether it was kept, and never how long anything took."""

import pytest

from tests.adapters.company import Company, tickets

CREATED = "2026-03-02T10:00:00Z"
SOLVED = "2026-03-05T10:00:00Z"
COLUMNS = "ticket_id,created_at,status,last_solved_at"
BOTH = f"{COLUMNS},source_first_reply_remaining,source_resolution_remaining"


@pytest.mark.parametrize(
    ("reply", "resolution", "solved", "verdict"),
    [
        ("1:20", "12:05", SOLVED, True),
        ("1:05:00", "0:00", SOLVED, True),
        ("+1:20", " 300:00 ", SOLVED, True),
        ("-0:05", "12:05", SOLVED, False),
        ("1:20", "\u22121:20", SOLVED, False),
        ("1:20", "\u20130:01", "", False),
        ("-0:00", "1:00", SOLVED, False),
        ("1:20", "12:05", "", None),
        ("", "12:05", SOLVED, None),
        ("", "-12:05", SOLVED, False),
        ("", "", SOLVED, None),
    ],
)
def test_the_sign_tells_and_a_promise_is_kept_once_solved(
    company: Company, reply: str, resolution: str, solved: str, verdict: bool | None
) -> None:
    row = f"T1,{CREATED},{'solved' if solved else 'open'},{solved},{reply},{resolution}"
    with company.put("desk/tickets.csv", tickets(row, columns=BOTH)).core() as core:
        assert core.rows("select is_sla_met_source from core_ticket") == [(verdict,)]
        assert core.rows("select first_reply_at, first_solved_at from core_ticket") == [
            (None, None)
        ]


def test_a_promise_that_the_export_has_no_column_for_is_not_waited_for(company: Company) -> None:
    rows = tickets(f"T1,{CREATED},solved,{SOLVED},1:20", columns=BOTH.rsplit(",", 1)[0])
    with company.put("desk/tickets.csv", rows).core() as core:
        assert core.value("select is_sla_met_source from core_ticket") is True
        assert (
            core.value("select state from load_capability where capability = 'sla_source'") == "yes"
        )


def test_the_sources_own_verdict_goes_before_what_remained(company: Company) -> None:
    rows = tickets(
        f"T1,{CREATED},solved,{SOLVED},1:20,1:20,no",
        f"T2,{CREATED},solved,{SOLVED},1:20,1:20,perhaps",
        columns=f"{BOTH},is_sla_met_source",
    )
    with company.put("desk/tickets.csv", rows).core() as core:
        assert core.rows("select ticket_id, is_sla_met_source from core_ticket") == [("T1", False)]
        assert core.rows("select column_name, kind from load_refusal") == [
            ("is_sla_met_source", "no_yes_or_no")
        ]


@pytest.mark.parametrize("written", ["-", "2h 5m", "1.25", "--1:20", "1:2", "soon"])
def test_what_is_not_written_so_is_refused(company: Company, written: str) -> None:
    rows = tickets(
        f"T1,{CREATED},solved,{SOLVED},{written},1:00",
        f"T2,{CREATED},solved,{SOLVED},1:00,1:00",
        columns=BOTH,
    )
    with company.put("desk/tickets.csv", rows).core() as core:
        assert core.rows("select column_name, kind, raw from load_refusal") == [
            ("source_first_reply_remaining", "no_remaining", written)
        ]
        assert core.rows("select loaded, refused from load_file") == [(1, 1)]
