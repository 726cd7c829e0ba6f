"""The real program on a real pseudo-terminal that goes away, stalls, or is taken by a signal."""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.team import Team
from tests.tui.terminal import Terminal, kept


@pytest.fixture
def terminal(desk: Team, request: pytest.FixtureRequest) -> Iterator[Terminal]:
    """The program with half a card typed into quick add."""
    ignore = getattr(request, "param", False)
    program = Terminal("--store", str(desk.path), ignore_hang_up=ignore)
    try:
        program.until("5 open")
        program.send("a")
        program.until("Add to Backlog")
        program.send("Half a jigsaw")
        program.until("jigsaw")
        yield program
    finally:
        program.close()


@pytest.mark.parametrize("terminal", [False, True], ids=["plain", "hang-up ignored"], indirect=True)
def test_a_terminal_that_goes_away_ends_the_program_and_keeps_the_draft(
    terminal: Terminal, desk: Team, home: Path
) -> None:
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert kept(desk, home) == {"line": "Half a jigsaw"}


def test_a_signal_leaves_the_terminal_sane(terminal: Terminal, desk: Team, home: Path) -> None:
    assert not terminal.modes & termios.ECHO
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert kept(desk, home) == {"line": "Half a jigsaw"}
    tail = bytes(terminal.output)[-200:]
    assert b"\x1b[?1049l" in tail
    assert b"\x1b[?25h" in tail
    assert b"\x1b[?1003l" in tail


def test_a_reader_that_has_stalled_does_not_hold_the_program(terminal: Terminal, desk: Team, home: Path) -> None:
    # Nobody reads any more: what these keys draw soon fills all that the terminal can hold.
    terminal.send("y\x7f" * 400)
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.ended(reading=False) == 128 + signal.SIGTERM
    assert kept(desk, home)["line"].startswith("Half a jigsaw")
