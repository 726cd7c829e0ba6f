"""Stores of a known size to measure on."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

PRODTUI = [str(Path(sys.executable).with_name("prodtui"))]
_STEPS = [("Ready", "queue"), ("Making", "active"), ("Checking", "active"), ("Packing", "active"), ("Done", "done")]
_WORDS = "bracket housing shaft cover flange plate bushing spindle gear collar lever clamp".split()


def write_csv(path: Path, rows: int, *, finished: bool = False) -> Path:
    """Write a CSV of tasks; open ones spread over the open steps, or all finished with their dates."""
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "title", "status", "labels", "created", "started", "finished"])
        for number in range(rows):
            word, day = _WORDS[number % len(_WORDS)], 1 + number % 28
            title = f"{word.capitalize()} {number} for line {number % 7}"
            if finished:
                dates = [f"2026-09-{day:02}T08:00:00Z", f"2026-10-{day:02}T08:00:00Z", f"2026-10-{day:02}T16:00:00Z"]
                writer.writerow([f"K{number}", title, "Done", word, *dates])
            else:
                step = _STEPS[number % 4][0]
                started = f"2026-10-{day:02}T08:00:00Z" if number % 4 else ""
                writer.writerow([f"K{number}", title, step, word, f"2026-09-{day:02}T08:00:00Z", started, ""])
    return path


def make_store(folder: Path, open_tasks: int) -> Path:
    """Make a store with one board of five steps without limits and `open_tasks` open tasks."""
    from prodtui.services import steps
    from prodtui.services.stores import init_store

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"open-{open_tasks}.db"
    workspace = init_store(path, template=None, board_key="OPS", board_name="Bench").workspace
    for name, kind in _STEPS:
        steps.add_step(workspace, name, kind=kind)
    workspace.close()
    if open_tasks:
        source = write_csv(folder / f"open-{open_tasks}.csv", open_tasks)
        subprocess.run([*PRODTUI, "--store", str(path), "import", "csv", str(source)], check=True, capture_output=True)
    return path


def add_issues(path: Path, count: int) -> None:
    """Put open issues into a store past the services, which would take minutes for so many; one in 400 is overdue."""
    from datetime import UTC, datetime, timedelta

    from prodtui.domain.enums import Severity
    from prodtui.services.workspace import open_workspace
    from prodtui.storage.tables.issues import Issue, IssueAction
    from prodtui.storage.unit_of_work import write

    workspace, severities = open_workspace(path), tuple(Severity)
    day = datetime(2026, 1, 1, tzinfo=UTC)
    with write(workspace.store, workspace.actor, "bench", now=workspace.now()) as unit:
        for number in range(1, count + 1):
            at = day + timedelta(minutes=number)
            word = _WORDS[number % len(_WORDS)]
            issue = Issue(
                board_id=1, number=number, title=f"Burr on {word} {number}", severity=severities[number % 3].value,
                category=word, raised_at=at, raised_by="bench", whys=[],
            )  # fmt: skip
            unit.session.add(issue)
            if number % 400 == 0:
                unit.session.flush()
                late = IssueAction(issue_id=issue.id or 0, number=1, kind="corrective", text="Deburr", due=at)
                unit.session.add(late)
        unit.commit()
    workspace.close()
