"""A program on a pseudo-terminal, watched from outside: what it writes, when, and what it costs."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
#: Questions that a program asks its terminal, and what xterm answers.
_ANSWERS = {
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: bytes, seconds to the first and to the last of them."""

    data: bytes
    first: float
    last: float


class Terminal:
    """A program that runs on a pseudo-terminal of its own until `close`."""

    def __init__(
        self, command: list[str], *, size: tuple[int, int] = (160, 50), env: dict[str, str] | None = None
    ) -> None:
        columns, rows = size
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "COLORTERM": "truecolor"} | (env or {}))
            os.environ.pop("SSH_CONNECTION", None)
            os.execvp(command[0], command)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def drain(self, *, quiet: float = 0.35, limit: float = 60.0, expect: bytes | None = None) -> Reply:
        """Read until nothing comes for `quiet` seconds (and `expect` was seen), at most `limit` seconds."""
        start = time.perf_counter()
        first = last = None
        out = bytearray()
        while (now := time.perf_counter()) - start < limit:
            seen = expect is None or expect in _ESCAPES.sub(b"", bytes(out))
            if seen and now - (last or start) > quiet:
                break
            if not select.select([self._fd], [], [], 0.002)[0]:
                continue
            try:
                chunk = os.read(self._fd, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            for question, answer in _ANSWERS.items():
                if question in chunk:
                    os.write(self._fd, answer)
            last = time.perf_counter()
            first = first or last
            out += chunk
        return Reply(bytes(out), (first or start) - start, (last or start) - start)

    def key(self, keys: bytes, *, quiet: float = 0.25, expect: bytes | None = None) -> Reply:
        """Press keys and return the reply to them."""
        os.write(self._fd, keys)
        return self.drain(quiet=quiet, limit=10, expect=expect)

    def cpu(self) -> float:
        """Return the processor seconds that the program has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Return the resident megabytes of the program."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self) -> None:
        """End the program at once."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


def percentile(values: list[float], part: float) -> float:
    """Return a percentile by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
