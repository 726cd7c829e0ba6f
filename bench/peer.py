"""kanban-tui, the peer: installed into an environment of its own under bench/.peer, never a dependency."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PEER = HERE / ".peer"
VERSION = "0.21.2"


def install() -> Path:
    """Return the peer's command, installed on first use."""
    command = PEER / "bin" / "ktui"
    if not command.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEER)], check=True)
        subprocess.run([str(PEER / "bin" / "pip"), "install", "-q", f"kanban-tui=={VERSION}"], check=True)
    return command


def environment(folder: Path) -> dict[str, str]:
    """Return the variables that keep the peer's files below `folder`."""
    keep = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return keep | {
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "HOME": str(folder),
    }


def fill(command: Path, folder: Path, cards: int) -> dict[str, str]:
    """Make a board of the peer with `cards` tasks in its first columns; return the variables to run it with."""
    env = environment(folder)

    def run(*words: str) -> str:
        return subprocess.run([str(command), *words], env=env, check=True, capture_output=True, text=True).stdout

    run("board", "create", "Bench", "--set-active")
    run("task", "create", "Task 1")
    database = next(folder.rglob("*.db"))
    with sqlite3.connect(database) as connection:
        # Its own command line takes half a second a card; a copy of its own row is the same card.
        names = [row[1] for row in connection.execute("PRAGMA table_info(tasks)")]
        rest = [name for name in names if name not in ("task_id", "title")]
        columns = ", ".join(rest)
        connection.executemany(
            f"INSERT INTO tasks (title, {columns}) SELECT ?, {columns} FROM tasks WHERE task_id = 1",
            [(f"Task {number}",) for number in range(2, cards + 1)],
        )
    found = json.loads(run("task", "list", "--json"))
    assert len(found) >= cards, "the peer does not see its cards"
    return env
