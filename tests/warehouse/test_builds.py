"""A build is published by replacing one line; readers, crashes and rivals never see half of one."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from etl.problems import NothingToShow, Problem, WrongCall
from etl.warehouse import Builds, Loading, TwoBuilds, Warehouse


def publish(builds: Builds, value: int, keep: int = 5) -> int:
    with builds.load() as new:
        new.loading.run("create table fact as select $value as value", {"value": value})
        new.publish(keep)
        return new.number


def value_in(builds: Builds, number: int | None = None) -> int:
    warehouse = Warehouse(builds.path(number or builds.current))
    return int(warehouse.query("select value from fact").rows[0][0])


def test_nothing_is_served_before_the_first_load(tmp_path: Path) -> None:
    with pytest.raises(NothingToShow, match="service-ledger load"):
        _ = Builds(tmp_path / "builds").current


def test_the_newest_published_build_is_served(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    assert publish(builds, 1) == 1
    assert publish(builds, 2) == 2
    assert builds.current == 2
    assert value_in(builds) == 2


def test_one_can_go_back_to_an_earlier_build_and_only_to_one_that_exists(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    publish(builds, 2)
    builds.use(1)
    assert value_in(builds) == 1
    with pytest.raises(WrongCall, match="There is no build 9"):
        builds.use(9)
    assert builds.current == 1


def test_only_the_newest_builds_are_kept(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    for value in range(4):
        publish(builds, value, keep=2)
    assert builds.numbers() == [4, 3]


def test_a_load_that_fails_leaves_the_served_build_and_no_litter(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    half_a_build = tmp_path / "half.sql"
    half_a_build.write_text("create table fact as select 2 as value; select * from no_such_table;")
    with pytest.raises(Exception, match="no_such_table"), builds.load() as new:
        new.loading.run_file(half_a_build)
    assert value_in(builds) == 1
    assert sorted(path.name for path in builds.folder.iterdir()) == [
        ".lock",
        "current",
        "warehouse-1.duckdb",
    ]


def test_two_loads_of_one_workspace_never_run_at_once(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    with builds.load(), pytest.raises(Problem, match="Another load is running"), builds.load():
        pass


def test_a_load_killed_while_it_writes_changes_nothing_that_is_served(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    script = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from etl.warehouse import Builds
        with Builds(Path({str(builds.folder)!r})).load() as new:
            new.loading.run("create table fact as select 2 as value")
            print("writing", flush=True)
            sys.stdin.read()
        """
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert value_in(builds) == 1
    assert list(builds.folder.glob("loading-*"))
    assert publish(builds, 3) == 2
    assert value_in(builds) == 3
    assert not list(builds.folder.glob("loading-*"))


@pytest.mark.parametrize("questions", [3_000, pytest.param(200_000, marks=pytest.mark.soak)])
def test_threads_that_share_a_build_each_get_their_own_rows(tmp_path: Path, questions: int) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    # On a machine with much else to do a question may wait for many seconds: that is no race.
    warehouse = Warehouse(builds.path(1), max_seconds=3600)

    def ask(number: int) -> list[tuple[int]]:
        return warehouse.query(
            "select $number + i from range(50) as t(i) order by i", {"number": number}
        ).rows

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(ask, range(questions))
        wrong = {
            number: rows
            for number, rows in enumerate(answers)
            if rows != [(number + i,) for i in range(50)]
        }
    assert not wrong


@pytest.mark.parametrize("swaps", [10, pytest.param(500, marks=pytest.mark.soak)])
def test_readers_see_whole_builds_while_builds_are_swapped_under_them(
    tmp_path: Path, swaps: int
) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    done = threading.Event()

    def read() -> list[tuple[int, int]]:
        seen: list[tuple[int, int]] = []
        while not done.is_set() or not seen:
            number = builds.current
            try:
                seen.append((number, value_in(builds, number)))
            except Exception:
                if builds.path(number).exists():
                    raise
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for value in range(2, 2 + swaps):
            publish(builds, value, keep=3)
        done.set()
        for reader in readers:
            assert all(number == value for number, value in reader.result())


