"""F4, a full disk: a plain sentence, exit code 74, and exactly what was answered is in the store."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from prodtui.errors import ExitCode, StoreProblem
from prodtui.services import board, history, stores, talk, task_view, tasks
from prodtui.services.workspace import open_workspace, workspace_on
from prodtui.storage.engine import connect, open_store
from tests.helpers import soak
from tests.helpers.processes import PATIENCE, Workers
from tests.helpers.team import NOW, Team

pytestmark = pytest.mark.soak


def pages_of(path: Path) -> int:
    connection = connect(path)
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    connection.close()
    return pages


def test_f4_full_after_any_page(store_path: Path, full_size: bool) -> None:
    """Each time one page later; a title, notes and comments of some length make new pages soon."""
    first = pages_of(store_path)
    for room in range(soak.PAGES.of(full_size)):
        store = open_store(store_path, pragmas={"synchronous": "OFF", "max_page_count": first + room})
        ws = workspace_on(store, board="OPS", clock=lambda: NOW).acting_as("bo")
        last = history.last_event(ws)
        said: list[str] = []
        with pytest.raises(StoreProblem, match="is full") as caught:
            while True:
                ref = tasks.add(ws, "x" * 200, notes="n" * 1500, labels=(f"l{len(said)}",)).value.ref
                said.append(ref)
                talk.comment(ws, ref, "c" * 1500)
                board.start(ws, ref)
        assert caught.value.exit_code is ExitCode.IO
        assert "Nothing was changed; what was saved before is safe." in caught.value.message

        rows = [row.ref for row in task_view.list_tasks(ws) if row.ref in said]
        assert rows == sorted(said, key=[row.ref for row in task_view.list_tasks(ws)].index)
        events = history.events_after(ws, last, limit=10_000)
        assert [event.ref for event in events if event.command == "task.add"] == said
        assert stores.check(ws).problems == ()
        ws.close()


def limited(size: int) -> Callable[[], None]:
    """Let no file of a program grow beyond `size` bytes: for SQLite that is a disk that fails to write."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def test_f4_the_command_line_says_so_and_ends_with_74(team: Team, workers: Workers) -> None:
    size = team.path.stat().st_size + 40_000
    batch = workers.command("--store", team.path, "--as", "bo", "batch", preexec=limited(size))
    said = []
    for number in range(500):
        answer = batch.ask(json.dumps(["task", "add", f"Task {number}", "--notes", "n" * 2000]))
        if not answer["ok"]:
            break
        said.append(answer["data"]["ref"])
    assert answer["error"]["code"] == "io"
    assert answer["error"]["message"].endswith("what was saved before is safe.")
    batch.process.communicate(timeout=PATIENCE)
    assert batch.process.returncode == ExitCode.IO

    command = workers.command(
        "--store", team.path, "--as", "bo", "task", "add", "One more", "--notes", "n" * 15_000, preexec=limited(size)
    )
    out, err = command.process.communicate(timeout=PATIENCE)
    assert (command.process.returncode, out) == (ExitCode.IO, "")
    assert "Traceback" not in err
    assert "what was saved before is safe" in err

    ws = open_workspace(team.path)
    assert [row.ref for row in task_view.list_tasks(ws)] == said
    assert stores.check(ws).problems == ()
    ws.close()
