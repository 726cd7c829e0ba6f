"""The hands of the demo: whoever acts does so under their own name, at the moment that the simulated clock shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from prodtui.domain.enums import Via
from prodtui.services.workspace import Workspace


class Clock:
    """A clock that only goes forward: it jumps from round to round and moves on a little with every act."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def __call__(self) -> datetime:
        """Return the simulated present, aware and in UTC."""
        return self._now

    def jump(self, to: datetime) -> None:
        """Go on to a moment, or stay where the last acts have led when that is later."""
        self._now = max(self._now, to)

    def pass_seconds(self, seconds: int) -> None:
        """Let some time go by."""
        self._now += timedelta(seconds=seconds)


class Hands:
    """Workspaces of one board by person; each asking is one act and takes some seconds of simulated time."""

    def __init__(self, ws: Workspace, clock: Clock, random: Random) -> None:
        self._ws = ws
        self._clock = clock
        self._random = random
        self._known: dict[str, Workspace] = {}

    def of(self, login: str) -> Workspace:
        """Return the board's workspace with this person acting, mostly on the screen and at times in the shell."""
        self._clock.pass_seconds(self._random.randint(5, 45))
        if login not in self._known:
            self._known[login] = self._ws.acting_as(login)
        via = Via.CLI if self._random.random() < 0.15 else Via.TUI
        known = self._known[login]
        return replace(known, actor=replace(known.actor, via=via))
