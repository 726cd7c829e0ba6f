"""What goes out by one format can come in by another."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from prodtui.errors import Refused, Rejected
from prodtui.interchange.board_json import write_board
from prodtui.interchange.csv_reader import read_csv
from prodtui.interchange.csv_writer import write_csv
from prodtui.interchange.json_text import parse_document
from prodtui.interchange.reading import ReadOptions
from prodtui.services import board, boards, history, people, recurring, steps, stores, task_view, tasks, undo
from prodtui.services.board_import import import_board
from prodtui.services.imports import import_tasks
from prodtui.services.workspace import Workspace
from tests.helpers.team import NOW, Team


def as_csv(ws: Workspace) -> str:
    out = io.StringIO()
    write_csv(task_view.list_tasks(ws, all=True), out)
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
    found = {task.title: task for task in task_view.list_tasks(new, all=True)}
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


#: What happened on the board before it goes out, done by lea, a lead; OPS-1 stands in backlog and OPS-2 in doing.
LIVES: dict[str, Callable[[Team], Any]] = {
    "archived board": lambda team: boards.archive_board(team.lea, "OPS"),
    "restored board": lambda team: (boards.archive_board(team.lea, "OPS"), boards.restore_board(team.lea, "OPS")),
    "archived step": lambda team: steps.archive_step(team.lea, "review"),
    "restored step": lambda team: (steps.archive_step(team.lea, "review"), steps.restore_step(team.lea, "review")),
    "archive of a step taken back": lambda team: (steps.archive_step(team.lea, "review"), undo.undo(team.lea)),
    "archived and restored again": lambda team: (
        steps.archive_step(team.lea, "review"),
        undo.undo(team.lea),
        undo.redo(team.lea),
        steps.restore_step(team.ann, "review"),
        boards.archive_board(team.ann, "OPS"),
    ),
    "overridden redo": lambda team: (
        board.move(team.lea, "OPS-1", "doing", override="the customer waits"),
        undo.undo(team.lea),
        undo.redo(team.lea),
    ),
    "resting rules": lambda team: (
        recurring.add_recurring(team.lea, "daily", {"title": "Clean", "step": "review"}, start=NOW),
        recurring.add_recurring(team.lea, "daily", {"title": "Oil", "assignees": ("quinn",)}, start=NOW),
        steps.archive_step(team.lea, "review"),
        people.edit_person(team.ann, "quinn", active=False),
        recurring.run_due(team.lea),
    ),
}


@pytest.fixture
def lived(team: Team, request: pytest.FixtureRequest) -> Team:
    """A board with transitions and a full step, and one of LIVES behind it."""
    team.task(), team.task(at="doing")
    team.step("doing", wip_limit=1)
    for pair in (("doing", "review"), ("doing", "done"), ("review", "doing"), ("ready", "doing")):
        steps.allow(team.ann, *pair)
    LIVES[request.param](team)
    return team


@pytest.mark.parametrize("lived", LIVES, indirect=True)
def test_json_comes_back_the_same_whatever_happened(lived: Team, elsewhere: Workspace) -> None:
    text = as_json(lived.ann)
    import_board(elsewhere, parse_document(text.encode()))
    assert as_json(elsewhere.with_board("OPS")) == text
    assert stores.check(elsewhere).problems == ()


@pytest.mark.parametrize("lived", ["archived board"], indirect=True)
def test_an_archived_board_is_only_read_elsewhere_too(lived: Team, elsewhere: Workspace) -> None:
    import_board(elsewhere, parse_document(as_json(lived.ann).encode()))
    there = elsewhere.with_board("OPS")
    with pytest.raises(Refused, match="prodtui board restore OPS"):
        board.move(there, "OPS-1", "ready")
    boards.restore_board(there, "OPS")
    assert board.move(there, "OPS-1", "ready").value[0].step == "ready"


@pytest.mark.parametrize("lived", ["resting rules"], indirect=True)
def test_a_rule_rests_elsewhere_too_and_goes_on_there(lived: Team, elsewhere: Workspace) -> None:
    import_board(elsewhere, parse_document(as_json(lived.ann).encode()))
    there = elsewhere.with_board("OPS")
    last = history.last_event(there)
    assert len(recurring.catch_up(there).notes) == 2
    assert history.last_event(there) == last  # each occurrence was tried before the board went out
    assert [row.resting for row in recurring.list_recurring(there)] == [
        "There is no step 'review'.",
        "quinn is not active any more.",
    ]
    steps.restore_step(there, "review")
    people.edit_person(there, "quinn", active=True)
    made = recurring.catch_up(there).value
    assert [(row.title, row.occurrence) for row in made] == [("Clean", "2026-11-24T10:00"), ("Oil", "2026-11-24T10:00")]
    assert recurring.catch_up(there).value == ()


def test_transitions_of_an_archived_step_in_an_older_file_do_not_come_back_with_it(
    team: Team, elsewhere: Workspace
) -> None:
    steps.archive_step(team.ann, "review")
    document = parse_document(as_json(team.ann).encode())
    document["transitions"].append({"from_step": "review", "to_step": "done", "kind": "normal"})
    import_board(elsewhere, document)
    there = elsewhere.with_board("OPS")
    steps.restore_step(there, "review")
    assert steps.list_transitions(there) == ()
