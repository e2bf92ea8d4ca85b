"""Nothing is lost: what is not loaded is refused with its place, and the books balance."""

import csv
import json
import stat

import pytest

from etl.problems import RefusedData
from tests.adapters.company import Company, tickets

COLUMNS = "ticket_id,created_at,status,note"
NO_DATE = "is no date that exists, or is not written like the others of this column."
GOOD = '{},2026-03-02T10:00:00Z,open,"one\ntwo ""three""\n"'


def refused(company: Company) -> str:
    with pytest.raises(RefusedData) as problem, company.core():
        pass
    return "\n".join(problem.value.sentences)


def test_lines_are_right_even_after_newlines_in_quotes(company: Company) -> None:
    rows = [
        GOOD.format("T1"),
        "T2,2026-03-02T10:00:00Z,open",
        GOOD.format("T3"),
        "T4,2026-03-02T10:00:00Z,open,x,more",
        "",
        GOOD.format("T5"),
        "T6,yesterday,open,x",
        'T7,2026-03-02T10:00:00Z,open,"a" b',
        GOOD.format("T8"),
    ]
    company.put("desk/tickets.csv", tickets(*rows, columns=COLUMNS))
    with company.core() as core:
        assert core.rows("select line, column_name, kind from load_refusal order by line") == [
            (5, None, "fields_missing"),
            (9, None, "fields_too_many"),
            (14, "created_at", "no_stamp"),
            (15, None, "text_after_quote"),
        ]  # fmt: skip
        assert core.rows("select ticket_id, record from core_ticket order by record") == [
            ("T1", 1),
            ("T3", 3),
            ("T5", 5),
            ("T8", 8),
        ]
        assert core.rows("select read, loaded, refused from load_file") == [(8, 4, 4)]


def test_refused_records_are_kept_with_their_text_for_their_owner_only(company: Company) -> None:
    company.put(
        "desk/tickets.csv", tickets(GOOD.format("T1"), 'T2,never,open,"a\nb"', columns=COLUMNS)
    )
    with company.core():
        pass
    folder = company.folder / "refused"
    (kept,) = folder.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    with kept.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row == {
        "file": "inbox/desk/tickets.csv",
        "line": "5",
        "column": "created_at",
        "reason": f"'never' {NO_DATE}",
        "value": "never",
        "raw": 'T2,never,open,"a\nb"',
    }


def test_the_text_of_a_refused_record_is_not_in_the_build(company: Company) -> None:
    company.put(
        "desk/tickets.csv",
        tickets("T1,2026-03-02,open,x", "T2,never,open,secret", "T3,secret", columns=COLUMNS),
    )
    with company.core() as core:
        told = str(core.rows("select * from load_refusal"))
        assert "never" in told
        assert "secret" not in told


def test_what_was_refused_before_is_gone_after_a_better_load(company: Company) -> None:
    company.put(
        "desk/tickets.csv", tickets("T1,2026-03-02,open,x", "T2,never,open,x", columns=COLUMNS)
    )
    with company.core():
        assert list((company.folder / "refused").iterdir())
    company.put("desk/tickets.csv", tickets("T1,2026-03-02,open,x", columns=COLUMNS))
    with company.core():
        assert not list((company.folder / "refused").iterdir())


def test_a_quote_that_swallows_the_rest_refuses_the_file(company: Company) -> None:
    rows = [f"T{number},2026-03-02,open,x" for number in range(200)]
    rows[20] = 'T20,2026-03-02,open,"x'
    company.put("desk/tickets.csv", tickets(*rows, columns=COLUMNS))
    said = refused(company)
    assert "inbox/desk/tickets.csv, line 22: a quote opened here is never closed" in said


def test_a_quote_that_swallows_a_line_loses_nothing(company: Company) -> None:
    rows = [f'T{number},2026-03-02,open,"x"' for number in range(200)]
    rows[20] = 'T20,2026-03-02,open,"x'
    company.put("desk/tickets.csv", tickets(*rows, columns=COLUMNS))
    with company.core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(199, 198, 1)]
        assert core.rows("select line from load_refusal") == [(22,)]
    (kept,) = (company.folder / "refused").iterdir()
    with kept.open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["raw"] == "\n".join(rows[20:22])


