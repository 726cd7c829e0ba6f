"""The screens that can be switched to, in the order of their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from prodtui import actions
from prodtui.screens.board import BoardScreen
from prodtui.screens.dashboard import DashboardScreen
from prodtui.screens.day import DayScreen
from prodtui.screens.flow import FlowScreen
from prodtui.screens.issue_list import IssuesScreen
from prodtui.screens.plan import PlanScreen
from prodtui.screens.plan_calendar import CalendarScreen
from prodtui.screens.plan_demand import DemandScreen
from prodtui.screens.plan_exceptions import ExceptionsScreen
from prodtui.screens.plan_products import ProductsScreen
from prodtui.screens.plan_resources import ResourcesScreen
from prodtui.screens.quality import QualityScreen
from prodtui.screens.standup import StandupScreen
from prodtui.screens.timeline import TimelineScreen

MakeScreen = Callable[[], Screen[Any]]


@dataclass(frozen=True, slots=True)
class Tab:
    """A screen that is a tab of a view: its name in the table of actions, its title, the action that shows it."""

    name: str
    title: str
    action: str
    screen: MakeScreen


@dataclass(frozen=True, slots=True)
class View:
    """One screen: its name in the table of actions, the number that opens it, its title in the header.

    With `tabs` it is the first of several screens that belong together. `short` is its title where there is little
    room.
    """

    name: str
    number: int
    title: str
    screen: MakeScreen
    tabs: tuple[Tab, ...] = ()
    short: str = ""


_PLAN_TABS = (
    Tab(actions.PLAN, "Grid", "view_plan", PlanScreen),
    Tab(actions.EXCEPTIONS, "Exceptions", "exceptions", ExceptionsScreen),
    Tab(actions.DEMAND, "Demand", "demand", DemandScreen),
    Tab(actions.PRODUCTS, "Products", "products", ProductsScreen),
    Tab(actions.RESOURCES, "Resources", "resources", ResourcesScreen),
    Tab(actions.CALENDAR, "Calendar", "calendar", CalendarScreen),
)
VIEWS: tuple[View, ...] = (
    View(actions.PLAN, 1, "Plan", PlanScreen, _PLAN_TABS),
    View(actions.BOARD, 2, "Board", BoardScreen),
    View(actions.TIMELINE, 3, "Timeline", TimelineScreen, short="Time"),
    View(actions.QUALITY, 4, "Quality", QualityScreen),
    View(actions.ISSUES, 5, "Issues", IssuesScreen),
    View(actions.FLOW, 6, "Flow", FlowScreen),
    View(actions.DASHBOARD, 7, "Dashboard", DashboardScreen, short="Dash"),
    View(actions.STANDUP, 8, "Stand-up", StandupScreen),
    View(actions.DAY, 0, "My day", DayScreen),
)
SCREENS: Mapping[str, MakeScreen] = {
    **{view.name: view.screen for view in VIEWS},
    **{tab.name: tab.screen for view in VIEWS for tab in view.tabs},
}
FIRST_VIEW = actions.BOARD
#: What is opened for somebody who has no right on the board and so only looks.
LOOKING_VIEW = actions.DASHBOARD
