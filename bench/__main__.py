"""Measures the speed and memory that the program promises and prints them as one table.

usage: python -m bench [NAME …] [FOLDER …]     names of measurements, all when none is given; see MEASUREMENTS

`schedule` reads published problems (.sm, .fjs) from the folders, their best known ends from best_known.csv there.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench import logged, morning, moved, peer
from bench.charts import draw_charts
from bench.dashboard import dashboard_speed
from bench.inspected import ITEMS, make_inspected
from bench.lines import Line
from bench.planned import PRODUCTS, WEEKS, key_of, make_planned
from bench.schedule import schedule_published, schedule_search, schedule_speed
from bench.staffed import schedule_stored
from bench.stores import PRODTUI, add_issues, make_store, write_csv
from bench.terminal import Terminal, percentile
from bench.timeline import timeline_speed

SIZE = (160, 50)


class Bench:
    """A folder of stores, and the peer, for one run."""

    def __init__(self, folder: Path, given: list[Path]) -> None:
        self.folder, self.given = folder, given
        self.env = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "SSH_CONNECTION")}
        self.env |= {"PRODTUI_HOME": str(folder / "home"), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.environ.clear()
        os.environ.update(self.env)
        self._stores: dict[int, Path] = {}
        self._peer: tuple[Path, dict[str, str]] | None = None

    def store(self, tasks: int) -> Path:
        """Return a fresh copy of a store with that many open tasks."""
        if tasks not in self._stores:
            self._stores[tasks] = make_store(self.folder / "made", tasks)
        copy = self.folder / f"use-{tasks}-{time.monotonic_ns()}.db"
        shutil.copy(self._stores[tasks], copy)
        return copy

    def peer(self, cards: int) -> tuple[Path, dict[str, str]]:
        """Return the peer's command and the variables of a board with that many cards."""
        command = peer.install()
        return command, peer.fill(command, self.folder / f"peer-{cards}-{time.monotonic_ns()}", cards)

    def board(self, tasks: int) -> Terminal:
        """Return an open board that shows its first card."""
        return Terminal([*PRODTUI, "--store", str(self.store(tasks))], size=SIZE)

    def seconds(self, command: list[str], env: dict[str, str] | None = None, times: int = 9) -> float:
        """Return the median wall seconds of a whole process."""
        taken = []
        for _ in range(times):
            start = time.perf_counter()
            subprocess.run(command, env=env or self.env, check=True, capture_output=True)
            taken.append(time.perf_counter() - start)
        return statistics.median(taken)


def open_board(bench: Bench) -> Iterator[Line]:
    """Time until the first screen of a board is settled, with few and many tasks, against the peer."""

    def settled(make: Callable[[], Terminal], expect: bytes) -> float:
        times = []
        for _ in range(5):
            terminal = make()
            reply = terminal.drain(quiet=1.0, expect=expect)
            times.append(reply.last)
            terminal.close()
        return statistics.median(times)

    few = settled(lambda: bench.board(100), b"OPS-1")
    many = settled(lambda: bench.board(10_000), b"OPS-1")
    command, env = bench.peer(300)
    other = settled(lambda: Terminal([str(command)], size=SIZE, env=env), b"Task 1")
    yield Line(
        "board open, 10,000 tasks / 100 tasks",
        f"{many:.2f} s / {few:.2f} s = {many / few:.2f}",
        "≤ 1.3",
        many <= 1.3 * few,
    )
    yield Line(
        "board open, 10,000 tasks / kanban-tui 300",
        f"{many:.2f} s / {other:.2f} s = {many / other:.2f}",
        "≤ 0.5",
        many <= other / 2,
    )


