"""Fixtures for tests that need a store; a conftest imports the ones it offers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prodtui.services.stores import init_store
from prodtui.services.workspace import Workspace, open_workspace
from tests.helpers.shelf import Fill, Shelf
from tests.helpers.team import Clock, Team, build_store

Filled = Callable[..., Team]


@pytest.fixture(scope="session")
def built_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store with people and the board OPS, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("built") / "team.db"
    build_store(path)
    return path


@pytest.fixture(scope="session")
def shelf(built_store: Path) -> Shelf:
    """Closed stores that were filled once; tests work on copies."""
    return Shelf(built_store.parent, built_store)


@pytest.fixture(scope="session")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store as `init` leaves it, made once; tests work on copies."""
    path = tmp_path_factory.mktemp("initialised") / "init.db"
    init_store(path, template="shop-floor").workspace.close()
    return path


@pytest.fixture
def elsewhere(initialised: Path, tmp_path: Path, ticking: Clock) -> Iterator[Workspace]:
    """Another store than the team's, as `init` leaves it."""
    path = tmp_path / "elsewhere.db"
    shutil.copyfile(initialised, path)
    ws = open_workspace(path, clock=ticking)
    yield ws
    ws.close()


@pytest.fixture(scope="session")
def built_apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed store like the first, whose transactions have names of their own."""
    path = tmp_path_factory.mktemp("apart") / "other.db"
    build_store(path)
    return path


@pytest.fixture
def other(built_apart: Path, tmp_path: Path, ticking: Clock) -> Iterator[Team]:
    """Another store with the same people and an empty board OPS."""
    path = tmp_path / "other.db"
    shutil.copyfile(built_apart, path)
    team = Team(path, ticking)
    yield team
    team.close()


@pytest.fixture
def rollback_journal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let stores be opened as on an older SQLite, where a writer shuts readers out for a moment."""
    monkeypatch.setattr("prodtui.storage.engine.wal_is_safe", lambda: False)


@pytest.fixture
def ticking() -> Clock:
    """The clock of the store's workspaces."""
    return Clock()


@pytest.fixture
def store_path(shelf: Shelf, tmp_path: Path) -> Path:
    """A closed store with people and the board OPS, of this test alone."""
    path = tmp_path / "team.db"
    shelf.copy((), path)
    return path


@pytest.fixture
def team(store_path: Path, ticking: Clock) -> Iterator[Team]:
    """An open store with people and the board OPS."""
    team = Team(store_path, ticking)
    yield team
    team.close()


@pytest.fixture
def filled(shelf: Shelf, tmp_path: Path, ticking: Clock, request: pytest.FixtureRequest) -> Iterator[Filled]:
    """Open the team's store as these functions have filled it, once for all the tests that stand on it."""
    assert "store_path" not in request.fixturenames, "the store of this test was there before it could be filled"
    opened: list[Team] = []

    def fill(*fills: Fill) -> Team:
        assert not opened, "a test has one store"
        path = tmp_path / "team.db"
        ticking.now = shelf.copy(fills, path)
        opened.append(Team(path, ticking))
        return opened[0]

    yield fill
    for team in opened:
        team.close()
