"""Stories of improvements and of downtime: the second and third list of the issue log."""

from __future__ import annotations

from prodtui.domain.enums import ImprovementState, Outcome
from prodtui.services import downtime, improvements
from tests.helpers.team import Clock, Team
from tests.tui.driver import sitting_at


async def test_the_list_tells_before_target_and_result(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "tab")
        ann.sees("IMPROVEMENTS", "Plan 1", "Check 1", "0.25 → 2 → too little to judge", "9 → 4", "throughput")
        await ann.press("j", "enter")
        ann.sees(
            "OPS-K1 Release in smaller batches",
            "✓ plan",
            "▶ check",
            "14 days and 0 items: too little to judge",
            "n = ",
            "tasks/week",
        )


async def test_a_figure_of_the_program_is_measured_at_once(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "I", "a")
        ann.sees("What is it measured by?")
        await ann.choose("cycle-time-85")
        await ann.type("Two pairs of eyes")
        await ann.press("enter")
        row = improvements.show_improvement(log.ann, "K3").improvement
        assert (row.title, row.kpi, row.typed, row.unit) == ("Two pairs of eyes", "cycle-time-85", False, "days")
        assert (str(row.baseline_from), str(row.baseline_to)) == ("2026-10-27", "2026-11-23")
        ann.sees("Two pairs of eyes")


async def test_a_typed_figure_goes_from_plan_to_closed(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "I", "enter", "L")
        ann.sees("OPS-K2: what do needs", "Problem")
        await ann.type("Tools are changed too early")
        await ann.press("enter", "L")
        ann.sees("what check needs", "Changed on")
        await ann.type("Change by wear")
        await ann.press("enter", "L")
        await ann.press("tab", "tab")
        await ann.type("3.5")
        await ann.press("enter")
        row = improvements.show_improvement(log.ann, "K2").improvement
        assert (row.state, row.result) == (ImprovementState.ACT, 3.5)
        ann.sees("reaches the target", "whether the change is kept or undone and what was learned")
        await ann.press("L")
        await ann.type("kept")
        await ann.press("tab")
        await ann.type("Wear tells more than days")
        await ann.press("enter")
        row = improvements.show_improvement(log.ann, "K2").improvement
        assert (row.outcome, row.learned) == (Outcome.KEPT, "Wear tells more than days")
        assert row.closed_at is not None
        await ann.press("L")
        assert ann.notice == "OPS-K2 is closed. H takes it back, with a reason."


async def test_an_improvement_is_edited_measured_and_put_away(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "I", "j", "enter", "m")
        assert ann.notice in ("Measured OPS-K1 again.", "Nothing had to change.")
        await ann.press("e")
        await ann.type(" still")
        await ann.press("enter", "@")
        await ann.choose("Lea")
        row = improvements.show_improvement(log.ann, "K1").improvement
        assert (row.title, row.owner) == ("Release in smaller batches still", "lea")
        await ann.press("H")
        await ann.type("Window too short")
        await ann.press("enter")
        assert improvements.show_improvement(log.ann, "K1").improvement.state is ImprovementState.DO
        await ann.press("x", "escape")
        ann.sees_not("Release in smaller")
        await ann.press("u")
        ann.sees("Release in smaller")


async def test_running_clocks_stand_on_top_and_are_stopped(log: Team, ticking: Clock) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "D")
        ann.sees("1 running", "Stands still now 1", "Stood still 1", "gauge is away", "spindle jammed")
        ticking.forward(minutes=30)
        await ann.press("s")
        assert ann.notice == "Review runs again after 1h30. u takes it back."
        ann.sees_not("Stands still now")
        await ann.press("a")
        await ann.choose("Doing")
        await ann.type("No material")
        await ann.press("enter")
        clock = downtime.list_downtime(log.ann)[0]
        assert (clock.step, clock.reason, clock.ended_at) == ("doing", "No material", None)
        await ann.press("g", "e")
        await ann.type(" left")
        await ann.press("enter")
        assert downtime.list_downtime(log.ann)[0].reason == "No material left"
        await ann.press("x")
        ann.sees_not("No material left")


async def test_a_downtime_leads_to_its_issue(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "D", "enter")
        ann.sees("OPS-I3 Fixture lets the bore drift", "Review stands still for 1h")
        await ann.press("escape", "G", "enter")
        assert "OPS-S1 belongs to no issue" in ann.notice
