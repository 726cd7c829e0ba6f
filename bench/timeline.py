"""The timeline of a long schedule: opened, walked along, turned and zoomed, with a stored schedule and without one."""

from __future__ import annotations

import csv
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.lines import Line
from bench.stores import PRODTUI
from bench.terminal import Reply, Terminal, percentile

MANY, FEW = 10_000, 100
_PEOPLE = 50
_STEPS = [("Ready", "queue"), ("Making", "active"), ("Checking", "active"), ("Done", "done")]
_CURSOR = [b"j"] * 60 + [b"k"] * 20
_ASIDE = [b"l"] * 8 + [b"h"] * 8
_ZOOM = [b"-", b"-", b"-", b"+", b"+", b"+", b"+", b"-"]
_EARLY = [b"l", b"h", b"-", b"+", b"l", b"h", b"j", b"j", b"k"]


def make_scheduled(folder: Path, tasks: int, *, stored: bool) -> Path:
    """Make a store with so many open tasks of fifty people, due as fast as these work; its schedule stored or not."""
    from prodtui.services import people, steps
    from prodtui.services.stores import init_store

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"scheduled-{tasks}.db"
    workspace = init_store(path, template=None, board_key="OPS", board_name="Bench").workspace
    for name, kind in _STEPS:
        steps.add_step(workspace, name, kind=kind)
    for number in range(_PEOPLE):
        people.add_person(workspace, f"p{number:02}")
    workspace.close()
    source = _write_tasks(folder / f"scheduled-{tasks}.csv", tasks)
    subprocess.run([*PRODTUI, "--store", str(path), "import", "csv", str(source)], check=True, capture_output=True)
    if stored:
        subprocess.run([*PRODTUI, "--store", str(path), "schedule", "refresh"], check=True, capture_output=True)
    return path


def _write_tasks(path: Path, tasks: int) -> Path:
    today = datetime.now(tz=UTC).date()
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "title", "status", "assignees", "estimate", "due", "labels"])
        for number in range(tasks):
            due = today + timedelta(days=1 + number * 7 // (_PEOPLE * 8))
            who, hours = f"p{number % _PEOPLE:02}", 2 + number * 7 % 9
            step = _STEPS[number % 3][0]
            writer.writerow([f"K{number}", f"Housing {number} in lot {number % 97}", step, who, hours, due, ""])
    return path


def timeline_speed(folder: Path, size: tuple[int, int]) -> Iterator[Line]:
    """Opening the timeline with many tasks against few, and its keys."""
    for stored in (True, False):
        manner = "stored" if stored else "not stored"
        made = {count: make_scheduled(folder / manner.replace(" ", "-"), count, stored=stored) for count in (FEW, MANY)}
        few, many = (statistics.median(_opened(made[count], size) for _ in range(5)) for count in (FEW, MANY))
        figures = f"{many:.2f} s / {few:.2f} s = {many / few:.2f}"
        yield Line(f"timeline open, 10,000 / 100, {manner}", figures, "≤ 1.3", many <= 1.3 * few)
        yield from _keys(made[MANY], size, manner)


def _opened(store: Path, size: tuple[int, int]) -> float:
    """Return the seconds from the key of the timeline until its first screen has come; what is read later has not."""
    terminal = _board(store, size)
    reply = _timeline(terminal)
    terminal.close()
    return reply.last


def _board(store: Path, size: tuple[int, int]) -> Terminal:
    copy = store.with_name("use.db")  # what one opening stores must not help the next one
    for old in store.parent.glob("use.db*"):
        old.unlink()
    shutil.copy(store, copy)
    terminal = Terminal([*PRODTUI, "--store", str(copy)], size=size)
    terminal.drain(quiet=1.5, expect=b"OPS-1")
    return terminal


def _timeline(terminal: Terminal) -> Reply:
    return terminal.key(b"3", quiet=0.35, expect=b"zoom")


def _keys(store: Path, size: tuple[int, int], manner: str) -> Iterator[Line]:
    """Press keys at once, while a schedule that was not stored is still being made, and when all is read."""
    terminal = _board(store, size)
    _timeline(terminal)
    early = [terminal.key(key, quiet=0.05) for key in _EARLY]
    terminal.drain(quiet=3.0, limit=20)
    cursor = [terminal.key(key, quiet=0.15) for key in _CURSOR]
    aside = [terminal.key(key, quiet=0.15) for key in _ASIDE]
    zoom = [terminal.key(key, quiet=0.15) for key in _ZOOM * 2]
    terminal.close()
    yield _late(f"timeline, key while it is being read, {manner}", early)
    yield _late(f"timeline, cursor key, {manner}", cursor)
    yield _late(f"timeline, scroll or zoom key, {manner}", [*aside, *zoom])
    yield _bytes(f"timeline, cursor key, {manner}", cursor, 2_000)
    yield _bytes(f"timeline, key sideways, {manner}", aside, 3_000)
    yield _bytes(f"timeline, zoom key, {manner}", zoom, None)  # another zoom is another picture


def _late(what: str, replies: Sequence[Reply]) -> Line:
    late = percentile([reply.last * 1000 for reply in replies], 0.95)
    return Line(f"{what}, p95", f"{late:.0f} ms", "≤ 50 ms", late <= 50)


def _bytes(what: str, replies: Sequence[Reply], most: int | None) -> Line:
    sizes = [len(reply.data) for reply in replies]
    figures = f"{statistics.median(sizes):,.0f}, {max(sizes):,}"
    bound = "" if most is None else f"≤ {most:,}"
    return Line(f"{what}, bytes: median, most", figures, bound, None if most is None else max(sizes) <= most)
