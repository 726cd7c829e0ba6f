"""The stand-up of a large board: opened, gone through, and the bytes that a whole one of a team writes."""

from __future__ import annotations

import csv
import statistics
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.lines import Line
from bench.moved import make_moved
from bench.stores import PRODTUI
from bench.terminal import Terminal, percentile

#: About ten events of each of the moved tasks: half a million.
MOVED, OPEN, TEAM = 50_000, 10_000, 15
SIZE, SMALL = (160, 50), (80, 24)
_QUIET = 0.35


def standup(folder: Path) -> Iterator[Line]:
    """Open the stand-up of a board with a long past, go through it, and hold one of 15 people and 200 tasks."""
    store = _fill(make_moved(folder, MOVED), OPEN)
    opened = statistics.median(_opened(store) for _ in range(5))
    yield Line("stand-up open, 10,000 tasks, 500,000 events", f"{opened:.2f} s", "≤ 1 s", opened <= 1)
    terminal = _at_standup(store, SIZE)
    time.sleep(62 - time.time() % 60)  # a new minute makes every age older, which no key asks for
    terminal.drain()
    replies = [terminal.key(key) for key in [b"j"] * 60 + [b"k"] * 20]
    terminal.close()
    late, most = percentile([reply.last * 1000 for reply in replies], 0.95), max(len(reply.data) for reply in replies)
    yield Line("stand-up, next item, p95", f"{late:.0f} ms", "≤ 30 ms", late <= 30)
    yield Line("stand-up, next item, most bytes", f"{most:,}", "≤ 3,000", most <= 3_000)
    team = _fill(make_moved(folder, 2_000), 200)
    written = _whole(team)
    yield Line("a stand-up of 15 people and 200 tasks, bytes", f"{written:,}", "≤ 150,000", written <= 150_000)
    yield from _on_a_slow_link(team)


def _on_a_slow_link(store: Path) -> Iterator[Line]:
    """Hold a stand-up with --slow, and press keys one by one and in a burst, as such a link delivers them."""
    written = _whole(store, "--slow")
    yield Line("the same with --slow, bytes", f"{written:,}", "≤ 150,000", written <= 150_000)
    burst = {}
    for words in ((), ("--slow",)):
        terminal = _at_standup(store, SMALL, *words)
        most = max(len(terminal.key(b"j").data) for _ in range(12))
        burst[words] = len(terminal.key(b"k" * 10 + b"j" * 20).data)
        terminal.close()
    yield Line("with --slow, next item at 80x24, most bytes", f"{most:,}", "≤ 2,000", most <= 2_000)
    ratio = burst["--slow",] / burst[()]
    yield Line("with --slow, 30 keys in one burst, bytes", f"{ratio:.2f} x without", "≤ 1 x", ratio <= 1)


def _fill(store: Path, tasks: int) -> Path:
    """Add a team and so many open tasks in its hands, hold a stand-up, and block some of them since."""
    today = datetime.now(tz=UTC).date()
    for number in range(TEAM):
        add = [*PRODTUI, "--store", str(store), "person", "add", f"p{number:02}", "--name", f"Person {number:02}"]
        subprocess.run(add, check=True, capture_output=True)
    source = store.with_suffix(".csv")
    with source.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "title", "status", "assignees", "due", "started"])
        for number in range(tasks):
            due = today + timedelta(days=number % 40 - 2)
            step, begun = ("machining", today - timedelta(days=number % 9)) if number % 3 == 0 else ("ready", "")
            writer.writerow([f"K{number}", f"Housing {number}", step, f"p{number % TEAM:02}", due, begun])
    blocked = "".join(f'["task", "block", "Housing {number}", "steel"]\n' for number in range(0, tasks, 40))
    for words, typed in (
        (["import", "csv", str(source), "--override", "to measure"], ""),
        (["standup", "start"], ""),
        (["standup", "finish"], ""),
        (["batch"], blocked),
    ):
        command = [*PRODTUI, "--store", str(store), *words]
        subprocess.run(command, input=typed, text=True, check=True, capture_output=True)
    return store


def _opened(store: Path) -> float:
    terminal = Terminal([*PRODTUI, "--store", str(store)], size=SIZE)
    terminal.drain(quiet=1.5, expect=b"Ready")
    reply = terminal.key(b"8", quiet=0.6, expect=b"Needs us")
    terminal.close()
    return reply.last


def _at_standup(store: Path, size: tuple[int, int], *words: str) -> Terminal:
    terminal = Terminal([*PRODTUI, "--store", str(store), *words], size=size)
    terminal.drain(quiet=1.5, expect=b"Ready")
    terminal.key(b"8", quiet=0.6, expect=b"Needs us")
    terminal.drain(quiet=1.0)
    return terminal


def _whole(store: Path, *words: str) -> int:
    """Return the bytes of a stand-up at 80x24: opened, every exception and person marked, worked on now and then."""
    terminal = Terminal([*PRODTUI, "--store", str(store), *words], size=SMALL)
    terminal.drain(quiet=1.5, expect=b"Ready")
    keys = [b"8", *[b" "] * 60, b"n", *(bytes([letter]) for letter in b"loose"), b"\r", b"a", b"O", b"\r", b"g"]
    keys += [
        b"c",
        *(bytes([letter]) for letter in b"soon"),
        b"\r",
        *[b"j"] * 20,
        b"b",
        b"x",
        b"\r",
        b"b",
        b"O",
        b"\x1b",
    ]
    written = sum(len(terminal.key(key, quiet=_QUIET).data) for key in [*keys, b"S", b"\r"])
    terminal.close()
    return written
