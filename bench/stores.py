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
