"""docs/tour.md says nothing that a load of Kramik does not say."""

import ast
import json
import operator
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.answers.answers import Answers
from etl.metrics.question import Period, Question
from etl.warehouse import Warehouse
from tests.sample_data.loaded import SAMPLE_DATA, loaded_copy

TOUR = (Path(__file__).parents[1] / "docs" / "tour.md").read_text(encoding="utf-8")
TINY = SAMPLE_DATA / "tiny"
CATALOGUE = Path(__file__).parents[1] / "etl" / "metrics" / "catalogue.toml"
_OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A command of the tour with the table that stands under it."""

    stage: str
    command: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def _shown() -> list[Shown]:
    found = []
    for section in TOUR.split("\n## ")[1:]:
        stage = section.splitlines()[0]
        pattern = r"```sh\n([^`]*)```\n\n((?:\|.*\n)+)"
        for command, table in re.findall(pattern, section):
            header, _, *rows = [_cells(line) for line in table.splitlines()]
            found.append(Shown(stage, command.strip(), header, tuple(rows)))
    return found


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _sums() -> list[str]:
    blocks = re.findall(r"```sum\n(.*?)```", TOUR, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


SHOWN = _shown()
QUERIES = [shown for shown in SHOWN if shown.command.startswith('show "')]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return loaded_copy(TINY, tmp_path_factory.mktemp("tour"))


def test_every_stage_of_the_ladder_has_its_heading() -> None:
    headings = re.findall(r"^## \d+\. (.*)$", TOUR, re.MULTILINE)
    assert len(headings) == 12
    assert headings[0] == "The export"
    assert headings[-1] == "Its place in the matrix"


def test_every_query_has_a_table_under_it() -> None:
    assert len(QUERIES) == TOUR.count('\nshow "')


@pytest.mark.parametrize("shown", QUERIES, ids=lambda shown: shown.stage)
def test_the_build_shows_the_rows_of_the_tour(shown: Shown, warehouse: Warehouse) -> None:
    sql = shown.command.removeprefix('show "').removesuffix('"')
    answer = warehouse.query(sql)
    assert answer.columns == shown.columns
    assert [tuple(_text(value) for value in row) for row in answer.rows] == list(shown.rows)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


@pytest.mark.parametrize("line", _sums())
def test_the_pencil_is_right(line: str) -> None:
    label, sum_ = line.rsplit(": ", 1)
    expression, result = sum_.split(" = ")
    assert label
    assert _value(ast.parse(expression, mode="eval").body) == float(result.split()[0])


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp):
        return float(_OPERATORS[type(node.op)](_value(node.left), _value(node.right)))
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, int | float)
    return node.value


def test_the_export_says_what_the_tour_says() -> None:
    exported = json.loads((TINY / "inbox/trade/ticket_audits.json").read_text(encoding="utf-8"))
    audits = [audit for audit in exported["audits"] if audit["ticket_id"] == 9001]
    [shown] = [shown for shown in SHOWN if shown.command.startswith("grep")]
    assert [row[:2] for row in shown.rows] == [
        (audit["created_at"], str(audit["author_id"])) for audit in audits
    ]
    for row, audit in zip(shown.rows, audits, strict=True):
        told = sorted(_told(event) for event in audit["events"])
        assert sorted(row[2].split("; ")) == told


def _told(event: dict[str, str]) -> str:
    if event["type"] == "Comment":
        return f"{'public' if event['public'] else 'private'} comment"
    if event.get("previous_value"):
        return f"{event['field_name']} {event['previous_value']} to {event['value']}"
    return f"{event['field_name']} {event['value']}"


def test_the_metric_is_what_its_entry_says() -> None:
    [block] = re.findall(r"```toml\n(.*?)```", TOUR, re.DOTALL)
    with CATALOGUE.open("rb") as file:
        catalogue = tomllib.load(file)
    [(metric, told)] = tomllib.loads(block).items()
    assert told.items() <= catalogue[metric].items()


def test_the_command_gives_the_result_of_the_tour(warehouse: Warehouse) -> None:
    [shown] = [shown for shown in SHOWN if "service-ledger compare" in shown.command]
    words = shown.command.split()
    question = Question(
        metrics=(words[words.index("compare") + 1],),
        period=Period.parse(words[words.index("--period") + 1]),
        by=words[words.index("--by") + 1],
    )
    [row] = shown.rows
    told = dict(zip(shown.columns, row, strict=True))
    [result] = [
        figure for figure in Answers(warehouse).figures(question) if figure.member == told["member"]
    ]
    assert {column: _figure(getattr(result, column)) for column in shown.columns} == told


def test_the_matrix_is_that_of_the_tour(warehouse: Warehouse) -> None:
    [shown] = [shown for shown in SHOWN if "service-ledger responsibility" in shown.command]
    words = shown.command.split()
    period = Period.parse(words[words.index("--period") + 1])
    found = Answers(warehouse).responsibility(Question((), period), "broken_promises")
    assert [
        tuple(_cell(getattr(cell, column)) for column in shown.columns) for cell in found.cells
    ] == list(shown.rows)


def _cell(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def test_the_interval_is_wilsons() -> None:
    """The tour works it out for 3 of 5; here it is solved: |p - 3/5| = z times its own error."""
    [(low, high)] = re.findall(r"- from (0\.\d+) to (0\.\d+):", TOUR)
    for end in (float(low), float(high)):
        assert abs(end - 0.6) == pytest.approx(1.96 * (end * (1 - end) / 5) ** 0.5, abs=2e-3)


def _figure(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}" if value.is_integer() else f"{value:.4f}"
    return str(value)
