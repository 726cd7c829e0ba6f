"""Opening the detail of an entry of the log, from wherever its reference stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prodtui.screens.base import BaseScreen


def open_entry(screen: BaseScreen, ref: str) -> None:
    """Show the detail of an issue such as OPS-I3, or of an improvement such as OPS-K2, over a screen."""
    # Each detail opens others: the screens know each other, so one is looked up when it is wanted.
    if ref.rpartition("-")[2].startswith("K"):
        from prodtui.screens.improvement_detail import ImprovementScreen

        screen.app.push_screen(ImprovementScreen(ref))
    else:
        from prodtui.screens.issue_detail import IssueScreen

        screen.app.push_screen(IssueScreen(ref))
