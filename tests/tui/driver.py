"""A person at the board: presses keys, types, looks. Stories in the tests read as such a person would tell them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.events import Key, Paste
from textual.keys import _character_to_key, key_to_character
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

TURN_SECONDS = 0.001
QUIET_TURNS, MOST_TURNS = 2, 20_000
NEVER = 3600.0


def keystroke(key: str) -> Key:
    """Return what a terminal sends for a key, named or as the character on it."""
    if len(key) == 1:
        return Key(_character_to_key(key), key)
    return Key(key, key_to_character(key))


class Reader:
    """Somebody in front of a running program."""

    def __init__(self, app: ProdtuiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    # What the reader does

    async def press(self, *keys: str) -> Reader:
        """Press keys one after the other and wait after each until the program has nothing to do any more."""
        for key in keys:
            await self.burst(key)
        return self

    async def type(self, text: str) -> Reader:
        """Type text into the field that has the focus, character by character."""
        return await self.burst(*("enter" if char == "\n" else char for char in text))

    async def burst(self, *keys: str | Paste) -> Reader:
        """Send keys and pastes without a pause between them, as a slow link delivers them."""
        for key in keys:
            self.app.post_message(key if isinstance(key, Paste) else keystroke(key))
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
        """Wait until no key and no call to the store is on its way and nothing is left to do or to draw.

        The pilot's own pause goes through all widgets, and asks the clock whether the program works: slow, and wrong on
        a busy machine. What is to be drawn is drawn at once, as the pilot does it, not when the screen's timer is due.
        """
        quiet = 0
        for _ in range(MOST_TURNS):
            if self._waits and not self._is_drawn:
                self.app.screen.call_next(self.app.screen._on_timer_update)
            await asyncio.sleep(TURN_SECONDS)
            quiet = quiet + 1 if self._rests and self._is_drawn else 0
            if quiet == QUIET_TURNS:
                return self
        raise AssertionError("the program does not come to rest")

    @property
    def _waits(self) -> bool:
        # No task of the program can go on by itself when the loop has none that is ready.
        nothing_ready = not asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        return nothing_ready and self.app.bridge.is_idle

    @property
    def _rests(self) -> bool:
        return self._waits and self.app.keys_are_dealt_with

    @property
    def _is_drawn(self) -> bool:
        screen = self.app.screen
        return self.app._exit or not (
            screen._layout_required or screen._scroll_required or screen._repaint_required or screen._dirty_widgets
        )

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
        shown = self.text
        for text in texts:
            assert text in shown, f"{text!r} is not on the screen:\n{shown}"
        return self

    def sees_not(self, *texts: str) -> Reader:
        shown = self.text
        for text in texts:
            assert text not in shown, f"{text!r} is on the screen:\n{shown}"
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


def words_of(reader: Reader) -> str:
    """Return what the dialog says, as one line."""
    inside = (line.split("│")[-2] for line in reader.lines if line.count("│") >= 2)
    return " ".join(" ".join(inside).split())


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