def keys(bench: Bench) -> Iterator[Line]:
    """Cursor keys and moves on a board of 10,000 tasks, and its memory."""
    terminal = bench.board(10_000)
    terminal.drain(quiet=1.5, expect=b"OPS-1")
    cursor = [terminal.key(key) for key in [b"j"] * 60 + [b"l", b"k", b"h", b"k"] * 10]
    moves = [terminal.key(key, quiet=0.6) for key in [b"L", b"H"] * 12]
    dialogs = [terminal.key(key, quiet=0.6) for key in (b"a", b"\x1b", b"e", b"\x1b", b"?", b"\x1b", b"\x10", b"\x1b")]
    most = max(len(reply.data) for reply in dialogs)
    memory = terminal.memory()
    terminal.close()
    late, sizes = percentile([r.last * 1000 for r in cursor], 0.95), [float(len(r.data)) for r in cursor]
    wide = percentile(sizes, 0.95)
    yield Line("cursor key, 10,000 tasks, p95 to the last byte", f"{late:.1f} ms", "≤ 30 ms", late <= 30)
    yield Line("cursor key, 10,000 tasks, p95 of the bytes", f"{wide:,.0f}", "≤ 800", wide <= 800)
    turn = max(sizes)
    yield Line("cursor key that turns the lane's page, bytes", f"{turn:,.0f}", "≤ 2,000", turn <= 2000)
    late, wide = percentile([r.last * 1000 for r in moves], 0.95), max(len(r.data) for r in moves)
    yield Line("move a card, saved and redrawn, p95", f"{late:.0f} ms", "≤ 200 ms", late <= 200)
    yield Line("move a card, most bytes", f"{wide:,}", "≤ 6,000", wide <= 6000)
    yield Line("dialog opened or closed, most bytes", f"{most:,}", "≤ 12,000", most <= 12_000)
    yield Line("resident memory, 10,000 tasks", f"{memory:.0f} MB", "≤ 130 MB", memory <= 130)


def commands(bench: Bench) -> Iterator[Line]:
    """Whole processes of the command line against the peer's."""
    command, env = bench.peer(100)
    store = str(bench.store(100))
    for ours, theirs in (
        (["task", "add", "Bench"], ["task", "create", "Bench"]),
        (["task", "list", "--json"], ["task", "list", "--json"]),
    ):
        mine: list[float] = []
        other: list[float] = []
        for _ in range(3):  # in turns, so that a busy machine is busy for both
            mine.append(bench.seconds([*PRODTUI, "--store", store, *ours], times=5))
            other.append(bench.seconds([str(command), *theirs], env=env, times=5))
        a, b = min(mine), min(other)
        what = f"`{' '.join(ours[:2])}`, whole process / ktui"
        yield Line(what, f"{a:.3f} s / {b:.3f} s = {a / b:.2f}", "≤ 0.85", a <= 0.85 * b)


def batch(bench: Bench) -> Iterator[Line]:
    """Commands through `batch`, each its own durable transaction."""
    count = 1500
    lines = "".join(json.dumps(["task", "add", f"Batch {number}"]) + "\n" for number in range(count))
    start = time.perf_counter()
    subprocess.run(
        [*PRODTUI, "--store", str(bench.store(100)), "batch"], input=lines, text=True, check=True, capture_output=True
    )
    rate = count / (time.perf_counter() - start)
    yield Line("`batch`, durable commands a second", f"{rate:.0f}", "≥ 300", rate >= 300)


