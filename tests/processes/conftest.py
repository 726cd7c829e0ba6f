"""What these tests stand on: a store with a team, and programs that are never left behind."""

from collections.abc import Iterator

import pytest

from tests.helpers.fixtures import filled, store_path, team, ticking
from tests.helpers.processes import Workers

__all__ = ["filled", "store_path", "team", "ticking", "workers"]


@pytest.fixture
def workers() -> Iterator[Workers]:
    """Start programs; whatever still runs at the end of the test is ended."""
    workers = Workers()
    yield workers
    workers.close()
