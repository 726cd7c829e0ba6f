"""The order within a lane."""

from __future__ import annotations

import pytest

from prodtui.errors import NotFound, Usage
from prodtui.services import board, history, steps, tasks, undo
from tests.helpers.team import Clock, Team


@pytest.fixture
def refs(team: Team) -> list[str]:
    return [team.task(at="doing").ref for _ in range(4)]


def test_a_moved_task_goes_to_the_end_and_a_finished_one_to_the_top(team: Team, refs: list[str]) -> None:
    board.move(team.bo, team.task().ref, "doing")
    assert team.lane("doing") == [*refs, "OPS-5"]
    board.finish(team.bo, refs[0])
    board.finish(team.bo, refs[1])
    assert team.lane("done") == [refs[1], refs[0]]


def test_before_and_after_a_neighbour(team: Team, refs: list[str]) -> None:
    board.reorder(team.bo, refs[3], before=refs[0])
    board.reorder(team.bo, refs[0], after=refs[2])
    assert team.lane("doing") == [refs[3], refs[1], refs[2], refs[0]]


def test_a_move_beside_a_neighbour(team: Team, refs: list[str]) -> None:
    ref = team.task().ref
    board.move(team.bo, ref, "doing", after=refs[1])
    assert team.lane("doing") == [*refs[:2], ref, *refs[2:]]


def test_several_moved_before_a_neighbour_keep_their_order(team: Team, refs: list[str]) -> None:
    more = [team.task().ref for _ in range(3)]
    board.move(team.bo, more, "doing", before=refs[1])
    assert team.lane("doing") == [refs[0], *more, *refs[1:]]


def test_several_moved_after_a_neighbour_keep_their_order(team: Team, refs: list[str]) -> None:
    more = [team.task().ref for _ in range(3)]
    board.move(team.bo, more, "doing", after=refs[1])
    assert team.lane("doing") == [*refs[:2], *more, *refs[2:]]


def test_one_version_and_only_the_rank(team: Team, refs: list[str]) -> None:
    before = team.get(refs[3])
    row = board.reorder(team.bo, refs[3], before=refs[1]).value
    assert (row.version, row.entered_at, row.started_at) == (2, before.entered_at, before.started_at)
    assert list(history.events(team.bo, ref=refs[3])[-1].after or ()) == ["rank"]


@pytest.mark.parametrize("how", [{"before": "OPS-9"}, {"before": "OPS-5"}, {"after": "OPS-1"}])
def test_a_neighbour_is_another_task_of_the_same_step(team: Team, refs: list[str], how: dict[str, str]) -> None:
    team.task()
    with pytest.raises(NotFound):
        board.reorder(team.bo, refs[0], **how)


@pytest.mark.parametrize("how", [{}, {"before": "OPS-2", "after": "OPS-3"}])
def test_exactly_one_neighbour_is_named(team: Team, refs: list[str], how: dict[str, str]) -> None:
    with pytest.raises(Usage):
        board.reorder(team.bo, refs[0], **how)


def test_however_often_two_swap_places_there_is_room(team: Team, refs: list[str]) -> None:
    """Halving uses the room between two neighbours up; then the lane is spread anew."""
    order = list(refs)
    for turn in range(90):
        moved, neighbour = order[2 + turn % 2], order[1]
        board.reorder(team.bo, moved, after=neighbour)
        order.remove(moved)
        order.insert(2, moved)
        assert team.lane("doing") == order
    ranks = [team.get(ref).rank for ref in order]
    assert ranks == sorted(set(ranks))
    assert any(event.command == "task.respread" for event in history.events(team.bo, limit=None))


def test_a_move_within_the_step_is_only_about_the_order(team: Team, refs: list[str], ticking: Clock) -> None:
    steps.allow(team.ann, "doing", "review")
    board.block(team.bo, refs[3], "no steel")
    before = team.get(refs[3])
    ticking.forward(hours=1)
    row = board.move(team.bo, refs[3], "doing", before=refs[0]).value[0]
    assert (row.entered_at, row.started_at) == (before.entered_at, before.started_at)
    board.move(team.bo, [refs[3], refs[0]], "doing", after=refs[2])
    assert team.lane("doing") == [refs[1], refs[2], refs[3], refs[0]]


def test_two_of_the_same_rank_are_told_apart(team: Team, refs: list[str]) -> None:
    """An undo can give a rank back that somebody else has got meanwhile."""
    board.reorder(team.bo, refs[3], before=refs[0])
    team.task(at="doing")
    undo.undo(team.bo)
    assert team.get(refs[3]).rank == team.get("OPS-5").rank
    assert team.lane("doing") == [*refs, "OPS-5"]
    board.reorder(team.bo, refs[0], before="OPS-5")
    assert team.lane("doing") == [*refs[1:], refs[0], "OPS-5"]


def test_an_archived_neighbour_is_none(team: Team, refs: list[str]) -> None:
    tasks.archive(team.bo, refs[1])
    with pytest.raises(NotFound):
        board.reorder(team.bo, refs[0], after=refs[1])
