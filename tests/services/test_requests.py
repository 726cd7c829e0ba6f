"""Request ids: a retry gets the first answer and changes nothing; a failure is not remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prodtui.errors import NotFound, Refused, Rejected
from prodtui.services import board, boards, filters, history, links, people, purge, recurring, steps, talk, tasks, undo
from prodtui.services.workspace import Done, Workspace
from tests.helpers.fixtures import Filled
from tests.helpers.team import NOW, Team

Act = Callable[[Workspace, str], Done[Any]]
ACTS: dict[str, Act] = {
    "add": lambda ws, key: tasks.add(ws, "New", labels=("a",), due=NOW, request_id=key),
    "edit": lambda ws, key: tasks.edit(ws, "OPS-1", {"title": "y"}, version=1, request_id=key),
    "assign": lambda ws, key: tasks.assign(ws, ["OPS-1", "OPS-2"], add=["bo"], request_id=key),
    "label": lambda ws, key: tasks.label(ws, "OPS-1", add={"a", "b", "c", "d"}, request_id=key),
    "priority": lambda ws, key: tasks.set_priority(ws, "OPS-1", "high", request_id=key),
    "due": lambda ws, key: tasks.set_due(ws, "OPS-1", NOW, request_id=key),
    "archive": lambda ws, key: tasks.archive(ws, "OPS-1", request_id=key),
    "restore": lambda ws, key: tasks.restore(ws, "OPS-3", request_id=key),
    "purge": lambda ws, key: purge.purge(ws, "OPS-3", request_id=key),
    "move": lambda ws, key: board.move(ws, "OPS-1", "next", request_id=key),
    "start": lambda ws, key: board.start(ws, "OPS-1", request_id=key),
    "finish": lambda ws, key: board.finish(ws, ["OPS-1", "OPS-2"], request_id=key),
    "reorder": lambda ws, key: board.reorder(ws, "OPS-1", after="OPS-2", request_id=key),
    "block": lambda ws, key: board.block(ws, "OPS-1", "no steel", request_id=key),
    "unblock": lambda ws, key: board.unblock(ws, "OPS-1", request_id=key),
    "link": lambda ws, key: links.link(ws, "OPS-1", "OPS-2", lag_hours=1, request_id=key),
    "comment": lambda ws, key: talk.comment(ws, "OPS-1", "x", request_id=key),
    "log": lambda ws, key: talk.log_work(ws, "OPS-1", 5, request_id=key),
    "undo": lambda ws, key: undo.undo(ws, request_id=key),
    "recurring": lambda ws, key: recurring.add_recurring(ws, "daily", {"title": "x"}, start=NOW, request_id=key),
    "board.add": lambda ws, key: boards.create_board(ws, "LAB", "Lab", template="it-service", request_id=key),
    "board.archive": lambda ws, key: boards.archive_board(ws, "OLD", request_id=key),
    "board.restore": lambda ws, key: boards.restore_board(ws, "AWAY", request_id=key),
    "board.edit": lambda ws, key: boards.edit_board(ws, settings={"expedite_limit": 2}, request_id=key),
    "step.add": lambda ws, key: steps.add_step(ws, "Polish", wip_limit=2, request_id=key),
    "step.edit": lambda ws, key: steps.edit_step(ws, "doing", wip_limit=2, request_id=key),
    "step.move": lambda ws, key: steps.move_step(ws, "doing", 1, request_id=key),
    "step.archive": lambda ws, key: steps.archive_step(ws, "review", request_id=key),
    "step.restore": lambda ws, key: steps.restore_step(ws, "old", request_id=key),
    "step.allow": lambda ws, key: steps.allow(ws, "doing", "done", request_id=key),
    "person.add": lambda ws, key: people.add_person(ws, "dee", role="lead", request_id=key),
    "person.edit": lambda ws, key: people.edit_person(ws, "bo", skills=["welder"], request_id=key),
    "filter": lambda ws, key: filters.save_filter(ws, "mine", "@me", request_id=key),
}


def work(team: Team) -> None:
    """OPS-1 and OPS-2 are open, OPS-3 is archived; so are the step old and the board AWAY."""
    for key in ("OLD", "AWAY"):
        boards.create_board(team.ann, key, key)
    boards.archive_board(team.ann, "AWAY")
    steps.add_step(team.ann, "Old")
    steps.archive_step(team.ann, "old")
    for _ in range(3):
        team.task()
    tasks.archive(team.ann, "OPS-3")
    tasks.set_priority(team.ann, "OPS-2", "low")


@pytest.fixture
def team_at_work(filled: Filled) -> Team:
    """A board on which every act is possible; see `work`."""
    return filled(work)


@pytest.mark.parametrize("name", ACTS)
def test_a_retry_gets_the_first_answer_and_changes_nothing(team_at_work: Team, name: str) -> None:
    team = team_at_work
    first = ACTS[name](team.ann, "r1")
    after = history.last_event(team.ann)

    again = ACTS[name](team.ann, "r1")

    assert (again.value, again.notes) == (first.value, first.notes)
    assert (first.replayed, again.replayed, again.txn) == (False, True, None)
    assert history.last_event(team.ann) == after


@pytest.mark.parametrize("name", ACTS)
def test_the_same_id_for_something_else_is_refused(team_at_work: Team, name: str) -> None:
    team = team_at_work
    talk.comment(team.ann, "OPS-1", "the first use", request_id="r1")
    after = history.last_event(team.ann)
    with pytest.raises(Refused, match="used before for a different request"):
        ACTS[name](team.ann, "r1")
    assert history.last_event(team.ann) == after


def test_the_same_id_by_somebody_else_is_refused(team: Team) -> None:
    tasks.add(team.ann, "x", request_id="r1")
    with pytest.raises(Refused, match="different request"):
        tasks.add(team.bo, "x", request_id="r1")


def test_another_id_is_another_request(team: Team) -> None:
    first = tasks.add(team.ann, "x", request_id="r1").value
    assert tasks.add(team.ann, "x", request_id="r2").value.number == first.number + 1


def test_a_retry_gets_the_first_answer_even_when_the_task_changed_since(team: Team) -> None:
    first = tasks.add(team.ann, "x", request_id="r1").value
    tasks.edit(team.bo, first.ref, {"title": "y"})
    assert tasks.add(team.ann, "x", request_id="r1").value == first


def test_a_failure_is_not_remembered(team: Team) -> None:
    ref = team.task().ref
    team.step("doing", wip_limit=1)
    team.task(at="doing")
    with pytest.raises(Refused):
        board.move(team.bo, ref, "doing", request_id="r1")
    team.step("doing", wip_limit=2)
    done = board.move(team.bo, ref, "doing", request_id="r1")
    assert (done.value[0].step, done.replayed) == ("doing", False)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda ws: tasks.add(ws, "", request_id="r1"), Rejected),
        (lambda ws: tasks.edit(ws, "OPS-99", {"title": "x"}, request_id="r1"), NotFound),
    ],
)
def test_after_any_failure_the_id_is_free(team: Team, act: Callable[[Workspace], Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        act(team.ann)
    assert not tasks.add(team.ann, "x", request_id="r1").replayed


def test_a_request_that_changes_nothing_is_remembered_too(team: Team) -> None:
    ref = team.task().ref
    first = board.unblock(team.bo, ref, request_id="r1")
    assert (first.txn, first.notes) == (None, (f"{ref} was not blocked.",))
    board.block(team.ann, ref, "no steel")
    again = board.unblock(team.bo, ref, request_id="r1")
    assert again.replayed
    assert again.notes == first.notes
    assert team.get(ref).blocked_reason == "no steel"


def test_a_replay_needs_no_right(team: Team) -> None:
    """The answer was given when the right was there; the retry of a lost answer must not fail."""
    first = steps.add_step(team.lea, "Polish", request_id="r1").value
    people.edit_person(team.ann, "lea", role="sponsor")
    assert steps.add_step(team.lea, "Polish", request_id="r1").value == first


def test_the_event_carries_the_request_id(team: Team) -> None:
    tasks.add(team.ann, "x", request_id="r1")
    assert history.events(team.ann, newest=True, limit=1)[0].request_id == "r1"