@pytest.mark.parametrize("last", [199, 180, 1])
def test_a_quote_that_is_open_at_the_end_refuses_the_file_however_near_that_is(
    company: Company, last: int
) -> None:
    rows = [f"T{number},2026-03-02,open,x" for number in range(200)]
    rows[last] = f'T{last},2026-03-02,open,"x'
    company.put("desk/tickets.csv", tickets(*rows, columns=COLUMNS))
    said = refused(company)
    assert f"inbox/desk/tickets.csv, line {last + 2}: a quote opened here is never closed" in said


def test_a_text_of_many_lines_is_kept_whole(company: Company) -> None:
    text = "\n".join(f"line {number} of a long text" for number in range(2_000))
    company.put(
        "desk/tickets.csv",
        tickets(GOOD.format("T1"), f'T2,never,open,"{text}"', columns=COLUMNS),
    )
    with company.core():
        pass
    (kept,) = (company.folder / "refused").iterdir()
    assert text in kept.read_text(encoding="utf-8")


def test_a_broken_line_of_json_is_refused_by_itself(company: Company) -> None:
    company.ledger(
        '[sources.desk]\nadapter = "table"\nqueues = "are_units"\n[sources.desk.columns]\n'
        'ticket_id = "id"\ncreated_at = "made"\nstatus = "state"\n'
    )
    lines = [
        json.dumps({"id": number, "made": "2026-03-02", "state": "open"}) for number in range(3)
    ]
    company.put(
        "desk/tickets.jsonl", "\n".join((lines[0], '{"id": 7, "made"', lines[1], "[1]", lines[2]))
    )
    with company.core() as core:
        assert core.rows("select read, loaded, refused from load_file") == [(5, 3, 2)]
        assert core.rows("select line, kind from load_refusal order by line") == [
            (2, "no_json_object"),
            (4, "no_json_object"),
        ]


def test_stamps_that_contradict_each_other_are_refused(company: Company) -> None:
    columns = "ticket_id,created_at,status,first_reply_at,last_solved_at"
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02T10:00:00Z,solved,2026-03-02T10:00:00Z,2026-03-02T10:00:00Z",
            "T2,2026-03-02T10:00:00Z,solved,2026-03-02T09:59:59Z,2026-03-02T11:00:00Z",
            "T3,2026-03-02T10:00:00Z,solved,,2026-03-01T11:00:00Z",
            columns=columns,
        ),
    )
    with company.core() as core:
        assert core.rows("select ticket_id from core_ticket") == [("T1",)]
        found = core.rows("select line, column_name, kind, raw from load_refusal order by line")
        assert found == [
            (3, "first_reply_at", "before_creation", "2026-03-02 09:59:59"),
            (4, "last_solved_at", "before_creation", "2026-03-01 11:00:00"),
        ]


def test_a_number_that_is_none_is_refused(company: Company) -> None:
    columns = (
        "ticket_id,created_at,status,reply_count,source_hold_business_seconds,is_sla_met_source"
    )
    company.put(
        "desk/tickets.csv",
        tickets(
            "T1,2026-03-02,open,2,60.4,yes",
            "T2,2026-03-02,open,two,,",
            "T3,2026-03-02,open,-1,,",
            "T4,2026-03-02,open,,nan,",
            "T5,2026-03-02,open,,-5,",
            "T6,2026-03-02,open,,,perhaps",
            'T7,2026-03-02,open,,"1,234.4",',
            "T8,2026-03-02,open, , , ",
            "T9,2026-03-02,open,,4294967295,",
            "T10,2026-03-02,open,,4294967296,",
            columns=columns,
        ),
    )
    with company.core() as core:
        assert core.rows("select ticket_id, source_hold_business_seconds from core_ticket") == [
            ("T1", 60),
            ("T7", 1234),
            ("T8", None),
            ("T9", 4_294_967_295),
        ]
        refused = core.rows("select line, column_name, kind, raw from load_refusal order by line")
        assert refused == [
            (3, "reply_count", "no_number", "two"),
            (4, "reply_count", "no_number", "-1"),
            (5, "source_hold_business_seconds", "no_duration", "nan"),
            (6, "source_hold_business_seconds", "no_duration", "-5"),
            (7, "is_sla_met_source", "no_yes_or_no", "perhaps"),
            (11, "source_hold_business_seconds", "no_duration", "4294967296"),
        ]


