"""Random fact tables that tests of metrics share."""

import pytest

from tests.metrics.random_facts import Facts, make


@pytest.fixture(scope="session")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """Return a build of random facts."""
    return make(tmp_path_factory.mktemp("facts"), seed=3)
