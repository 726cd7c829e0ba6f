"""The demo store at a fixed moment, made once for the tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from prodtui.domain.rows_event import EventRow
from prodtui.services import history
from prodtui.services.demo import make_demo
from prodtui.services.workspace import Workspace, open_workspace

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)
ZONE = "Europe/Berlin"


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = make_demo(tmp_path_factory.mktemp("demo") / "demo.db", now=NOW, timezone=ZONE)
    ws = open_workspace(path, clock=lambda: NOW)
    yield ws
    ws.close()


@pytest.fixture(scope="session")
def events(demo: Workspace) -> tuple[EventRow, ...]:
    return history.events(demo, limit=100_000)
