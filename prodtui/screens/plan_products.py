"""The tab of products and services: what is made, its way through the steps, what it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import ResourceKind
from prodtui.domain.product_fields import PRODUCT
from prodtui.domain.rows_planning import ProductRow
from prodtui.domain.rows_supply import ProductDetail
from prodtui.domain.text import holds
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.dialogs.form import Form
from prodtui.screens.plan_about import about
from prodtui.screens.plan_demand_desk import DemandDesk
from prodtui.screens.plan_list import PlanList, Wish
from prodtui.screens.plan_product_fields import Parts, product_fields
from prodtui.screens.plan_product_rows import (
    TEACHING,
    draw_product,
    product_head,
    product_parts,
    product_sections,
    product_words,
)
from prodtui.widgets.row_list import Section
from prodtui.widgets.spans import Line

if TYPE_CHECKING:
    from prodtui.services.workspace import Done, Workspace


class ProductsScreen(PlanList[ProductRow]):
    """The products of the board of the workspace."""

    SCREEN: ClassVar[str] = actions.PRODUCTS
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.PRODUCTS)
    TEACHING = TEACHING
    KIND = "product"

    # --- the list

    def read_rows(self, ws: Workspace, wish: Wish) -> tuple[ProductRow, ...]:
        rows = deferred.products.list_products(ws, archived=wish.all)
        return tuple(row for row in rows if holds(product_words(row), wish.text))

    def sections(self, rows: Sequence[ProductRow]) -> Sequence[Section[ProductRow]]:
        return product_sections(rows)

    def head(self, width: int) -> Line:
        return product_head(width)

    def draw_row(self, row: ProductRow, width: int) -> Line:
        return draw_product(row, width, self.context())

    def title_of(self, row: ProductRow) -> str:
        return row.name

    def words_of(self, row: ProductRow) -> str:
        return product_words(row)

    def would_show(self, text: str) -> str:
        rows = [row for row in self.products() if self.wish.all or row.archived_at is None]
        return f"{sum(holds(product_words(row), text) for row in rows)} of {len(rows)} products."

    # --- verbs

    def do_open_row(self) -> None:
        self.on_row(self._open)

    async def _open(self, row: ProductRow) -> None:
        detail: ProductDetail = await self.prodtui.bridge.read(lambda ws: deferred.products.show_product(ws, row.ref))
        parts = product_parts(detail.product, self.context())
        await self.ask(about(row.ref, parts, detail.events, self.context()))

    async def _parts(self) -> Parts:
        """Read what a product may name."""
        steps = self.need_seen().here.steps
        return await self.prodtui.bridge.read(
            lambda ws: Parts(
                steps,
                deferred.resources.list_resources(ws, kind=ResourceKind.MATERIAL),
                deferred.checklists.list_checklists(ws),
            )
        )

    def do_add_row(self) -> None:
        self.talk(self._add)

    async def _add(self) -> None:
        async def store(values: dict[str, Any]) -> Any:
            given = {"name": "", **values}
            return await self.submit(lambda ws: deferred.products.add_product(ws, given.pop("name"), **given))

        fields = product_fields(await self._parts(), new=True)
        form = Form("What is made or done?", fields, {}, self.reading(), store, draft="new product", verb="add")
        await self.enter_new(form)

    def do_edit_row(self) -> None:
        self.on_row(self._edit)

    async def _edit(self, row: ProductRow) -> None:
        def edit(ws: Workspace, ref: str, **change: Any) -> Done[ProductRow]:
            return deferred.products.edit_product(ws, ref, **change)

        await self.edit_row(row, product_fields(await self._parts()), PRODUCT.clean, edit)

    def do_forecast(self) -> None:
        row = self.list.cursor_row
        self.talk(lambda: DemandDesk(self).forecast(row.key if row is not None else ""))

    def archive(self, ws: Workspace, ref: str, *, away: bool) -> Done[ProductRow]:
        change = deferred.products.archive_product if away else deferred.products.restore_product
        return change(ws, ref)