def test_a_served_build_reads_no_file_and_changes_no_setting(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    warehouse = Warehouse(builds.path(1))
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for statement in (
        f"select * from read_csv('{secret}')",
        f"attach '{tmp_path / 'other.duckdb'}' as other",
        f"copy fact to '{tmp_path / 'out.csv'}'",
        "set enable_external_access = true",
        "insert into fact values (2)",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|read-only|permission"):
            warehouse.query(statement)
    assert not (tmp_path / "out.csv").exists()


def test_two_builds_are_read_together_and_change_nothing(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    for value in (1, 2):
        publish(builds, value)
    both = TwoBuilds(builds.path(1), builds.path(2))
    with_one_open = Warehouse(builds.path(1))
    assert both.query(
        "select before.fact.value, after.fact.value from before.fact, after.fact"
    ).rows == [(1, 2)]
    both.query("create schema step")
    both.query("create view step.fact as select value + 10 as value from before.main.fact")
    assert both.within("step").query("select value from fact").rows == [(11,)]
    assert with_one_open.query("select value from fact").rows == [(1,)]
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for statement in (
        f"select * from read_csv('{secret}')",
        f"attach '{tmp_path / 'other.duckdb'}' as other",
        f"copy before.fact to '{tmp_path / 'out.csv'}'",
        "set enable_external_access = true",
        "insert into before.fact values (2)",
        "drop table after.fact",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|read-only|permission"):
            both.query(statement)
    assert [value_in(builds, number) for number in (1, 2)] == [1, 2]


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_answers(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    warehouse = Warehouse(builds.path(1), max_seconds=0.2)
    with pytest.raises(Problem, match="choose a shorter period"):
        warehouse.query("select count(*) from range(100000000) a, range(1000) b where random() < 0")
    assert warehouse.query("select value from fact").rows == [(1,)]


def test_a_build_of_another_version_asks_to_be_loaded_anew(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    with pytest.raises(Problem, match="load` to make it anew"):
        Warehouse(builds.path(1)).query("select * from cube_of_the_future")


def test_a_load_without_room_says_which_setting_to_raise(tmp_path: Path) -> None:
    builds = Builds(tmp_path / "builds")
    publish(builds, 1)
    with (
        pytest.raises(Problem, match="memory_limit under"),
        builds.load(memory_limit="20MB") as new,
    ):
        new.loading.run("create table fact as select list(range) from range(50000000)")
    assert value_in(builds) == 1


def test_rows_are_inserted_with_their_types_and_gaps(tmp_path: Path) -> None:
    with Builds(tmp_path / "builds").load() as new:
        new.loading.run("create table fact (name varchar, day date, share double, nothing integer)")
        rows = [("a, 'b'", date(2026, 3, 29), 0.5, None), (None, None, None, None)]
        new.loading.insert("fact", ("name", "day", "share", "nothing"), rows)
        assert new.loading.query("select * from fact").rows == rows


def test_parameters_that_a_statement_does_not_name_are_left_out(tmp_path: Path) -> None:
    given = {"start": 1, "end": 2, "unit": "x"}
    with Builds(tmp_path / "builds").load() as new:
        found = new.loading.query("select $start -- not $unit\n, '$end'", given)
        assert found.rows == [(1, "$end")]


def test_what_goes_on_beside_ends_when_the_load_does(tmp_path: Path) -> None:
    def endless(beside: Loading) -> None:
        while True:
            beside.query("select count(*) from range(10000000) as a, range(10000000) as b")

    began = time.monotonic()
    with (
        Builds(tmp_path / "builds").load() as new,
        pytest.raises(KeyboardInterrupt),
        new.loading.beside(endless),
    ):
        raise KeyboardInterrupt
    assert time.monotonic() - began < 10
    assert [path.name for path in (tmp_path / "builds").iterdir()] == [".lock"]


def test_what_goes_wrong_beside_is_raised_at_the_end(tmp_path: Path) -> None:
    def wrong(_: Loading) -> None:
        raise Problem("It is wrong.")

    done = []
    with (
        Builds(tmp_path / "builds").load() as new,
        pytest.raises(Problem, match="It is wrong"),
        new.loading.beside(wrong),
    ):
        done.append(new.loading.query("select 1").rows)
    assert done == [[(1,)]]
