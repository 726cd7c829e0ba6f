"""The actions of the plan: the grid of products by period, and what the plan does not bear."""

from __future__ import annotations

from prodtui.actions.rows import (
    CALENDAR,
    CHANGE,
    EVERYWHERE,
    EXCEPTIONS,
    GO,
    INSPECTION,
    LOOK,
    PLAN,
    Action,
    Selection,
    all_of,
    has_card,
    still_open,
    write,
)  # fmt: skip


def _product(now: Selection) -> str | None:
    """Ask for a product under the cursor."""
    if now.has_card and now.what == "product":
        return None
    return "This works on a product; move to one, or find it with its name."


def _load(now: Selection) -> str | None:
    """Ask for a load under the cursor."""
    if now.has_card and now.what == "load":
        return None
    return "This works on load; move down to the step, role or pool that is to have more hours."


_change = all_of(write, has_card, still_open)
_change_product = all_of(write, _product, still_open)
_GRID, _LIST = frozenset({PLAN}), frozenset({EXCEPTIONS})

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_plan", ("1",), "Plan", "Show demand, plan and load by period.", GO, EVERYWHERE - {INSPECTION}),
    Action("exceptions", ("x",), "Exceptions", "Show what the plan does not bear, and why.", GO, _GRID),
    Action("today", ("t",), "Today", "Go to today.", GO, _GRID | {CALENDAR}),
    # Change
    Action("edit_plan", ("enter", "e"), "Plan a quantity", "Write how much is made in the period.", CHANGE, _GRID,
           _change, "plan"),
    Action("release", ("r",), "Release", "Make tasks of what is planned, after a look at them.", CHANGE, _GRID,
           _change_product, "release"),
    Action("release_all", ("A",), "Release all", "Make tasks of all that is planned for the period.", CHANGE, _GRID,
           _change),
    Action("level", ("L",), "Level", "Let work move to periods that have room, after a look.", CHANGE, _GRID,
           all_of(write, still_open), "level"),
    Action("overtime", ("o",), "Overtime", "Give a step, role, pool or person more hours, or fewer.", CHANGE, _GRID,
           all_of(write, _load, still_open)),
    Action("what_ifs", ("w",), "What if", "Play with a copy of the plan, then apply it or not.", CHANGE,
           _GRID, footer="what if"),
    # Look
    Action("promise", ("p",), "Promise", "Ask whether so much more can be delivered by a day.", LOOK, _GRID,
           _product, "promise"),
    Action("turn_period", ("z",), "Days, weeks, months", "Show the plan by day, by week or by month.", LOOK, _GRID),
    Action("open_exception", ("enter",), "Go to it", "Go to the thing that the exception is about.", GO, _LIST,
           has_card, "go to it"),
)  # fmt: skip
