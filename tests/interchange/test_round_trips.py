"""What goes out by one format can come in by another."""

from __future__ import annotations

import csv
import io
import json

import pytest

from prodtui.errors import Rejected
from prodtui.interchange.board_json import write_board
from prodtui.interchange.csv_reader import read_csv
from prodtui.interchange.csv_writer import write_csv
from prodtui.interchange.json_text import parse_document
from prodtui.interchange.reading import ReadOptions
from prodtui.services import board, boards, tasks
from prodtui.services.imports import import_tasks
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team


def as_csv(ws: Workspace) -> str:
    out = io.StringIO()
    write_csv(tasks.list_tasks(ws, all=True), out)
    return out.getvalue()


def as_json(ws: Workspace) -> str:
    out = io.StringIO()
    write_board(ws, out)
    return out.getvalue()


@pytest.fixture
def busy(team: Team) -> Team:
    """A board with an open, a finished and an archived task."""
    team.task("=Open | one", assignees=("bo",), labels=("a", "b"))
    done, away = team.task("Finished"), team.task("Archived")
    board.finish(team.ann, done.ref)
    tasks.archive(team.ann, away.ref)
    return team


def test_csv_holds_every_task(busy: Team) -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(busy.ann))))
    assert [row["ref"] for row in rows] == ["OPS-1", "OPS-3", "OPS-2"]
    assert rows[0]["labels"] == "a;b"


def test_our_own_csv_changes_nothing_here_and_makes_the_same_tasks_elsewhere(busy: Team) -> None:
    text = as_csv(busy.ann).encode()

    def take(ws: Workspace) -> tuple[int, int]:
        report = import_tasks(ws, "csv", read_csv(text, ReadOptions(NOW, ws.tz())).rows)
        return report.created, report.unchanged

    assert take(busy.ann) == (0, 3)
    boards.create_board(busy.ann, "NEW", "New", template="it-service")
    new = busy.of("ann", board="NEW")
    assert take(new) == (3, 0)
    found = {task.title: task for task in tasks.list_tasks(new, all=True)}
    assert (found["=Open | one"].assignees, found["=Open | one"].labels) == (("bo",), ("a", "b"))
    assert found["Finished"].finished_at == NOW
    assert found["Archived"].archived_at == NOW


def test_json_is_one_ascii_document_with_an_element_a_line(busy: Team) -> None:
    tasks.edit(busy.ann, "OPS-1", {"title": "Größe 🚀"})
    text = as_json(busy.ann)
    assert text.isascii()
    document = json.loads(text)
    assert document["tasks"][0]["title"] == "Größe 🚀"
    assert text.count("\n") > len(document["events"])
    assert parse_document(text.encode()) == document


def test_a_document_that_is_nested_too_deep_is_refused() -> None:
    with pytest.raises(Rejected, match="nested deeper than 64"):
        parse_document(b"[" * 70 + b"]" * 70)
