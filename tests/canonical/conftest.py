"""A made-up company for each test."""

from pathlib import Path

import pytest

from tests.adapters.company import Company


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company").ledger()
