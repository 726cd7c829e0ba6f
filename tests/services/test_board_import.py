"""A whole board out as JSON and back: nothing is lost, nothing comes twice, and a damaged file changes nothing."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from prodtui.domain.enums import DependencyKind
from prodtui.errors import Refused, Rejected
from prodtui.interchange.board_json import write_board
from prodtui.services import (
    board,
    boards,
    filters,
    kpi,
    links,
    people,
    purge,
    recurring,
    steps,
    stores,
    talk,
    task_view,
    tasks,
    undo,
)
from prodtui.services.as_of import snapshot_as_of
from prodtui.services.board_import import import_board
from prodtui.services.kpi import Look
from prodtui.services.workspace import Workspace
from tests.helpers.fixtures import Filled
from tests.helpers.team import NOW, Team


def exported(ws: Workspace) -> dict[str, Any]:
    out = io.StringIO()
    write_board(ws, out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def live_in(team: Team) -> None:
    """A board on which everything has happened at least once."""
    first = team.task(
        "First",
        notes="a\n\tb ü 🚀",
        labels=("bug",),
        assignees=("bo",),
        due=datetime(2026, 12, 1, tzinfo=UTC),
        planned_start=datetime(2026, 11, 30, tzinfo=UTC),
    )
    second = team.task("Second", parent=first.ref, external_key="K1", quantity=2.5, unit="kg")
    third = team.task("Third")
    links.link(team.ann, first.ref, second.ref, kind=DependencyKind.START_START, lag_hours=1.5)
    links.link(team.ann, first.ref, third.ref)
    links.unlink(team.ann, first.ref, third.ref)
    links.link(team.ann, second.ref, third.ref)
    talk.comment(team.bo, first.ref, "hello\nthere")
    talk.comment(team.ann, first.ref, "oops")
    undo.undo(team.ann)
    talk.comment(team.ann, second.ref, "again")
    talk.log_work(team.bo, first.ref, 90, note="drilling")
    board.start(team.bo, first.ref)
    board.block(team.cy, first.ref, "no tools")
    board.unblock(team.cy, first.ref)
    board.move(team.ann, third.ref, "doing", override="the customer waits")
    undo.undo(team.ann)
    undo.redo(team.ann)
    board.finish(team.ann, first.ref)
    tasks.archive(team.ann, third.ref)
    gone = team.task("Gone")
    tasks.archive(team.ann, gone.ref)
    purge.purge(team.ann, gone.ref)
    recurring.add_recurring(team.ann, "weekly", {"title": "Sweep"}, start=datetime(2026, 1, 5, tzinfo=UTC))
    recurring.run_due(team.ann)
    recurring.stop_recurring(team.ann, 1)
    filters.save_filter(team.ann, "mine", "@bo #bug")
    filters.save_filter(team.ann, "old", "late")
    filters.remove_filter(team.ann, "old")
    steps.add_step(team.ann, "Extra")
    steps.archive_step(team.ann, "extra")
    steps.allow(team.ann, "backlog", "ready")
    steps.allow(team.ann, "ready", "doing")
    team.settings(expedite_limit=3)


@pytest.fixture
def lived_in(filled: Filled) -> Team:
    """A board on which everything has happened at least once."""
    return filled(live_in)


def test_export_and_import_give_the_same_board(lived_in: Team, elsewhere: Workspace) -> None:
    document = exported(lived_in.ann)
    report = import_board(elsewhere, document)
    assert (report.created, report.tasks, report.events) == (True, 4, len(document["events"]))
    assert set(report.people) == {"ann", "bo", "cy"}
    assert exported(elsewhere.with_board("OPS")) == document
    assert stores.check(elsewhere).problems == ()


def test_the_board_that_came_back_has_the_same_past(lived_in: Team, elsewhere: Workspace) -> None:
    import_board(elsewhere, exported(lived_in.ann))
    ops, today = elsewhere.with_board("OPS"), NOW.date()
    look = Look(today, today, as_of=today)
    assert [row.figure for row in kpi.figures(ops, look).figures] == [
        row.figure for row in kpi.figures(lived_in.ann, look).figures
    ]
    (here, _), (there, _) = snapshot_as_of(ops, today), snapshot_as_of(lived_in.ann, today)
    assert [replace(card, id=0) for card in here.cards] == [replace(card, id=0) for card in there.cards]
    assert [card.ref for card in here.cards] == ["OPS-2", "OPS-5", "OPS-1"]


def test_the_board_that_came_back_works_on(lived_in: Team, elsewhere: Workspace) -> None:
    import_board(elsewhere, exported(lived_in.ann))
    ops = elsewhere.with_board("OPS")
    new = tasks.add(ops, "New").value
    assert new.ref == "OPS-6"
    assert [row.ref for row in task_view.list_tasks(ops)] == ["OPS-2", "OPS-5", "OPS-6"]
    assert task_view.show(ops, "OPS-1").comments[0].text == "hello\nthere"
    board.move(ops, new.ref, "ready")
    undo.undo(ops)
    assert tasks.get(ops, new.ref).step == "backlog"


def test_an_empty_board_makes_room(lived_in: Team, elsewhere: Workspace) -> None:
    report = import_board(elsewhere, exported(lived_in.ann))
    assert report.notes == ("The empty board OPS that was here is archived as OPS0.",)
    assert [row.key for row in boards.list_boards(elsewhere)] == ["OPS"]


def test_a_second_import_changes_nothing(lived_in: Team, elsewhere: Workspace) -> None:
    document = exported(lived_in.ann)
    import_board(elsewhere, document)
    ops = elsewhere.with_board("OPS")
    tasks.add(ops, "Work goes on")
    before = exported(ops)
    again = import_board(elsewhere, document)
    assert (again.created, again.txn) == (False, None)
    assert exported(ops) == before
    assert not import_board(lived_in.ann, document).created


def test_another_board_of_that_key_is_left_alone(lived_in: Team, elsewhere: Workspace) -> None:
    tasks.add(elsewhere, "Theirs")
    with pytest.raises(Refused, match="another board OPS") as error:
        import_board(elsewhere, exported(lived_in.ann))
    assert "--key" in error.value.hint


def test_the_same_board_under_another_key(lived_in: Team) -> None:
    document = exported(lived_in.ann)
    report = import_board(lived_in.ann, document, key="new")
    copied = exported(lived_in.of("ann", board="NEW"))
    assert (report.board, len(copied["events"])) == ("NEW", len(document["events"]))
    assert (copied["tasks"][1]["ref"], copied["tasks"][1]["parent"]) == ("NEW-2", "NEW-1")
    assert "OPS-" not in json.dumps(copied)
    assert {e["txn"] for e in copied["events"]}.isdisjoint(e["txn"] for e in document["events"])
    assert not import_board(lived_in.ann, document, key="NEW").created
    assert stores.check(lived_in.ann).problems == ()


def test_a_dry_run_says_the_same_and_stores_nothing(lived_in: Team, elsewhere: Workspace) -> None:
    report = import_board(elsewhere, exported(lived_in.ann), dry_run=True)
    assert (report.created, report.tasks, report.txn) == (True, 4, None)
    assert [row.key for row in boards.list_boards(elsewhere, archived=True)] == ["OPS"]
    assert len(people.list_people(elsewhere, inactive=True)) == 1


def test_people_of_the_store_stay_as_they_are(lived_in: Team, elsewhere: Workspace) -> None:
    people.add_person(elsewhere, "bo", name="Our own Bo")
    import_board(elsewhere, exported(lived_in.ann))
    assert people.resolve_person(elsewhere, "bo").name == "Our own Bo"
    assert tasks.get(elsewhere.with_board("OPS"), "OPS-1").assignees == ("bo",)


def test_a_member_may_not_bring_a_board(lived_in: Team) -> None:
    with pytest.raises(Refused, match="may not"):
        import_board(lived_in.bo, exported(lived_in.ann), key="NEW")


def test_a_lead_brings_no_manager_with_a_board(lived_in: Team) -> None:
    document = exported(lived_in.ann)
    document["people"].append(document["people"][0] | {"login": "dee", "role": "manager"})
    with pytest.raises(Refused, match="may not decide who is a manager"):
        import_board(lived_in.lea, document, key="NEW")
    assert import_board(lived_in.ann, document, key="NEW").people == ("dee",)


def change(*way: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    """Return a change of one value of a document."""

    def apply(document: dict[str, Any]) -> None:
        place: Any = document
        for name in way[:-1]:
            place = place[name]
        place[way[-1]] = to

    return apply


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (change("format", to="trello"), "not a board"),
        (change("version", to=99), 'version "99"'),
        (change("extra", to=[]), "extra: it is not a part"),
        (change("tasks", to={}), "tasks: it is missing or not a list"),
        (change("board", to=[]), "board: there must be exactly one"),
        (change("events", to=[]), "events: there must be at least"),
        (change("tasks", 0, to=5), "tasks, element 1: it is not an object"),
        (change("tasks", 0, "title", to=5), "tasks, element 1, title: it is not a text"),
        (change("tasks", 0, "title", to="a\x1b[31m"), "title: it holds characters"),
        (change("tasks", 0, "colour", to="red"), "colour: it is unknown"),
        (change("tasks", 0, "due", to="soon"), "due: it 'soon' is not a date"),
        (change("tasks", 0, "planned_finish", to="1990-01-01T00:00:00Z"), "it is before the planned start"),
        (change("tasks", 0, "rank", to=2**80), "rank: it is not a whole number"),
        (change("tasks", 0, "quantity", to=-1), "quantity: it is not a number"),
        (change("tasks", 0, "step", to="nowhere"), 'there is no step "nowhere"'),
        (change("tasks", 0, "ref", to="OPS-2"), "there twice"),
        (change("tasks", 3, "ref", to="OPS-999"), "have a number that their board has not given out"),
        (change("tasks", 0, "version", to=99), "another version than their last event"),
        (change("tasks", 0, "finished_at", to=None), "open tasks stand in a done step"),
        (change("tasks", 0, "parent", to="OPS-2"), "close a circle"),
        (change("tasks", 0, "parent", to="XY-2"), "not a reference of board OPS"),
        (change("tasks", 0, "assignees", to=["nobody"]), 'does not describe "nobody"'),
        (change("dependencies", 0, "predecessor", to="OPS-3"), "close a circle"),
        (change("comments", 0, "ref", to="OPS-77"), "no task OPS-77"),
        (change("steps", 0, "kind", to="parked"), "kind: it is not one of queue"),
        (change("board", 0, "timezone", to="Mars/Base"), "not a time zone"),
        (change("board", 0, "settings", to={"done_days": "x"}), "settings"),
        (change("events", 0, "kind", to="person"), "kind: it is not one of"),
        (change("events", 0, "after", to={"password": "x"}), '"password" is no field'),
        (change("events", 0, "after", to=None), "before and after are both missing"),
        (change("events", 0, "at", to="2026"), "at"),
        (change("filters", 0, "text", to="step:"), "filters, element 1, text"),
        (change("recurrences", 0, "rule", to="FREQ=NEVER"), "rule"),
    ],
)
def test_a_damaged_document_changes_nothing(
    lived_in: Team, elsewhere: Workspace, damage: Callable[[dict[str, Any]], None], message: str
) -> None:
    document = copy.deepcopy(exported(lived_in.ann))
    damage(document)
    before = stores.check(elsewhere)
    with pytest.raises(Rejected, match=message) as error:
        import_board(elsewhere, document)
    assert error.value.message.endswith(".")
    assert stores.check(elsewhere) == before
