"""An archived board: it can be read, nothing on it changes, and it comes back as it was."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from prodtui.domain.enums import DependencyKind
from prodtui.domain.imports import ImportTask
from prodtui.errors import NotFound, Refused, Usage
from prodtui.interchange.board_json import write_board
from prodtui.services import (
    board,
    board_view,
    boards,
    filters,
    history,
    links,
    people,
    purge,
    recurring,
    steps,
    talk,
    task_view,
    tasks,
    undo,
)
from prodtui.services.apply import apply
from prodtui.services.imports import import_tasks
from prodtui.services.workspace import Workspace, workspace_on
from tests.helpers.fixtures import Filled
from tests.helpers.team import NOW, Team

WORDS = "Board LAB is archived; `prodtui board restore LAB` brings it back."


def fill_lab(team: Team) -> None:
    """Make the board LAB with three tasks, a link, a filter and a rule, and archive it as ann."""
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    ws = team.of("ann", board="LAB")
    for title in ("First", "Second", "Third"):
        tasks.add(ws, title, external_key=title)
    tasks.archive(ws, "LAB-3")
    links.link(ws, "LAB-1", "LAB-2")
    filters.save_filter(ws, "mine", "@me")
    recurring.add_recurring(ws, "daily", {"title": "Sweep"}, start=NOW)
    boards.archive_board(ws, "LAB")


@pytest.fixture
def team(filled: Filled) -> Team:
    """The team with an archived board; see `fill_lab`."""
    return filled(fill_lab)


@pytest.fixture
def lab(team: Team) -> Workspace:
    """The archived board as ann sees it."""
    return team.of("ann", board="LAB")


CHANGES: dict[str, Callable[[Workspace], Any]] = {
    "task.add": lambda ws: tasks.add(ws, "New"),
    "task.edit": lambda ws: tasks.edit(ws, "LAB-1", {"title": "x"}),
    "task.assign": lambda ws: tasks.assign(ws, "LAB-1", add=["bo"]),
    "task.label": lambda ws: tasks.label(ws, "LAB-1", add=["x"]),
    "task.priority": lambda ws: tasks.set_priority(ws, "LAB-1", "high"),
    "task.due": lambda ws: tasks.set_due(ws, "LAB-1", NOW),
    "task.archive": lambda ws: tasks.archive(ws, "LAB-1"),
    "task.restore": lambda ws: tasks.restore(ws, "LAB-3"),
    "task.purge": lambda ws: purge.purge(ws, "LAB-3"),
    "task.move": lambda ws: board.move(ws, "LAB-1", "next"),
    "task.start": lambda ws: board.start(ws, "LAB-1"),
    "task.done": lambda ws: board.finish(ws, "LAB-1"),
    "task.reorder": lambda ws: board.reorder(ws, "LAB-1", after="LAB-2"),
    "task.block": lambda ws: board.block(ws, "LAB-1", "x"),
    "task.unblock": lambda ws: board.unblock(ws, "LAB-1"),
    "task.link": lambda ws: links.link(ws, "LAB-1", "LAB-2", kind=DependencyKind.START_START),
    "task.unlink": lambda ws: links.unlink(ws, "LAB-1", "LAB-2"),
    "task.comment": lambda ws: talk.comment(ws, "LAB-1", "x"),
    "task.log": lambda ws: talk.log_work(ws, "LAB-1", 5),
    "recurring.add": lambda ws: recurring.add_recurring(ws, "daily", {"title": "x"}),
    "recurring.stop": lambda ws: recurring.stop_recurring(ws, 1),
    "recurring.run": lambda ws: recurring.run_due(ws),
    "board.edit": lambda ws: boards.edit_board(ws, name="x"),
    "step.add": lambda ws: steps.add_step(ws, "New"),
    "step.edit": lambda ws: steps.edit_step(ws, "new", wip_limit=9),
    "step.move": lambda ws: steps.move_step(ws, "new", 2),
    "step.archive": lambda ws: steps.archive_step(ws, "new"),
    "step.allow": lambda ws: steps.allow(ws, "new", "done"),
    "step.forbid": lambda ws: steps.forbid(ws, "new", "done"),
    "filter.save": lambda ws: filters.save_filter(ws, "x", "late"),
    "filter.remove": lambda ws: filters.remove_filter(ws, "mine"),
    "apply": lambda ws: apply(ws, {"boards": [{"key": "LAB", "name": "x"}]}),
    "import": lambda ws: import_tasks(ws, "csv", [ImportTask(1, title="x")]),
}


@pytest.mark.parametrize("name", CHANGES)
def test_nothing_on_an_archived_board_changes(lab: Workspace, name: str) -> None:
    before = history.last_event(lab)
    with pytest.raises(Refused) as caught:
        CHANGES[name](lab)
    assert caught.value.message.removeprefix("Entry 1 of boards (LAB): ") == WORDS
    assert history.last_event(lab) == before


def test_it_is_refused_from_another_board_too(lab: Workspace, team: Team) -> None:
    here = team.task().ref
    with pytest.raises(Refused, match="prodtui board restore LAB"):
        tasks.set_priority(team.ann, [here, "LAB-1"], "high")
    assert team.get(here).priority == "normal"


def test_it_can_be_read(lab: Workspace) -> None:
    assert [card.ref for card in board_view.snapshot(lab).cards] == ["LAB-1", "LAB-2"]
    assert task_view.show(lab, "LAB-1").task.title == "First"
    assert len(task_view.list_tasks(lab, all=True)) == 3
    assert boards.show_board(lab, "lab").archived_at == NOW
    assert board.why(lab, "LAB-1").ref == "LAB-1"
    assert recurring.list_recurring(lab)[0].fields == {"title": "Sweep"}
    assert history.events(lab, ref="LAB-1")
    out = io.StringIO()
    write_board(lab, out)
    assert '"Second"' in out.getvalue()


def test_an_open_board_does_not_make_its_recurring_tasks(lab: Workspace) -> None:
    before = history.last_event(lab)
    recurring.catch_up(lab)
    assert history.last_event(lab) == before


def test_it_comes_back_as_it_was(lab: Workspace, team: Team) -> None:
    row = boards.restore_board(team.lea, "lab").value
    assert (row.key, row.archived_at) == ("LAB", None)
    assert [each.key for each in boards.list_boards(team.ann)] == ["LAB", "OPS"]
    assert board.move(lab, "LAB-1", "next").value[0].ref == "LAB-1"
    event = history.events(team.of("ann", board="LAB"), limit=None)[-2]
    assert (event.command, event.ref, event.actor) == ("board.restore", "LAB", "lea")
    assert boards.restore_board(team.lea, "LAB").txn is None


def test_only_who_may_set_up_brings_it_back(lab: Workspace, team: Team) -> None:
    with pytest.raises(Refused, match="may not change boards"):
        boards.restore_board(team.bo, "LAB")
    with pytest.raises(NotFound, match="no board"):
        boards.restore_board(team.ann, "NONE")


def test_archiving_and_restoring_are_taken_back_and_done_again(lab: Workspace, team: Team) -> None:
    def away() -> bool:
        return boards.show_board(lab).archived_at is not None

    undo.undo(lab)
    assert not away()
    undo.redo(lab)
    assert away()
    boards.restore_board(lab, "LAB")
    undo.undo(lab)
    assert away()
    undo.redo(lab)
    assert not away()


def test_what_was_done_on_it_before_is_not_taken_back(lab: Workspace, team: Team) -> None:
    there = team.of("lea", board="LAB")
    boards.restore_board(lab, "LAB")
    tasks.set_priority(there, "LAB-1", "high")
    boards.edit_board(there, name="Laboratory")
    boards.archive_board(lab, "LAB")
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            undo.undo(there)
        assert caught.value.message == WORDS
    assert tasks.get(there, "LAB-1").priority == "high"


def test_it_is_never_the_default(lab: Workspace, team: Team) -> None:
    assert workspace_on(team.store).need_board().key == "OPS"
    boards.archive_board(team.ann, "OPS")
    nowhere = workspace_on(team.store)
    assert nowhere.board is None
    with pytest.raises(Usage, match="Every board of the store is archived") as caught:
        nowhere.need_board()
    assert "prodtui board restore" in caught.value.hint
    assert caught.value.details["candidates"] == ["LAB", "OPS"]


def test_what_somebody_carries_on_it_counts_no_more(lab: Workspace, team: Team) -> None:
    boards.restore_board(lab, "LAB")
    active = next(step.key for step in steps.list_steps(lab) if step.kind == "active")
    tasks.assign(lab, "LAB-1", add=["bo"])
    board.move(lab, "LAB-1", active)
    people.edit_person(team.ann, "bo", wip_limit=1)
    mine = team.task(assignees=("bo",)).ref
    with pytest.raises(Refused, match="bo already has 1 of 1"):
        board.start(team.bo, mine)
    boards.archive_board(lab, "LAB")
    assert board.start(team.bo, mine).value[0].step == "doing"
    boards.restore_board(lab, "LAB")
    people.edit_person(team.ann, "bo", wip_limit=2)
    more = [ImportTask(1, title="x", step="doing", assignees=("bo",))]
    with pytest.raises(Refused, match="bo already has 2 of 2"):
        import_tasks(team.ann, "csv", more)
    boards.archive_board(lab, "LAB")
    assert import_tasks(team.ann, "csv", more).created == 1
