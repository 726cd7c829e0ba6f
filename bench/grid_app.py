"""A board of synthetic cards without a store: for measuring and looking at the widgets alone.

usage: python bench/grid_app.py [CARDS] [--theme NAME] [--ascii] [--steps N] [--svg FILE [--size 120x40] [--keys j,j,l]]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.filter import LineFilter

from prodtui.actions import BOARD, Selection, bindings_for, footer_for
from prodtui.domain.enums import Priority, Role, ServiceClass, StepKind
from prodtui.domain.rows import BoardRow, BoardSettings, BoardSnapshot, CardRow, PersonRow, StepRow
from prodtui.themes import TOKENS_CSS, line_filters, load_shipped, to_theme, token_defaults
from prodtui.widgets.footer import KeyFooter
from prodtui.widgets.grid import BoardGrid
from prodtui.widgets.header import BoardHeader, View
from prodtui.widgets.notice import Notice
from prodtui.widgets.signs import ASCII, UNICODE
from prodtui.widgets.viewpoint import Direction

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STEPS = (
    ("ready", "Ready", StepKind.QUEUE, None),
    ("machining", "Machining", StepKind.ACTIVE, 3),
    ("deburr", "Deburring", StepKind.ACTIVE, None),
    ("inspect", "Inspect", StepKind.ACTIVE, 4),
    ("done", "Done", StepKind.DONE, None),
)
PEOPLE = ("ann", "bo", "cy", "dora", "emil")
THINGS = (
    "Housing A",
    "Shaft 40 pc",
    "Bracket, 20 pc",
    "Cover set",
    "Repair jig for press 3",
    "Flange DN 80",
    "Plate 12 mm",
    "Spindle bearing, second source from supplier",
    "Calibrate press 3",
    "Gehäuse für Motor",
    "検査治具の修理",
)
LABELS = ("urgent", "customer", "tooling", "rework", "audit")
REASONS = ("waits for material", "drawing is wrong", "machine 4 is down until Thursday")


def snapshot(cards: int, steps: int = len(STEPS), seed: int = 7) -> BoardSnapshot:
    """Return a board of that many cards, the same each time."""
    board = BoardRow(1, "OPS", "Press shop", "Europe/Berlin", None, BoardSettings(), None, 1)
    chosen = STEPS[: steps - 1] + STEPS[-1:]
    rows = tuple(
        StepRow(index, 1, key, name, kind, index, limit, None, "", None, None, 1)
        for index, (key, name, kind, limit) in enumerate(chosen)
    )
    people = tuple(
        PersonRow(index, login, login.capitalize(), login[:2], Role.MEMBER, (), 8.0, None, True, 1)
        for index, login in enumerate(PEOPLE)
    )
    return BoardSnapshot(board, rows, people, tuple(_cards(cards, rows, random.Random(seed))), (2.5, 4.0), 1)


def _cards(count: int, steps: tuple[StepRow, ...], dice: random.Random) -> Iterator[CardRow]:
    filled = dict.fromkeys((step.key for step in steps), 0)
    for number in range(1, count + 1):
        step = dice.choices(steps, weights=[6, *[2] * (len(steps) - 2), 3])[0]
        if step.wip_limit is not None and filled[step.key] > step.wip_limit:
            step = steps[0]
        filled[step.key] += 1
        yield _card(number, step, dice)


def _card(number: int, step: StepRow, dice: random.Random) -> CardRow:
    started = NOW - timedelta(hours=dice.randint(2, 150)) if step.kind is not StepKind.QUEUE else None
    finished = NOW - timedelta(hours=dice.randint(1, 160)) if step.kind is StepKind.DONE else None
    blocked = dice.choice(REASONS) if step.kind is StepKind.ACTIVE and dice.random() < 0.15 else None
    return CardRow(
        id=number,
        number=number,
        ref=f"OPS-{number}",
        title=dice.choice(THINGS),
        notes="",
        step=step.key,
        rank=number * 1024,
        priority=dice.choices(list(Priority), weights=[1, 3, 12, 2])[0],
        service_class=dice.choices(list(ServiceClass), weights=[20, 2, 1])[0],
        assignees=tuple(dice.sample(PEOPLE, dice.choice((0, 1, 1, 1, 2)))),
        labels=tuple(dice.sample(LABELS, dice.choice((0, 0, 1, 2)))),
        due=NOW + timedelta(hours=dice.randint(-40, 600)) if dice.random() < 0.6 else None,
        blocked_reason=blocked,
        blocked_since=NOW if blocked else None,
        waiting_for=(f"OPS-{dice.randint(1, number)}",) if dice.random() < 0.05 else (),
        entered_at=started or NOW,
        started_at=started,
        finished_at=finished,
        wait_until=None,
        archived_at=None,
        version=1,
    )


class GridApp(App[None]):
    """Header, grid and footer of a board that lives in memory."""

    CSS = "Screen { layers: base notice; }"
    CSS_PATH = TOKENS_CSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"do('{action}')", label, show=False) for key, action, label in bindings_for(BOARD)
    ]

    def __init__(self, board: BoardSnapshot, *, theme: str = "dark", ascii_only: bool = False) -> None:
        super().__init__()
        for palette in load_shipped().values():
            self.register_theme(to_theme(palette))
        self.theme = theme
        self.board = board
        self.signs = ASCII if ascii_only else UNICODE

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return token_defaults()

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return line_filters(filters, colour=not self.no_color)

    def compose(self) -> ComposeResult:
        yield BoardHeader(signs=self.signs)
        yield BoardGrid(signs=self.signs)
        yield Notice(signs=self.signs)
        yield KeyFooter(signs=self.signs)

    def on_mount(self) -> None:
        header = self.query_one(BoardHeader)
        header.show("OPS", "Press shop", [View(2, "Board")], 2, "ann")
        header.tick(NOW)
        self.grid.show(self.board, now=NOW)
        self.grid.focus()
        self.show_keys()

    @property
    def grid(self) -> BoardGrid:
        return self.query_one(BoardGrid)

    def on_board_grid_cursor_moved(self) -> None:
        self.show_keys()

    def on_board_grid_marks_changed(self) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        grid = self.grid
        now = Selection(has_card=grid.cursor_card is not None, marked=len(grid.marked), cards=grid.tally.shown)
        self.query_one(KeyFooter).show(
            footer_for(BOARD, now), grid.tally, marked=len(grid.marked), filtered=grid.filtered
        )

    def action_do(self, action: str) -> None:
        self.query_one(Notice).clear()
        grid = self.grid
        match action:
            case "cursor_left" | "cursor_down" | "cursor_up" | "cursor_right":
                grid.move_cursor(Direction[action.removeprefix("cursor_").upper()])
            case "cursor_first":
                grid.cursor_first()
            case "cursor_last":
                grid.cursor_last()
            case "half_page_down" | "half_page_up":
                grid.half_page(1 if action.endswith("down") else -1)
            case "mark":
                grid.toggle_mark()
            case "mark_all":
                grid.mark_lane()
            case "back":
                grid.cancel_drag() or grid.clear_marks() or grid.set_filter(None)
            case "swimlanes":
                grid.cycle_grouping()
            case "compact":
                grid.set_compact(not grid.compact)
            case "filter":
                grid.set_filter(lambda card: "ann" in card.assignees)
            case "move_next" | "move_prev":
                self._move(1 if action == "move_next" else -1)
            case "theme":
                names = list(load_shipped())
                self.theme = names[(names.index(self.theme) + 1) % len(names)]
            case "why":
                hints = footer_for(BOARD, Selection(can_override=True))[-1:]
                text = "OPS-30 cannot go to Inspect: waits for OPS-22 (not done); Inspect is at its limit 2/2."
                self.query_one(Notice).say(text, hints=hints, wrong=True)
            case "quit":
                self.exit()

    def _move(self, lanes: int) -> None:
        card = self.grid.cursor_card
        keys = [step.key for step in self.grid.steps]
        if card is None or not 0 <= keys.index(card.step) + lanes < len(keys):
            return
        changes = {"step": keys[keys.index(card.step) + lanes], "version": card.version + 1}
        moved = CardRow(**{name: getattr(card, name) for name in CardRow.__dataclass_fields__} | changes)
        self.grid.apply([moved], authors={card.id: "bo"})


async def picture(app: GridApp, size: tuple[int, int], keys: list[str], target: Path) -> None:
    """Write an SVG of the app after some keys."""
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        target.write_text(app.export_screenshot(), encoding="utf-8")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("cards", type=int, nargs="?", default=10_000)
    parser.add_argument("--theme", default="dark")
    parser.add_argument("--ascii", action="store_true")
    parser.add_argument("--steps", type=int, default=len(STEPS))
    parser.add_argument("--svg", type=Path)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--keys", default="")
    options = parser.parse_args(arguments)
    app = GridApp(snapshot(options.cards, options.steps), theme=options.theme, ascii_only=options.ascii)
    if options.svg is None:
        app.run()
        return
    width, height = options.size.split("x")
    asyncio.run(picture(app, (int(width), int(height)), [key for key in options.keys.split(",") if key], options.svg))


if __name__ == "__main__":
    main(sys.argv[1:])
