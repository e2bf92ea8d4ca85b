"""What can be asked of a build, and what it says of itself."""

from pathlib import Path

import pytest

from etl.answers.answers import Answers, Member
from etl.answers.members import counted
from etl.metrics.catalogue import catalogue
from etl.metrics.question import Period
from etl.problems import NothingToShow, OtherVersion, WrongCall
from etl.remarks import refusal
from etl.warehouse import Builds, Warehouse
from etl.workspace.ledger import Company, Ledger
from etl.workspace.workspace import Workspace
from tests.answers.small_company import company, tables


def test_units_come_as_in_the_tree_and_only_those_with_cases(answers: Answers) -> None:
    assert [unit.id for unit in answers.units()] == [
        "company",
        "business",
        "repairs",
        "field",
        "retail",
        "orders",
    ]
    assert answers.units()[2] == Member("repairs", "Repairs", "business")


def test_members_come_in_the_order_a_person_expects(answers: Answers) -> None:
    assert [member.id for member in answers.members("priority")] == ["urgent", "low", ""]
    assert [member.id for member in answers.members("channel")] == ["email", "phone", ""]
    assert [member.id for member in answers.members("unit")] == ["field", "orders"]
    assert [member.id for member in answers.members("division")] == ["retail"]


def test_names_that_end_in_a_number_are_in_the_order_of_the_numbers() -> None:
    names = ["Group 10", "Group 5", "group 5b", "Archive"]
    assert sorted(names, key=counted) == ["Archive", "Group 5", "group 5b", "Group 10"]


def test_a_slice_without_members_is_not_offered(answers: Answers) -> None:
    offered = answers.slices()
    assert "product" not in offered
    assert offered[:2] == ("unit", "division")


def test_an_unknown_slice_is_a_wrong_call(answers: Answers) -> None:
    with pytest.raises(WrongCall, match="no slice 'mood'; there are unit, division"):
        answers.members("mood")


def test_the_days_known_end_with_the_extract(answers: Answers) -> None:
    assert answers.span() == Period.parse("2026-01-05..2026-03-10")
    assert answers.span().last_quarter == answers.span()


def test_the_build_says_what_it_was_made_of(answers: Answers) -> None:
    info = answers.build_info()
    assert (info.build, info.company, info.zone, info.seconds) == (
        7,
        "Kramik",
        "Europe/Warsaw",
        1.5,
    )
    balance = (info.read, info.loaded, info.superseded, info.skipped, info.refused)
    assert balance == (27, 24, 1, 1, 1)
    assert info.loaded + info.superseded + info.skipped + info.refused == info.read


def test_refusals_name_file_line_and_reason(answers: Answers) -> None:
    row = ("inbox/desk/a.csv", 4, "created", refusal("no_day", "x"), "x")
    assert answers.refusals().rows == [row]
    assert answers.refusals(file_no=1).rows == [row]
    assert answers.refusals(file_no=2).rows == []
    assert [file[1] for file in answers.files().rows] == [
        "inbox/desk/a.csv",
        "inbox/register/b.csv",
    ]


def test_coverage_is_told_by_source(answers: Answers) -> None:
    found = {(row["source"], row["metric"]): row for row in answers.coverage().records()}
    assert found["desk", "first_reply_median"]["coverage"] == 1.0
    assert found["register", "first_reply_median"]["coverage"] == 0.0
    assert found["desk", "satisfied_share"]["coverage"] is None


def test_the_sources_own_figures_stand_beside_ours(answers: Answers) -> None:
    (row,) = answers.reconciliation().records()
    assert row == {
        "source": "desk",
        "measure": "first_reply_calendar",
        "n": 12,
        "equal": 10,
        "within_5_percent": 12,
        "median_difference_seconds": 0,
        "largest_difference_seconds": 300,
    }
    differing = answers.differences("desk", "first_reply_calendar").records()
    assert [row["ticket_id"] for row in differing] == ["T11", "T12"]
    assert {row["difference_seconds"] for row in differing} == {-300}


def test_a_measure_that_is_not_compared_is_a_wrong_call(answers: Answers) -> None:
    with pytest.raises(WrongCall, match="no measure 'x from y' to compare; there are"):
        answers.differences("desk", "x from y")


def test_every_metric_tells_its_decision(answers: Answers) -> None:
    for entry in catalogue().values():
        assert answers.decision(entry.decision).count(" ") > 20


def test_a_build_is_opened_by_number_or_as_it_is_served(tmp_path: Path) -> None:
    company(tmp_path)
    workspace = _workspace(tmp_path)
    assert Answers.open(workspace).warehouse.build == 1
    assert Answers.open(workspace, build=1).build_info().company == "Kramik"
    with pytest.raises(WrongCall, match=r"no build 9 in .*; there are 1"):
        Answers.open(workspace, build=9)
    with pytest.raises(NothingToShow):
        Answers.open(_workspace(tmp_path / "elsewhere"))


def _workspace(folder: Path) -> Workspace:
    ledger = Ledger(company=Company(name="Kramik", currency="EUR", zone="Europe/Warsaw"))
    return Workspace(folder, ledger, ledger_sha256="")


def test_a_build_of_other_definitions_is_not_read_as_if_it_were_of_these(tmp_path: Path) -> None:
    made = tables()["load_build"][0]
    other = company(tmp_path / "other", load_build=[made | {"code_version": "0.1.0+0123456789ab"}])
    with pytest.raises(OtherVersion, match=r"another version of the program.*0123456789ab"):
        Answers(other.warehouse)
    definitions = made["code_version"].partition("+")[2]
    later = company(tmp_path / "later", load_build=[made | {"code_version": f"9.9+{definitions}"}])
    assert Answers(later.warehouse).build_info().code_version == f"9.9+{definitions}"


def test_a_build_that_does_not_say_what_made_it_is_not_read(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    with builds.load() as new:
        new.publish(keep=1)
    with pytest.raises(OtherVersion, match="another version of the program"):
        Answers(Warehouse(builds.path(builds.current)))
