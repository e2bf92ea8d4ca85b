"""Where a record stands in its file is right however many threads read the file."""

from collections.abc import Callable

import pytest

from etl.adapters import raw
from tests.adapters.company import Company

RECORDS = 6000
PADDING = "x" * 150
EVERY = 271  # of the records, one is bad
DAY = "2026-03-02T10:00:00"

FILES: dict[str, tuple[str, str, Callable[[int, bool], str]]] = {
    "ticket": (
        "desk/tickets.csv",
        "ticket_id,created_at,status,is_sla_met_source",
        lambda n, bad: f"T{n},{DAY},open,{'perhaps' if bad else 'yes'}",
    ),
    "event": (
        "desk/events.csv",
        "ticket_id,at,kind,from,to,who",
        lambda _, bad: f"T0,{'soon' if bad else DAY},status,,open,agent",
    ),
    "complaint": (
        "desk/complaints.csv",
        "complaint_id,received_at,closed_at,goodwill",
        lambda n, bad: f"C{n},{DAY},,{'perhaps' if bad else 'yes'}",
    ),
    "survey_response": (
        "desk/surveys.csv",
        "response_id,kind,score,answered_at",
        lambda n, bad: f"R{n},csat,{'much' if bad else 4},{DAY}",
    ),
    "customer": (
        "org/customers.csv",
        "customer_id,since",
        lambda n, bad: f"K{n},{'long ago' if bad else '2020-01-01'}",
    ),
    "contact": (
        "org/contacts.csv",
        "customer_id,source,requester_id,valid_from",
        lambda n, bad: f"K{n},desk,Q{n},{'long ago' if bad else '2020-01-01'}",
    ),
    "staffing": (
        "org/staffing.csv",
        "unit,month,fte,hours",
        lambda n, bad: f"desk,{2000 + n // 12}-{n % 12 + 1:02},{'many' if bad else 3},400",
    ),
    "customer_month": (
        "org/customer_months.csv",
        "customer_id,month,scope_kind,scope,revenue,margin,currency",
        lambda n, bad: f"K{n},2026-01,division,retail,10.00,{'much' if bad else '1.50'},EUR",
    ),
}


@pytest.mark.parametrize("thing", FILES)
def test_a_refused_record_is_found_where_it_stands(
    company: Company, thing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "LONGEST_RECORD", 1 << 14)
    monkeypatch.setattr(raw, "PIECE", 1 << 16)
    company.put("desk/tickets.csv", f"ticket_id,created_at,status\nT0,{DAY},open\n")
    path, header, record = FILES[thing]
    bad = [number % EVERY == EVERY - 1 for number in range(RECORDS)]
    rows = "".join(f"{record(number, bad[number])},{PADDING}\n" for number in range(RECORDS))
    company.put(path, f"{header},padding\n{rows}")
    with company.core() as core:
        lines = core.rows(
            "select line from load_refusal join load_file using (file_no) "
            f"where thing = '{thing}' order by line"
        )
        if thing == "ticket":
            assert (
                core.value(
                    "select count(*) from core_ticket where ticket_id <> 'T' || (record - 1)"
                )
                == 0
            )
    assert lines == [(number + 2,) for number in range(RECORDS) if bad[number]]
