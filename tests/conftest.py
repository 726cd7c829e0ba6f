"""What every test stands on: folders of its own, and no animation."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Generator, Iterator
from itertools import count, cycle, islice, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from prodtui.storage.sqlite import sqlite3
from tests.helpers.fixtures import built_apart, built_store, initialised, shelf

__all__ = ["built_apart", "built_store", "initialised", "shelf"]

# Programs that a test starts read it from the environment; here the snapshot plugin has loaded Textual already.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
if "textual.constants" in sys.modules:
    sys.modules["textual.constants"].TEXTUAL_ANIMATIONS = "none"  # type: ignore[attr-defined]

FAILED, NUMBERS = pytest.StashKey[bool](), count(1)
#: A file system in memory, and the room in it from which on the stores of the tests are kept there.
MEMORY, ROOM = Path("/dev/shm"), 4 << 30
#: what decides where a program of this user keeps files, whom it acts for, and how it draws
FOLDERS = ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
FOREIGN = (
    "NO_COLOR",
    "FORCE_COLOR",
    "COLORTERM",
    "VISUAL",
    "EDITOR",
    "SSH_CONNECTION",
    "SSH_TTY",
    "LC_ALL",
    "LC_CTYPE",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `make soak` ask for the fault tests at full size."""
    parser.addoption("--full-size", action="store_true", help="run the fault tests at full size, for hours")


def pytest_configure(config: pytest.Config) -> None:
    """Let properties be tried on some examples in every run, on very many by `make soak`."""
    settings.register_profile("run", max_examples=20)
    settings.register_profile("full", max_examples=1_000)
    full = config.getoption("--full-size")
    settings.load_profile("full" if full else "run")
    # Thousands of stores live for a moment; `make soak` waits for the disk as the program does.
    if not full and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test marked `crossed` each value of its first list once, beside one of each other; at full size, all."""
    for mark in metafunc.definition.iter_markers("crossed"):
        lists = [tuple(enumerate(values)) for values in mark.kwargs.values()]
        full = metafunc.config.getoption("--full-size")
        pairs = product(*lists) if full else islice(zip(*map(cycle, lists), strict=False), len(lists[0]))
        sets = [
            pytest.param(*(value for _, value in pair), id="-".join(str(n) for n, _ in pair), marks=pytest.mark.soak)
            for pair in pairs
        ]
        metafunc.parametrize(tuple(mark.kwargs), sets)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with those that come one after another and often wait, so that the others run beside them."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)


def pytest_collection() -> None:
    """Let thousands of tests come into being without a look for garbage among them."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what lives as long as the run: the modules and the tests themselves."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # as the program sets it for its screens
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """Let a worker of many end at once; what it would do at the end, seconds of work, nobody reads.

    It would collect garbage five times, and look for a test to each picture for a summary that is not shown.
    """
    yield
    if hasattr(session.config, "workerinput"):
        gc.freeze()
        session.config.pluginmanager.unregister(name="syrupy")


@pytest.fixture
def full_size(request: pytest.FixtureRequest) -> bool:
    """Whether fault tests (marked `soak`) run at the size of a night instead of that of a coffee."""
    return bool(request.config.getoption("--full-size"))


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Let the stores of a run share the statements that SQLAlchemy has compiled, as a long-lived program does with one.

    Each engine keeps its own, so that every test would compile all of them anew: a quarter of its time.
    """
    first = create_engine("sqlite://", module=sqlite3)
    first.connect().close()
    statements = LRUCache(2000)

    def sharing(*args: Any, **options: Any) -> Engine:
        engine = create_engine(*args, **options)
        engine.dialect = first.dialect
        engine.update_execution_options(compiled_cache=statements)
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("prodtui.storage.engine.create_engine", sharing)
        yield
    first.dispose()


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Let the programs of a run share the stylesheets that they have parsed; each would parse all of them anew."""
    parse = Stylesheet._parse_rules
    parsed: dict[tuple[object, ...], list[RuleSet]] = {}

    def sharing(sheet: Stylesheet, *source: Any, **more: Any) -> list[RuleSet]:
        key = (source, *more.items(), *sheet._variables.items())
        if key not in parsed:
            parsed[key] = parse(sheet, *source, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", sharing)
        patch.setattr(RuleSet, "__hash__", object.__hash__)  # identity as before, but in C
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which tests failed: their folders stay."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("each")


@pytest.fixture
def tmp_path(run_folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Give each test a folder of its own; pytest's own fixture looks for a free number among all earlier ones."""
    folder = run_folder / str(next(NUMBERS))
    folder.mkdir(mode=0o700)
    yield folder
    if FAILED not in request.node.stash:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test, and every program it starts, folders of its own; never those of whoever runs the tests."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in (*FOREIGN, *(name for name in os.environ if name.startswith("PRODTUI_"))):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PRODTUI_HOME", str(folder / "prodtui"))
    for name in FOLDERS:
        monkeypatch.setenv(name, str(folder / name.lower()))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    return folder
