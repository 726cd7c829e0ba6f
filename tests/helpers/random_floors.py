"""Floors as they may stand, for tests of what holds on every one of them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from prodtui.domain.enums import DependencyKind, Priority, ServiceClass
from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.scheduling.floor import Floor, OpenWork, Waits
from tests.helpers.floors import ANN, BO, CY, NOW, a_floor, a_machine, a_routing, away, waits, work

MINUTE = timedelta(minutes=1)

_moments = st.none() | st.integers(-3000, 9000).map(lambda minutes: NOW + minutes * MINUTE)


@st.composite
def tasks(draw: st.DrawFn, number: int) -> OpenWork:
    begun = draw(st.booleans())
    return work(
        number,
        step=draw(st.sampled_from(["cut", "weld"] if begun else ["ready", "cut", "weld"])),
        assignees=tuple(draw(st.sets(st.sampled_from(["ann", "bo", "cy"]), max_size=2))),
        estimate_hours=draw(st.none() | st.floats(0.25, 30)),
        spent_hours=draw(st.sampled_from([0.0, 1.0, 5.0])),
        product=draw(st.sampled_from([None, "chair"])),
        quantity=draw(st.sampled_from([None, 1.0, 4.0])),
        due=draw(_moments),
        planned_start=draw(_moments),
        wait_until=draw(_moments),
        pinned_start=draw(_moments),
        started_at=NOW - 60 * MINUTE if begun else None,
        priority=draw(st.sampled_from(Priority)),
        service_class=draw(st.sampled_from(ServiceClass)),
        sequence=draw(st.none() | st.integers(1, 5)),
    )


@st.composite
def floors(draw: st.DrawFn) -> Floor:
    count = draw(st.integers(1, 8))
    listed = [draw(tasks(number)) for number in range(1, count + 1)]
    kinds = st.sampled_from(DependencyKind)
    links: list[Waits] = []
    for after in range(2, count + 1):
        if draw(st.booleans()):
            lag = draw(st.sampled_from([0.0, 0.5, 6.0]))
            links.append(waits(draw(st.integers(1, after - 1)), after, draw(kinds), lag=lag))
    first = date(2026, 11, 27) + timedelta(days=draw(st.integers(0, 6)))
    return a_floor(
        *listed,
        waits=links,
        people=[ANN, BO, CY],
        absences=[away(draw(st.sampled_from(["ann", "bo", "cy"])), first, first + timedelta(days=2))],
        resources=[a_machine("saw", pool="saws"), a_machine("saw 2", pool="saws", parallel=2)],
        products={"chair": a_routing(RoutingRow("cut", 1.0, 0.5, "saws"), RoutingRow("weld", 2.0))},
    )
