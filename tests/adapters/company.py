"""A company made up for a test: its ledger and exports, read as far as the core tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from etl.adapters import inbox
from etl.canonical import build
from etl.metrics.catalogue import units
from etl.problems import RefusedData
from etl.progress import Quiet
from etl.remarks import notice, refusal
from etl.warehouse import Loading
from etl.workspace.workspace import Workspace

LEDGER = """
[company]
name = "Made up"
currency = "EUR"
zone = "Europe/Warsaw"
"""
DESK = """
[sources.desk]
queues = "are_units"
"""

EDITORS = """
[sources.editors]
queues = "are_units"
zone = "America/New_York"
[sources.editors.status]
"Assigned" = "open"
"Creating repository" = "open"
"Writing Report (Part C)" = "open"
"Report Under Review" = "open"
"Pre-Approved" = "open"
"Approved" = "open"
"Assess openICPSR changes" = "open"
"Delete NDA data" = "open"
"Request addition of article DOI" = "open"
"Submitted PandP form" = "open"
"Submitted to MC" = "waiting_inside"
"Waiting for external report" = "waiting_inside"
"Blocked" = "waiting_inside"
"Waiting for info" = "waiting_customer"
"Incomplete" = "waiting_customer"
"Pending openICPSR changes" = "waiting_customer"
"Pending publication" = "solved"
"Pending Article DOI" = "solved"
"""
"""The public Jira history: who is waited for in its statuses, by their names."""


@dataclass(frozen=True)
class Core:
    """The core tables of a load that was not published."""

    loading: Loading

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.loading.query(sql).rows

    def value(self, sql: str) -> object:
        return self.rows(sql)[0][0]

    def balance(self, thing: str) -> list[tuple[int, ...]]:
        """Return how many records of each file of a thing were read, loaded, skipped, refused."""
        return self.rows(
            "select read, loaded, skipped, refused from load_file "
            f"where thing = '{thing}' order by file_no"
        )

    def refusals(self) -> list[str]:
        """Return why records are not loaded: line, column, reason."""
        return [
            f"line {line}, {column}: {refusal(kind, raw)}"
            for line, column, kind, raw in self.rows(
                "select line, column_name, kind, raw from load_refusal order by file_no, line"
            )
        ]

    def notices(self) -> list[str]:
        """Return what was odd and loaded all the same."""
        return [
            str(notice(*row))
            for row in self.rows("select kind, source, subject, count, details from load_notice")
        ]


@dataclass(frozen=True)
class Company:
    """A workspace in a folder of the test."""

    folder: Path

    def ledger(self, text: str = DESK, *, head: str = LEDGER) -> "Company":
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "ledger.toml").write_text(head + text, encoding="utf-8")
        return self

    def put(self, path: str, content: str | bytes) -> "Company":
        """Put a file into the inbox."""
        file = self.folder / "inbox" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    @contextmanager
    def core(self) -> Iterator[Core]:
        """Load as far as the core tables."""
        workspace = Workspace.open(self.folder)
        with workspace.builds.load() as new:
            inbox.read_inbox(new.loading, workspace, Quiet())
            build.prepare(new.loading, workspace)
            build.build(new.loading, workspace, Quiet(), units())
            yield Core(new.loading)

    def refused(self) -> str:
        """Return why nothing can be loaded."""
        with pytest.raises(RefusedData) as problem, self.core():
            pass
        return "\n".join(problem.value.sentences)


def tickets(*rows: str, columns: str = "ticket_id,created_at,status") -> str:
    """Return a CSV of tickets in the plain form."""
    return "\n".join((columns, *rows)) + "\n"
