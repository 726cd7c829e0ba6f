"""The targets exist, and each of them sets up its environment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = ("demo", "test", "lint", "bench", "pictures", "lock", "soak", "docs")

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def plan(target: str) -> str:
    """Return what make would run for a target in a fresh copy, where no environment exists yet."""
    words = ["make", "--no-print-directory", "--dry-run", "READY=.venv/not-there-yet", target]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("target", TARGETS)
def test_each_target_sets_up_its_environment_from_the_locks(target: str) -> None:
    commands = plan(target).splitlines()
    hashed = [number for number, line in enumerate(commands) if "--require-hashes -r requirements/dev.txt" in line]
    assert hashed and hashed[0] < len(commands) - 1


@pytest.mark.parametrize("target", TARGETS)
def test_the_script_of_a_target_exists(target: str) -> None:
    for word in plan(target).split():
        if word.startswith("docs/") and word.endswith(".py"):
            assert (ROOT / word).is_file()
    if target == "bench":
        assert (ROOT / "bench/__main__.py").is_file()


def test_clean_leaves_what_is_not_made() -> None:
    removed = plan("clean")
    assert not {"prodtui", "tests", "docs", "bench"} & set(removed.split())


def test_the_continuous_check_is_lint_and_then_test() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8")
    assert "set -euo pipefail" in script
    assert script.index("make lint") < script.index("make test")
    assert subprocess.run(["bash", "-n", ROOT / ".ci/run"]).returncode == 0
