"""Archive, restore, purge: nothing is lost by a key press, and what is purged leaves a record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.errors import NotFound, Refused
from prodtui.services import board, history, links, purge, steps, stores, talk, task_view, tasks
from tests.helpers.team import NOW, Clock, Team


def test_an_archived_task_leaves_the_board_and_keeps_its_history(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    talk.comment(team.bo, ref, "hello")
    ticking.forward(hours=1)
    row = tasks.archive(team.bo, ref).value[0]
    assert row.archived_at == NOW + timedelta(hours=1)
    assert task_view.list_tasks(team.bo) == ()
    assert team.lane("backlog") == []
    assert task_view.list_tasks(team.bo, all=True)[0].ref == ref
    assert task_view.show(team.bo, ref).comments[0].text == "hello"


def test_archiving_again_changes_nothing(team: Team, ticking: Clock) -> None:
    ref = team.task().ref
    first = tasks.archive(team.bo, ref).value[0]
    ticking.forward(hours=1)
    again = tasks.archive(team.bo, ref)
    assert (again.value[0], again.txn) == (first, None)


def test_a_restored_task_is_back_where_it_was(team: Team) -> None:
    refs = [team.task(at="doing").ref for _ in range(3)]
    before = team.get(refs[1])
    tasks.archive(team.bo, refs[1])
    row = tasks.restore(team.bo, refs[1]).value[0]
    assert (row.step, row.rank, row.started_at, row.archived_at) == (before.step, before.rank, before.started_at, None)
    assert team.lane("doing") == refs


def test_an_archived_task_does_not_move(team: Team) -> None:
    ref = team.task().ref
    tasks.archive(team.bo, ref)
    with pytest.raises(Refused, match="archived; restore it first"):
        board.move(team.lea, ref, "doing", override="please")


def test_an_archived_task_counts_against_no_limit(team: Team) -> None:
    team.step("doing", wip_limit=1)
    tasks.archive(team.bo, team.task(at="doing").ref)
    assert team.task(at="doing").step == "doing"


def test_restoring_into_a_full_step_is_refused(team: Team) -> None:
    team.step("doing", wip_limit=1)
    ref = team.task(at="doing").ref
    tasks.archive(team.bo, ref)
    team.task(at="doing")
    with pytest.raises(Refused, match="Doing is at its limit 1/1"):
        tasks.restore(team.bo, ref)
    assert team.get(ref).archived_at is not None
    tasks.restore(team.lea, ref, override="it burns")
    assert history.events(team.ann, ref=ref)[-1].reason == "override of wip_step: it burns"


@pytest.mark.parametrize(("key", "expected"), [("review", "doing"), ("ready", "backlog")])
def test_a_task_whose_step_is_gone_comes_back_to_one_of_the_same_kind(team: Team, key: str, expected: str) -> None:
    ref = team.task(at=key).ref
    tasks.archive(team.bo, ref)
    steps.archive_step(team.ann, key)
    done = tasks.restore(team.bo, ref)
    assert (done.value[0].step, done.value[0].archived_at) == (expected, None)
    assert any(expected.capitalize() in note for note in done.notes)
    assert stores.check(team.ann).problems == ()


def test_only_a_manager_purges_and_only_what_is_archived(team: Team) -> None:
    ref = team.task().ref
    with pytest.raises(Refused, match="Only archived tasks can be purged; OPS-1 is not"):
        purge.purge(team.ann, ref)
    tasks.archive(team.ann, ref)
    with pytest.raises(Refused, match="lea .lead. may not purge"):
        purge.purge(team.lea, ref)
    assert purge.purge(team.ann, ref).value == (ref,)
    with pytest.raises(NotFound):
        team.get(ref)


def test_all_or_none_is_purged(team: Team) -> None:
    refs = [team.task().ref for _ in range(2)]
    tasks.archive(team.ann, refs[0])
    with pytest.raises(Refused):
        purge.purge(team.ann, refs)
    assert team.get(refs[0]).ref == refs[0]


def test_the_history_of_a_purged_task_stays_with_all_that_it_was(team: Team) -> None:
    ref = team.task("Secret plan", notes="n", labels=("a",), assignees=("bo",), due=NOW).ref
    talk.comment(team.bo, ref, "said")
    talk.log_work(team.bo, ref, 5)
    tasks.archive(team.ann, ref)
    done = purge.purge(team.ann, ref)
    events = history.events(team.ann, limit=None)
    last = [event for event in events if event.ref == ref][-1]
    assert (last.command, last.after, last.actor, last.txn) == ("task.purge", None, "ann", done.txn)
    assert last.before is not None
    assert last.before | {"title": "Secret plan", "labels": ["a"], "assignees": ["bo"], "notes": "n"} == last.before
    assert {"comment", "work"} <= {event.kind for event in events if event.ref == ref}


def test_the_children_of_a_purged_task_lose_their_parent_on_record(team: Team) -> None:
    parent = team.task().ref
    child = team.task(parent=parent)
    tasks.archive(team.ann, parent)
    purge.purge(team.ann, parent)
    row = team.get(child.ref)
    assert (row.parent, row.version) == (None, child.version + 1)
    assert history.events(team.ann, ref=child.ref)[-1].before == {"parent": parent}


def test_what_waited_for_a_purged_task_waits_no_more_on_record(team: Team) -> None:
    first, second = team.task().ref, team.task().ref
    links.link(team.ann, first, second)
    tasks.archive(team.ann, first)
    purge.purge(team.ann, first)
    assert team.get(second).waiting_for == ()
    event = history.events(team.ann, ref=second)[-1]
    assert (event.kind, event.after, event.command) == ("dependency", None, "task.purge")
    assert stores.check(team.ann).problems == ()


def test_the_history_of_a_purged_task_can_still_be_asked_for(team: Team) -> None:
    ref = team.task().ref
    tasks.archive(team.ann, ref)
    purge.purge(team.ann, ref)
    assert [event.command for event in history.events(team.ann, ref=ref)] == ["task.add", "task.archive", "task.purge"]
