"""The screens that can be switched to, in the order of their keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from prodtui import actions
from prodtui.screens.board import BoardScreen
from prodtui.screens.issue_list import IssuesScreen
from prodtui.screens.quality import QualityScreen


@dataclass(frozen=True, slots=True)
class View:
    """One screen: its name in the table of actions, the number that opens it, its title in the header."""

    name: str
    number: int
    title: str
    screen: Callable[[], Screen[Any]]


VIEWS: tuple[View, ...] = (
    View(actions.BOARD, 2, "Board", BoardScreen),
    View(actions.QUALITY, 4, "Quality", QualityScreen),
    View(actions.ISSUES, 5, "Issues", IssuesScreen),
)
FIRST_VIEW = actions.BOARD
