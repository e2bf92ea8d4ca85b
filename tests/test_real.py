"""A workspace over public exports loads in one command, and every page opens on it."""

import csv
import gzip
import io
import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.adapters.company import EDITORS
from tests.cli.conftest import service_ledger

DIALECTS = {
    "plain": "boston311-100.csv",
    "repeated": "boston311-100-20dupes-random.csv",
    "broken": "boston311-100-bad.tsv",
    "days": "boston311-100-notime.csv",
    "names": "boston311-100-with-nonascii.csv",
    "packed": "boston311-100.csv.gz",
    "lines": "boston311-100.jsonl",
    "day_first": "boston311-dmy-100.csv",
}
LEDGER = """\
[company]
name = "Public data"
currency = "USD"
zone = "America/New_York"

[sources.incidents]
zone = "UTC"
queues = "are_units"
"""
CITY = """
[sources.{source}]
adapter = "table"
queues = "are_units"
status = {{ "Open" = "open", "Closed" = "closed" }}
[sources.{source}.columns]
ticket_id = "case_enquiry_id"
created_at = "open_dt"
due_at = "target_dt"
closed_at = "closed_dt"
status = "case_status"
queue = "department"
category = "reason"
channel = "source"
"""
PAGES = (
    "overview", "departments", "department", "complaints", "responsibility", "metric_book", "data",
)  # fmt: skip


@pytest.fixture(scope="module")
def workspace(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace over all that can be read so far, each dialect a source of its own."""
    folder = tmp_path_factory.mktemp("real")
    for source, name in DIALECTS.items():
        (folder / "inbox" / source).mkdir(parents=True)
        shutil.copy(real / "city_311" / name, folder / "inbox" / source)
    shutil.copytree(real / "servicenow_incidents", folder / "inbox" / "incidents")
    shutil.copytree(real / "organograms", folder / "inbox" / "org")
    (folder / "inbox" / "editors").mkdir()
    shutil.copy(real / "jira_history" / "jira_history.csv.gz", folder / "inbox" / "editors")
    ledger = LEDGER + EDITORS + "".join(CITY.format(source=source) for source in DIALECTS)
    (folder / "ledger.toml").write_text(ledger, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def load(workspace: Path) -> "subprocess.CompletedProcess[str]":
    return service_ledger("load", "--workspace", workspace, "--format", "csv")


def records_in(path: Path) -> int:
    """Count the records of a file as a plain reading of it does."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig", "replace")
    if path.suffix == ".jsonl":
        return sum(1 for line in text.splitlines() if json.loads(line))
    delimiter = "\t" if path.suffix == ".tsv" else ","
    return sum(1 for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(row)) - 1


def test_one_load_reads_as_many_records_as_each_file_holds(
    workspace: Path, load: "subprocess.CompletedProcess[str]"
) -> None:
    assert load.returncode == 0, load.stderr
    told = {row["path"]: int(row["read"]) for row in csv.DictReader(io.StringIO(load.stdout))}
    on_disk = {
        str(path.relative_to(workspace)): records_in(path)
        for path in (workspace / "inbox").rglob("*")
        if path.is_file()
    }
    assert told == on_disk


def alike(real: Path) -> int:
    """Count the change rows of Jira that are as another in everything that is read of them."""
    text = gzip.decompress((real / "jira_history" / "jira_history.csv.gz").read_bytes()).decode()
    read = ("ticket", "As.Of.Date", "Status", "assignee_anon", "Journal", "date_created")
    rows = [tuple(row[name] for name in read) for row in csv.DictReader(io.StringIO(text))]
    return len(rows) - len(set(rows))


def test_what_was_not_loaded_is_named(
    real: Path, workspace: Path, load: "subprocess.CompletedProcess[str]"
) -> None:
    rows = list(csv.DictReader(io.StringIO(load.stdout)))
    odd = {
        row["source"]: (int(row["skipped"]), int(row["refused"]))
        for row in rows
        if (row["skipped"], row["refused"]) != ("0", "0")
    }
    assert odd == {"repeated": (20, 0), "broken": (0, 1), "editors": (alike(real), 0)}
    assert "1 record was refused" in load.stderr
    written = [path.read_text(encoding="utf-8") for path in (workspace / "refused").iterdir()]
    assert len(written) == 1
    assert DIALECTS["broken"] in written[0]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.usefixtures("load")
def test_every_page_opens_on_it(
    page: str, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SERVICE_LEDGER_WORKSPACE", str(workspace))
    found = find_spec("dashboard")
    assert found is not None
    assert found.origin is not None
    app = AppTest.from_file(str(Path(found.origin).with_name("app.py")), default_timeout=60).run()
    app.switch_page(f"app_pages/{page}.py").run()
    assert not app.exception
    assert app.main.children
