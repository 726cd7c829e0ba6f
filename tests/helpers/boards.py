"""Boards of cards in memory, and a small app around the board's widgets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message

from prodtui.domain.enums import Role, StepKind
from prodtui.domain.rows import BoardRow, BoardSettings, PersonRow, StepRow
from prodtui.domain.rows_board import BoardNames, BoardSnapshot, CardRow
from prodtui.themes import load_shipped, to_theme, token_defaults
from prodtui.widgets.footer import KeyFooter
from prodtui.widgets.grid import BoardGrid
from prodtui.widgets.header import BoardHeader
from prodtui.widgets.notice import Notice
from prodtui.widgets.signs import UNICODE
from tests.helpers.rows import AT, a_card, a_step

STEPS = (
    a_step("ready", StepKind.QUEUE, 0),
    a_step("doing", StepKind.ACTIVE, 1, wip_limit=3),
    a_step("check", StepKind.ACTIVE, 2),
    a_step("done", StepKind.DONE, 3),
)


def cards(**counts: int) -> list[CardRow]:
    """Return that many cards in each step, numbered on from 1, ranked in this order."""
    rows: list[CardRow] = []
    for step, count in counts.items():
        for _ in range(count):
            number = len(rows) + 1
            started = None if step == "ready" else AT
            row = a_card(id=number, number=number, ref=f"OPS-{number}", title=f"Task {number}", step=step)
            rows.append(replace(row, rank=number * 10, started_at=started))
    return rows


def a_snapshot(rows: Iterable[CardRow], steps: Sequence[StepRow] = STEPS, **changes: Any) -> BoardSnapshot:
    """Return a board of these cards with two people, ann and bo."""
    board = BoardRow(1, "OPS", "Press shop", "UTC", None, BoardSettings(), None, 1)
    people = tuple(
        PersonRow(number, login, login.capitalize(), login[:2], Role.MEMBER, (), 8.0, None, True, 1)
        for number, login in enumerate(("ann", "bo"), start=1)
    )
    names = BoardNames(tuple(steps), tuple(person.login for person in people), ())
    return replace(BoardSnapshot(board, tuple(steps), people, tuple(rows), None, 1, names), **changes)


class BoardApp(App[None]):
    """A board without a store; `told` keeps the messages of the grid."""

    CSS = "Screen { layers: base notice; }"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, snapshot: BoardSnapshot | None, *, theme: str = "dark", now: datetime = AT) -> None:
        super().__init__()
        for palette in load_shipped().values():
            self.register_theme(to_theme(palette))
        self.theme = theme
        self.snapshot = snapshot
        self.now = now
        self.told: list[Message] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def compose(self) -> ComposeResult:
        yield BoardHeader(signs=UNICODE)
        yield BoardGrid(signs=UNICODE)
        yield Notice(signs=UNICODE)
        yield KeyFooter(signs=UNICODE)

    def on_mount(self) -> None:
        if self.snapshot is not None:
            self.grid.show(self.snapshot, now=self.now)
        self.grid.focus()

    @property
    def grid(self) -> BoardGrid:
        return self.query_one(BoardGrid)

    def told_of(self, kind: type[Message]) -> list[Any]:
        """Return the messages of one kind that the grid has sent."""
        return [message for message in self.told if isinstance(message, kind)]

    def rows(self) -> list[str]:
        """Return the text of the screen, row by row."""
        width, height = self.size
        strips = self.screen._compositor.render_strips(self.size)
        return ["".join(segment.text for segment in strip)[:width] for strip in strips[:height]]

    def on_board_grid_cursor_moved(self, message: BoardGrid.CursorMoved) -> None:
        self.told.append(message)

    def on_board_grid_card_opened(self, message: BoardGrid.CardOpened) -> None:
        self.told.append(message)

    def on_board_grid_card_dropped(self, message: BoardGrid.CardDropped) -> None:
        self.told.append(message)

    def on_board_grid_marks_changed(self, message: BoardGrid.MarksChanged) -> None:
        self.told.append(message)
