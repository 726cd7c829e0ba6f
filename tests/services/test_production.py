"""Figures of plan, pace and machines from a store: as published, as they stood, and of the whole board."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from prodtui.domain.rows_figures import FigureProof
from prodtui.services import absences, board, demand, downtime, kpi, plan, plan_release, products, resources, what_ifs
from prodtui.services.kpi import Look
from tests.helpers.team import NOW, Clock, Team

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
WEEK = Look(MONDAY, SUNDAY)
DAYS = timedelta(days=1)


def explained(team: Team, key: str, look: Look = WEEK) -> FigureProof:
    return kpi.explain(team.ann, key, look)


def finish(team: Team, product: str, quantity: float, **output: float) -> str:
    ref = team.task(at="doing", product=product, quantity=quantity).ref
    board.finish(team.ann, ref, output=output or None)
    return ref


@pytest.fixture
def frames(team: Team) -> Team:
    """A board that makes frames and paint, each on a machine of its own, 8 hours a day."""
    team.settings(workweek=[[[480, 960]]] * 5 + [[], []])
    resources.add_resource(team.ann, "Press", kind="machine")
    products.add_product(team.ann, "Frame", unit="pcs", routing=("doing:0.5:0:press",))
    return team


def test_a_week_counts_once_it_is_over_and_each_line_for_itself(frames: Team, ticking: Clock) -> None:
    products.add_product(frames.ann, "Gate", unit="pcs")
    plan.set_quantity(frames.ann, "frame", MONDAY, 10)
    plan.set_quantity(frames.ann, "gate", MONDAY, 10)
    finish(frames, "frame", 14)
    finish(frames, "gate", 8, scrap=3)
    running = explained(frames, "plan-attainment")
    assert (running.figure.value, running.figure.n, running.figure.left_out) == (None, 0, 2), "the week still runs"
    assert running.excluded[1].note == "Gate, the week of 23 Nov: 5 of 10 pcs so far"
    ticking.forward(days=7)
    found = explained(frames, "plan-attainment")
    assert (found.figure.value, found.figure.n, found.arithmetic) == (75.0, 2, "15 of 20 pcs x 100")
    assert [item.note for item in found.items] == [
        "Frame, the week of 23 Nov: 10 of 10 pcs, 4 more do not count",
        "Gate, the week of 23 Nov: 5 of 10 pcs",
    ]
    assert explained(frames, "plan-attainment", Look(MONDAY, SUNDAY - DAYS)).figure.value is None, "it ends on Sunday"


def test_what_was_released_counts_for_its_own_line(frames: Team, ticking: Clock) -> None:
    plan.set_quantity(frames.ann, "frame", MONDAY, 10)
    plan.set_quantity(frames.ann, "frame", MONDAY + 7 * DAYS, 10)
    [late] = plan_release.release(frames.ann, "frame", MONDAY, quantity=4).value
    [early] = plan_release.release(frames.ann, "frame", MONDAY + 7 * DAYS, quantity=6).value
    board.finish(frames.ann, early.ref)
    ticking.forward(days=8)
    board.finish(frames.ann, late.ref)
    ticking.forward(days=7)
    assert explained(frames, "plan-attainment").figure.value == 0.0, "what came late and what came ahead do not count"
    assert explained(frames, "plan-attainment", Look(MONDAY, SUNDAY + 7 * DAYS)).figure.value == 30.0


def test_a_plan_is_what_it_was_when_its_period_ended(frames: Team, ticking: Clock) -> None:
    plan.set_quantity(frames.ann, "frame", MONDAY, 10)
    ref = finish(frames, "frame", 5)
    ticking.forward(days=7)
    plan.set_quantity(frames.ann, "frame", MONDAY, 5)
    assert explained(frames, "plan-attainment").figure.value == 50.0, "less afterwards changes nothing"
    plan.set_quantity(frames.ann, "frame", MONDAY - 7 * DAYS, 20)
    before = explained(frames, "plan-attainment", Look(MONDAY - 7 * DAYS, SUNDAY - 7 * DAYS))
    assert (before.figure.value, before.figure.n) == (0.0, 1), "what was written down afterwards only counts as well"
    day = ticking.now.date()
    ticking.forward(days=3)
    board.move(frames.ann, ref, "doing")
    assert explained(frames, "plan-attainment").figure.value == 0.0
    assert explained(frames, "plan-attainment", Look(MONDAY, SUNDAY, as_of=day)).figure.value == 50.0


def test_what_is_only_tried_is_no_plan(frames: Team, ticking: Clock) -> None:
    plan.set_quantity(frames.ann, "frame", MONDAY, 10)
    what_ifs.add(frames.ann, "More")
    for quantity in (20, 40):
        plan.set_quantity(frames.ann, "frame", MONDAY, quantity, what_if="More")
        plan.set_quantity(frames.ann, "frame", MONDAY - 7 * DAYS, quantity, what_if="More")
    ticking.forward(days=7)
    found = explained(frames, "plan-attainment", Look(MONDAY - 7 * DAYS, SUNDAY))
    assert [item.note for item in found.items] == ["Frame, the week of 23 Nov: 0 of 10 pcs"]


def test_takt_is_working_time_for_each_unit_that_is_due(frames: Team, ticking: Clock) -> None:
    demand.add_demand(frames.ann, "frame", 30, SUNDAY)
    demand.add_demand(frames.ann, "frame", 50, NOW.date())
    demand.add_demand(frames.ann, "frame", 50, SUNDAY + DAYS)
    gone = demand.add_demand(frames.ann, "frame", 70, SUNDAY).value
    demand.cancel_demand(frames.ann, gone.ref)
    found = explained(frames, "takt")
    assert (found.figure.value, found.figure.unit, found.figure.n) == (30.0, "min/unit", 2)
    assert found.arithmetic == "2400 min / 80 pcs = 30.00"
    day = ticking.now.date()
    ticking.forward(days=2)
    demand.cancel_demand(frames.ann, "OPS-D1")
    demand.edit_demand(frames.ann, "OPS-D2", quantity=60)
    assert explained(frames, "takt").figure.value == 40.0
    assert explained(frames, "takt", Look(MONDAY, SUNDAY, as_of=day)).items == found.items


def test_equipment_by_its_machines_calendar_downtime_and_output(frames: Team, ticking: Clock) -> None:
    ticking.now = NOW.replace(hour=7)
    downtime.start_downtime(frames.ann, "doing", "Die is stuck")
    ticking.forward(hours=1)
    downtime.stop_downtime(frames.ann, "doing")
    ref = finish(frames, "frame", 6, good=4, scrap=2)
    ticking.forward(hours=20)
    today = Look(NOW.date(), NOW.date())
    found = explained(frames, "oee", today)
    assert found.arithmetic == (
        "availability 420 / 480 min = 87.50 %, performance 180.0 / 420 min = 42.86 %, "
        "quality 120.0 / 180.0 min = 66.67 %, multiplied"
    )
    assert found.figure.value == pytest.approx(25.0)
    assert [(item.ref, item.value) for item in found.items] == [
        ("OPS-S1", 60),
        ("Doing", 240),
        (ref, pytest.approx(60)),
    ]

    resources.add_resource(frames.ann, "Press 2", kind="machine", pool="press", workweek="mon-fri 8:00-12:00")
    assert explained(frames, "oee", today).arithmetic.startswith("availability 600 / 720 min"), "both stood still"
    absences.add_absence(frames.ann, resource="press-2", starts=NOW.date(), ends=NOW.date(), reason="service")
    assert explained(frames, "oee", today).arithmetic.startswith("availability 420 / 480 min")


def test_without_downtime_there_is_no_equipment(frames: Team, ticking: Clock) -> None:
    finish(frames, "frame", 6)
    assert explained(frames, "oee").figure.value is None
    downtime.start_downtime(frames.ann, "review", "No light")
    ticking.forward(hours=1)
    assert explained(frames, "oee").figure.value is None, "nothing came through the step that stood still"


def test_they_are_those_of_the_whole_board(frames: Team) -> None:
    demand.add_demand(frames.ann, "frame", 30, SUNDAY)
    found = explained(frames, "takt", Look(MONDAY, SUNDAY, "@ann"))
    assert found.figure.value is None
    assert "leave the filter out" in found.arithmetic


def test_equipment_of_a_past_day_is_what_was_known_then(frames: Team, ticking: Clock) -> None:
    ticking.now = NOW.replace(hour=11)
    downtime.start_downtime(frames.ann, "doing", "Die is stuck")
    ref = finish(frames, "frame", 6, scrap=2)
    ticking.forward(hours=1)
    day = ticking.now.date()
    ticking.now = NOW.replace(hour=22, minute=59)  # a minute before the day is over in Berlin
    told = explained(frames, "oee", Look(day, day))
    assert told.figure.value is not None
    ticking.forward(days=2)
    downtime.stop_downtime(frames.ann, "doing")
    downtime.edit_downtime(frames.ann, "OPS-S1", ended_at=NOW.replace(hour=12))
    board.finish(frames.ann, ref, output={"good": 6, "scrap": 0})
    now, then = explained(frames, "oee", Look(day, day)), explained(frames, "oee", Look(day, day, as_of=day))
    assert now.figure.value != told.figure.value
    assert (then.figure.value, then.items) == (told.figure.value, told.items)


@pytest.mark.parametrize("key", ["oee", "takt", "plan-attainment", "cycle-time-50", "downtime"])
def test_figures_of_a_past_day_stay_when_calendar_products_and_machines_change(
    frames: Team, ticking: Clock, key: str
) -> None:
    frames.settings(count_time="working")
    demand.add_demand(frames.ann, "frame", 30, SUNDAY)
    plan.set_quantity(frames.ann, "frame", MONDAY, 10)
    downtime.start_downtime(frames.ann, "doing", "No air")
    ticking.forward(hours=1)
    downtime.stop_downtime(frames.ann, "doing")
    ref = frames.task(at="doing", product="frame", quantity=6).ref
    ticking.forward(hours=5)
    board.finish(frames.ann, ref)
    ticking.forward(days=7)
    then = explained(frames, key, look := Look(MONDAY, SUNDAY, as_of=SUNDAY))
    assert then.figure.value is not None

    absences.add_absence(frames.ann, resource="press", starts=NOW.date(), ends=NOW.date(), reason="service")
    frames.settings(workweek=[[[630, 720]]] * 5 + [[], []], count_time="calendar", period="month")
    products.edit_product(frames.ann, "frame", unit="kg", routing=("doing:0.1",))
    resources.edit_resource(frames.ann, "press", parallel=3)
    assert explained(frames, key, look) == then
    assert explained(frames, key) != then
