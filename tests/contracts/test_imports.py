"""What a fresh interpreter has loaded afterwards: the borders at run time and the start-up budget."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.shelf import Shelf
from tests.helpers.team import Team

PACKAGE = Path(__file__).parents[2] / "prodtui"
#: how the names of what only a plan or a forecast needs begin
PLANNING = (
    "prodtui.domain.planning",
    "prodtui.domain.forecasting",
    "prodtui.services.plan",
    "prodtui.storage.tables.planning",
)
#: what a new task does without, though a module that it needs asks for it now and then
NOT_TO_ADD = (
    "prodtui.domain.calendar",
    "prodtui.domain.gates",
    "prodtui.domain.materials",
    "prodtui.interchange",
    "prodtui.storage.tables.requests",
)


def modules_below(package: str) -> list[str]:
    """Return the dotted names of `package` and of every module in it."""
    folder = PACKAGE.parent.joinpath(*package.split("."))
    files = sorted(folder.rglob("*.py"))
    return [
        ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__") for file in files
    ]


def loaded_by(code: str) -> set[str]:
    """Run `code` in a fresh interpreter and return the names of all modules that it loaded."""
    last = "import json\nprint(json.dumps(sorted(set(sys.modules) - before)))"
    program = f"import sys\nbefore = set(sys.modules)\n{code}\n{last}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def importing(names: list[str]) -> set[str]:
    assert names, "the package has no modules"
    return loaded_by("\n".join(f"import {name}" for name in names))


def top_level(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


def test_the_domain_loads_only_the_standard_library() -> None:
    foreign = top_level(importing(modules_below("prodtui.domain"))) - sys.stdlib_module_names
    assert foreign == {"prodtui"}


def test_the_domain_loads_nothing_else_of_ours() -> None:
    ours = {name for name in importing(modules_below("prodtui.domain")) if name.startswith("prodtui.")}
    assert {name for name in ours if not name.startswith("prodtui.domain")} == {"prodtui.errors"}


def test_the_lower_half_loads_no_front_end_and_no_solver_that_nobody_asked_for() -> None:
    lower = [name for half in ("storage", "services", "interchange") for name in modules_below(f"prodtui.{half}")]
    unwanted = {"textual", "typer", "rich", "click", "ortools", "numpy", "pandas"}
    assert not unwanted & top_level(importing(lower))


def test_the_command_line_loads_neither_screens_nor_store() -> None:
    loaded = importing(["prodtui.cli.main"])
    assert not {"textual", "rich", "sqlmodel", "sqlalchemy", "click"} & top_level(loaded)
    assert not {name for name in loaded if name.startswith(("prodtui.services", "prodtui.storage"))}


def test_the_version_is_told_without_loading_the_command_line() -> None:
    code = """
from prodtui.__main__ import main
sys.argv = ["prodtui", "--version"]
try:
    main()
except SystemExit as end:
    assert not end.code
"""
    assert not {"typer", "textual", "sqlmodel", "pydantic", "prodtui.cli.main"} & loaded_by(code)


@pytest.mark.parametrize("words", [["--help"], ["task", "--help"], ["task", "add", "--help"]])
def test_help_loads_no_store_and_no_screens(words: list[str]) -> None:
    code = f"from prodtui.cli.main import main\nassert main({words}) == 0"
    assert not {"sqlmodel", "sqlalchemy", "textual", "rich"} & top_level(loaded_by(code))


@pytest.mark.parametrize("words", [["task", "add", "Fix"], ["task", "list"]], ids=" ".join)
def test_daily_commands_load_no_planning(
    words: list[str], shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.copy((Team.task,), tmp_path / "team.db")
    loaded = loaded_in_a_store(words, shelf, tmp_path, monkeypatch)

    assert "prodtui.services.workspace" in loaded
    assert "prodtui.hooks" not in loaded  # nor what starts processes, for those who have none
    assert sorted(loaded & named(PLANNING)) == []


def test_adding_a_task_loads_only_what_every_new_task_needs(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = loaded_in_a_store(["task", "add", "Fix"], shelf, tmp_path, monkeypatch)

    assert "prodtui.services.tasks" in loaded
    assert sorted(loaded & named(NOT_TO_ADD)) == []


def loaded_in_a_store(words: list[str], shelf: Shelf, folder: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Run one command on a store with a task and return the names of all modules that it loaded."""
    shelf.copy((Team.task,), folder / "team.db")
    monkeypatch.setenv("PRODTUI_STORE", str(folder / "team.db"))
    monkeypatch.setenv("PRODTUI_AS", "ann")
    return loaded_by(f"from prodtui.cli.main import main\nassert main({words}) == 0")


def named(starts: tuple[str, ...]) -> set[str]:
    """Return our modules whose names begin so; each beginning means one at least."""
    found = {name for name in modules_below("prodtui") if name.startswith(starts)}
    assert all(any(name.startswith(start) for name in found) for start in starts)
    return found


def test_widgets_load_no_services() -> None:
    loaded = importing(modules_below("prodtui.widgets"))
    assert not {name for name in loaded if name.startswith(("prodtui.services", "prodtui.storage"))}
    assert not {"sqlmodel", "sqlalchemy", "typer"} & top_level(loaded)


def test_screens_load_no_command_line() -> None:
    loaded = importing([*modules_below("prodtui.screens"), "prodtui.app"])
    assert not {name for name in loaded if name.startswith("prodtui.cli")}
    assert "typer" not in top_level(loaded)


def test_the_whole_program_runs_without_click() -> None:
    names = [name for name in modules_below("prodtui") if not name.endswith("__main__")]
    loaded = loaded_by("sys.modules['click'] = None\n" + "\n".join(f"import {name}" for name in names))
    assert "prodtui.cli.main" in loaded
