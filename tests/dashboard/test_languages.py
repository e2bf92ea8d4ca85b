"""What the data and the decisions say reaches a page in the reader's language, and only so."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.data import Data
from dashboard.text.catalogue import LANGUAGES, Text, plain
from etl.answers.decisions import decision
from etl.remarks import Remark
from etl.warehouse import Builds

from .conftest import Opened

FOREIGN = [language for language in LANGUAGES if language != "en"]


def answers(workspace: Path) -> Data:
    return Data(str(workspace / "builds"), Builds(workspace / "builds").current)


def cells(app: AppTest) -> set[str]:
    """Return what stands in the tables of a page."""
    return {str(cell) for table in app.dataframe for row in table.value.values for cell in row}


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_notices_and_notes_are_said_in_the_readers_language(
    opened: Opened, tiny: Path, language: str
) -> None:
    data, text = answers(tiny), Text(language)
    tables = (data.refusals(), data.notices(), data.files())
    cell_of = [cell for table in tables for row in table.rows for cell in row]
    said = [cell for cell in cell_of if isinstance(cell, Remark)]
    said += [note for cell in cell_of if isinstance(cell, tuple) for note in cell]
    assert {remark.kind.split(".")[0] for remark in said} >= {"refusal", "reading"}
    app = opened(tiny, "data", lang=language)
    shown = "\n".join(cells(app))
    for remark in said:
        assert text.said(remark) in shown
        assert language == "en" or str(remark) not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_metric_book_tells_the_decision_in_the_readers_language(
    opened: Opened, tiny: Path, language: str
) -> None:
    app = opened(tiny, "metric_book", lang=language, metric="resolution_promise_kept")
    shown = [entry.value for entry in app.markdown]
    assert decision("promises-kept", language) in shown
    assert language == "en" or decision("promises-kept") not in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_nothing_can_be_shown_is_said_in_the_readers_language(
    opened: Opened, tmp_path: Path, language: str
) -> None:
    builds = Builds(tmp_path / "builds")
    with builds.load() as new:
        new.loading.run("create table core_ticket as select 1 as something_else")
        new.publish(keep=1)
    app = opened(tmp_path, lang=language)
    obstacle = Remark("obstacle.other_version", {"difference": "core_ticket"})
    said, english = (plain(words)[:40] for words in (Text(language).said(obstacle), str(obstacle)))
    assert (said == english) == (language == "en")
    assert any(entry.value.startswith(said) for entry in app.caption)


@pytest.mark.parametrize("language", FOREIGN)
def test_every_language_of_the_pages_has_the_decisions(language: str) -> None:
    assert decision("backlog", language) != decision("backlog")
