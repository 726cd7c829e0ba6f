"""The real program on a real pseudo-terminal that goes away, stalls, or is taken by a signal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Iterator
from pathlib import Path

import pytest

from prodtui.drafts import DraftBook
from tests.helpers.emulator import Screen
from tests.helpers.team import Team

SECONDS_TO_START = 30.0
SECONDS_TO_END = 3.0


class Terminal:
    """A program on a pseudo-terminal of 100x30."""

    def __init__(self, *words: str, ignore_hang_up: bool = False) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if ignore_hang_up:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.environ["TERM"] = "xterm-256color"
            os.execv(sys.executable, [sys.executable, "-m", "prodtui", *words])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.output = bytearray()
        self.screen = Screen(100, 30)
        self._decode = getincrementaldecoder("utf-8")().decode
        self.status: int | None = None

    def until(self, text: str, seconds: float = SECONDS_TO_START) -> None:
        """Read until a text has been drawn."""
        deadline = time.monotonic() + seconds
        while not any(text in line for line in self.screen.lines):
            left = deadline - time.monotonic()
            assert left > 0, f"{text!r} was not drawn: {self.screen.lines}"
            if select.select([self.fd], [], [], left)[0]:
                data = os.read(self.fd, 65536)
                self.output += data
                self.screen.feed(self._decode(data))

    def send(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def hang_up(self) -> None:
        """Take the terminal away."""
        os.close(self.fd)
        self.fd = -1

    def ended(self, seconds: float = SECONDS_TO_END, *, reading: bool = True) -> int:
        """Return the exit status; fails when the program is still there after some seconds."""
        deadline = time.monotonic() + seconds
        ending = os.pidfd_open(self.pid)
        try:
            while True:
                left = deadline - time.monotonic()
                assert left > 0, "the program is still running"
                sources = [ending, self.fd] if self.fd >= 0 and reading else [ending]
                ready = select.select(sources, [], [], left)[0]
                if self.fd in ready:
                    self._take()
                if ending in ready:
                    break
        finally:
            os.close(ending)
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        if self.fd >= 0:
            self._take()
        return self.status

    def _take(self) -> None:
        """Read what is there; a terminal whose program has ended answers with an error."""
        try:
            while select.select([self.fd], [], [], 0)[0]:
                data = os.read(self.fd, 65536)
                if not data:
                    return
                self.output += data
        except OSError:
            return

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)


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
        program.until("Half a jigsaw")
        yield program
    finally:
        program.close()


def kept(desk: Team, home: Path) -> dict[str, str]:
    """Return what the draft of quick add holds."""
    [draft] = DraftBook(home / "prodtui" / "state" / "drafts", str(desk.path)).left_over("new task")
    return dict(draft.fields)


@pytest.mark.parametrize("terminal", [False, True], ids=["plain", "hang-up ignored"], indirect=True)
def test_a_terminal_that_goes_away_ends_the_program_and_keeps_the_draft(
    terminal: Terminal, desk: Team, home: Path
) -> None:
    terminal.hang_up()
    assert terminal.ended() == 128 + signal.SIGHUP
    assert kept(desk, home) == {"line": "Half a jigsaw"}


def test_a_signal_leaves_the_terminal_sane(terminal: Terminal, desk: Team, home: Path) -> None:
    before = terminal_flags(terminal.fd)
    assert not before & termios.ECHO
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


def terminal_flags(fd: int) -> int:
    """Return the local modes of a terminal."""
    flags: int = termios.tcgetattr(fd)[3]
    return flags
