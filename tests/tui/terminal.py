"""A real program on a real pseudo-terminal, for what no program in this process can show."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import signal
import struct
import subprocess
import sys
import termios
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from pathlib import Path

from prodtui.drafts import DraftBook
from tests.helpers.emulator import Screen
from tests.helpers.team import Team

SECONDS_TO_START = 30.0
SECONDS_TO_END = 3.0
_CODES = re.compile(rb"\x1b\[[0-9;?<>=]*[a-zA-Z]|\x1b\][^\x07]*\x07")


class Terminal:
    """A program on a pseudo-terminal of 100x30.

    `ignore_hang_up` starts it as nohup does; `first` is Python that runs before it, to break something inside.
    """

    def __init__(self, *words: str, ignore_hang_up: bool = False, first: str = "") -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            if ignore_hang_up:
                signal.signal(signal.SIGHUP, signal.SIG_IGN)
            os.environ["TERM"] = "xterm-256color"
            program = f"{first}\nfrom prodtui.__main__ import main\nmain()"
            os.execv(sys.executable, [sys.executable, "-c", program, *words])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.output = bytearray()
        self.screen = Screen(100, 30)
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self.status: int | None = None

    @property
    def shown(self) -> str:
        """All that was written so far, without the codes for the terminal."""
        return _CODES.sub(b"", bytes(self.output)).decode(errors="replace")

    @property
    def modes(self) -> int:
        """The local modes that the terminal is in."""
        flags: int = termios.tcgetattr(self.fd)[3]
        return flags

    def until(self, text: str, seconds: float = SECONDS_TO_START) -> None:
        """Read until a text stands on the screen: of what was there already, nothing is written again."""
        self.until_true(lambda: any(text in line for line in self.screen.lines), text, seconds)

    def until_true(self, check: Callable[[], bool], what: str, seconds: float = SECONDS_TO_START) -> None:
        """Read until something holds."""
        deadline = time.monotonic() + seconds
        while not check():
            left = deadline - time.monotonic()
            assert left > 0, f"{what!r} did not come: {self.screen.lines}"
            if select.select([self.fd], [], [], min(left, 0.1))[0]:
                self._keep(os.read(self.fd, 65536))

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
                self._keep(data)
        except OSError:
            return

    def _keep(self, data: bytes) -> None:
        self.output += data
        self.screen.feed(self._decode(data))

    def close(self) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.fd >= 0:
            os.close(self.fd)


class Multiplexer:
    """A program in a window of a tmux server of its own, which lives in `folder`; tmux wants that path to be short."""

    def __init__(self, folder: Path, *words: str) -> None:
        self._folder = folder
        program = shlex.join([sys.executable, "-m", "prodtui", *words])
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", f"exec {program}")
        self.server, self.pid = map(int, self.tmux("display-message", "-p", "#{pid} #{pane_pid}").split())
        self._ending = os.pidfd_open(self.pid)

    def tmux(self, *words: str) -> str:
        """Run a tmux command and return what it printed."""
        command = ["tmux", "-S", str(self._folder / "s"), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def until(self, text: str, seconds: float = SECONDS_TO_START) -> None:
        """Look until a text stands in the window."""
        deadline = time.monotonic() + seconds
        while text not in (shown := self.tmux("capture-pane", "-p")):
            assert time.monotonic() < deadline, f"{text!r} was not drawn:\n{shown}"

    def send(self, text: str) -> None:
        self.tmux("send-keys", "-l", text)

    def has_ended(self, seconds: float = SECONDS_TO_END) -> bool:
        """Return whether the program ends within some seconds, and has then been reaped by whoever inherited it."""
        ended = bool(select.select([self._ending], [], [], seconds)[0])
        deadline = time.monotonic() + SECONDS_TO_START
        while ended and Path(f"/proc/{self.pid}").exists():
            assert time.monotonic() < deadline, "nobody reaps the program, so its draft would not count as left over"
        return ended

    def close(self) -> None:
        for pid in (self.pid, self.server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        os.close(self._ending)


def take_draft(team: Team, home: Path) -> dict[str, str]:
    """Return what the one draft that there is holds, and throw it away."""
    [draft] = DraftBook(home / "prodtui" / "state" / "drafts", str(team.path)).left_over()
    draft.path.unlink()
    return dict(draft.fields)
