"""Opening the detail of whatever has a reference of its own, from wherever its reference stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from prodtui import actions

if TYPE_CHECKING:
    from prodtui.screens.base import BaseScreen
    from prodtui.screens.board import BoardScreen


def open_entry(screen: BaseScreen, ref: str) -> None:
    """Show an issue such as OPS-I3, an improvement, OPS-K2, an inspection, OPS-Q5, or a card, OPS-12, over a screen."""
    # Each detail opens others: the screens know each other, so one is looked up when it is wanted.
    kind = ref.rpartition("-")[2][0]
    if kind.isdecimal():
        from prodtui.screens.detail import DetailScreen

        board = cast("BoardScreen", screen.app.get_screen_stack(actions.BOARD)[0])  # the program begins with it
        screen.app.push_screen(DetailScreen(ref, board))
    elif kind == "K":
        from prodtui.screens.improvement_detail import ImprovementScreen

        screen.app.push_screen(ImprovementScreen(ref))
    elif kind == "Q":
        from prodtui.screens.inspection import InspectionScreen

        screen.app.push_screen(InspectionScreen(ref))
    else:
        from prodtui.screens.issue_detail import IssueScreen

        screen.app.push_screen(IssueScreen(ref))
