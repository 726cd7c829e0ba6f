"""A store whose board has people with skills and more work than they get through in a year, to schedule."""

from __future__ import annotations

import csv
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bench.lines import Line
from bench.stores import PRODTUI

TASKS, PEOPLE = 10_000, 50
_ROLES = ("cutter", "welder", "painter", "packer")


def schedule_stored() -> Iterator[Line]:
    """Time of all that a change costs on a stored board: read, scheduled, compared and written; and of a look at it."""
    from prodtui.services import schedule, tasks
    from prodtui.services.workspace import open_workspace

    with tempfile.TemporaryDirectory(prefix="prodtui-bench-") as folder:
        ws = open_workspace(_staffed(Path(folder)))
        schedule.refresh(ws)
        taken = []
        for hours in range(9, 14):
            tasks.edit(ws, "OPS-5", {"estimate_hours": hours})
            taken.append(_seconds(lambda: schedule.refresh(ws)))
        what = f"a stored board of {TASKS:,} tasks of {PEOPLE} people"
        yield Line(f"{what} scheduled after a change", f"{statistics.median(taken) * 1000:.0f} ms", "", None)
        looks = [_seconds(lambda: schedule.look(ws)) for _ in range(5)]
        yield Line(f"{what} looked at", f"{statistics.median(looks) * 1000:.0f} ms", "", None)
        ws.close()


def _staffed(folder: Path) -> Path:
    """Make the store: two in five tasks are for whoever has the skill, a third waits for another task."""
    from prodtui.services import people, steps
    from prodtui.services.stores import init_store

    path, source, random = folder / "staffed.db", folder / "staffed.csv", Random(1)
    ws = init_store(path, template=None, board_key="OPS", board_name="Bench").workspace
    steps.add_step(ws, "Ready", kind="queue")
    for role in _ROLES:
        steps.add_step(ws, role.capitalize(), role=role)
    steps.add_step(ws, "Done", kind="done")
    for number in range(PEOPLE):
        people.add_person(ws, f"p{number:02}", skills=(_ROLES[number % len(_ROLES)],))
    ws.close()
    today = datetime.now(tz=UTC).date()
    with source.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "title", "status", "estimate", "due", "assignees", "blocked_by"])
        for number in range(TASKS):
            step = random.choice(("Ready", *(role.capitalize() for role in _ROLES)))
            due = today + timedelta(days=random.randint(1, 300)) if random.random() < 0.9 else ""
            who = f"p{random.randrange(PEOPLE):02}" if random.random() < 0.6 else ""
            before = f"K{random.randrange(max(0, number - 30), number)}" if number > 5 and random.random() < 0.3 else ""
            hours = f"{random.randint(1, 16) / 2}h"
            writer.writerow([f"K{number}", f"Task {number}", step, hours, due, who, before])
    subprocess.run([*PRODTUI, "--store", str(path), "import", "csv", str(source)], check=True, capture_output=True)
    return path


def _seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start
