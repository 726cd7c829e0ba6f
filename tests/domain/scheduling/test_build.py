"""From the open work of a board to a schedule: who and what does it, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from prodtui.domain.enums import CapacityKind, DependencyKind, Priority, Role, ServiceClass, StartKind
from prodtui.domain.rows import BoardSettings
from prodtui.domain.rows_planning import CapacityChangeRow, RoutingRow
from prodtui.domain.rows_schedule import PartRow, StartReason
from prodtui.domain.scheduling.build import build
from prodtui.domain.scheduling.floor import Lacks
from tests.helpers.floors import (
    ANN,
    BO,
    CY,
    NOW,
    STEPS,
    a_floor,
    a_machine,
    a_person,
    a_routing,
    at,
    away,
    rows,
    times,
    waits,
    work,
)
from tests.helpers.rows import a_step


def people_of(row: Any) -> list[tuple[str, ...]]:
    return [part.person for part in row.parts]


def test_a_task_of_one_person_is_done_one_after_the_other() -> None:
    found = rows(a_floor(work(1), work(2)))
    assert times(found[1]) == ("11-27 8:00", "11-27 12:00")
    assert times(found[2]) == ("11-27 13:00", "11-27 17:00")


def test_work_goes_on_after_the_weekend() -> None:
    assert times(rows(a_floor(work(1, estimate_hours=10.0)))[1]) == ("11-27 8:00", "11-30 10:00")


def test_the_whole_routing_is_done_step_by_step() -> None:
    product = a_routing(RoutingRow("cut", 2.0), RoutingRow("weld", 3.0, 0.0, "booth"))
    floor = a_floor(
        work(1, product="chair", assignees=(), step="ready", due=at("11-27 12:00")),
        products={"chair": product},
        resources=[a_machine("booth 1", pool="booth"), a_machine("booth 2", pool="booth", archived_at=NOW)],
    )
    row = rows(floor)[1]
    assert [(part.step, part.person, part.resources, part.minutes) for part in row.parts] == [
        ("cut", ("ann",), (), 120),
        ("weld", ("bo",), ("booth 1",), 180),
    ]
    assert times(row) == ("11-27 8:00", "11-27 14:00")
    assert row.late == 60


def test_several_assignees_share_the_hours_side_by_side() -> None:
    row = rows(a_floor(work(1, assignees=("ann", "cy"))))[1]
    assert people_of(row) == [("ann", "cy")]
    assert times(row) == ("11-27 8:00", "11-27 10:00")


def test_an_assignee_without_the_role_leaves_the_step_to_those_who_have_it() -> None:
    row = rows(a_floor(work(1, step="weld", assignees=("ann",))))[1]
    assert people_of(row) == [("bo",)]


def test_begun_work_is_its_assignees_alone() -> None:
    row = rows(a_floor(work(1, step="weld", assignees=("ann",), started_at=NOW)))[1]
    assert people_of(row) == [("ann",)]
    assert row.begun


def test_anybody_with_the_role_or_the_skill_may_do_it_and_the_first_who_is_free_does() -> None:
    lead = a_person("lea", role=Role.LEAD)
    steps = [a_step("doing", role="lead", position=0)]
    floor = a_floor(work(1, step="doing", assignees=()), steps=steps, people=[ANN, lead])
    assert people_of(rows(floor)[1]) == [("lea",)]
    both = rows(a_floor(work(1, assignees=()), work(2, assignees=())))
    assert [people_of(both[each]) for each in (1, 2)] == [[("ann",)], [("cy",)]]


def test_whoever_left_and_sponsors_do_nothing() -> None:
    floor = a_floor(work(1, assignees=()), people=[replace(ANN, active=False), replace(CY, role=Role.SPONSOR), BO])
    row = rows(floor)[1]
    assert row.problem == "Nobody has the role cutter that Cut takes."
    assert row.parts == ()
    assert row.starts is None


def test_without_people_work_lies_on_the_boards_calendar() -> None:
    assert times(rows(a_floor(work(1, assignees=()), people=()))[1]) == ("11-27 8:00", "11-27 12:00")


def test_a_pool_without_anything_in_it_is_said() -> None:
    product = a_routing(RoutingRow("cut", 1.0, 0.0, "laser"))
    row = rows(a_floor(work(1, product="chair"), products={"chair": product}))[1]
    assert row.problem == "Cut takes one of laser, and there is none."


def test_a_resource_of_several_works_for_several() -> None:
    product = a_routing(RoutingRow("cut", 4.0, 0.0, "saw"))
    tasks = [work(number, product="chair", assignees=(who,)) for number, who in ((1, "ann"), (2, "cy"))]
    one = rows(a_floor(*tasks, products={"chair": product}, resources=[a_machine("saw")]))
    assert times(one[2])[0] == "11-27 13:00"
    two = rows(a_floor(*tasks, products={"chair": product}, resources=[a_machine("saw", parallel=2)]))
    assert times(two[2])[0] == "11-27 8:00"


@pytest.mark.parametrize(
    ("task", "wanted"),
    [
        (work(1, step="weld", assignees=("bo",)), "Bo has no working time."),
        (work(1, planned_start=at("11-27 8:00").replace(year=2101)), "It cannot start before 2101-11-27, and"),
        (work(1, estimate_hours=1e6, assignees=("ann",)), "There is not enough working time for it before the end"),
    ],
)
def test_what_finds_no_time_says_why_and_the_rest_is_scheduled(task: Any, wanted: str) -> None:
    floor = a_floor(task, work(2, assignees=("cy",)), people=[ANN, replace(BO, workweek=((),) * 7), CY])
    found = rows(floor)
    assert found[1].problem is not None
    assert found[1].problem.startswith(wanted)
    assert times(found[2]) == ("11-27 8:00", "11-27 12:00")


def test_material_that_comes_is_waited_for_and_material_that_does_not_is_said() -> None:
    floor = a_floor(
        work(1),
        work(2, assignees=("cy",)),
        work(3, started_at=NOW),
        lacks={1: Lacks("Steel", date(2026, 12, 1)), 2: Lacks("Paint", None), 3: Lacks("Paint", None)},
    )
    found = rows(floor)
    assert times(found[1])[0] == "12-01 8:00"
    assert found[2].problem == "Paint is short, and no delivery is expected."
    assert times(found[3])[0] == "11-27 8:00", "whoever began it does without"


def test_a_cycle_is_named_edge_by_edge_and_what_waits_for_it_too() -> None:
    floor = a_floor(
        *(work(number) for number in range(1, 6)),
        waits=[waits(1, 2), waits(2, 3, DependencyKind.START_START), waits(3, 1), waits(3, 4)],
    )
    found = rows(floor)
    assert found[1].problem == "It waits for itself: OPS-1 waits for OPS-3 waits for OPS-2 waits for OPS-1."
    assert found[2].problem == "It waits for itself: OPS-2 waits for OPS-1 waits for OPS-3 waits for OPS-2."
    assert found[4].problem == "It waits for OPS-3, which has no place."
    assert found[5].problem is None


def test_predecessors_come_first_with_their_lag() -> None:
    tasks = [work(1), work(2, assignees=("cy",)), work(3, step="weld", assignees=("bo",))]
    kinds = DependencyKind
    found = rows(a_floor(*tasks, waits=[waits(1, 2, lag=2.0), waits(1, 3, kinds.START_START, lag=1.0)]))
    assert times(found[2])[0] == "11-27 15:00"
    assert times(found[3])[0] == "11-27 9:00"
    assert found[2].after == ("OPS-1",)


def test_the_lag_after_what_is_done_counts_from_its_end() -> None:
    done = waits(9, 1, lag=3.0, since=at("11-26 16:00"))
    assert times(rows(a_floor(work(1), waits=[done]))[1])[0] == "11-27 10:00"
    assert times(rows(a_floor(work(1), waits=[waits(9, 1, since=at("11-26 16:00"))]))[1])[0] == "11-27 8:00"


def test_a_predecessor_that_was_archived_before_it_was_done_holds_what_has_not_begun() -> None:
    held = rows(a_floor(work(1), waits=[waits(9, 1)]))[1]
    assert held.problem == "It waits for OPS-9, which was archived before it was done."
    assert times(rows(a_floor(work(1, started_at=NOW), waits=[waits(9, 1)]))[1])[0] == "11-27 8:00"


def test_no_more_than_the_limit_stand_at_a_step() -> None:
    steps = [replace(step, wip_limit=1) if step.key == "cut" else step for step in STEPS]
    found = rows(a_floor(work(1), work(2, assignees=("cy",)), steps=steps))
    assert times(found[2])[0] == "11-27 13:00"


def test_begun_work_over_the_limit_goes_on() -> None:
    steps = [replace(step, wip_limit=1) if step.key == "cut" else step for step in STEPS]
    tasks = [work(1, started_at=NOW), work(2, assignees=("cy",), started_at=NOW)]
    assert times(rows(a_floor(*tasks, steps=steps))[2])[0] == "11-27 8:00"


@pytest.mark.parametrize("name", ["planned_start", "wait_until", "pinned_start"])
def test_nothing_starts_before_its_date(name: str) -> None:
    found = rows(a_floor(work(1, **{name: at("11-27 10:30")}), work(2)))
    assert times(found[1])[0] == "11-27 10:30"
    assert found[1].pinned == (at("11-27 10:30") if name == "pinned_start" else None)


def test_begun_work_does_not_wait_for_its_planned_start() -> None:
    begun = work(1, started_at=NOW, planned_start=at("12-01 8:00"), pinned_start=at("12-01 8:00"))
    assert times(rows(a_floor(begun))[1])[0] == "11-27 8:00"
    rests = work(1, started_at=NOW, wait_until=at("12-01 8:00"))
    assert times(rows(a_floor(rests))[1])[0] == "12-01 8:00"


def test_what_is_pinned_has_its_place_before_all_that_may_move() -> None:
    urgent = work(1, priority=Priority.URGENT, service_class=ServiceClass.EXPEDITE)
    found = rows(a_floor(urgent, work(2, pinned_start=at("11-27 9:00"))))
    assert times(found[2]) == ("11-27 9:00", "11-27 14:00")
    assert times(found[1])[0] == "11-27 14:00"


def promised(person: str, starts: str, ends: str) -> list[PartRow]:
    return [PartRow("cut", at(starts), at(ends), 240, (person,), (), StartReason(StartKind.NOW))]


def test_what_is_promised_for_the_near_future_keeps_its_start_and_its_person() -> None:
    tasks = [work(1, assignees=()), work(2, assignees=(), due=at("11-27 12:00"))]
    stands = {1: promised("cy", "11-27 8:00", "11-27 12:00")}
    kept = rows(a_floor(*tasks, promised=stands, frozen_until=at("11-27 17:00"), people=[CY]))
    assert times(kept[1])[0] == "11-27 8:00"
    assert kept[2].late == 240
    free = rows(a_floor(*tasks, promised=stands, people=[CY]))
    assert times(free[2])[0] == "11-27 8:00"
    same = rows(a_floor(work(1, assignees=()), promised=stands, frozen_until=at("11-27 17:00")))
    assert people_of(same[1]) == [("cy",)]


def test_a_promise_of_somebody_who_is_away_by_now_is_kept_by_another() -> None:
    stands = {1: promised("ann", "11-27 10:00", "11-27 15:00")}
    gone = [away("ann", date(2026, 11, 27), date(2026, 12, 4))]
    floor = a_floor(work(1, assignees=()), promised=stands, frozen_until=at("11-27 17:00"), absences=gone)
    assert (times(rows(floor)[1])[0], people_of(rows(floor)[1])) == ("11-27 10:00", [("cy",)])


def test_what_is_promised_for_later_may_move() -> None:
    stands = {1: promised("cy", "11-30 8:00", "11-30 12:00")}
    found = rows(a_floor(work(1, assignees=()), promised=stands, frozen_until=at("11-27 17:00")))
    assert times(found[1])[0] == "11-27 8:00"
    assert people_of(found[1]) == [("ann",)]


def test_a_promise_whose_person_is_gone_is_kept_by_another() -> None:
    stands = {1: promised("gone", "11-27 10:00", "11-27 15:00")}
    found = rows(a_floor(work(1, assignees=()), promised=stands, frozen_until=at("11-27 17:00")))
    assert times(found[1])[0] == "11-27 10:00"


def test_expedited_work_comes_first_then_the_agreed_order_then_fixed_dates_then_slack() -> None:
    tasks = [
        work(1),
        work(2, due=at("11-27 12:00")),
        work(3, service_class=ServiceClass.FIXED_DATE, due=at("12-04 12:00")),
        work(4, sequence=7),
        work(5, service_class=ServiceClass.EXPEDITE),
        work(6, priority=Priority.URGENT),
    ]
    found = sorted(rows(a_floor(*tasks)).values(), key=lambda row: row.starts or NOW)
    assert [row.id for row in found] == [5, 4, 3, 2, 6, 1]


def test_absences_holidays_and_hours_of_a_day_are_kept() -> None:
    absent = rows(a_floor(work(1), absences=[away("ann", date(2026, 11, 27), date(2026, 11, 30))]))
    assert times(absent[1])[0] == "12-01 8:00"
    holiday = rows(a_floor(work(1), settings=BoardSettings(holidays=(date(2026, 11, 27),))))
    assert times(holiday[1])[0] == "11-30 8:00"
    short = rows(a_floor(work(1), people=[replace(ANN, hours_per_day=3.0)]))
    assert times(short[1]) == ("11-27 8:00", "11-30 9:00")


def test_a_machine_that_is_away_is_waited_for() -> None:
    product = a_routing(RoutingRow("cut", 4.0, 0.0, "saw"))
    gone = [away("saw", date(2026, 11, 27), date(2026, 11, 27), resource=True)]
    floor = a_floor(work(1, product="chair"), products={"chair": product}, resources=[a_machine("saw")], absences=gone)
    assert times(rows(floor)[1])[0] == "11-30 8:00"


def test_overtime_of_a_person_is_worked() -> None:
    day = date(2026, 11, 27)
    more = CapacityChangeRow(1, "OPS-C1", CapacityKind.PERSON, "ann", day, day, 2.0, "", None, None, 1)
    role = replace(more, kind=CapacityKind.ROLE, target="cutter", hours=9.0)
    assert times(rows(a_floor(work(1, estimate_hours=10.0), changes=[more, role]))[1])[1] == "11-27 19:00"


def test_the_calendar_reaches_as_far_as_the_work() -> None:
    floor = a_floor(*(work(number, estimate_hours=40.0) for number in range(1, 61)))
    assert not [row for row in rows(floor).values() if row.problem]
    assert build(floor).crew.clock.days <= 3 * 366 + 1


def test_now_within_a_minute_starts_with_the_next_one() -> None:
    floor = a_floor(work(1), now=NOW.replace(second=30))
    assert times(rows(floor)[1])[0] == "11-27 8:01"
