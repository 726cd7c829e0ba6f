"""The real program on a real terminal that goes away, stalls, or is taken by a signal."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.helpers import soak
from tests.helpers.team import Team
from tests.tui.terminal import Multiplexer, Terminal, take_draft

pytestmark = pytest.mark.soak
Start = Callable[..., Terminal]
Open = Callable[[], Multiplexer]


#: A form on each view, the way to it from the board: what is typed, and what stands on the screen then.
FORMS: Mapping[str, Sequence[tuple[str, str]]] = {
    "my day": (("0", "MY DAY"), ("c", "Comment on OPS-3")),
    "plan": (("1", "PLAN"), ("P", "PRODUCTS"), ("a", "What is made or done?")),
    "board": (("a", "Add to Backlog"),),
    "timeline": (("3", "TIME"), ("j", "OPS-"), ("c", "Comment on")),
    "quality": (("4", "QUALITY"), ("c", "Checklists"), ("a", "New checklist")),
    "issues": (("5", "ISSUES"), ("a", "Raise an issue")),
    "flow": (("6", "FLOW"), ("e", "Step Backlog")),
    "stand-up": (("8", "STAND-UP"), ("n", "Note about")),
    "hand-over": (("8", "STAND-UP"), ("X", "Hand over the shift since")),
}


def type_half_a_text(program: Terminal | Multiplexer, view: str = "board") -> None:
    program.until("5 open")
    for keys, shown in FORMS[view]:
        program.send(keys)
        program.until(shown)
    program.send("Half a jigsaw")
    program.until("Half a jigsaw")


@pytest.fixture
def start(desk: Team) -> Iterator[Start]:
    """Start the program with half a text typed into a form."""
    started: list[Terminal] = []

    def begin(view: str = "board", *, ignore_hang_up: bool = False) -> Terminal:
        started.append(Terminal("--store", str(desk.path), "--as", "ann", ignore_hang_up=ignore_hang_up))
        type_half_a_text(started[-1], view)
        return started[-1]

    yield begin
    for each in started:
        each.close()


@pytest.fixture
def open_in_tmux(desk: Team) -> Iterator[Open]:
    """Start the program in tmux with half a card typed into quick add."""
    started: list[Multiplexer] = []
    with tempfile.TemporaryDirectory() as folder:

        def begin() -> Multiplexer:
            started.append(Multiplexer(Path(folder), "--store", str(desk.path)))
            type_half_a_text(started[-1])
            return started[-1]

        yield begin
        for each in started:
            each.close()


def stall(program: Terminal) -> None:
    """Read nothing any more: what these keys draw soon fills all that the terminal can hold."""
    program.send("y\x7f" * 400)


@pytest.mark.parametrize("case", ["plain", "hang-up ignored", "stalled"])
def test_f7_a_terminal_that_goes_away_ends_the_program_and_keeps_the_draft(
    case: str, start: Start, desk: Team, home: Path, full_size: bool
) -> None:
    for _ in range(soak.LOST.of(full_size)):
        program = start(ignore_hang_up=case == "hang-up ignored")
        if case == "stalled":
            stall(program)
        program.hang_up()
        assert program.ended() == 128 + signal.SIGHUP
        assert take_draft(desk, home)["line"].startswith("Half a jigsaw")


def test_f7_what_is_typed_on_any_view_is_kept(start: Start, desk: Team, home: Path, full_size: bool) -> None:
    for view in list(FORMS) if full_size else ("hand-over",):
        for _ in range(soak.LOST.of(full_size)):
            program = start(view)
            program.hang_up()
            assert program.ended() == 128 + signal.SIGHUP
            assert "Half a jigsaw" in " ".join(take_draft(desk, home).values())


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.parametrize("way", ["kill-session", "kill-server", "killed server"])
def test_f7_a_window_of_tmux_that_goes_away(
    way: str, open_in_tmux: Open, desk: Team, home: Path, full_size: bool
) -> None:
    for _ in range(soak.LOST.of(full_size)):
        program = open_in_tmux()
        if way == "killed server":
            os.kill(program.server, signal.SIGKILL)
        else:
            program.tmux(way)
        assert program.has_ended()
        assert take_draft(desk, home) == {"line": "Half a jigsaw"}


def test_a_signal_leaves_the_terminal_sane(start: Start, desk: Team, home: Path) -> None:
    program = start()
    assert not program.modes & termios.ECHO
    os.kill(program.pid, signal.SIGTERM)
    assert program.ended() == 128 + signal.SIGTERM
    assert take_draft(desk, home) == {"line": "Half a jigsaw"}
    tail = bytes(program.output)[-200:]
    assert b"\x1b[?1049l" in tail
    assert b"\x1b[?25h" in tail
    assert b"\x1b[?1003l" in tail


def test_f7_a_reader_that_has_stalled_does_not_hold_the_program(
    start: Start, desk: Team, home: Path, full_size: bool
) -> None:
    for _ in range(soak.LOST.of(full_size)):
        program = start()
        stall(program)
        os.kill(program.pid, signal.SIGTERM)
        assert program.ended(reading=False) == 128 + signal.SIGTERM
        assert take_draft(desk, home)["line"].startswith("Half a jigsaw")


def test_a_control_character_inside_a_paste_does_not_take_the_paste_apart(start: Start) -> None:
    program = start()
    program.send("\x1b[200~ puzzle\x1bOP of wood\x1b[20")
    program.send("1~ and glue")
    program.until("Half a jigsaw puzzle", seconds=10)
    program.until("OP of wood and glue", seconds=10)
