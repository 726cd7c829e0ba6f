"""Opening the detail of an entry that has a reference of its own, from wherever its reference stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prodtui.screens.base import BaseScreen


def open_entry(screen: BaseScreen, ref: str) -> None:
    """Show an issue such as OPS-I3, an improvement such as OPS-K2 or an inspection such as OPS-Q5, over a screen."""
    # Each detail opens others: the screens know each other, so one is looked up when it is wanted.
    kind = ref.rpartition("-")[2][0]
    if kind == "K":
        from prodtui.screens.improvement_detail import ImprovementScreen

        screen.app.push_screen(ImprovementScreen(ref))
    elif kind == "Q":
        from prodtui.screens.inspection import InspectionScreen

        screen.app.push_screen(InspectionScreen(ref))
    else:
        from prodtui.screens.issue_detail import IssueScreen

        screen.app.push_screen(IssueScreen(ref))
