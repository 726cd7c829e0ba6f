"""A desk with a workflow that has a past: limits, criteria, a gate, and tasks that went on and came back."""

from __future__ import annotations

from prodtui.screens.flow import FlowScreen
from prodtui.services import board, checklists, people, steps
from prodtui.services.workspace import Workspace
from tests.helpers.team import Team
from tests.tui.driver import Reader


def published(ws: Workspace, name: str) -> str:
    """Write a checklist with one question, publish it, and return its key."""
    key = checklists.add_checklist(ws, name, items=[{"key": "ok", "text": "All well?"}]).value.key
    checklists.publish_checklist(ws, key)
    return key


def fill_flow(team: Team) -> None:
    """Let OPS-1 to OPS-3 pass Doing and Review, OPS-3 come back once, and OPS-4 stand in Doing, full and blocked."""
    people.edit_person(team.ann, "bo", skills=("welder",))
    team.step("doing", wip_limit=1, role="welder", criteria="Deburred and counted.", standard_hours=2)
    team.step("review", criteria="Every size was measured.")
    for hours in (4, 10, 30):
        ref = team.task(f"Frame for {hours} h", at="ready", assignees=("bo",)).ref
        team.clock.forward(hours=2)
        board.move(team.bo, ref, "doing")
        team.clock.forward(hours=hours)
        board.move(team.bo, ref, "review")
        team.clock.forward(hours=1)
        if hours == 30:
            board.move(team.bo, ref, "doing")
            team.clock.forward(hours=2)
            board.move(team.bo, ref, "review")
        board.move(team.ann, ref, "done")
    team.task("Gate for the yard", at="ready", assignees=("bo",))
    board.move(team.bo, "OPS-4", "doing")
    board.block(team.bo, "OPS-4", "no rod")
    for source, target in (("ready", "doing"), ("doing", "review"), ("review", "doing"), ("review", "done")):
        steps.allow(team.ann, source, target)
    published(team.ann, "Final check")
    checklists.attach_checklist(team.ann, "final-check", step="review")


async def to(reader: Reader, name: str) -> Reader:
    """Go to a step on the map with the keys of a reader."""
    await reader.press("6", "g")
    screen = reader.app.screen
    assert isinstance(screen, FlowScreen)
    for _ in range(20):
        if screen.map.step is not None and screen.map.step.name == name:
            return reader
        await reader.press("l")
    raise AssertionError(f"{name} is not on the map:\n{reader.text}")
