"""What is behind a figure: its arithmetic, the things that it rests on, and what was left out and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from prodtui import actions
from prodtui.domain.chart_scale import span_words
from prodtui.domain.chart_words import figure
from prodtui.domain.rows_figures import FigureItem, FigureProof
from prodtui.errors import Rejected, Usage
from prodtui.screens import deferred
from prodtui.screens.base import bindings_of
from prodtui.screens.dashboard_desk import DashboardDesk
from prodtui.screens.dashboard_log import look_of
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import ListLook
from prodtui.screens.paragraphs import Part, pairs, shaped
from prodtui.screens.program_verbs import ProgramVerbs
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import RowList, RowStyle, Section
from prodtui.widgets.spans import Ink, Line, cells, line, plain
from prodtui.widgets.tiles import NO_DATA, unit_words

if TYPE_CHECKING:
    from prodtui.screens.dashboard_look import Source
    from prodtui.services.workspace import Workspace

_LEAST_LIST = 6
"""On a lower screen what is said above the list gives way."""
_LEAST_WHY = 18
_MOST_REF = 24


@dataclass(frozen=True, slots=True)
class Behind:
    """A thing behind a figure, at its place; one thing may stand there twice."""

    place: int
    item: FigureItem


class FigureScreen(ListLook[Behind], DashboardDesk, ProgramVerbs):
    """The figure `key` of what is looked at, item by item."""

    SCREEN: ClassVar[str] = actions.FIGURE
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(actions.FIGURE)
    AUTO_FOCUS = "RowList"

    def __init__(self, source: Source, key: str) -> None:
        super().__init__()
        self.source = source
        self.key = key
        self.said = LinePane(id="said")
        self._proof: FigureProof | None = None
        self._valued = False
        self._longest = 0
        self._widest = 0

    def make_list(self) -> RowList[Behind]:
        style: RowStyle[Behind] = RowStyle(
            lambda row: f"{row.item.ref} {row.place}",
            self._draw,
            lambda width: heading(fit(self._columns(width), width), width),
        )
        return RowList(style, words=("…",), id="list")

    def compose(self) -> ComposeResult:
        yield self.message
        yield self.alarm
        yield self.said
        yield self.list
        yield self.footer

    def on_mount(self) -> None:
        super().on_mount()
        self.said.styles.height = 1
        self.said.show(lambda width: [line([(" Reading what is behind the figure…", Ink.MUTED)], width)])
        self.reload()

    def selection(self) -> actions.Selection:
        return actions.Selection(
            what="thing",
            has_card=self.list.cursor_row is not None,
            read_only=self.prodtui.read_only,
            finding=bool(self.found),
            cards=self.list.count,
        )

    async def refresh_rows(self) -> None:
        wish, key = self.source.wish, self.key

        def read(ws: Workspace) -> FigureProof:
            return deferred.kpi.explain(ws, key, look_of(ws, wish))

        try:
            proof = await self.prodtui.bridge.read(read)
        except (Rejected, Usage) as error:
            self.fall_back(wish, error)
            return
        if wish == self.source.wish:
            self._proof = proof
            self._show(proof)

    def _show(self, proof: FigureProof) -> None:
        every, count = (*proof.items, *proof.excluded), len(proof.items)
        self._valued = any(item.value is not None for item in every)
        self._longest = max((cells(plain(item.note)) for item in every), default=0)
        self._widest = max((cells(plain(item.ref)) for item in every), default=0)
        rows = [Behind(place, item) for place, item in enumerate(every)]
        self.list.set_words(self._nothing(proof))
        self.list.show([Section("Behind it", rows[:count]), Section("Left out", rows[count:])])
        self._say()
        self.show_footer()

    def _nothing(self, proof: FigureProof) -> tuple[str, ...]:
        if proof.figure.value is None:
            return ("No data: nothing that it rests on happened in this window.", "", "w  chooses other days")
        return ("It rests on nothing that could be listed.",)

    def _say(self) -> None:
        """Say above the list what the figure is; less of it where the screen is low."""
        proof = self._proof
        if proof is None:
            return
        parts = [Part([(f" {plain(proof.figure.label)}", Ink.HERE), *_value(proof)]), *_about(proof, self.filter_text)]
        needed = len(shaped(parts, max(self.size.width, 1)))
        self.said.styles.height = max(min(needed + 1, self.size.height - _LEAST_LIST - 1), 1)
        self.said.show(lambda width: shaped(parts, width), from_top=True)

    def on_resize(self) -> None:
        self._say()

    def _columns(self, width: int) -> tuple[Column, ...]:
        """Return the columns; why something counts or was left out takes what it needs, and leaves titles a part."""
        values = (Column("value", "Value", 8, 40, right=True),) if self._valued else ()
        why = min(self._longest, max(width - 44, _LEAST_WHY))
        return (
            Column("ref", "What", min(max(self._widest + 1, 10), _MOST_REF), 95),
            *values,
            Column("title", "Title", 20, wide=True),
            Column("note", "Why", max(why, 3)),
        )

    def _draw(self, row: Behind, width: int) -> Line:
        item = row.item
        value = figure(item.value) if item.value is not None else ""
        texts = {
            "ref": [(f" {plain(item.ref)}", Ink.REF)],
            "value": [(value, Ink.TEXT)],
            "title": [(plain(item.title), Ink.TEXT)],
            "note": [(plain(item.note), Ink.MUTED)],
        }
        return row_line(texts, fit(self._columns(width), width), width, self.prodtui.signs.more)

    def words_of(self, row: Behind) -> str:
        return f"{row.item.ref} {row.item.title} {row.item.note}"

    # --- going on

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_item")

    def do_open_item(self) -> None:
        row = self.list.cursor_row
        if row is not None:
            self.open_ref(row.item.ref)

    def do_back(self) -> None:
        self.app.pop_screen()


def _value(proof: FigureProof) -> list[tuple[str, Ink]]:
    shown = proof.figure
    if shown.value is None:
        return [(f"  {NO_DATA}", Ink.MUTED)]
    return [(f"  {figure(shown.value)} {unit_words(shown.value, shown.unit)}", Ink.TEXT)]


def _about(proof: FigureProof, text: str) -> Iterator[Part]:
    shown = proof.figure
    left_out = f", {shown.left_out:,} left out" if shown.left_out else ""
    found = pairs(
        ("days", span_words(shown.first, shown.last)),
        ("only", text),
        ("counted", shown.convention),
        ("how", proof.arithmetic),
        ("rests on", f"{shown.n:,}{left_out}"),
    )
    for part in found:
        yield Part(part.spans, f" {part.lead}")
