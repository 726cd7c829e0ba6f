"""What was done with an override is done again with the reason that was given, by somebody who still may."""

from __future__ import annotations

import pytest

from prodtui.errors import Refused
from prodtui.services import board, history, links, people, tasks, undo
from tests.helpers.team import Team


@pytest.fixture(autouse=True)
def limit(team: Team) -> None:
    team.step("doing", wip_limit=1)
    team.task(at="doing")


def reasons(team: Team, ref: str) -> list[str | None]:
    return [event.reason for event in history.events(team.ann, ref=ref)]


@pytest.mark.parametrize("how", ["move", "add", "restore", "assign"])
def test_it_is_done_again_with_its_reason(team: Team, how: str) -> None:
    words, code = "the customer waits", "wip_step"
    if how == "add":
        ref = tasks.add(team.lea, "New", step="doing", override=words).value.ref
    elif how == "restore":
        team.step("doing", wip_limit=2)
        ref = team.task(at="doing").ref
        tasks.archive(team.ann, ref)
        team.step("doing", wip_limit=1)
        tasks.restore(team.lea, ref, override=words)
    elif how == "assign":
        people.edit_person(team.ann, "bo", wip_limit=1)
        ref, code = team.task(at="review").ref, "wip_person"
        tasks.assign(team.ann, ["OPS-1"], add=["bo"])
        tasks.assign(team.lea, ref, add=["bo"], override=words)
    else:
        ref = team.task().ref
        board.move(team.lea, ref, "doing", override=words)
    after = team.get(ref)
    for _ in range(2):
        undo.undo(team.lea)
        done = undo.redo(team.lea)
        assert done.notes == (f"{ref} was overridden again for the reason given before: {words}.",)
        now = team.get(ref)
        assert (now.step, now.assignees, now.archived_at) == (after.step, after.assignees, None)
        assert reasons(team, ref)[-1] == f"override of {code}: {words}"


def test_an_undo_back_to_where_an_override_had_put_it(team: Team) -> None:
    ref = team.task().ref
    board.move(team.lea, ref, "doing", override="the customer waits")
    board.move(team.lea, ref, "review")
    undo.undo(team.lea)
    assert team.get(ref).step == "doing"
    assert reasons(team, ref)[-1] == "override of wip_step: the customer waits"


def test_a_predecessor_that_was_overridden(team: Team) -> None:
    first, ref = team.task().ref, team.task().ref
    links.link(team.ann, first, ref)
    board.move(team.lea, ref, "review", override="it burns")
    undo.undo(team.lea)
    undo.redo(team.lea)
    assert reasons(team, ref)[-1] == "override of predecessor: it burns"


def test_nothing_is_overridden_when_there_is_room_by_now(team: Team) -> None:
    ref = team.task().ref
    board.move(team.lea, ref, "doing", override="the customer waits")
    undo.undo(team.lea)
    board.finish(team.ann, "OPS-1")
    assert undo.redo(team.lea).notes == ()
    assert reasons(team, ref)[-1] is None
    undo.undo(team.lea)
    team.task(at="doing")
    undo.redo(team.lea)
    assert reasons(team, ref)[-1] == "override of wip_step: the customer waits"


def test_a_start_past_the_limit_of_a_person(team: Team) -> None:
    team.step("doing", wip_limit=None)
    people.edit_person(team.ann, "lea", wip_limit=1)
    tasks.assign(team.ann, "OPS-1", add=["lea"])
    ref = team.task().ref
    board.start(team.lea, ref, override="it burns")
    undo.undo(team.lea)
    undo.redo(team.lea)
    assert team.get(ref).assignees == ("lea",)
    assert reasons(team, ref)[-1] == "override of wip_person: it burns"


@pytest.mark.parametrize("what", ["limit", "predecessor"])
def test_somebody_who_may_not_override_any_more_is_told_the_reasons(team: Team, what: str) -> None:
    first, ref = team.task().ref, team.task().ref
    if what == "predecessor":
        links.link(team.ann, first, ref)
    to = "doing" if what == "limit" else "review"
    words = "Doing is at its limit 1/1" if what == "limit" else f"waits for {first}"
    board.move(team.lea, ref, to, override="the customer waits")
    people.edit_person(team.ann, "lea", role="member")
    undo.undo(team.lea)
    with pytest.raises(Refused, match=words) as caught:
        undo.redo(team.lea)
    assert [reason["overridable"] for reason in caught.value.details["reasons"]] == [False]
    assert "lead or a manager" in caught.value.hint
    assert team.get(ref).step == "backlog"


def test_a_reason_of_another_move_does_not_count(team: Team) -> None:
    ref = team.task().ref
    board.move(team.lea, ref, "doing", override="the customer waits")
    board.move(team.lea, ref, "review")
    board.finish(team.ann, "OPS-1")
    board.move(team.lea, ref, "doing")
    board.move(team.lea, ref, "review")
    team.task(at="doing")
    with pytest.raises(Refused, match="limit 1/1"):
        undo.undo(team.lea)


def test_a_task_that_was_never_overridden_makes_room_first(team: Team) -> None:
    board.move(team.lea, "OPS-1", "review")
    team.task(at="doing")
    with pytest.raises(Refused, match="limit 1/1") as caught:
        undo.undo(team.lea)
    assert caught.value.hint == "Make room first, or raise the limit."
