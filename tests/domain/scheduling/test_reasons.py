"""Why each piece of work starts when it does, and what decides when all is finished."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from prodtui.domain.enums import DependencyKind, ServiceClass, StartKind
from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.rows_schedule import PartRow, StartReason
from prodtui.domain.scheduling.floor import Floor, Lacks
from tests.helpers.floors import (
    ANN,
    BO,
    NOW,
    STEPS,
    a_floor,
    a_machine,
    a_routing,
    at,
    away,
    rows,
    waits,
    work,
)

CY = "cy"


def why(floor: Floor, number: int, part: int = 0) -> StartReason:
    return rows(floor)[number].parts[part].reason


def test_at_once() -> None:
    assert why(a_floor(work(1)), 1) == StartReason(StartKind.NOW, until=NOW)


def test_at_once_but_outside_working_time() -> None:
    night = at("11-26 20:00")
    assert why(a_floor(work(1), now=night), 1) == StartReason(StartKind.NOW, until=night, closed=True)
    gone = a_floor(work(1), absences=[away("ann", date(2026, 11, 27), date(2026, 11, 30))])
    assert why(gone, 1) == StartReason(StartKind.NOW, until=NOW, closed=True)


def test_it_was_begun() -> None:
    assert why(a_floor(work(1, started_at=at("11-26 9:00"))), 1) == StartReason(StartKind.BEGUN, until=NOW)


def test_begun_work_that_somebody_else_keeps_waiting_says_so() -> None:
    both = a_floor(work(1, started_at=NOW), work(2, started_at=NOW))
    assert why(both, 2) == StartReason(StartKind.BUSY, "OPS-1", "Ann", at("11-27 12:00"), closed=True)


def test_a_pinned_start_and_a_release_date() -> None:
    pinned = at("11-28 9:00")
    assert why(a_floor(work(1, pinned_start=pinned)), 1) == StartReason(StartKind.PINNED, until=pinned, closed=True)
    release = at("11-27 9:00")
    for name in ("planned_start", "wait_until"):
        assert why(a_floor(work(1, **{name: release})), 1) == StartReason(StartKind.RELEASE, until=release)


def test_a_promise() -> None:
    stands = {1: [PartRow("cut", at("11-27 9:00"), at("11-27 14:00"), 240, ("ann",), (), StartReason(StartKind.NOW))]}
    frozen = a_floor(work(1), promised=stands, frozen_until=at("11-27 17:00"))
    assert why(frozen, 1) == StartReason(StartKind.PROMISED, until=at("11-27 9:00"))
    pinned = a_floor(work(1, pinned_start=at("11-27 8:30")), promised=stands, frozen_until=at("11-27 17:00"))
    assert why(pinned, 1) == StartReason(StartKind.PINNED, until=at("11-27 8:30"))


def test_a_promise_is_the_reason_only_where_nothing_else_is() -> None:
    stands = {2: [PartRow("cut", at("11-27 13:00"), at("11-27 17:00"), 240, ("ann",), (), StartReason(StartKind.NOW))]}
    frozen = a_floor(work(1, started_at=NOW), work(2), promised=stands, frozen_until=at("11-27 17:00"))
    assert why(frozen, 2) == StartReason(StartKind.BUSY, "OPS-1", "Ann", at("11-27 12:00"), closed=True)


def test_material_that_is_on_its_way() -> None:
    floor = a_floor(work(1), lacks={1: Lacks("Steel", date(2026, 11, 30))})
    assert why(floor, 1) == StartReason(StartKind.MATERIAL, None, "Steel", at("11-30 0:00"), closed=True)


def test_a_predecessor_and_its_lag() -> None:
    tasks = [work(1), work(2, assignees=("cy",))]
    assert why(a_floor(*tasks, waits=[waits(1, 2)]), 2) == StartReason(
        StartKind.PREDECESSOR, "OPS-1", None, at("11-27 12:00"), closed=True
    )
    assert why(a_floor(*tasks, waits=[waits(1, 2, lag=1.0)]), 2).until == at("11-27 14:00")
    start = a_floor(*tasks, waits=[waits(1, 2, DependencyKind.START_START, lag=1.0)])
    assert why(start, 2) == StartReason(StartKind.PREDECESSOR, "OPS-1", None, at("11-27 9:00"))


def test_the_lag_after_a_predecessor_that_is_done() -> None:
    floor = a_floor(work(1), waits=[waits(9, 1, lag=1.0, since=NOW)])
    assert why(floor, 1) == StartReason(StartKind.PREDECESSOR, None, "OPS-9", at("11-27 9:00"))


def test_the_step_before_is_the_predecessor_of_the_next_one() -> None:
    product = a_routing(RoutingRow("cut", 2.0), RoutingRow("weld", 3.0))
    floor = a_floor(work(1, product="chair", assignees=()), products={"chair": product})
    assert why(floor, 1, 1) == StartReason(StartKind.PREDECESSOR, "OPS-1", None, at("11-27 10:00"))


def test_somebody_is_busy() -> None:
    found = why(a_floor(work(1, estimate_hours=3.0), work(2)), 2)
    assert found == StartReason(StartKind.BUSY, "OPS-1", "Ann", at("11-27 11:00"))


def test_somebody_is_busy_until_the_evening() -> None:
    found = why(a_floor(work(1, estimate_hours=8.0), work(2)), 2)
    assert found == StartReason(StartKind.BUSY, "OPS-1", "Ann", at("11-27 17:00"), closed=True)


def test_a_machine_is_busy() -> None:
    product = a_routing(RoutingRow("cut", 2.0, 0.0, "saw"))
    tasks = [work(number, product="chair", assignees=(who,)) for number, who in ((1, "ann"), (2, "cy"))]
    floor = a_floor(*tasks, products={"chair": product}, resources=[a_machine("saw")])
    assert why(floor, 2) == StartReason(StartKind.BUSY, "OPS-1", "Saw", at("11-27 10:00"))


def limited(*tasks: object, **changed: object) -> Floor:
    steps = [replace(step, wip_limit=1) if step.key == "cut" else step for step in STEPS]
    return a_floor(*tasks, steps=steps, **changed)  # type: ignore[arg-type]


def test_a_step_is_full() -> None:
    floor = limited(work(1, estimate_hours=3.0), work(2, assignees=("cy",)))
    assert why(floor, 2) == StartReason(StartKind.LIMIT, "OPS-1", "Cut", at("11-27 11:00"))


def test_a_step_that_is_free_before_the_person_is_not_the_reason() -> None:
    gone = [away("cy", date(2026, 11, 27), date(2026, 11, 27))]
    floor = limited(work(1, estimate_hours=3.0), work(2, assignees=("cy",)), absences=gone)
    assert why(floor, 2) == StartReason(StartKind.NOW, until=NOW, closed=True)


@pytest.mark.parametrize("hours", [1.0, 2.0])
def test_of_several_causes_the_last_one_counts(hours: float) -> None:
    tasks = [work(1, estimate_hours=hours), work(2, planned_start=at("11-27 9:30"), due=at("11-30 17:00"))]
    found = why(a_floor(tasks[0]._replace(service_class=ServiceClass.EXPEDITE), tasks[1]), 2)
    assert found.kind is (StartKind.RELEASE if hours == 1.0 else StartKind.BUSY)


def test_the_critical_path_goes_through_dependencies_and_people() -> None:
    floor = a_floor(
        work(1, estimate_hours=2.0),
        work(2, estimate_hours=2.0, due=at("11-27 17:00")),
        work(3, step="weld", assignees=("bo",), estimate_hours=3.0),
        work(4, step="weld", assignees=("bo",), estimate_hours=1.0),
        waits=[waits(1, 3)],
        people=[ANN, BO],
    )
    found = rows(floor)
    assert [row.ref for row in found.values() if row.critical] == ["OPS-2", "OPS-1", "OPS-3"]
