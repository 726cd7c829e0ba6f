"""Faults of ours in the real program: one sentence with the log's path, never a trace, and nothing typed is lost."""

from __future__ import annotations

import termios
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from prodtui.errors import ExitCode
from tests.helpers.team import Team
from tests.tui.terminal import Terminal, take_draft

SECRET = "what a task says"
#: A fault for each road on which Textual calls us, as soon as somebody has typed "zap" into quick add.
ROADS = {
    "handler": "LineDialog.touch_draft = lambda self: fail() if zapped else None",
    "callback": "LineDialog.touch_draft = lambda self: self.call_later(fail) if zapped else None",
    "timer": "ProdtuiApp._beat = lambda self: fail() if zapped else None",
    "worker": "ProdtuiApp.pump = pump",
    "drawing": "BoardHeader.render_line = lambda self, y: fail() if zapped else Strip.blank(self.size.width)",
}
BROKEN = """
from textual.strip import Strip

from prodtui.app import ProdtuiApp
from prodtui.screens.board_add import BoardAdd
from prodtui.screens.dialogs.line import LineDialog
from prodtui.widgets.header import BoardHeader

zapped = []

def meaning(self, text):
    if "zap" in text:
        zapped.append(True)
        self.header.refresh()
    return text

async def pump(self):
    if zapped:
        fail()

def fail():
    raise ZeroDivisionError({secret!r})

BoardAdd._meaning_of = meaning
{road}
"""
VERBS = """
from prodtui.screens.board import BoardScreen
from prodtui.services import board, tasks

def fail(*_, **__):
    raise ZeroDivisionError({secret!r})

board.start = tasks.add = BoardScreen.do_peek = fail
"""
Start = Callable[[str], Terminal]


@pytest.fixture
def start(desk: Team) -> Iterator[Start]:
    """Start the program on the desk with something broken inside."""
    started: list[Terminal] = []

    def begin(first: str) -> Terminal:
        started.append(Terminal("--store", str(desk.path), first=first))
        started[-1].until("5 open")
        return started[-1]

    yield begin
    for each in started:
        each.close()


@pytest.fixture
def log(home: Path) -> Path:
    return home / "prodtui" / "state" / "log" / "prodtui.log"


@pytest.mark.parametrize("road", ROADS)
def test_a_fault_that_ends_the_program(road: str, start: Start, desk: Team, home: Path, log: Path) -> None:
    program = start(BROKEN.format(secret=SECRET, road=ROADS[road]))
    program.send("a")
    program.until("Add to Backlog")
    program.send("Half a jigsaw zap!")
    assert program.ended(30.0) == ExitCode.FAULT
    assert program.modes & termios.ECHO
    assert b"\x1b[?1049l" in program.output
    sentence = f"prodtui: Something inside prodtui failed (ZeroDivisionError); it is noted in {log}."
    assert program.shown.rstrip().endswith(f"{sentence} Please report it with the end of that file.")
    assert "Traceback" not in program.shown
    assert SECRET not in program.shown + log.read_text()
    assert "in fail" in log.read_text()
    assert take_draft(desk, home)["line"].startswith("Half a jigsaw z")


def test_a_fault_in_a_verb_leaves_the_program_open(start: Start, log: Path) -> None:
    program = start(VERBS.format(secret=SECRET))
    for number, keys in enumerate((" ", "s", "aOil the press\r"), start=1):
        program.output.clear()
        program.send(keys)
        program.until("Something inside prodtui failed (ZeroDivisionError)")
        program.until_true(lambda: log.read_text().count(" ERROR ") == number, f"fault {number} in the log")  # noqa: B023
    assert SECRET not in program.shown + log.read_text()
    program.send("\x11")
    assert program.ended(30.0) == 0
