"""Builders: a store with six people and the board OPS, and tasks on it, in a few milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from prodtui.domain.enums import Role, Via
from prodtui.domain.rows import Actor, StepRow, TaskRow
from prodtui.services import board_view, boards, people, steps, tasks
from prodtui.services.workspace import Workspace, workspace_on
from prodtui.storage.engine import Store, open_store, translated
from prodtui.storage.migrate import create_store

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""A Tuesday; 10:00 on the board, which is in Berlin."""

PEOPLE: Mapping[str, tuple[str, Role]] = {
    "ann": ("Ann Smith", Role.MANAGER),
    "lea": ("Lea Brand", Role.LEAD),
    "bo": ("Bo Berg", Role.MEMBER),
    "cy": ("Cy Young", Role.MEMBER),
    "quinn": ("Quinn Moss", Role.QUALITY),
    "sam": ("Sam Hill", Role.SPONSOR),
}
STEPS = (("Backlog", "queue"), ("Ready", "queue"), ("Doing", "active"), ("Review", "active"), ("Done", "done"))

#: A private store that lives as long as its test need not survive a power cut.
FAST: Mapping[str, object] = {"synchronous": "OFF"}


class Clock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> datetime:
        """Let time pass: the words are those of timedelta."""
        self.now += timedelta(**amount)
        return self.now


class Team:
    """An open store seen by each of its people; `team.bo` is a workspace in which bo acts on the board OPS."""

    def __init__(self, path: Path, clock: Clock, pragmas: Mapping[str, object] = FAST) -> None:
        self.path = path
        self.clock = clock
        self.store: Store = open_store(path, pragmas=pragmas)
        self._opened: dict[tuple[object, ...], Workspace] = {}

    def of(self, login: str, *, board: str = "OPS", via: Via = Via.CLI) -> Workspace:
        """Return a workspace in which somebody acts as if they had opened it themselves."""
        # Tests ask for it thousands of times; people and boards are read again once anything has happened.
        opening = (self._last_event(), login, board, via)
        if opening not in self._opened:
            ws = workspace_on(self.store, board=board, as_name=login, clock=self.clock, via=via)
            self._opened[opening] = replace(ws, actor=replace(ws.actor, typed_by=None))
        return self._opened[opening]

    def _last_event(self) -> int | None:
        with translated(self.path):
            connection = self.store.reading.raw_connection()
            try:
                (last,) = connection.cursor().execute("SELECT max(id) FROM event").fetchone()
            finally:
                connection.close()
        return last  # type: ignore[no-any-return]

    @property
    def ann(self) -> Workspace:
        """The manager."""
        return self.of("ann")

    @property
    def lea(self) -> Workspace:
        """The lead."""
        return self.of("lea")

    @property
    def bo(self) -> Workspace:
        """A member."""
        return self.of("bo")

    @property
    def cy(self) -> Workspace:
        """Another member."""
        return self.of("cy")

    @property
    def quinn(self) -> Workspace:
        """The quality specialist."""
        return self.of("quinn")

    @property
    def sam(self) -> Workspace:
        """The sponsor, who may only look."""
        return self.of("sam")

    def task(self, title: str = "Sweep the hall", *, at: str | None = None, **fields: Any) -> TaskRow:
        """Add a task as ann and return it."""
        return tasks.add(self.ann, title, step=at, **fields).value

    def step(self, key: str, **changes: Any) -> StepRow:
        """Set up a step as ann, such as `step("doing", wip_limit=2)`, and return it."""
        return steps.edit_step(self.ann, key, **changes).value

    def settings(self, **settings: Any) -> None:
        """Set settings of the board as ann."""
        boards.edit_board(self.ann, settings=settings)

    def get(self, ref: str) -> TaskRow:
        """Return a task as it stands now."""
        return tasks.get(self.ann, ref)

    def lane(self, step: str) -> list[str]:
        """Return the refs of the cards of a step from top to bottom."""
        return [card.ref for card in board_view.snapshot(self.ann, done_days=3650).cards if card.step == step]

    def close(self) -> None:
        """Close the store."""
        self.store.close()


def build_store(path: Path) -> None:
    """Make a store with PEOPLE and the board OPS with STEPS."""
    create_store(path)
    store = open_store(path, pragmas=FAST)
    founder = Workspace(store, Actor("ann", "Ann Smith", Role.MANAGER, None, None, Via.CLI), None, lambda: NOW)
    for login, (name, role) in PEOPLE.items():
        people.add_person(founder, login, name=name, role=role)
    boards.create_board(founder, "OPS", "Operations", timezone="Europe/Berlin")
    on_board = founder.with_board("OPS")
    for name, kind in STEPS:
        steps.add_step(on_board, name, kind=kind)
    store.close()
