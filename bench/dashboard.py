"""The dashboard of a board with a long past: opened, walked over, turned from chart to chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.lines import Line
from bench.moved import TASKS, make_moved
from bench.stores import PRODTUI
from bench.terminal import Reply, Terminal, percentile

_WALK = [b"l", b"l", b"j", b"j", b"l", b"j", b"h", b"k", b"k", b"k"]
_POINTS = [b"h"] * 10 + [b"l"] * 5
_SIZES = ((120, 40), (80, 24))


def dashboard_speed(folder: Path) -> Iterator[Line]:
    """Opening the dashboard of 100,000 tasks, and its keys at the design size and at the least one."""
    path = folder / f"moved-{TASKS}.db"
    if not path.exists():  # the measurement of figures may have made it
        make_moved(folder, TASKS)
    for size in _SIZES:
        at = f"{size[0]}x{size[1]}"
        terminal = Terminal([*PRODTUI, "--store", str(path)], size=size)
        terminal.drain(quiet=3.0, expect=b"OPS-", limit=30)
        opened = terminal.key(b"7", quiet=2.0, expect=b"Throughput")
        walked = [terminal.key(key, quiet=0.2) for key in _WALK * 2]
        terminal.key(b"c", quiet=0.3)
        terminal.key(b"\r", quiet=1.0)
        points = [terminal.key(key, quiet=0.2) for key in _POINTS]
        terminal.close()
        yield Line(f"dashboard open, {at}, to the last byte", f"{opened.last:.2f} s", "", None)
        yield from _keys(f"dashboard, cursor key, {at}", walked)
        yield from _keys(f"chart full screen, point key, {at}", points)


def _keys(what: str, replies: Sequence[Reply]) -> Iterator[Line]:
    late = percentile([reply.last * 1000 for reply in replies], 0.95)
    most = max(len(reply.data) for reply in replies)
    yield Line(f"{what}, p95", f"{late:.0f} ms", "≤ 50 ms", late <= 50)
    yield Line(f"{what}, most bytes", f"{most:,}", "≤ 2,000", most <= 2_000)
