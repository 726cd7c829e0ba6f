"""The tab of resources: machines, tools and rooms, whose hours are a limit, and materials with their stock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import ResourceKind
from prodtui.domain.rows_planning import ResourceRow
from prodtui.domain.rows_supply import ResourceDetail
from prodtui.domain.supply_fields import RESOURCE
from prodtui.domain.text import holds
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.plan_about import about
from prodtui.screens.plan_list import PlanList, Wish
from prodtui.screens.plan_resource_fields import resource_fields
from prodtui.screens.plan_resource_rows import (
    TEACHING,
    draw_resource,
    resource_head,
    resource_parts,
    resource_sections,
    resource_words,
)
from prodtui.screens.plan_stock import StockDesk
from prodtui.widgets.row_list import Section
from prodtui.widgets.spans import Line

if TYPE_CHECKING:
    from prodtui.services.workspace import Done, Workspace

_KINDS = (
    Choice(ResourceKind.MATERIAL, "A material", "it is used up; there is a stock of it"),
    Choice(ResourceKind.MACHINE, "A machine", "so many work at once, in a pool that routings ask for"),
    Choice(ResourceKind.TOOL, "A tool", "as a machine"),
    Choice(ResourceKind.ROOM, "A room", "as a machine"),
)


class ResourcesScreen(PlanList[ResourceRow]):
    """The resources of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.RESOURCES
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.RESOURCES)
    TEACHING = TEACHING
    KIND = "resource"

    def __init__(self) -> None:
        super().__init__()
        self._stock = StockDesk(self)

    # --- the list

    def read_rows(self, ws: Workspace, wish: Wish) -> tuple[ResourceRow, ...]:
        rows = deferred.resources.list_resources(ws, archived=wish.all)
        return tuple(row for row in rows if holds(resource_words(row), wish.text))

    def sections(self, rows: Sequence[ResourceRow]) -> Sequence[Section[ResourceRow]]:
        return resource_sections(rows, self.context())

    def head(self, width: int) -> Line:
        return resource_head(self.list.cursor_row, width)

    def draw_row(self, row: ResourceRow, width: int) -> Line:
        return draw_resource(row, width, self.context())

    def names_of(self, row: ResourceRow) -> tuple[str, ...]:
        return (row.ref, row.key)

    def title_of(self, row: ResourceRow) -> str:
        return row.name

    def words_of(self, row: ResourceRow) -> str:
        return resource_words(row)

    def stage(self, row: ResourceRow) -> str:
        return row.kind.value

    def trouble(self) -> str:
        low = sum(row.low for row in self.seen.rows if row.archived_at is None) if self.seen is not None else 0
        return f"{low} to order" if low else ""

    def terms(self) -> list[Choice]:
        return [Choice("low", "low", "to be ordered"), *(Choice(kind, kind, "kind") for kind in ResourceKind)]

    def would_show(self, text: str) -> str:
        rows = self.seen.rows if self.seen is not None else ()
        return f"{sum(holds(resource_words(row), text) for row in rows)} of the {len(rows)} resources that are shown."

    # --- verbs

    def do_open_row(self) -> None:
        self.on_row(self._open)

    async def _open(self, row: ResourceRow) -> None:
        detail: ResourceDetail = await self.prodtui.bridge.read(
            lambda ws: deferred.resources.show_resource(ws, row.ref)
        )
        await self.ask(about(row.ref, resource_parts(detail, self.context()), detail.events, self.context()))

    def _pools(self) -> Sequence[str]:
        rows = self.seen.rows if self.seen is not None else ()
        in_use = (product for product in self.products() if product.archived_at is None)
        routed = (route.pool for product in in_use for route in product.routing if route.pool)
        return sorted({row.pool for row in rows if row.pool} | set(routed))

    def do_add_row(self) -> None:
        self.talk(self._add)

    async def _add(self) -> None:
        kind = await self.ask(Picker("What is it?", _KINDS))
        if kind is None:
            return

        async def store(values: dict[str, Any]) -> Any:
            given = {"name": "", **values}
            return await self.submit(lambda ws: deferred.resources.add_resource(ws, given.pop("name"), kind, **given))

        fields = resource_fields(ResourceKind(kind), self._pools(), new=True)
        form = Form(f"A new {kind}", fields, {}, self.reading(), store, draft=f"new {kind}", verb="add")
        await self.enter_new(form)

    def do_edit_row(self) -> None:
        self.on_row(self._edit)

    async def _edit(self, row: ResourceRow) -> None:
        def edit(ws: Workspace, ref: str, **change: Any) -> Done[ResourceRow]:
            return deferred.resources.edit_resource(ws, ref, **change)

        await self.edit_row(row, resource_fields(row.kind, self._pools()), RESOURCE.clean, edit)

    def archive(self, ws: Workspace, ref: str, *, away: bool) -> Done[ResourceRow]:
        change = deferred.resources.archive_resource if away else deferred.resources.restore_resource
        return change(ws, ref)

    # --- stock

    def do_receive(self) -> None:
        self.on_row(self._stock.receive)

    def do_issue_stock(self) -> None:
        self.on_row(self._stock.issue)

    def do_drop_move(self) -> None:
        self.on_row(self._stock.drop_move)

    def do_count_stock(self) -> None:
        self.on_row(self._stock.count)

    def do_expect(self) -> None:
        self.on_row(self._stock.expect)
