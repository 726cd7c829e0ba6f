"""The actions of the plan: the grid of products by period, and what the plan does not bear."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    EVERYWHERE,
    EXCEPTIONS,
    GO,
    INSPECTION,
    LOOK,
    PLAN,
    Action,
    all_of,
    has_card,
    still_open,
    write,
)  # fmt: skip

_change = all_of(write, has_card, still_open)
_GRID, _LIST = frozenset({PLAN}), frozenset({EXCEPTIONS})

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_plan", ("1",), "Plan", "Show demand, plan and load by period.", GO, EVERYWHERE - {INSPECTION}),
    Action("exceptions", ("x",), "Exceptions", "Show what the plan does not bear, and why.", GO, _GRID),
    Action("today", ("t",), "Today", "Go to the period of today.", GO, _GRID),
    # Change
    Action("edit_plan", ("enter", "e"), "Plan a quantity", "Write how much is made in the period.", CHANGE, _GRID,
           _change, "plan"),
    # Look
    Action("turn_period", ("z",), "Days, weeks, months", "Show the plan by day, by week or by month.", LOOK, _GRID),
    Action("open_exception", ("enter",), "Go to it", "Go to the thing that the exception is about.", GO, _LIST,
           has_card, "go to it"),
)  # fmt: skip
