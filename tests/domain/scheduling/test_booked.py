"""What a schedule books of people and machines."""

from __future__ import annotations

from datetime import date

from prodtui.domain.rows_planning import RoutingRow
from prodtui.domain.scheduling.booked import booked
from tests.helpers.floors import ANN, ZONE, a_floor, a_machine, a_routing, at, made, work

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
TUESDAY = date(2026, 12, 1)


def test_booked_hours_of_those_that_there_are() -> None:
    view = made(a_floor(work(1, estimate_hours=10.0), people=[ANN]))
    found = booked(view, [FRIDAY, SATURDAY, MONDAY, TUESDAY], ZONE)
    assert [(row.starts, row.booked, row.hours, row.percent) for row in found] == [
        (FRIDAY, 8, 8, 100),
        (SATURDAY, 0, 0, None),
        (MONDAY, 2, 8, 25),
    ]


def test_hours_that_are_over_are_gone() -> None:
    (row,) = booked(made(a_floor(work(1), people=[ANN], now=at("11-27 10:00"))), [FRIDAY, SATURDAY], ZONE)
    assert (row.booked, row.hours) == (4, 6)
    (over,) = booked(made(a_floor(people=[ANN], now=at("11-27 18:00"))), [FRIDAY, SATURDAY], ZONE)
    assert over.percent is None


def test_a_machine_of_several_has_their_hours_together() -> None:
    product = a_routing(RoutingRow("cut", 4.0, 0.0, "saw"))
    floor = a_floor(
        work(1, product="chair"),
        products={"chair": product},
        resources=[a_machine("saw", parallel=2)],
        people=[ANN],
    )
    rows = {row.key: row for row in booked(made(floor), [FRIDAY, SATURDAY], ZONE)}
    assert (rows["saw"].booked, rows["saw"].hours, rows["saw"].percent) == (4, 16, 25)
    assert rows["ann"].percent == 50
