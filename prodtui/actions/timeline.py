"""The actions of the timeline: going along it, moving and stretching bars, a better order, what if somebody is away."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    EVERYWHERE,
    GO,
    INSPECTION,
    LOOK,
    TIMELINE,
    Action,
    Selection,
    all_of,
    allowed,
    has_card,
    single,
    still_open,
    write,
)  # fmt: skip


def _pinned(now: Selection) -> str | None:
    """Ask for a task whose start is pinned."""
    return None if now.stage == "pinned" else "Its start is not pinned."


def _some(now: Selection) -> str | None:
    """Ask for a task that is shown."""
    return None if now.cards else "No task is shown, so there is nothing to schedule."


_HERE = frozenset({TIMELINE})
_bar = all_of(write, single, still_open)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_timeline", ("3",), "Timeline", "Show the schedule as bars over time.", GO, EVERYWHERE - {INSPECTION}),
    Action("first_row", ("g",), "First task", "Go to the first task.", GO, _HERE),
    Action("to_now", ("home", "t"), "Now", "Turn the timeline to now.", GO, _HERE),
    Action("show_bar", (".",), "Bring the bar into sight", "Turn the timeline to the bar of the task.", GO, _HERE,
           has_card),
    # Change
    Action("start_earlier", ("[",), "Start earlier", "Move the start back by a column; enter shows what follows.",
           CHANGE, _HERE, _bar, "move"),
    Action("start_later", ("]",), "Start later", "Move the start on by a column; enter shows what follows.", CHANGE,
           _HERE, _bar, "move"),
    Action("shorter", ("{",), "Shorter", "Take a column off the estimate; enter shows what follows.", CHANGE, _HERE,
           _bar),
    Action("longer", ("}",), "Longer", "Add a column to the estimate; enter shows what follows.", CHANGE, _HERE, _bar),
    Action("unpin", ("P",), "Unpin", "Let the schedule decide again when the task starts.", CHANGE, _HERE,
           all_of(_bar, _pinned)),
    Action("optimise", ("O",), "Optimise", "Search for a better order, then take it or leave it.", CHANGE, _HERE,
           all_of(write, allowed, _some), "optimise"),
    Action("clear_order", ("X",), "Take the order away", "Take the agreed order away; the rule of the board decides.",
           CHANGE, _HERE, all_of(write, allowed, _some)),
    # Look
    Action("to_card", ("enter",), "Go to the card", "Show the task on the board.", LOOK, _HERE, has_card, "card"),
    Action("zoom_in", ("+", "="), "Zoom in", "Show less time: months, weeks, days, hours.", LOOK, _HERE,
           footer="zoom"),
    Action("zoom_out", ("-",), "Zoom out", "Show more time: hours, days, weeks, months.", LOOK, _HERE, footer="zoom"),
    Action("group_rows", ("S",), "Group", "Group by person, resource, demand, label, or not at all.", LOOK, _HERE),
    Action("what_if_away", ("w",), "What if away", "Show what follows if somebody is away.", LOOK, _HERE),
)  # fmt: skip
