"""What can be done with an entry of the log, an issue or an improvement, wherever it is under the cursor or open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.form_fields import Reading
from prodtui.screens.task_lines import TaskContext
from prodtui.screens.verbs import Target, Verbs

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Place:
    """The board that a log belongs to, with what its entries name."""

    board: BoardRow
    steps: tuple[StepRow, ...]
    people: tuple[PersonRow, ...]


def read_place(ws: Workspace) -> Place:
    """Read the board of the workspace; for a worker thread."""
    return Place(deferred.boards.show_board(ws), deferred.steps.list_steps(ws), deferred.people.list_people(ws))


class Desk(Protocol):
    """Does what a reader asks for one kind of entry; each asks what it must in a dialog first."""

    async def add(self) -> None:
        """Put a new one into the log."""

    async def advance(self, ref: str) -> None:
        """Take it to its next state."""

    async def go_back(self, ref: str) -> None:
        """Take it to the state before, with a reason."""

    async def edit(self, ref: str) -> None:
        """Edit its fields."""

    async def owner(self, ref: str) -> None:
        """Choose who sees to it."""

    async def put_away(self, ref: str) -> None:
        """Take it out of the log."""


class EntryVerbs(Verbs):
    """A screen with one entry under the cursor or open."""

    place: Place | None = None

    def desk(self) -> Desk:
        """Return who works on the entries that are shown."""
        raise NotImplementedError

    def entry_ref(self) -> str | None:
        """Return the reference of the entry."""
        raise NotImplementedError

    def targets(self) -> tuple[Target, ...]:
        return ()

    def refs(self) -> tuple[str, ...]:
        ref = self.entry_ref()
        return () if ref is None else (ref,)

    # --- what desks need

    def need_place(self) -> Place:
        """Return the board. Raises Refused while it is being read."""
        if self.place is None:
            raise Refused("The board is still being read.", hint="Try again in a moment.")
        return self.place

    def reading(self) -> Reading:
        """Return what text in a form is read against."""
        return Reading(self.prodtui.now(), self.prodtui.zone, self.need_place().people)

    def task_context(self) -> TaskContext:
        """Return what entries are drawn with."""
        place, app = self.place, self.prodtui
        steps = {step.key: step for step in place.steps} if place is not None else {}
        names = {person.login: person.name for person in place.people} if place is not None else {}
        return TaskContext(app.now(), app.zone, steps, names, app.signs)

    async def pick_owner(self, ref: str, now: str | None) -> str | None:
        """Ask who sees to an entry; None for somebody who turned back."""
        me = self.prodtui.bridge.workspace.actor.login
        people = sorted(self.need_place().people, key=lambda person: (person.login != me, person.name.casefold()))
        choices = [Choice(p.login, p.name, f"@{p.login}{', you' if p.login == me else ''}") for p in people]
        chosen = () if now is None else (now,)
        answer: str | None = await self.ask(Picker(f"Who sees to {ref}?", choices, chosen=chosen))
        return answer

    def on_entry(self, work: Callable[[str], Awaitable[None]]) -> None:
        """Do something that may ask first, with the entry."""
        ref = self.entry_ref()
        if ref is not None:
            self.talk(lambda: work(ref))

    # --- verbs

    def do_advance(self) -> None:
        self.on_entry(self.desk().advance)

    def do_go_back(self) -> None:
        self.on_entry(self.desk().go_back)

    def do_edit_entry(self) -> None:
        self.on_entry(self.desk().edit)

    def do_owner(self) -> None:
        self.on_entry(self.desk().owner)

    def do_drop_entry(self) -> None:
        self.on_entry(self.desk().put_away)


def state_before(states: Sequence[str], here: str) -> str | None:
    """Return the state before one, None before the first."""
    place = [str(state) for state in states].index(here)
    return str(states[place - 1]) if place else None
