"""The actions of the workflow map and of the look at one step: going there, looking back further, another design."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    EVERYWHERE,
    FLOW,
    GO,
    INSPECTION,
    LOOK,
    STEP,
    Action,
    Selection,
    all_of,
    allowed,
    has_card,
    still_open,
    write,
)  # fmt: skip


def _a_step(now: Selection) -> str | None:
    """Ask for a step: under the cursor of the map, or the one that is open."""
    return has_card(now) if now.what == "step" else None


_MAP, _BOTH = frozenset({FLOW}), frozenset({FLOW, STEP})
_design = all_of(write, allowed, _a_step)
_check = all_of(write, still_open, _a_step)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_flow", ("6",), "Flow", "Show the workflow as a map, and what holds it up.", GO,
           EVERYWHERE - {INSPECTION}),
    Action("next_part", ("tab",), "Next part", "Go on to the chart, to the hand-overs, to the tasks.", GO,
           frozenset({STEP}), footer="next part"),
    # Change
    Action("edit_step", ("e",), "Edit the step", "Change name, kind, role, limit, criteria, standard time.", CHANGE,
           _BOTH, _design, "edit"),
    Action("add_step", ("a",), "Add a step", "Add a step behind the one under the cursor.", CHANGE, _MAP,
           all_of(write, allowed), "add"),
    Action("step_earlier", ("H",), "Move earlier", "Put the step before the one on its left.", CHANGE, _MAP, _design,
           "move"),
    Action("step_later", ("L",), "Move later", "Put the step behind the one on its right.", CHANGE, _MAP, _design,
           "move"),
    Action("split_step", ("S",), "Split", "Make two steps of it; the new one stands right behind.", CHANGE, _MAP,
           _design),
    Action("join_step", ("J",), "Join", "Make one step of it and a neighbour, with tasks and ways.", CHANGE, _MAP,
           _design),
    Action("step_ways", ("m",), "Ways", "Choose where tasks may go from the step.", CHANGE, _BOTH, _design),
    Action("step_gates", ("q",), "Gates", "Choose the checklists that hold tasks in the step.", CHANGE, _BOTH, _check),
    Action("drop_step", ("x",), "Put away", "Take the empty step off the board; history keeps it.", CHANGE, _MAP,
           _design),
    # Look
    Action("look_step", ("enter",), "Look at the step", "Show its tasks, times, hand-overs and settings.", LOOK, _MAP,
           has_card, "look"),
    Action("open_task", ("enter",), "Open", "Show everything about the task.", LOOK, frozenset({STEP}), has_card,
           "open"),
    Action("flow_window", ("w",), "Window", "Choose how far back times and ways back are told.", LOOK, _BOTH,
           footer="window"),
    Action("flow_export", ("X",), "Export", "Write the map to a file; JSON comes from `step map`.", LOOK, _MAP),
)  # fmt: skip
