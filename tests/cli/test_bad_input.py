"""What cannot be loaded is told through the command line: where it stands and what to do.

Exit status 3, no rows, nothing published, and a sentence that names file, line or column.
"""

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.cli.app import run
from etl.warehouse import Builds
from tests.adapters.company import DESK, Company, tickets

OK = "T1,2026-03-02T10:00:00Z,open"
GOOD = {"desk/good.csv": tickets(OK)}
MAPPED = "[sources.desk]\n"
UNIT = '[[units]]\nid = "d"\nname = "D"\n'
QUEUE = '[[queues]]\nsource = "desk"\nqueue = "Desk"\nunit = "{}"\n'
TABLE = (
    '[sources.desk]\nadapter = "table"\nqueues = "are_units"\n[sources.desk.columns]\n'
    'ticket_id = "Id"\ncreated_at = "{}"\n'
)
QUEUED = "ticket_id,created_at,status,queue"
QUOTE = '"'
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4


@dataclass(frozen=True)
class Bad:
    """Files of an inbox, a ledger, and what has to be said of them."""

    files: Mapping[str, str | bytes]
    says: tuple[str, ...]
    ledger: str = DESK


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("tickets.csv", tickets(OK))
    return file.getvalue()


BAD = {
    "a file nobody recognises": Bad(
        {"desk/a.csv": "what,is,this\n1,2,3\n"},
        ("inbox/desk/a.csv is in no form that is known (its header: 'what', 'is', 'this')",
         'adapter = "table"'),
    ),
    "a header without a record": Bad(
        {"desk/a.csv": tickets(), "desk/b.csv": tickets()},
        ("inbox/desk/a.csv holds a header and no record", "inbox/desk/b.csv holds a header"),
    ),
    "a file of one column": Bad(
        {"desk/a.csv": "ticket_id\n1\n2\n"},
        ("inbox/desk/a.csv is no table: none of its first 20 lines has two fields",),
    ),
    "an empty file": Bad({**GOOD, "desk/a.csv": ""}, ("inbox/desk/a.csv is empty: export it",)),
    "a gzip of nothing": Bad(
        {**GOOD, "desk/a.csv.gz": gzip.compress(b"")},
        ("inbox/desk/a.csv.gz has nothing in it: export it again",),
    ),
    "blank lines": Bad(
        {**GOOD, "desk/a.csv": " \n\n\n"}, ("inbox/desk/a.csv has nothing in it: export it",)
    ),
    "a picture called .csv": Bad(
        {**GOOD, "desk/a.csv": PICTURE},
        ("inbox/desk/a.csv is a picture (PNG): export the table itself as CSV",),
    ),
    "a picture in a gzip": Bad(
        {**GOOD, "desk/a.csv.gz": gzip.compress(PICTURE)},
        ("inbox/desk/a.csv.gz is a picture (PNG)",),
    ),
    "a page to sign in": Bad(
        {**GOOD, "desk/a.csv": "\n<!DOCTYPE html>\n<html><title>Hello, you</title></html>\n"},
        ("inbox/desk/a.csv is a web page",),
    ),
    "an old workbook": Bad(
        {**GOOD, "desk/a.xls": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)},
        ("inbox/desk/a.xls is a workbook of the old kind (.xls): save it as .xlsx or as CSV",),
    ),
    "an archive": Bad(
        {**GOOD, "desk/a.zip": archive()},
        ("inbox/desk/a.zip is a ZIP archive without a workbook in it: unpack it",),
    ),
    "an unknown status": Bad(
        {"desk/a.csv": tickets(OK, "T2,2026-03-02T10:00:00Z,parked"),
         "desk/b.csv": tickets("T3,2026-03-02T10:00:00Z,parked", "T4,2026-03-02T10:00:00Z,lost")},
        ("'parked' (2 tickets, first in inbox/desk/a.csv, line 3)",
         "'lost' (1 ticket, first in inbox/desk/b.csv, line 3)",
         '[sources.desk.status] a line for each, such as "'),
    ),
    "an unknown status in a document": Bad(
        {"desk/a.json": json.dumps({"tickets": [
            {"id": 1, "status": "open", "created_at": "2026-03-02T10:00:00Z"},
            {"id": 2, "status": "parked", "created_at": "2026-03-02T10:00:00Z"},
        ]})},
        ("'parked' (1 ticket, first in inbox/desk/a.json, record 2)",),
    ),
    "a date order that cannot be decided": Bad(
        {"desk/a.csv": tickets("T1,01/02/2026 10:00,open", "T2,03/02/2026 10:00,open")},
        ("inbox/desk/a.csv, created_at: is '01/02/2026 10:00' day first or month first?",
         'datetime_format = "%d/%m/%Y %H:%M"'),
    ),
    "an unknown zone": Bad(
        GOOD, ("ledger.toml, line 7, zone in [sources.desk]: 'Europe/Warsow' is not a time zone",
               "'Europe/Warsaw'"),
        '[sources.desk]\nzone = "Europe/Warsow"\n',
    ),
    "a queue without a unit": Bad(
        {"desk/a.csv": tickets("T1,2026-03-02,open,Desk", "T2,2026-03-02,open,Far",
                               "T3,2026-03-02,open,Far", columns=QUEUED)},
        ("'Desk' (1 ticket, first in inbox/desk/a.csv, line 2)",
         "'Far' (2 tickets, first in inbox/desk/a.csv, line 3)", "add [[queues]]"),
        MAPPED,
    ),
    "a queue of a unit that is not in the org chart": Bad(
        {"desk/a.csv": tickets("T1,2026-03-02,open,Desk", columns=QUEUED)},
        ("ledger.toml, line 10, [[queues]]: the unit 'dd' is not in the org chart",),
        MAPPED + UNIT + QUEUE.format("dd"),
    ),
    "a unit of a ticket that is not in the org chart": Bad(
        {"desk/a.csv": tickets("T1,2026-03-02,open,d", "T2,2026-03-02,open,x",
                               columns="ticket_id,created_at,status,unit")},
        ("inbox/desk/a.csv, line 3 (1 ticket of desk): the unit 'x' is not in the org chart",),
        MAPPED + UNIT,
    ),
    "a parent that is not in the org chart": Bad(
        {**GOOD, "org/units.csv": "unit_id,name,parent\na,A,zz\n"},
        ("inbox/org/units.csv, line 2: the unit 'zz' is not in the org chart",),
    ),
    "a circle in the org chart": Bad(
        {**GOOD, "org/units.csv": "unit_id,name,parent\na,A,b\nb,B,a\n"},
        ("inbox/org/units.csv, line 2: the units 'a', 'b' stand in a circle", "another parent"),
    ),
    "a unit that is its own parent": Bad(
        {**GOOD, "org/units.csv": "unit_id,name,parent\ntop,Top,\na,A,a\n"},
        ("inbox/org/units.csv, line 3: the unit 'a' is its own parent; leave its parent empty",),
    ),
    "a missing required column": Bad(
        {"desk/a.csv": "ticket_id,created_on,status\nT1,2026-03-02,open\n"},
        ("inbox/desk/a.csv, line 1: as plain (ticket) it lacks the column 'created_at' (it has "
         "'created_on')", "Export it with what it lacks"),
    ),
    "a missing column of the org chart": Bad(
        {**GOOD, "org/units.csv": "unit_id,nam,parent\na,A,\n"},
        ("inbox/org/units.csv, line 1: as plain (unit) it lacks the column 'name'",
         "docs/exports.md"),
    ),
    "a mapped column that is not there": Bad(
        {"desk/a.csv": "Id,Made,State\n1,2026-03-02,open\n"},
        ("the column 'Made on' for created_at (it has 'Made')", "the columns of its source"),
        TABLE.format("Made on") + 'status = "State"\n',
    ),
    "a map without a required column": Bad(
        {"desk/a.csv": "Id,Made,State\n1,2026-03-02,open\n"},
        ("columns in [sources.desk]: nothing is said of status; add status = ",),
        TABLE.format("Made"),
    ),
    "a stray quote that swallows the rest": Bad(
        {"desk/a.csv": tickets(*(f"T{n},2026-03-02,{QUOTE * (n == 20)}open" for n in range(300)))},
        ("inbox/desk/a.csv, line 22: a quote opened here is never closed", "close it, or double"),
    ),
    "nothing at all": Bad({}, ("There is nothing in", "put each export into the folder")),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_named_with_its_mend_and_nothing_is_published(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = BAD[what]
    company = Company(tmp_path / "company").ledger(bad.ledger)
    for path, content in bad.files.items():
        company.put(path, content)
    status = run(["load", "--workspace", str(company.folder)])
    said = capsys.readouterr()
    assert (status, said.out) == (3, "")
    for sentence in bad.says:
        assert sentence in said.err
    assert Builds(company.folder / "builds").numbers() == []


def test_what_was_loaded_is_told_in_the_right_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    company = Company(tmp_path / "company").ledger().put("desk/a.csv", tickets(OK))
    assert run(["load", "--workspace", str(company.folder)]) == 0
    assert "1 ticket from 1 file is served as build 1" in capsys.readouterr().err
    company.put("desk/b.csv", tickets("T2" + OK[2:]))
    assert run(["check", "--workspace", str(company.folder)]) == 0
    assert "2 tickets from 2 files can be published" in capsys.readouterr().err
