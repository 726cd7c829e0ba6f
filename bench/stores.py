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
    """Put open issues into a store, one in ten of them with an overdue action, found at every step in turn."""
    from datetime import timedelta

    from sqlalchemy import insert

    from prodtui.services.change import begin
    from prodtui.services.workspace import open_workspace
    from prodtui.storage.tables.issues import Issue, IssueAction
    from prodtui.storage.tables.types import table_of

    workspace = open_workspace(path)
    with begin(workspace, "bench") as change:
        board, now = change.board(), change.now
        steps = [step.id for step in change.steps(board)]
        shared = {"board_id": board.id, "notes": "", "state": "open", "andon": False, "raised_by": "ann", "version": 1}
        shared |= {"containment": "", "whys": [], "cause": "", "evidence": ""}
        issues = [
            {
                **shared,
                "id": number,
                "number": number,
                "title": f"{_WORDS[number % len(_WORDS)].capitalize()} {number} out of limits",
                "severity": ("minor", "major", "minor", "critical")[number % 4],
                "category": _WORDS[number % 5],
                "step_id": steps[number % len(steps)],
                "raised_at": now - timedelta(hours=count - number),
            }
            for number in range(1, count + 1)
        ]
        actions = [
            {"issue_id": number, "number": 1, "kind": "corrective", "text": "Set it right", "result": "", "version": 1}
            | {"due": now - timedelta(minutes=number)}
            for number in range(1, count + 1, 10)
        ]
        change.session.execute(insert(table_of(Issue)), issues)
        change.session.execute(insert(table_of(IssueAction)), actions)
        change.unit.commit()
    workspace.close()
