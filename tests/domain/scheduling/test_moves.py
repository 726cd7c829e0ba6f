"""Whatever makes a schedule another one, each start that moves has a cause that is really there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.enums import DependencyKind, MoveKind
from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.rows_schedule import MoveCause, PartRow, ScheduledRow, ScheduleMove, ScheduleView
from prodtui.domain.scheduling.build import build
from prodtui.domain.scheduling.compare import Drawn, compare
from prodtui.domain.scheduling.floor import Floor
from prodtui.domain.scheduling.schedule import schedule
from prodtui.domain.scheduling.trial import Overtime, finished, joined, overtime
from prodtui.domain.scheduling.view import view
from tests.helpers.floors import ANN, BO, STEPS, a_floor, a_machine, a_routing, at, away, waits, work
from tests.helpers.random_floors import floors

MINUTE = timedelta(minutes=1)
DAY = date(2026, 11, 27)


def drawn(floor: Floor) -> Drawn:
    built = build(floor)
    return built, schedule(built.problem, built.order())


def moves(before: Floor, after: Floor) -> dict[str, ScheduleMove]:
    return {move.ref: move for move in compare(drawn(before), drawn(after)).moves}


def cause(before: Floor, after: Floor, ref: str) -> MoveCause | None:
    return moves(before, after)[ref].cause


def test_work_that_was_done_lets_others_start_sooner() -> None:
    floor = a_floor(work(1), work(2), work(3, assignees=("bo",), step="weld"), waits=[waits(1, 3)])
    found = moves(floor, finished(floor, ["OPS-1"]))
    assert {ref: move.cause for ref, move in found.items()} == {
        "OPS-2": MoveCause(MoveKind.DONE, True, "OPS-1", "Ann"),
        "OPS-3": MoveCause(MoveKind.DONE, True, "OPS-1", None),
    }
    assert found["OPS-2"].starts == at("11-27 8:00")


def test_what_moves_lets_move_what_waits_for_it() -> None:
    floor = a_floor(work(1), work(2), work(3, assignees=("cy",)), waits=[waits(2, 3)])
    assert cause(floor, finished(floor, ["OPS-1"]), "OPS-3") == MoveCause(MoveKind.PREDECESSOR, True, "OPS-2", None)


def test_one_person_more() -> None:
    floor = a_floor(work(1, assignees=()), work(2, assignees=()), people=[ANN])
    assert cause(floor, joined(floor, ["cutter"]), "OPS-2") == MoveCause(MoveKind.CREW, True, None, "Another cutter")


def test_a_second_machine() -> None:
    made = {"chair": a_routing(RoutingRow("cut", 2.0, 0.0, "saw"))}
    tasks = [work(number, product="chair", assignees=(who,)) for number, who in ((1, "ann"), (2, "cy"))]
    floor = a_floor(*tasks, products=made, resources=[a_machine("saw")])
    more = replace(floor, resources=[a_machine("saw"), a_machine("saw 2", pool="saw")])
    assert cause(floor, more, "OPS-2") == MoveCause(MoveKind.CREW, True, None, "Saw 2")
    wider = replace(floor, resources=[a_machine("saw", parallel=2)])
    assert cause(floor, wider, "OPS-2") == MoveCause(MoveKind.CAPACITY, True, None, "Saw")


def test_overtime_and_days_off() -> None:
    floor = a_floor(work(1, estimate_hours=10.0))
    longer = overtime(floor, [Overtime("ann", DAY, DAY, 2.0)])
    assert cause(floor, longer, "OPS-1") == MoveCause(MoveKind.HOURS, True, None, "Ann")
    absent = replace(floor, absences=[away("ann", DAY, DAY)])
    assert cause(floor, absent, "OPS-1") == MoveCause(MoveKind.HOURS, False, None, "Ann")


def test_a_higher_limit() -> None:
    def limited(most: int) -> Floor:
        steps = [replace(step, wip_limit=most) if step.key == "cut" else step for step in STEPS]
        return a_floor(work(1), work(2, assignees=("cy",)), steps=steps)

    assert cause(limited(1), limited(2), "OPS-2") == MoveCause(MoveKind.CAPACITY, True, None, "Cut")


def test_work_that_comes_first_now() -> None:
    floor = a_floor(work(1), work(2))
    pinned = a_floor(work(1), work(2, pinned_start=at("11-27 8:00")))
    found = moves(floor, pinned)
    assert found["OPS-1"].cause == MoveCause(MoveKind.BUSY, False, "OPS-2", "Ann")
    assert found["OPS-2"].cause == MoveCause(MoveKind.BUSY, True, "OPS-1", "Ann")


def test_its_own_date_length_or_place() -> None:
    floor = a_floor(work(1))
    later = a_floor(work(1, planned_start=at("11-30 8:00")))
    assert cause(floor, later, "OPS-1") == MoveCause(MoveKind.DATE, False, None, None)
    assert cause(floor, a_floor(work(1, estimate_hours=5.0)), "OPS-1") == MoveCause(MoveKind.WORK, False, None, None)
    lost = cause(floor, a_floor(work(1, assignees=()), people=[BO]), "OPS-1")
    assert lost == MoveCause(MoveKind.PLACE, False, None, "Nobody has the role cutter that Cut takes.")


@st.composite
def eased(draw: st.DrawFn) -> tuple[Floor, Floor]:
    """Return a floor, and the same one with a task done early or with more capacity."""
    floor = draw(floors())
    limit = draw(st.none() | st.integers(1, 2))
    steps = [replace(step, wip_limit=limit) if step.key == "cut" else step for step in STEPS]
    floor = replace(floor, steps=steps)
    match draw(st.sampled_from(["done", "person", "overtime", "machine"])):
        case "done":
            return floor, finished(floor, [draw(st.sampled_from(floor.tasks)).ref])
        case "person":
            return floor, joined(floor, [draw(st.sampled_from(["cutter", "welder"]))])
        case "overtime":
            first = DAY + timedelta(days=draw(st.integers(0, 4)))
            who, hours = draw(st.sampled_from(["ann", "bo", "cy"])), draw(st.integers(1, 4))
            return floor, overtime(floor, [Overtime(who, first, first + timedelta(days=9), float(hours))])
    return floor, replace(floor, resources=[*floor.resources, a_machine("saw 3", pool="saws")])


@settings(deadline=None)
@given(eased())
def test_what_a_task_done_early_or_more_capacity_moves_is_explained_by_what_is_there(both: tuple[Floor, Floor]) -> None:
    first, second = map(drawn, both)
    before, after = view(*first), view(*second)
    found = compare(first, second)
    was, now = ({row.ref: row for row in each.tasks} for each in (before, after))
    differs = [ref for ref, row in now.items() if (row.starts, row.ends) != (was[ref].starts, was[ref].ends)]
    assert [move.ref for move in found.moves] == differs
    for move in found.moves:
        assert move.cause is not None, move
        check(move.cause, both, (before, after), was[move.ref], now[move.ref])


@settings(max_examples=40, deadline=None)
@given(floors())
def test_nothing_moves_without_a_cause(floor: Floor) -> None:
    assert compare(drawn(floor), drawn(floor)).moves == ()


def check(
    told: MoveCause,
    floors: tuple[Floor, Floor],
    views: tuple[ScheduleView, ScheduleView],
    was: ScheduledRow,
    now: ScheduledRow,
) -> None:
    """Check a cause from the rows alone: it keeps the task away on the side where it ends later, on the other not."""
    if told.kind is MoveKind.PLACE:
        assert told.what == (was.problem or now.problem)
        return
    pairs = list(zip(was.parts, now.parts, strict=True))
    assert was.ends is not None and now.ends is not None
    wanted = sign(now.ends, was.ends)
    index, (old, new) = next(
        (at, pair)
        for at, pair in enumerate(pairs)
        if (sign(pair[1].ends, pair[0].ends) == wanted if wanted else span(pair[0]) != span(pair[1]))
    )
    if told.kind is MoveKind.CREW:
        assert told.what is not None
        assert (old.person, old.resources) != (new.person, new.resources)
        return
    assert told.sooner == (new.ends < old.ends)
    side, there = (0, new) if new.ends < old.ends else (1, old)
    rows = {row.ref: row for row in views[side].tasks}
    others = {row.ref: row for row in views[1 - side].tasks}
    if told.kind is MoveKind.HOURS:
        mine, theirs = (hours(each, told.what, there) for each in (views[side], views[1 - side]))
        assert mine < theirs
        return
    assert told.kind in (MoveKind.DONE, MoveKind.BUSY, MoveKind.LIMIT, MoveKind.PREDECESSOR)
    assert told.ref is not None
    assert (told.kind is MoveKind.DONE) == (side == 0 and told.ref not in others)
    stays = told.ref in others and parts_of(others[told.ref]) == parts_of(rows[told.ref])
    assert not stays or (told.kind is MoveKind.LIMIT and rows[told.ref].begun)
    if told.what is None:
        assert waits_for(floors[side], views[side], rows, was, told.ref, index, there)
        return
    names = {lane.key: lane.name for lane in views[side].lanes} | {step.key: step.name for step in floors[0].steps}
    takes = [
        part for part in rows[told.ref].parts
        if told.what in [names[key] for key in (*part.person, *part.resources, part.step)]
    ]  # fmt: skip
    assert any(part.starts < there.ends and part.ends > there.starts for part in takes)


def sign(one: datetime, other: datetime) -> int:
    return (one > other) - (one < other)


def span(part: PartRow) -> tuple[datetime, datetime]:
    return part.starts, part.ends


def parts_of(row: ScheduledRow) -> Sequence[tuple[datetime, datetime, tuple[str, ...], tuple[str, ...]]]:
    return [(part.starts, part.ends, part.person, part.resources) for part in row.parts]


def hours(made: ScheduleView, name: str | None, there: PartRow) -> int:
    """Return how many minutes somebody works while a part is done."""
    lane = next(lane for lane in made.lanes if lane.name == name)
    first, last = ((moment - made.origin) // MINUTE for moment in span(there))
    return sum(max(min(closes, last) - max(opens, first), 0) for opens, closes in lane.working)


def waits_for(
    floor: Floor,
    made: ScheduleView,
    rows: dict[str, ScheduledRow],
    row: ScheduledRow,
    ref: str,
    index: int,
    there: PartRow,
) -> bool:
    """Tell whether a task could not start where a part of it lies, because of what comes before it."""
    if ref == row.ref:
        return rows[ref].parts[index - 1].ends > there.starts
    link = next(link for link in floor.waits if (link.ref, link.successor) == (ref, row.id))
    over = rows[ref].ends if link.kind is DependencyKind.FINISH_START else rows[ref].starts
    assert over is not None
    first, last = ((moment - made.origin) // MINUTE for moment in (over, there.starts))
    return sum(max(min(c, last) - max(o, first), 0) for o, c in made.working) < link.lag_hours * 60 or last < first


@pytest.mark.parametrize("ref", ["OPS-1", "OPS-9"])
def test_done_tasks_are_gone_and_those_that_wait_for_them_are_free(ref: str) -> None:
    floor = a_floor(work(1), work(2), waits=[waits(1, 2, lag=1.0)])
    left = finished(floor, [ref])
    assert [task.ref for task in left.tasks] == [task.ref for task in floor.tasks if task.ref != ref]
    assert left.waits[0].since == (floor.now if ref == "OPS-1" else None)
