"""Keys one after the other: each waits until the one before has been dealt with, and its dialog can take keys.

A slow link delivers keys in bursts. Textual hands them on as they come, so those behind a key that opens a dialog would
reach the board below it and act there. What is pasted waits in the same line.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any, Generic, TypeVar

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen

R = TypeVar("R")
Typed = events.Key | events.Paste

#: Seconds after which a key is handed on even if the one before has not come back: a widget may have been removed.
LONGEST_KEY, LONGEST_OPENING = 0.5, 3.0


class Passed(Message):
    """Follows a key through the same queues; back at the app it tells that the key has been dealt with."""


class KeysInOrder(App[R], Generic[R], inherit_bindings=False):
    """An app that holds keys back while an earlier one is on its way or a dialog is being opened."""

    def __init__(self) -> None:
        super().__init__()
        self._held_keys: deque[Typed] = deque()
        self._key_feeder: asyncio.Task[None] | None = None
        self._dealt_with, self._opened = asyncio.Event(), asyncio.Event()
        self._opened.set()

    @property
    def keys_are_dealt_with(self) -> bool:
        """Return whether no key is held back or on its way."""
        return self._key_feeder is None or self._key_feeder.done()

    def hold_keys(self) -> None:
        """Hold keys back from now on: a dialog is about to open."""
        self._opened.clear()

    def release_keys(self) -> None:
        """Hand keys on again: the dialog can take them, or none came."""
        self._opened.set()

    def push_screen(self, screen: Screen[Any] | str, *args: Any, **options: Any) -> Any:
        """Open a screen; keys wait until it is there."""
        self.hold_keys()
        pushed = super().push_screen(screen, *args, **options)
        target = self.get_screen(screen) if isinstance(screen, str) else screen
        target.call_after_refresh(self.release_keys)
        return pushed

    async def on_event(self, event: events.Event) -> None:
        """Queue a key behind the one that is on its way; everything else goes its usual way."""
        if not isinstance(event, Typed) or event.is_forwarded:
            await super().on_event(event)
        elif not self.keys_are_dealt_with:
            self._held_keys.append(event)
        else:
            await self._hand_on_key(event)
            self._key_feeder = asyncio.create_task(self._feed_keys())

    def on_passed(self) -> None:
        self._dealt_with.set()

    async def _hand_on_key(self, key: Typed) -> None:
        self._dealt_with.clear()
        target = self.focused or self.screen
        await super().on_event(key)
        target.post_message(Passed())

    async def _feed_keys(self) -> None:
        await self._key_settled()
        while self._held_keys:
            await self._hand_on_key(self._held_keys.popleft())
            await self._key_settled()

    async def _key_settled(self) -> None:
        for event, longest in ((self._dealt_with, LONGEST_KEY), (self._opened, LONGEST_OPENING)):
            try:
                await asyncio.wait_for(event.wait(), longest)
            except TimeoutError:
                event.set()
