"""One test body for all formats: what lies in fixtures/<adapter> becomes what its expected/ says.

A new adapter is a file in etl/adapters/formats and a folder here: ledger.toml, inbox/, and in
expected/ a CSV for each table that matters, with the columns that matter.
"""

import csv
import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.adapters.formats import adapters
from etl.canonical import tables
from tests.adapters.company import Company, Core

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(adapters())
TABLES = [
    "jira_csv", "jira_history", "plain", "servicenow_audit", "servicenow_list", "zendesk_csv",
]  # fmt: skip
PERSONAL = ("secret", "person", "@example.com")
TABLES_OF = sorted(
    (path.parent.parent.name, path.stem) for path in FIXTURES.glob("*/expected/*.csv")
)


def fixture(name: str, folder: Path) -> Company:
    return Company(Path(shutil.copytree(FIXTURES / name, folder / name)))


def expected(name: str, table: str) -> tuple[list[str], list[tuple[str, ...]]]:
    with (FIXTURES / name / "expected" / f"{table}.csv").open(encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return header, sorted(map(tuple, rows))


def found(core: Core, table: str, columns: list[str]) -> list[tuple[str, ...]]:
    """Return a table as text; of a pseudonym only what kind it is."""
    listed = ", ".join(f'"{column}"' for column in columns)
    return sorted(
        tuple(
            "a-" if str(cell).startswith("a-") else "" if cell is None else str(cell)
            for cell in row
        )
        for row in core.rows(f"select {listed} from {table}")
    )


@pytest.mark.parametrize("name", NAMES)
def test_an_adapter_has_fixtures_for_what_it_reads_and_refuses(name: str) -> None:
    assert {table for adapter, table in TABLES_OF if adapter == name} >= {
        "load_file",
        "load_refusal",
    }


@pytest.mark.parametrize(("name", "table"), TABLES_OF)
def test_a_fixture_becomes_what_is_expected(name: str, table: str, tmp_path: Path) -> None:
    columns, rows = expected(name, table)
    with fixture(name, tmp_path).core() as core:
        assert found(core, table, columns) == rows


@pytest.mark.parametrize("name", NAMES)
def test_no_name_address_or_text_of_a_person_reaches_a_table(name: str, tmp_path: Path) -> None:
    with fixture(name, tmp_path).core() as core:
        for table, shape in tables.shapes().items():
            if table in ("load_build", "load_part"):  # made when all is loaded
                continue
            for column, kind in shape.columns.items():
                if kind == "varchar":
                    held = core.rows(f'select distinct lower("{column}") from {table}')
                    told = " ".join(str(text) for (text,) in held)
                    assert not [word for word in PERSONAL if word in told], (table, column)


def _capitals(text: str) -> str:
    head, body = text.split("\n", 1)
    return f"{head.upper()}\n{body}"


DIALECTS: dict[str, Callable[[str], bytes]] = {
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "lines ending as Windows ends them": lambda text: text.replace("\n", "\r\n").encode(),
    "lines ending in two ways": lambda text: text.replace("\n", "\r\n", 1).encode(),
    "gzip": lambda text: gzip.compress(text.encode()),
    "a title above": lambda text: b"Export of tickets\n\n" + text.encode(),
    "blank lines below": lambda text: text.encode() + b"\n\n",
    "no newline at the end": lambda text: text.rstrip("\n").encode(),
    "headers in capitals": lambda text: _capitals(text).encode(),
}


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", TABLES)
def test_a_dialect_changes_nothing(name: str, dialect: str, tmp_path: Path) -> None:
    columns, rows = expected(name, "core_ticket")
    company = fixture(name, tmp_path)
    for path in company.folder.glob("inbox/*/*.csv"):
        path.write_bytes(DIALECTS[dialect](path.read_text(encoding="utf-8")))
    with company.core() as core:
        assert found(core, "core_ticket", columns) == rows


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("name", TABLES)
def test_the_sign_between_fields_is_found(name: str, delimiter: str, tmp_path: Path) -> None:
    columns, rows = expected(name, "core_ticket")
    company = fixture(name, tmp_path)
    for path in company.folder.glob("inbox/*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            records = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(records)
    with company.core() as core:
        assert found(core, "core_ticket", columns) == rows


@pytest.mark.parametrize("name", TABLES)
def test_the_order_of_columns_does_not_matter(name: str, tmp_path: Path) -> None:
    columns, rows = expected(name, "core_ticket")
    company = fixture(name, tmp_path)
    for path in company.folder.glob("inbox/*/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            records = list(csv.reader(file))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(record[::-1] for record in records)
    with company.core() as core:
        assert found(core, "core_ticket", columns) == rows
