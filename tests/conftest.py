"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("service-ledger", deadline=None, print_blob=True)
settings.load_profile("service-ledger")


@pytest.fixture(scope="session")
def real() -> Path:
    """Return the folder of public exports beside the repository; skip where it is not there."""
    folder = Path(__file__).parents[2] / "shared" / "real"
    if not folder.is_dir():
        pytest.skip("needs the public exports in ../shared/real")
    return folder
