"""Fixtures for tests that need a store; a conftest imports the ones it offers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.team import Clock, Team, build_store


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with people and the board OPS, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("built") / "team.db"
    build_store(path)
    return path


@pytest.fixture
def rollback_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stores be opened as on an older SQLite, where a writer shuts readers out for a moment."""
    monkeypatch.setattr("prodtui.storage.engine.wal_is_safe", lambda: False)


@pytest.fixture
def ticking() -> Clock:
    """The clock of the store's workspaces."""
    return Clock()


@pytest.fixture
def store_path(built_store: Path, tmp_path: Path) -> Path:
    """A closed store of this test alone; nobody has it open, so the file may be copied."""
    path = tmp_path / "team.db"
    shutil.copyfile(built_store, path)
    path.chmod(0o600)
    return path


@pytest.fixture
def team(store_path: Path, ticking: Clock) -> Iterator[Team]:
    """An open store with people and the board OPS."""
    team = Team(store_path, ticking)
    yield team
    team.close()
