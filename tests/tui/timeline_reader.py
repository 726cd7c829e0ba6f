"""Somebody at the timeline: which task the cursor stands on, and the keys that lead to one."""

from __future__ import annotations

from prodtui.screens.timeline import TimelineScreen
from tests.tui.driver import Reader


def timeline(reader: Reader) -> TimelineScreen:
    return next(screen for screen in reversed(reader.app.screen_stack) if isinstance(screen, TimelineScreen))


def ref(reader: Reader) -> str:
    row = timeline(reader).pane.row
    return row.ref if row is not None else ""


async def to(reader: Reader, wanted: str) -> Reader:
    """Go to a task on the timeline with the keys of a reader."""
    await reader.press("g")
    for _ in range(50):
        if ref(reader) == wanted:
            return reader
        await reader.press("j")
    raise AssertionError(f"{wanted} is not on the timeline")
