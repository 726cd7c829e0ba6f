"""What every screen shares: keys from the table of actions, verbs one after the other, and the one refresh road."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events, on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from prodtui import actions
from prodtui.actions import KeyHint
from prodtui.domain.rows import PersonRow
from prodtui.errors import Busy, ProdtuiError, StoreProblem
from prodtui.screens.opened_once import OpenedOnce
from prodtui.screens.sentences import of_error
from prodtui.widgets.alarm import Alarm
from prodtui.widgets.footer import KeyFooter
from prodtui.widgets.notice import Notice
from prodtui.widgets.spans import plain

if TYPE_CHECKING:
    from prodtui.app import ProdtuiApp
    from prodtui.screens.palette import Named
    from prodtui.services.workspace import Workspace

T = TypeVar("T")
PATIENCE_SECONDS = 0.5
SAVING = "Still saving: the store is busy."
Verb = Callable[[], Awaitable[None]]
ABOUT_ANDON = (("see_andon", "open"), ("back", "seen"))


def bindings_of(screen: str) -> list[BindingType]:
    """Return the bindings of a screen; their ids are those of the actions, so that a keymap can move them."""
    return [
        Binding(",".join(action.keys), f"act('{action.id}')", action.label, show=False, id=action.id)
        for action in actions.actions_for(screen)
    ]


class BaseScreen(OpenedOnce[None]):
    """A screen whose actions are methods `do_<id>`; `SCREEN` is its name in the table of actions."""

    SCREEN: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.message = Notice(signs=self.prodtui.signs)
        self.footer = KeyFooter(signs=self.prodtui.signs)
        self.alarm = Alarm(signs=self.prodtui.signs)
        self.turn = asyncio.Lock()
        self._reloader: Worker[None] | None = None
        self._again = False
        self._stale = False

    @property
    def prodtui(self) -> ProdtuiApp:
        """Return the app by its own type."""
        return cast("ProdtuiApp", self.app)

    # --- what a screen says about itself

    def selection(self) -> actions.Selection:
        """Return what an action would work on now."""
        raise NotImplementedError

    def wants(self, topics: frozenset[str]) -> bool:
        """Return whether any of the changed topics is shown here."""
        raise NotImplementedError

    async def refresh_rows(self) -> None:
        """Read what changed and show it; raises ProdtuiError when the store does not answer."""
        raise NotImplementedError

    def known_cards(self) -> Iterable[Named]:
        """Return the tasks that the palette may jump to."""
        return ()

    def task_here(self) -> str | None:
        """Return the reference of the task under the cursor, or open; None where there is none."""
        return None

    def people(self) -> Sequence[PersonRow]:
        """Return everybody who is active on the board."""
        raise NotImplementedError

    def others(self) -> int:
        """Return how many people the reader could act as instead, oneself among them."""
        if not self.prodtui.bridge.is_open:
            return 0
        actor = self.prodtui.bridge.workspace.actor
        return sum(person.login != actor.login for person in self.people()) + (actor.typed_by is not None)

    def jump(self, ref: str) -> None:
        """Bring a task into sight."""
        raise NotImplementedError

    def notice(self, sentence: str, *, wrong: bool = False, about: Sequence[tuple[str, str]] = ()) -> None:
        """Say one sentence above the footer until the next key.

        `about` are the actions that go on from here: pairs of id and the word beside its key.
        """
        self.message.say(sentence, hints=self._hints(about), wrong=wrong)

    def _hints(self, about: Sequence[tuple[str, str]]) -> list[KeyHint]:
        return [KeyHint(self.key_of(name), word, name) for name, word in about]

    def key_of(self, action_id: str) -> str:
        """Return the key of an action as the reader knows it."""
        return actions.key_of(action_id, self.prodtui.reader_keys)

    def show_footer(self) -> None:
        """Show the keys that matter for what an action would work on now."""
        self.footer.show(actions.footer_for(self.SCREEN, self.selection(), self.prodtui.reader_keys))

    def show_health(self, since: datetime | None) -> None:
        """Say since when the store does not answer, None while it does."""

    def show_alarm(self) -> None:
        """Show the andon that rings, or none any more."""
        if self.alarm.is_attached:
            self.alarm.show(self.prodtui.andons.text(self.prodtui.now()), self._hints(ABOUT_ANDON))

    # --- actions

    def action_act(self, action_id: str) -> None:
        """Do an action of the table, or say why not now."""
        self.act(action_id)

    def act(self, action_id: str) -> None:
        """Do an action of the table, or say why not now; for keys, palette, footer and mouse alike."""
        if not self.prodtui.bridge.is_open and actions.BY_ID[action_id].group != actions.PROGRAM:
            self.notice("The board is still being opened.")
            return
        if action_id == "back" and self.prodtui.andons.end():
            self.show_alarm()
            return
        reason = actions.reason_against(action_id, self.selection())
        if reason is not None:
            self.notice(reason)
            return
        if action_id not in ("override", "why"):
            self.notice("")
        method: Callable[[], None] = getattr(self, f"do_{action_id}")
        try:
            method()
        except Exception as error:
            self._broke(error)

    @on(KeyFooter.HintChosen)
    @on(Notice.HintChosen)
    @on(Alarm.HintChosen)
    def _hint_clicked(self, event: KeyFooter.HintChosen | Notice.HintChosen | Alarm.HintChosen) -> None:
        self.act(event.action)

    def verb(self, work: Verb) -> None:
        """Start a change. Changes run one after the other in the order of the keys, each on what the last one left."""

        async def in_turn() -> None:
            async with self.turn:
                await work()

        self.run_worker(self._guarded(in_turn), group="verbs")

    def talk(self, work: Verb) -> None:
        """Start something that asks first: its dialog opens at once, also while a change is still being saved."""
        self.prodtui.hold_keys()

        async def opening() -> None:
            try:
                await self._guarded(work)
            finally:
                self.prodtui.release_keys()

        self.run_worker(opening(), group="verbs")

    async def _guarded(self, work: Verb) -> None:
        try:
            await work()
        except ProdtuiError as error:
            self.failed(error)
        except Exception as error:
            self._broke(error)

    def _broke(self, error: Exception) -> None:
        """Say that a verb failed for a fault of ours, which must not cost the reader the screen and what is typed."""
        self.notice(self.prodtui.fault(error).message, wrong=True)

    def failed(self, error: ProdtuiError) -> None:
        """Say why a verb came to nothing."""
        self.notice(of_error(error), wrong=True)

    async def submit(self, call: Callable[[Workspace], T], *, tell: Callable[[T], None] | None = None) -> T:
        """Change the store and return the answer when every visible screen shows it; `tell` of it before they do."""
        with self._saying(SAVING):
            answer = await self.prodtui.submit(call)
            if tell is not None:
                tell(answer)
            await self.settled()
        return answer

    async def read(self, call: Callable[[Workspace], T], words: str) -> T:
        """Return what a call reads; `words` are said while it takes longer than a moment."""
        with self._saying(words):
            return await self.prodtui.bridge.read(call)

    @contextmanager
    def _saying(self, words: str) -> Iterator[None]:
        """Say words while something takes longer than a moment; what was said instead of them stays."""
        patience = self.set_timer(PATIENCE_SECONDS, lambda: self.notice(words))
        try:
            yield
        finally:
            patience.stop()
            if self.message.text == plain(words):
                self.notice("")

    async def ask(self, dialog: Screen[Any]) -> Any:
        """Show a dialog and return its answer."""
        return await self.app.push_screen_wait(dialog)

    # --- the refresh road

    def on_mount(self) -> None:
        self.prodtui.changed.subscribe(self, self._changed, immediate=True)

    def _changed(self, topics: frozenset[str]) -> None:
        if not self.wants(topics):
            return
        if self.is_in_sight:
            self.reload()
        else:
            self._stale = True

    @property
    def is_in_sight(self) -> bool:
        """Return whether the reader sees this screen, perhaps behind a dialog."""
        stack = self.app.screen_stack
        return self in stack and all(screen.is_modal for screen in stack[stack.index(self) + 1 :])

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        self.show_alarm()
        if self._stale:
            self.reload()

    def reload(self) -> None:
        """Read what changed, soon. News that arrive meanwhile are read right after, so none can starve the screen."""
        if self._reloader is not None and self._reloader.is_running:
            self._again = True
        else:
            self._reloader = self.run_worker(self._reload(), group="reload")

    def retry(self) -> None:
        """Reload if an earlier attempt failed."""
        if self._stale and self.is_in_sight:
            self.reload()

    async def _reload(self) -> None:
        self._stale, self._again = False, True
        while self._again:
            self._again = False
            try:
                await self.refresh_rows()
            except (Busy, StoreProblem) as error:
                # The screen keeps what it shows; the pump asks for it again at the next beat.
                self._stale = True
                self.notice(of_error(error), wrong=True)

    async def settled(self) -> None:
        """Wait until the screen shows all that was changed before."""
        while self._reloader is not None and self._reloader.is_running:
            await self._reloader.wait()
