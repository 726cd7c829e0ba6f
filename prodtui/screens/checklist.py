"""One checklist: its items in sections, who signs, what needs it; written as a draft and published as a version."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.enums import InspectionState, ItemKind
from prodtui.domain.quality_text import use_text
from prodtui.domain.rows_quality import ChecklistDetail, ItemRow, SignRow
from prodtui.errors import Rejected
from prodtui.numbers import decimal_comma
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.checklist_fields import (
    SIGN_FIELDS,
    item_fields,
    item_texts,
    read_item,
    read_sign,
    read_use,
    sign_texts,
    use_fields,
)
from prodtui.screens.checklist_look import ChecklistLook
from prodtui.screens.checklist_rows import content_of, editor_head, item_line, item_sections, items_head, moved
from prodtui.screens.dialogs.confirm import Confirm
from prodtui.screens.dialogs.fields import WholeForm
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.form_fields import Reading
from prodtui.widgets.row_list import RowList, RowStyle
from prodtui.widgets.spans import Ink, Line, line

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

TEACHING = (
    "This checklist has no items yet.",
    "",
    "a  adds one: yes/no, a measurement, a choice or text",
    "P  publishes it when it is complete",
)
_KINDS = {
    ItemKind.YES_NO: "one key: y or n",
    ItemKind.MEASUREMENT: "a number with limits, once or several times",
    ItemKind.CHOICE: "one of some words",
    ItemKind.TEXT: "some words of the inspector",
}


class ChecklistScreen(ChecklistLook[ItemRow]):
    """The checklist with the key `key`."""

    SCREEN: ClassVar[str] = actions.CHECKLIST
    WHAT = "item"
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.CHECKLIST)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.detail: ChecklistDetail | None = None

    def make_list(self) -> RowList[ItemRow]:
        style: RowStyle[ItemRow] = RowStyle(lambda item: item.key, self._draw, items_head)
        return RowList(style, words=("…",), id="list")

    def on_mount(self) -> None:
        super().on_mount()
        self.head.show(lambda width: [line([(f" {self.key} …", Ink.MUTED)], width)])
        self.reload()

    def _draw(self, item: ItemRow, width: int) -> Line:
        return item_line(item, width, self.prodtui.signs)

    # --- what there is

    def words_of(self, row: ItemRow) -> str:
        return f"{row.text} {row.section} {row.guidance}"

    async def refresh_rows(self) -> None:
        self.detail = detail = await self.prodtui.bridge.read(
            lambda ws: deferred.checklists.show_checklist(ws, self.key)
        )
        self.head.show(lambda width: editor_head(detail, width, self.prodtui.signs))
        self.list.set_words(TEACHING)
        self.list.show(item_sections(content_of(detail).items))
        self.show_footer()

    def jump(self, ref: str) -> None:
        """There are no cards here to go to."""

    @property
    def items(self) -> tuple[ItemRow, ...]:
        """The items of the draft, or of the newest version."""
        return content_of(self.detail).items if self.detail is not None else ()

    def reading(self) -> Reading:
        """Return what text in a form is read against."""
        return Reading(self.prodtui.now(), self.prodtui.zone)

    async def change_items(self, items: Iterable[ItemRow], version: int) -> Any:
        """Store other items in the draft; raises Changed when somebody else changed the checklist since `version`."""
        rows = tuple(items)
        return await self.submit(
            lambda ws: deferred.checklists.edit_checklist(ws, self.key, items=rows, version=version)
        )

    # --- items

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("edit_item")

    def do_add_item(self) -> None:
        self.talk(self._add_item)

    async def _add_item(self) -> None:
        choices = [Choice(kind.value, kind.value, note) for kind, note in _KINDS.items()]
        kind = await self.ask(Picker("What does the item ask for?", choices))
        if kind is None:
            return
        here = self.list.cursor_row
        empty = ItemRow("", "", ItemKind(kind), here.section if here is not None else "")
        await self._item_form(empty, "New item", f"new item of {self.key}")

    def do_edit_item(self) -> None:
        item = self.list.cursor_row
        if item is not None:
            self.talk(lambda: self._item_form(item, f"Edit {item.text}", f"item {item.key} of {self.key}"))

    async def _item_form(self, item: ItemRow, heading: str, draft: str) -> None:
        """Ask for an item; what others changed in the checklist meanwhile stays, unless it is this very item."""
        if self.detail is None:
            return
        version, comma = self.detail.checklist.version, decimal_comma()
        below = self.list.cursor_key

        async def store(new: ItemRow) -> Any:
            items = list(self.items)
            if not item.key:
                at = next((place for place, row in enumerate(items, start=1) if row.key == below), len(items))
                items.insert(at, new)
                return await self.change_items(items, self.detail.checklist.version if self.detail else version)
            same = any(row == item for row in items)
            items = [new if row.key == item.key else row for row in items]
            now = self.detail.checklist.version if self.detail is not None and same else version
            return await self.change_items(items, now)

        def read(texts: Any) -> tuple[ItemRow, dict[str, Rejected]]:
            return read_item(item.kind, texts, item.key, comma=comma)

        form = WholeForm(
            heading, item_fields(item.kind), item_texts(item), self.reading(), read, store, draft=draft
        )  # fmt: skip
        known = {row.key for row in self.items}
        if await self.ask(form) is not None:
            fresh = next((row.key for row in self.items if row.key not in known), None)
            if fresh is not None:
                self.list.go_to(fresh)

    def do_remove_item(self) -> None:
        item = self.list.cursor_row
        if item is not None:
            self.verb(lambda: self._remove(item))

    async def _remove(self, item: ItemRow) -> None:
        if self.detail is not None:
            rest = (row for row in self.items if row.key != item.key)
            await self.change_items(rest, self.detail.checklist.version)
            self.notice(f"Took out {item.text}. u puts it back.")

    def do_item_down(self) -> None:
        self.verb(lambda: self._move(1))

    def do_item_up(self) -> None:
        self.verb(lambda: self._move(-1))

    async def _move(self, by: int) -> None:
        item = self.list.cursor_row
        if item is None or self.detail is None:
            return
        items = moved(self.items, item.key, by)
        if items is None:
            self.notice(f"{item.text} is the {'last' if by > 0 else 'first'} item already.")
            return
        await self.change_items(items, self.detail.checklist.version)

    # --- the checklist

    def do_rename_checklist(self) -> None:
        self.talk(self._rename)

    async def _rename(self) -> None:
        async def store(name: str) -> Any:
            return await self.submit(lambda ws: deferred.checklists.edit_checklist(ws, self.key, name=name))

        name = self.detail.checklist.name if self.detail is not None else ""
        await self.ask(LineDialog("Name of the checklist", store, value=name, draft=f"name of {self.key}"))

    def do_sign_rule(self) -> None:
        self.talk(self._sign_rule)

    async def _sign_rule(self) -> None:
        if self.detail is None:
            return
        version = self.detail.checklist.version

        async def store(sign: SignRow) -> Any:
            return await self.submit(
                lambda ws: deferred.checklists.edit_checklist(ws, self.key, sign=sign, version=version)
            )

        texts = sign_texts(content_of(self.detail).sign)
        await self.ask(
            WholeForm(
                f"Who signs {self.detail.checklist.name}?", SIGN_FIELDS, texts, self.reading(), read_sign, store,
                draft=f"who signs {self.key}",
            )
        )  # fmt: skip

    def do_attach(self) -> None:
        self.talk(self._ask_for_use)

    async def _ask_for_use(self) -> None:
        if self.detail is None:
            return
        steps = [step.key for step in await self.prodtui.bridge.read(lambda ws: deferred.steps.list_steps(ws))]

        async def store(values: dict[str, Any]) -> Any:
            return await self.submit(lambda ws: deferred.checklists.attach_checklist(ws, self.key, **values))

        form = WholeForm(
            f"Which cards need {self.detail.checklist.name}?", use_fields(steps), {"frequency": "every"},
            self.reading(), lambda texts: read_use(texts, steps), store, draft=f"use of {self.key}",
        )  # fmt: skip
        done = await self.ask(form)
        if done is not None:
            use = done.value
            self.notice(f"Attached: {use_text(use)}. Cards that stand there need it from now on.")

    def do_detach(self) -> None:
        self.talk(self._ask_to_detach)

    async def _ask_to_detach(self) -> None:
        uses = self.detail.checklist.uses if self.detail is not None else ()
        choices = [Choice(str(use.id), use_text(use)) for use in uses]
        if not choices:
            self.notice("It is attached to nothing; it is started by hand.")
            return
        answer = await self.ask(Picker("Which use is taken away?", choices))
        if answer is not None:
            async with self.turn:
                await self.submit(lambda ws: deferred.checklists.detach_checklist(ws, self.key, int(answer)))
            self.notice("Taken away; those cards are free to go. u brings it back.")

    def do_publish(self) -> None:
        self.talk(self._publish)

    async def _publish(self) -> None:
        def running(ws: Workspace) -> int:
            found = deferred.inspections.list_inspections(ws, state=InspectionState.RUNNING, checklist=self.key)
            return len(found)

        if self.detail is None:
            return
        row = self.detail.checklist
        if not row.has_draft:
            self.notice(f"Version {row.published} holds all of it; change something first.")
            return
        if not self.items:
            self.notice("A checklist without items cannot be published; a adds one.", wrong=True)
            return
        count, number = await self.prodtui.bridge.read(running), (row.published or 0) + 1
        keep = "No inspection of it runs now."
        if count:
            keep = f"{count} running {'one keeps its' if count == 1 else 'ones keep their'} version to the end."
        details = f"Version {number} never changes again; new inspections use it.\n{keep}"
        if await self.ask(Confirm(f"Publish {row.name} as version {number}?", yes="publish", details=details)):
            async with self.turn:
                await self.submit(lambda ws: deferred.checklists.publish_checklist(ws, self.key))
            more = "" if row.uses else " + attaches it to a step or product."
            self.notice(f"Published {row.name} version {number}.{more}")

    # --- going back

    def do_view_quality(self) -> None:
        """Leave the checklist and the list below it."""
        self.app.pop_screen()
        self.app.pop_screen()
