"""Stores with many inspections to measure on."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from bench.stores import make_store

ITEMS = 20
#: Of each twenty inspections one runs, one waits, one has failed; the others are signed.
_STATES = ("running", "waiting", "failed")


def make_inspected(folder: Path, count: int) -> Path:
    """Make a store with 100 open tasks and `count` inspections of twenty items; the newest runs unanswered."""
    path = folder / f"inspected-{count}.db"
    shutil.copy(make_store(folder, 100), path)
    _copy(path, _samples(path), count)
    return path


def _samples(path: Path) -> Mapping[str, str]:
    """Make one inspection of each state and return their references."""
    from prodtui.services import checklists, inspections
    from prodtui.services.workspace import open_workspace

    workspace = open_workspace(path)
    items = [{"key": f"item-{number}", "text": f"Point {number} as drawn?"} for number in range(1, ITEMS + 1)]
    checklists.add_checklist(workspace, "Final check", items=items, sign={"rule": "independent"})
    checklists.publish_checklist(workspace, "final-check")
    checklists.attach_checklist(workspace, "final-check", step="checking")
    refs = {}
    for number, state in enumerate(("signed", "failed", "waiting", "running"), start=1):
        refs[state] = ref = inspections.start(workspace, "final-check", f"OPS-{number}").value.ref
        for item in range(1, ITEMS + 1 if state != "running" else 1):
            inspections.answer(workspace, ref, f"item-{item}", state != "failed" or item > 1)
        if state != "running":
            inspections.complete(workspace, ref)
    inspections.sign(workspace, refs["signed"])
    workspace.close()
    return refs


def _copy(path: Path, refs: Mapping[str, str], count: int) -> None:
    """Copy the samples, newest last; a signed one is copied as running first, because it never changes again."""
    from prodtui.storage.sqlite import sqlite3

    store = sqlite3.connect(path)
    names = [row[1] for row in store.execute("PRAGMA table_info(inspection)")]
    kept = [name for name in names if name not in ("id", "number", "state", "task_id")]
    answers = [f'"{row[1]}"' for row in store.execute("PRAGMA table_info(reading)") if row[1] != "inspection_id"]
    for number in range(len(refs) + 1, count + 1):
        state = "running" if number == count else dict(enumerate(_STATES)).get(number % 20, "signed")
        sample = int(refs[state].rpartition("Q")[2])
        new = store.execute(
            f"INSERT INTO inspection (number, state, task_id, {', '.join(kept)}) "
            f"SELECT ?, 'running', ?, {', '.join(kept)} FROM inspection WHERE number = ?",
            (number, 1 + number % 100, sample),
        ).lastrowid
        store.execute(
            f"INSERT INTO reading (inspection_id, {', '.join(answers)}) "
            f"SELECT ?, {', '.join(f'reading.{name}' for name in answers)} FROM reading "
            "JOIN inspection ON inspection_id = inspection.id WHERE inspection.number = ?",
            (new, sample),
        )
        store.execute("UPDATE inspection SET state = ? WHERE id = ?", (state, new))
    store.execute("UPDATE counter SET next_number = ? WHERE kind = 'inspection'", (count + 1,))
    store.commit()
    store.close()
