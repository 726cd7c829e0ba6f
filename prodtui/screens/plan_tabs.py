"""What the tabs of the plan share: each is a screen of its own under one header and one line of tabs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import on

from prodtui import actions
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, PersonRow
from prodtui.screens.verbs import Target, Verbs
from prodtui.screens.view import ViewScreen
from prodtui.widgets.tab_bar import Tab, TabBar

if TYPE_CHECKING:
    from collections.abc import Sequence


class PlanTab(Verbs, ViewScreen):
    """A tab of the plan, on the board `place`; which tabs there are says the registry of screens."""

    def __init__(self) -> None:
        super().__init__()
        self.tabs = TabBar(signs=self.prodtui.signs, id="tabs")
        self.place: BoardRow | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self.show_tabs()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self.place

    def people(self) -> Sequence[PersonRow]:
        return ()

    def targets(self) -> tuple[Target, ...]:
        return ()

    def wants(self, topics: frozenset[str]) -> bool:
        board = self.place
        if board is None:
            return "boards" in topics
        mine = {f"{kind}:{board.id}" for kind in ("plan", "steps", "tasks", "schedule")}
        return bool(topics & {"boards", "people", *mine})

    def show_other_board(self) -> None:
        self.place = None

    def today(self) -> date:
        """Return today on the calendar of the board."""
        zone = ZoneInfo(self.place.timezone) if self.place is not None else self.prodtui.zone
        return self.prodtui.now().astimezone(zone).date()

    def why_not_plan(self) -> str:
        """Return why the reader cannot change the plan, "" when there is nothing against it."""
        return self.prodtui.bridge.why_not(Permission.PLAN)

    # --- tabs

    def show_tabs(self, note: str = "", wrong: str = "") -> None:
        """Show the tabs; `note` stands at the end of their line, `wrong` behind this one."""
        tabs = [
            Tab(tab.name, tab.title, self._key_here(tab.action), wrong=wrong if tab.name == self.SCREEN else "")
            for tab in self.prodtui.view_of(self.SCREEN).tabs
        ]
        self.tabs.show(self.SCREEN, tabs, note)

    def _key_here(self, action: str) -> str:
        """Return the key of an action, "" where this tab does not have it."""
        return self.key_of(action) if self.SCREEN in actions.BY_ID[action].screens else ""

    def do_next_list(self) -> None:
        names = [tab.name for tab in self.prodtui.view_of(self.SCREEN).tabs]
        self.app.switch_mode(names[(names.index(self.SCREEN) + 1) % len(names)])

    def do_demand(self) -> None:
        self.app.switch_mode(actions.DEMAND)

    def do_products(self) -> None:
        self.app.switch_mode(actions.PRODUCTS)

    def do_resources(self) -> None:
        self.app.switch_mode(actions.RESOURCES)

    def do_calendar(self) -> None:
        self.app.switch_mode(actions.CALENDAR)

    @on(TabBar.TabChosen)
    def _tab_chosen(self, event: TabBar.TabChosen) -> None:
        self.app.switch_mode(event.name)

    def do_back(self) -> None:
        pass
