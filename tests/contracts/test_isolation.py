"""No test can read or write what belongs to whoever runs the tests."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
from pathlib import Path

from prodtui.config import load_config
from prodtui.paths import find_paths

PRINT_PATHS = """
from pathlib import Path
from prodtui.paths import find_paths
paths = find_paths()
print(Path.home(), paths.data, paths.state, paths.config, paths.cache, sep="\\n")
"""


def test_every_folder_lies_in_the_test_s_own(tmp_path: Path) -> None:
    paths = find_paths()
    assert all(folder.is_relative_to(tmp_path) for folder in (paths.data, paths.state, paths.config, paths.cache))
    assert load_config().store.is_relative_to(tmp_path)
    assert Path.home().is_relative_to(tmp_path)


def test_without_the_product_s_variable_too(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("PRODTUI_HOME")
    paths = find_paths()
    assert all(folder.is_relative_to(tmp_path) for folder in (paths.data, paths.state, paths.config, paths.cache))


def test_a_started_program_uses_the_test_s_folders_too(tmp_path: Path) -> None:
    answer = subprocess.run([sys.executable, "-c", PRINT_PATHS], capture_output=True, text=True, check=True)
    assert all(Path(line).is_relative_to(tmp_path) for line in answer.stdout.splitlines())


def test_the_person_s_own_home_is_not_in_the_environment() -> None:
    own = pwd.getpwuid(os.getuid()).pw_dir
    named = [name for name in ("HOME", "PRODTUI_HOME", *os.environ) if os.environ.get(name, "").startswith(own + "/")]
    assert not [name for name in named if name.startswith(("XDG_", "PRODTUI_")) or name == "HOME"]


def test_animations_are_off_before_an_app_starts() -> None:
    from textual.app import App

    assert os.environ["TEXTUAL_ANIMATIONS"] == "none"
    assert App().animation_level == "none"
