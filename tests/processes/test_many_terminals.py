"""Many real programs on real terminals, each going from view to view, while scripts write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import cycle
from pathlib import Path

import pytest

from prodtui.services import stores, task_view
from tests.helpers import soak
from tests.helpers.processes import Workers
from tests.helpers.team import Team
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.soak
#: What the header says of the view that a digit opens, at 100 columns.
VIEWS = {
    "0": "MY DAY", "1": "PLAN", "2": "BOARD", "3": "TIME", "4": "QUALITY", "5": "ISSUES", "6": "FLOW", "7": "DASH",
    "8": "STAND-UP",
}  # fmt: skip
_PAGE = os.sysconf("SC_PAGE_SIZE")


def resident(pid: int) -> int:
    """Return the resident memory of a process in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


@pytest.fixture
def programs(team: Team, full_size: bool) -> Iterator[list[Terminal]]:
    """Programs on the board of the team, with twenty tasks."""
    for number in range(20):
        team.task(f"Task {number}", assignees=("lea",))
    with ExitStack() as stack:
        started = [
            stack.enter_context(closing(Terminal("--store", str(team.path), "--as", "lea")))
            for _ in range(soak.TERMINALS.of(full_size))
        ]
        for program in started:
            program.until("20 open")
        yield started


def test_f18_programs_that_go_from_view_to_view_while_scripts_write(
    team: Team, programs: list[Terminal], workers: Workers, home: Path, full_size: bool
) -> None:
    scripts = [
        workers.start("script", team.path, soak.CHANGES.of(full_size), seed)
        for seed in range(soak.SCRIPTS.of(full_size))
    ]
    for script in scripts:
        assert script.hear() == "ready", script.complaint()
        script.say()
        script.end_input()
    memory: list[list[int]] = [[] for _ in programs]
    for digit in cycle(VIEWS):
        for number, program in enumerate(programs):
            program.send(digit)
            program.until(VIEWS[digit])
            if digit == "2":
                memory[number].append(resident(program.pid))
        if digit == "8" and all(script.process.poll() is not None for script in scripts):
            break
    for script in scripts:
        assert script.process.returncode == 0, script.complaint()
    still = len(task_view.list_tasks(team.ann))
    for program, seen in zip(programs, memory, strict=True):
        program.send("2")
        program.until(f"{still} open")
        if len(seen) > 40:
            assert seen[-1] <= seen[len(seen) // 4] * 1.1, (seen[len(seen) // 4], seen[-1])
        program.send("\x11")
        assert program.ended() == 0
    assert not [log for log in home.rglob("*.log") if "Traceback" in log.read_text()]
    assert stores.check(team.ann).problems == ()
