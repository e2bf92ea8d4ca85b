"""The small company, loaded once."""

import pytest

from etl.answers.answers import Answers
from tests.answers.small_company import company


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """Return the answers of the small company's build."""
    return Answers(company(tmp_path_factory.mktemp("company")).warehouse)
