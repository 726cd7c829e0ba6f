"""A person at the board: presses keys, types, looks. Stories in the tests read as such a person would tell them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from prodtui.app import ProdtuiApp, RunWords
from prodtui.config import load_config
from prodtui.domain.enums import Via
from prodtui.domain.rows_board import CardRow
from prodtui.screens.board import BoardScreen
from prodtui.services.workspace import workspace_on
from prodtui.storage.engine import open_store
from prodtui.widgets.notice import Notice
from tests.helpers.team import FAST, Team

MOST_TURNS = 2000
NEVER = 3600.0


class Reader:
    """Somebody in front of a running program."""

    def __init__(self, app: ProdtuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    # What the reader does

    async def press(self, *keys: str) -> Reader:
        """Press keys one after the other and wait until the program has nothing to do any more."""
        for key in keys:
            await self.pilot.press(key)
            await self.settle()
        return self

    async def type(self, text: str) -> Reader:
        """Type text into the field that has the focus, character by character."""
        for char in text:
            await self.pilot.press("enter" if char == "\n" else "space" if char == " " else char)
        return await self.settle()

    async def paste(self, text: str) -> Reader:
        """Put text into the field that has the focus, as a terminal's paste does, also what no key can type."""
        field = self.app.focused
        if isinstance(field, TextArea):
            field.text = text
        elif isinstance(field, Input):
            field.value = text
        else:
            raise AssertionError(f"nothing to paste into: {field!r}")
        return await self.settle()

    async def choose(self, text: str) -> Reader:
        """Type a part of a name into a list and take what it finds."""
        await self.type(text)
        return await self.press("enter")

    async def settle(self) -> Reader:
        """Wait until no call to the store is on its way and every message is handled."""
        quiet = 0
        for _ in range(MOST_TURNS):
            await self.pilot.pause()
            quiet = quiet + 1 if self.app.bridge.is_idle else 0
            if quiet == 2:
                return self
        raise AssertionError("the program does not come to rest")

    async def beat(self) -> Reader:
        """Let the program ask the feed, as it does twice a second."""
        await self.app.pump()
        return await self.settle()

    # What the reader sees

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines)

    def sees(self, *texts: str) -> Reader:
        for text in texts:
            assert text in self.text, f"{text!r} is not on the screen:\n{self.text}"
        return self

    def sees_not(self, *texts: str) -> Reader:
        for text in texts:
            assert text not in self.text, f"{text!r} is on the screen:\n{self.text}"
        return self

    def lane_of(self, ref: str) -> str:
        """Return the step in which the board shows a card."""
        return self.card(ref).step

    @property
    def board(self) -> BoardScreen:
        """The board screen, whatever lies over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, BoardScreen)
        return screen

    def card(self, ref: str) -> CardRow:
        """The card as the board knows it."""
        return next(card for card in self.board.grid.cards() if card.ref == ref)

    @property
    def dialog(self) -> str:
        """The class of the dialog that is open, "" for none."""
        return type(self.app.screen).__name__ if self.app.screen.is_modal else ""

    @property
    def cursor(self) -> str:
        card = self.board.grid.cursor_card
        return card.ref if card is not None else ""

    @property
    def news(self) -> str:
        """What the header tells of others' changes."""
        return self.board.header.news

    @property
    def toasts(self) -> Sequence[str]:
        return self.app.toasts.texts

    @property
    def notice(self) -> str:
        return self.app.screen.query_one(Notice).text


def program_for(
    team: Team,
    *,
    who: str = "ann",
    board: str | None = "OPS",
    read_only: bool = False,
    run_words: RunWords = lambda words, ws: " ".join(words),
    pragmas: Mapping[str, object] = FAST,
    beat_seconds: float = NEVER,
    **settings: Any,
) -> ProdtuiApp:
    """Return a program of somebody's own on the store of a team; `settings` are those of Config.

    It asks for news only at a `beat` of the reader, unless `beat_seconds` says otherwise.
    """
    store = open_store(team.path, pragmas=pragmas)
    opened = workspace_on(store, board=board, via=Via.TUI, clock=team.clock, read_only=read_only).acting_as(who)
    config = replace(load_config({"store": str(team.path), "theme": settings.pop("theme", None)}), **settings)
    return ProdtuiApp(
        config,
        run_words=run_words,
        read_only=read_only,
        workspace=opened,
        clock=team.clock,
        beat_seconds=beat_seconds,
    )


@asynccontextmanager
async def sitting_at(team: Team, *, size: tuple[int, int] = (120, 40), **settings: Any) -> AsyncIterator[Reader]:
    """Let somebody open the board in a program of their own; see `program_for`."""
    app = program_for(team, **settings)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield await Reader(app, pilot).settle()


@asynccontextmanager
async def starting(store: Path, *, size: tuple[int, int] = (120, 40), **settings: Any) -> AsyncIterator[Reader]:
    """Start the program on the path of a store that may not exist yet."""
    config = replace(load_config({"store": str(store)}), **settings)
    app = ProdtuiApp(config, run_words=lambda words, ws: "")
    async with app.run_test(size=size, notifications=True) as pilot:
        yield await Reader(app, pilot).settle()
