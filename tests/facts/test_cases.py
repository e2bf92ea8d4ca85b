"""A table, what it is made from, what comes out: each folder `<table>/<case>` is a test.

`given_<core table>.csv` holds rows of a core_ table; columns left out have the values of
`company.DEFAULTS`, empty fields are NULL. `expect.csv` holds the whole fact table, in the columns
it names. Unless calendars are given too, "office" (Mon-Fri 09:00-17:00) and "always" are there.
"""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from tests.facts.company import Desk, Row, around_the_clock, office

CASES = sorted(expected.parent for expected in Path(__file__).parent.glob("*/*/expect.csv"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_the_table_is_as_expected(case: Path) -> None:
    desk = Desk(
        calendars={"office": office("UTC"), "always": around_the_clock()},
        units={},
        tables={path.stem.removeprefix("given_"): _rows(path) for path in case.glob("given_*.csv")},
    )
    with (case / "expect.csv").open(encoding="utf-8", newline="") as file:
        columns, *expected = csv.reader(file)
    found = desk.facts().rows(
        case.parent.name, ", ".join(f"cast({column} as varchar)" for column in columns)
    )
    assert sorted(["" if cell is None else cell for cell in row] for row in found) == sorted(
        expected
    )


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {column: _value(column, cell) for column, cell in row.items() if cell}
            for row in csv.DictReader(file)
        ]


def _value(column: str, cell: str) -> object:
    return datetime.fromisoformat(cell) if column == "at" or column.endswith("_at") else cell