def bulk(bench: Bench) -> Iterator[Line]:
    """Import of 100,000 finished tasks with their history in one transaction."""
    rows = 100_000
    source = write_csv(bench.folder / "bulk.csv", rows, finished=True)
    store = str(bench.store(0))
    start = time.perf_counter()
    subprocess.run([*PRODTUI, "--store", store, "import", "csv", str(source)], check=True, capture_output=True)
    rate = rows / (time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Line("import of 100,000 CSV rows, rows a second", f"{rate:,.0f}", "≥ 8,000", rate >= 8000)
    yield Line("import of 100,000 CSV rows, peak memory", f"{peak:.0f} MB", "≤ 600 MB", peak <= 600)


def live(bench: Bench) -> Iterator[Line]:
    """A change by another process on an open board of 10,000 tasks, and the board at rest."""
    store = bench.store(10_000)
    terminal = Terminal([*PRODTUI, "--store", str(store)], size=SIZE)
    terminal.drain(quiet=2.0, expect=b"OPS-1")
    from prodtui.services import tasks
    from prodtui.services.workspace import open_workspace

    workspace = open_workspace(store)
    delays, sizes = [], []
    # A tick of the system's clock is 10 ms, so the cost is counted over all changes together.
    quiet = _resting(terminal)
    start, before = time.perf_counter(), terminal.cpu()
    for number in range(10):
        tasks.edit(workspace, "OPS-1", {"title": f"Changed {number} from outside"})
        reply = terminal.drain(quiet=1.3, limit=5)
        delays.append(reply.first)  # later bytes end the flash and the news
        sizes.append(len(reply.data))
    spent = terminal.cpu() - before - quiet / 10 * (time.perf_counter() - start)
    rest = _resting(terminal) / 10
    terminal.close()
    yield Line("a change from outside is shown within", f"{max(delays):.2f} s", "≤ 1 s", max(delays) <= 1)
    yield Line(
        "a change from outside, processor time each", f"{spent / 10 * 1000:.0f} ms", "≤ 20 ms", spent / 10 <= 0.02
    )
    yield Line("a change from outside, most bytes", f"{max(sizes):,}", "≤ 6,000", max(sizes) <= 6000)
    yield Line("idle open board, share of a core", f"{rest * 100:.1f} %", "≤ 1 %", rest <= 0.01)


def issues(bench: Bench) -> Iterator[Line]:
    """The issue list with 20,000 issues against 100."""
    from prodtui.services.issues import list_issues
    from prodtui.services.workspace import Workspace, open_workspace

    workspaces: dict[int, Workspace] = {}
    taken: dict[int, list[float]] = {}
    for count in (100, 20_000):
        store = bench.store(100)
        add_issues(store, count)
        workspaces[count], taken[count] = open_workspace(store), []
    for _ in range(41):  # in turn, so that a busy moment of the machine meets both
        for count, workspace in workspaces.items():
            start = time.perf_counter()
            list_issues(workspace)
            taken[count].append(time.perf_counter() - start)
    for workspace in workspaces.values():
        workspace.close()
    few, many = (statistics.median(taken[count]) for count in (100, 20_000))
    shown = f"{many * 1000:.1f} ms / {few * 1000:.1f} ms = {many / few:.2f}"
    yield Line("issue list, 20,000 issues / 100", shown, "≤ 1.3", many <= 1.3 * few)


def quality(bench: Bench) -> Iterator[Line]:
    """The list of inspections, with few and many of them, and answers given as fast as somebody types."""

    def opened(count: int) -> tuple[float, Terminal]:
        store = make_inspected(bench.folder / "made", count)
        times = []
        for _ in range(5):
            terminal = Terminal([*PRODTUI, "--store", str(store)], size=SIZE)
            terminal.drain(quiet=1.0, expect=b"OPS-1")
            times.append(terminal.key(b"4", quiet=0.8).last)
            if len(times) < 5:
                terminal.close()
        return statistics.median(times), terminal

    few, terminal = opened(100)
    terminal.close()
    many, terminal = opened(5_000)
    yield Line(
        "quality list, 5,000 inspections / 100", f"{many:.2f} s / {few:.2f} s = {many / few:.2f}", "≤ 1.3",
        many <= 1.3 * few,
    )  # fmt: skip
    terminal.key(b"/", quiet=0.6)
    terminal.key(b"Q5000\r", quiet=0.6)
    terminal.key(b"\r", quiet=0.8)
    taken = [terminal.key(b"y", quiet=0.3).last * 1000 for _ in range(ITEMS)]
    terminal.close()
    late = percentile(taken, 0.95)
    yield Line("answer an item: on disk and on screen, p95", f"{late:.0f} ms", "≤ 150 ms", late <= 150)


def planning(bench: Bench) -> Iterator[Line]:
    """A plan of 200 products over a year of weeks, with 20,000 demand lines and 10,000 tasks on the board."""
    from prodtui.services import plan, plan_grid, plan_level
    from prodtui.services.workspace import open_workspace

    def timed(act: Callable[[], object]) -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    workspace = open_workspace(make_planned(bench.folder / "made"))
    opened = statistics.median(timed(lambda: plan_grid.grid(workspace, count=WEEKS)) for _ in range(5))
    yield Line("plan of 200 products by 52 weeks, put together", f"{opened:.2f} s", "≤ 1 s", opened <= 1)
    shown = plan_grid.grid(workspace, count=WEEKS)

    def edit(number: int) -> None:
        nonlocal shown
        product, week = key_of(number * 7 % PRODUCTS), shown.periods[number % WEEKS].starts
        plan.set_quantity(workspace, product, week, 200 + number)
        shown = plan_grid.redrawn(workspace, shown, [product])

    late = percentile([timed(partial(edit, number)) * 1000 for number in range(60)], 0.95)
    yield Line("edit a planned quantity: saved, load moved, p95", f"{late:.0f} ms", "≤ 100 ms", late <= 100)
    level = statistics.median(timed(lambda: plan_level.propose(workspace, count=WEEKS)) for _ in range(3))
    yield Line("level 200 products over 52 weeks", f"{level:.2f} s", "≤ 2 s", level <= 2)
    workspace.close()


def plan_screen(bench: Bench) -> Iterator[Line]:
    """The same plan on screen: opened, walked over cell by cell, and edited in place."""
    store = make_planned(bench.folder / "shown")
    times = []
    for turn in range(3):
        terminal = Terminal([*PRODTUI, "--store", str(store)], size=SIZE)
        terminal.drain(quiet=1.0, expect=b"OPS-")
        times.append(terminal.key(b"1", quiet=1.0, expect=b"Part 000").last)
        if turn < 2:
            terminal.close()
    opened = statistics.median(times)
    yield Line("plan screen open, 200 products by 52 weeks", f"{opened:.2f} s", "≤ 1 s", opened <= 1)
    steps = [len(terminal.key(key).data) for key in [b"l"] * 30 + [b"j"] * 60 + [b"h", b"k"] * 10]
    yield Line("plan screen, scroll by a cell, most bytes", f"{max(steps):,}", "≤ 2,000", max(steps) <= 2000)
    taken = []
    for number in range(30):
        terminal.key(b"e" + str(100 + number).encode())
        taken.append(terminal.key(b"\r", quiet=0.6).last * 1000)
        terminal.key(b"j" * (number % 3) + b"l")
    terminal.close()
    late = percentile(taken, 0.95)
    yield Line("plan screen, edit: on disk and on screen, p95", f"{late:.0f} ms", "≤ 100 ms", late <= 100)


def _resting(terminal: Terminal) -> float:
    """Return the processor seconds of an idle board in ten seconds."""
    used = terminal.cpu()
    terminal.drain(quiet=10, limit=10)
    return terminal.cpu() - used


def issue_screen(bench: Bench) -> Iterator[Line]:
    """Time until the list of issues is settled after its key, with few and many of them."""

    def opened(count: int) -> float:
        store = bench.store(0)
        add_issues(store, count)
        times = []
        for _ in range(5):
            terminal = Terminal([*PRODTUI, "--store", str(store)], size=SIZE)
            terminal.drain(quiet=1.0, expect=b"Ready")
            reply = terminal.key(b"5", quiet=1.0)
            if b"out of limits" not in reply.data:
                raise RuntimeError("The list of issues did not come.")
            times.append(reply.last)
            terminal.close()
        return statistics.median(times)

    few, many = opened(100), opened(20_000)
    figures = f"{many:.2f} s / {few:.2f} s = {many / few:.2f}"
    yield Line("issue screen open, 20,000 issues / 100 issues", figures, "≤ 1.3", many <= 1.3 * few)


def schedule(bench: Bench) -> Iterator[Line]:
    """The finite-capacity schedule: speed, published problems, and a shop that is late."""
    yield from schedule_speed()
    yield from schedule_stored()
    yield from schedule_published(bench.given)
    yield from schedule_search()


def timeline(bench: Bench) -> Iterator[Line]:
    """The schedule on screen, with 10,000 tasks against 100."""
    yield from timeline_speed(bench.folder / "made", SIZE)


VERDICTS = {True: "ok", False: "MISSED", None: ""}


def charts(_: Bench) -> Iterator[Line]:
    """Each chart at the size of a full screen, with a year of work in it."""
    yield from draw_charts()


def dashboard(bench: Bench) -> Iterator[Line]:
    """The dashboard on screen, of a board with a long past."""
    yield from dashboard_speed(bench.folder)


MEASUREMENTS = {
    f.__name__: f
    for f in (
        open_board,
        keys,
        commands,
        batch,
        bulk,
        live,
        quality,
        issues,
        issue_screen,
        planning,
        plan_screen,
        schedule,
        timeline,
        dashboard,
        charts,
    )
} | {
    "figures": lambda bench: moved.figures(bench.folder),
    "event_log": lambda bench: logged.import_log(bench.folder, bench.store(0)),
    "standup": lambda bench: morning.standup(bench.folder),
}


def main(words: list[str]) -> int:
    """Run the measurements and print the table; return 1 when a bound does not hold."""
    names, given = (
        [each for each in words if each in MEASUREMENTS],
        [Path(each) for each in words if Path(each).is_dir()],
    )
    if unknown := [each for each in words if each not in MEASUREMENTS and not Path(each).is_dir()]:
        print(f"{unknown[0]} is neither a measurement ({', '.join(MEASUREMENTS)}) nor a folder.", file=sys.stderr)
        return 2
    failed = False
    with tempfile.TemporaryDirectory(prefix="prodtui-bench-") as folder:
        bench = Bench(Path(folder), given)
        print(f"{'what':52} {'measured':>28}  {'must reach':>10}")
        for name in names or list(MEASUREMENTS):
            for line in MEASUREMENTS[name](bench):
                failed |= line.holds is False
                print(
                    f"{line.what:52} {line.measured:>28}  {line.bound:>10}  {VERDICTS[line.holds]}",
                    flush=True,
                )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