def test_a_count_is_not_rounded(company: Company) -> None:
    columns = "ticket_id,created_at,status,reply_count"
    rows = ("2", "2.0", "2.5", '"1,234"', "12,34", "99999999999", "1e2")
    company.put(
        "desk/tickets.csv",
        tickets(*(f"T{n},2026-03-02,open,{text}" for n, text in enumerate(rows)), columns=columns),
    )
    with company.core() as core:
        assert core.rows("select ticket_id, reply_count from core_ticket order by 1") == [
            ("T0", 2), ("T1", 2), ("T3", 1234), ("T6", 100),
        ]  # fmt: skip


def test_a_zero_that_stands_for_no_date_is_none(company: Company) -> None:
    rows = [f"T{number},2026-03-02 10:00:00,open,x" for number in range(9)]
    zeros = ("1970-01-01 01:00:00", "1899-12-30 00:00:00", "0001-01-01 00:00:00")
    company.put(
        "desk/tickets.csv",
        tickets(*rows, *(f"Z{zero},{zero},open,x" for zero in zeros), columns=COLUMNS),
    )
    with company.core() as core:
        assert core.rows("select loaded, refused from load_file") == [(9, 3)]
        assert core.rows("select raw from load_refusal order by line") == [(z,) for z in zeros]


def test_a_file_of_which_nothing_can_be_loaded_stops_the_load(company: Company) -> None:
    rows = [f"T{number},then,open,x" for number in range(30)]
    company.put("desk/good.csv", tickets("T1,2026-03-02,open,x", columns=COLUMNS))
    company.put("desk/tickets.csv", tickets(*rows, columns=COLUMNS))
    said = refused(company)
    assert "inbox/desk/tickets.csv: none of its 30 records can be loaded" in said
    assert "line 2, created_at" in said


def test_a_missing_column_is_named_with_the_header_that_is_there(company: Company) -> None:
    company.put("desk/tickets.csv", "ticket_id,created_on,status\nT1,2026-03-02,open\n")
    said = refused(company)
    assert "inbox/desk/tickets.csv, line 1: as plain (ticket) it lacks" in said
    assert "the column 'created_at' (it has 'created_on')" in said


def test_an_inbox_with_nothing_in_it_says_what_to_do(company: Company) -> None:
    assert "put each export into the folder of its source" in refused(company)


def test_an_export_that_stops_where_exports_are_cut_is_noticed(company: Company) -> None:
    rows = (f"T{number},2026-03-02,open,x" for number in range(6_000))
    company.put("desk/tickets.csv", tickets(*rows, columns=COLUMNS))
    with company.core() as core:
        assert core.rows("select kind, subject from load_notice") == [
            ("row_cap_zammad", "inbox/desk/tickets.csv")
        ]


def test_headers_that_repeat_are_noticed(company: Company) -> None:
    company.put(
        "desk/tickets.csv", "ticket_id,created_at,status,Status\nT1,2026-03-02,open,closed\n"
    )
    with company.core() as core:
        assert core.rows("select status from core_ticket") == [("open",)]
        assert core.rows("select kind, details from load_notice") == [
            ("repeated_header", '{"names": ["status"]}')
        ]


def test_where_no_ticket_is_left_the_refused_ones_are_named_and_kept(company: Company) -> None:
    company.put("desk/tickets.csv", tickets("T1,2026-02-30T10:00:00Z,open,x", columns=COLUMNS))
    said = refused(company)
    assert "inbox/desk/tickets.csv: not even its only record can be loaded" in said
    assert "inbox/desk/tickets.csv, line 2, created_at: '2026-02-30T10:00:00Z'" in said
    assert len(list((company.folder / "refused").iterdir())) == 1
