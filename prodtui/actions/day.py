"""The actions of somebody's own day: what they have in hand, and the timer, which runs from anywhere."""

from __future__ import annotations

from prodtui.actions.rows import CHANGE, DAY, EVERYWHERE, GO, INSPECTION, Action, write

ACTIONS: tuple[Action, ...] = (
    Action("view_day", ("0",), "My day", "Show what I have in hand, and what waits on me.", GO,
           EVERYWHERE - {INSPECTION}),
    Action("timer", ("ctrl+t",), "Timer", "Start my timer for the task, or stop and log it.", CHANGE,
           EVERYWHERE, write, footer_at={DAY: "timer"}),
)  # fmt: skip
