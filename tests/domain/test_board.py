"""Every reason against a move, and what a move does to the clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.board import (
    Clocks,
    Load,
    Unmet,
    clocks_after,
    find_cycle,
    limits_against,
    over_load,
    reasons_against,
)
from prodtui.domain.enums import DependencyKind, ReasonCode, Role, ServiceClass, StepKind
from tests.helpers.rows import a_step, facts, steps_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(days=3)
QUEUE, ACTIVE, DONE = StepKind.QUEUE, StepKind.ACTIVE, StepKind.DONE


def codes(**changes: Any) -> list[str]:
    return [reason.code.value for reason in reasons_against(facts(**changes))]


def test_nothing_speaks_against_a_plain_move() -> None:
    assert reasons_against(facts()) == ()


def test_an_archived_task_does_not_move_and_nobody_may_override_it() -> None:
    (reason,) = reasons_against(facts(archived=True))
    assert (reason.code, reason.overridable) == (ReasonCode.ARCHIVED, False)


def test_a_blocked_task_says_why_it_is_blocked() -> None:
    (reason,) = reasons_against(facts(blocked_reason="no steel"))
    assert (reason.code, reason.overridable, reason.text) == (ReasonCode.BLOCKED, False, "is blocked: no steel")


def test_an_empty_block_reason_still_blocks() -> None:
    assert codes(blocked_reason="") == ["blocked"]


@pytest.mark.parametrize(
    ("allowed", "expected"), [(None, []), (frozenset({"doing"}), []), (frozenset({"x"}), ["transition"])]
)
def test_only_listed_transitions_are_legal_once_any_is_listed(
    allowed: frozenset[str] | None, expected: list[str]
) -> None:
    assert codes(allowed=allowed) == expected


def test_a_refused_transition_names_the_legal_ways_in_order() -> None:
    (reason,) = reasons_against(facts(allowed=frozenset({"review", "blocked", "done"})))
    assert reason.text == "Ready does not lead to Doing (it leads to blocked, done, review)"
    assert reason.details == {"allowed": ["blocked", "done", "review"]}
    assert not reason.overridable


@pytest.mark.parametrize(
    ("role", "skills", "expected"),
    [
        (Role.MEMBER, (), ["role"]),
        (Role.MEMBER, ("inspector",), []),
        (Role.QUALITY, (), ["role"]),
        (Role.LEAD, (), []),
        (Role.MANAGER, (), []),
    ],
)
def test_a_step_with_a_role_is_left_forward_by_that_role_or_a_lead(
    role: Role, skills: tuple[str, ...], expected: list[str]
) -> None:
    step = a_step("check", ACTIVE, 0, role="inspector")
    assert codes(from_step=step, role=role, skills=skills) == expected


def test_a_role_of_the_board_counts_like_a_skill() -> None:
    assert codes(from_step=a_step("check", ACTIVE, 0, role="quality"), role=Role.QUALITY) == []


def test_anybody_may_send_a_task_back_from_a_step_with_a_role() -> None:
    source = a_step("check", ACTIVE, 3, role="inspector")
    assert codes(from_step=source, to_step=a_step("doing", ACTIVE, 1)) == []


UNMET = Unmet("OPS-9", DependencyKind.FINISH_START, None)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (a_step("ready", QUEUE, 0), a_step("doing", ACTIVE, 1), ["predecessor"]),
        (a_step("ready", QUEUE, 0), a_step("done", DONE, 4), ["predecessor"]),
        (a_step("backlog", QUEUE, 0), a_step("ready", QUEUE, 1), []),
        (a_step("review", ACTIVE, 3), a_step("doing", ACTIVE, 1), []),
        (a_step("review", ACTIVE, 3), a_step("backlog", QUEUE, 0), []),
        (a_step("doing", ACTIVE, 1), a_step("review", ACTIVE, 3), ["predecessor"]),
    ],
)
def test_a_predecessor_holds_work_back_but_neither_queueing_nor_rework(
    source: Any, target: Any, expected: list[str]
) -> None:
    assert codes(from_step=source, to_step=target, unmet=(UNMET,)) == expected


@pytest.mark.parametrize(
    ("unmet", "text"),
    [
        (UNMET, "waits for OPS-9 (not done)"),
        (Unmet("OPS-9", DependencyKind.START_START, None), "waits for OPS-9 (not started)"),
        (Unmet("OPS-9", DependencyKind.FINISH_START, NOW), "waits after OPS-9 until 2026-11-24 09:00 UTC"),
    ],
)
def test_a_predecessor_says_what_is_missing_and_a_lead_may_override(unmet: Unmet, text: str) -> None:
    (reason,) = reasons_against(facts(unmet=(unmet,)))
    assert (reason.code, reason.text, reason.overridable) == (ReasonCode.PREDECESSOR, text, True)
    assert reason.details == {"predecessor": "OPS-9"}


def test_each_predecessor_is_a_reason_of_its_own() -> None:
    other = Unmet("OPS-8", DependencyKind.START_START, None)
    assert codes(unmet=(UNMET, other)) == ["predecessor", "predecessor"]


@pytest.mark.parametrize(("count", "expected"), [(0, []), (2, []), (3, ["wip_step"]), (4, ["wip_step"])])
def test_the_limit_of_a_step_is_the_most_it_holds(count: int, expected: list[str]) -> None:
    assert codes(to_step=a_step("doing", wip_limit=3), in_step=count) == expected


def test_a_full_step_says_how_full() -> None:
    (reason,) = reasons_against(facts(to_step=a_step("doing", wip_limit=3), in_step=3))
    assert (reason.text, reason.overridable) == ("Doing is at its limit 3/3", True)
    assert reason.details == {"step": "doing", "count": 3, "limit": 3}


def test_a_full_step_does_not_refuse_what_stands_in_it_already() -> None:
    full = a_step("doing", wip_limit=3)
    assert codes(from_step=full, to_step=full, in_step=3) == []


@pytest.mark.parametrize(("count", "expected"), [(1, []), (2, ["wip_person"]), (5, ["wip_person"])])
def test_a_person_carries_no_more_than_agreed(count: int, expected: list[str]) -> None:
    assert codes(loads=(Load("bo", count, 2),)) == expected


def test_everybody_over_the_limit_is_named() -> None:
    reasons = reasons_against(facts(loads=(Load("bo", 2, 2), Load("cy", 0, 2), Load("ann", 3, 3))))
    assert [reason.details["person"] for reason in reasons] == ["bo", "ann"]
    assert reasons[0] == over_load(Load("bo", 2, 2))
    assert reasons[0].text == "bo already has 2 of 2 tasks under way"


def test_a_person_is_not_asked_again_when_the_task_is_under_way_already() -> None:
    under_way = a_step("review", ACTIVE, 0)
    assert codes(from_step=under_way, loads=(Load("bo", 2, 2),)) == []
    assert codes(to_step=a_step("done", DONE, 4), loads=(Load("bo", 2, 2),)) == []


@pytest.mark.parametrize(
    ("count", "limit", "expected"), [(0, 1, []), (1, 1, ["expedite_limit"]), (0, 0, ["expedite_limit"])]
)
def test_expedite_has_a_small_limit_of_its_own(count: int, limit: int, expected: list[str]) -> None:
    assert codes(service_class=ServiceClass.EXPEDITE, expedited=count, expedite_limit=limit) == expected


def test_expedite_passes_the_other_limits() -> None:
    full = a_step("doing", wip_limit=1)
    loads = (Load("bo", 9, 1),)
    assert codes(service_class=ServiceClass.EXPEDITE, to_step=full, in_step=9, loads=loads) == []


def test_an_expedite_task_under_way_moves_on_without_asking_the_limit() -> None:
    assert codes(service_class=ServiceClass.EXPEDITE, expedited=3, from_step=a_step("doing", ACTIVE, 0)) == []


def test_every_reason_is_given_at_once_the_final_ones_first() -> None:
    found = reasons_against(
        facts(
            archived=True,
            blocked_reason="no steel",
            allowed=frozenset({"done"}),
            from_step=a_step("check", QUEUE, 0, role="inspector"),
            to_step=a_step("doing", wip_limit=1),
            in_step=1,
            loads=(Load("bo", 2, 2),),
            unmet=(UNMET,),
        )
    )
    assert [reason.code.value for reason in found] == [
        "archived",
        "blocked",
        "transition",
        "role",
        "predecessor",
        "wip_step",
        "wip_person",
    ]
    assert [reason.overridable for reason in found] == [False] * 4 + [True] * 3


def test_limits_alone_leave_the_rest_out() -> None:
    full = facts(archived=True, blocked_reason="x", unmet=(UNMET,), to_step=a_step("doing", wip_limit=1), in_step=1)
    assert [reason.code for reason in limits_against(full)] == [ReasonCode.WIP_STEP]


STEPS = steps_of(QUEUE, QUEUE, ACTIVE, ACTIVE, DONE, DONE)
RUNNING = Clocks(EARLIER, EARLIER, None)
FINISHED = Clocks(EARLIER, EARLIER, EARLIER + timedelta(hours=5))


@pytest.mark.parametrize(
    ("clocks", "place", "started", "finished"),
    [
        pytest.param(Clocks(EARLIER, None, None), 1, None, None, id="queue to queue starts nothing"),
        pytest.param(Clocks(EARLIER, None, None), 2, NOW, None, id="the first active step starts"),
        pytest.param(Clocks(EARLIER, None, None), 3, NOW, None, id="any active step starts"),
        pytest.param(RUNNING, 3, EARLIER, None, id="the next active step keeps the start"),
        pytest.param(RUNNING, 4, EARLIER, NOW, id="the first done step stops"),
        pytest.param(Clocks(EARLIER, None, None), 4, NOW, NOW, id="straight to done: start is finish"),
        pytest.param(FINISHED, 5, EARLIER, FINISHED.finished_at, id="from done to done the finish stays"),
        pytest.param(FINISHED, 3, EARLIER, None, id="reopened: it runs since the first start"),
        pytest.param(FINISHED, 0, None, None, id="reopened to the backlog: not started any more"),
        pytest.param(RUNNING, 1, None, None, id="back before the first active step: not started any more"),
    ],
)
def test_clocks(clocks: Clocks, place: int, started: datetime | None, finished: datetime | None) -> None:
    assert clocks_after(clocks, STEPS, STEPS[place], NOW) == Clocks(NOW, started, finished)


def test_a_queue_between_active_steps_keeps_the_clock_running() -> None:
    steps = steps_of(QUEUE, ACTIVE, QUEUE, ACTIVE, DONE)
    assert clocks_after(RUNNING, steps, steps[2], NOW).started_at == EARLIER
    assert clocks_after(Clocks(EARLIER, None, None), steps, steps[2], NOW).started_at == NOW, "the first was skipped"


def test_without_an_active_step_only_done_sets_the_clocks() -> None:
    steps = steps_of(QUEUE, DONE)
    assert clocks_after(Clocks(EARLIER, None, None), steps, steps[1], NOW) == Clocks(NOW, NOW, NOW)
    assert clocks_after(FINISHED, steps, steps[0], NOW) == Clocks(NOW, None, None)


@given(st.lists(st.integers(0, len(STEPS) - 1), max_size=12))
def test_clocks_never_contradict_the_step_whatever_the_way(places: list[int]) -> None:
    clocks, now = Clocks(EARLIER, None, None), EARLIER
    for place in places:
        now += timedelta(hours=1)
        clocks = clocks_after(clocks, STEPS, STEPS[place], now)
        assert clocks.entered_at == now
        assert (clocks.finished_at is not None) == (STEPS[place].kind is DONE)
        assert (clocks.started_at is None) == (place < 2)
        if clocks.started_at and clocks.finished_at:
            assert clocks.started_at <= clocks.finished_at <= now


def test_the_shortest_way_to_a_cycle_is_named() -> None:
    successors = {1: [2, 3], 2: [4], 3: [5], 5: [4]}
    assert find_cycle(successors, 1, 4) == (1, 2, 4)


def test_a_task_that_waits_for_itself_is_a_cycle_of_one() -> None:
    assert find_cycle({}, 7, 7) == (7,)


def test_without_a_way_there_is_no_cycle() -> None:
    assert find_cycle({1: [2], 3: [1]}, 1, 3) == ()


@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=25), st.integers(0, 8), st.integers(0, 8))
def test_a_way_is_found_exactly_when_there_is_one(pairs: set[tuple[int, int]], start: int, target: int) -> None:
    successors: dict[int, list[int]] = {}
    for first, second in pairs:
        successors.setdefault(first, []).append(second)
    reached, edge = {start}, [start]
    while edge:
        edge = [new for node in edge for new in successors.get(node, []) if new not in reached]
        reached.update(edge)

    way = find_cycle(successors, start, target)

    assert bool(way) == (target in reached)
    assert all(pair in pairs for pair in pairwise(way))
