"""The terminal program: opens the store beside the first frame, asks for news, and switches between screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.events import Resize
from textual.filter import LineFilter
from textual.screen import Screen
from textual.signal import Signal

from prodtui import actions
from prodtui.config import Config, set_value
from prodtui.domain.dates import local
from prodtui.domain.rows_issues import IssueRow
from prodtui.domain.text import sanitize
from prodtui.drafts import DraftBook
from prodtui.errors import ExitCode, ProdtuiError, StoreMissing, StoreOlder
from prodtui.faults import Fault, as_fault
from prodtui.hooks import HooksBeside
from prodtui.process import Lifeline
from prodtui.screens.andons import ANDON_SECONDS, Andons
from prodtui.screens.base import BaseScreen
from prodtui.screens.bridge import Bridge, Opening
from prodtui.screens.inbox_watch import InboxWatch
from prodtui.screens.key_order import KeysInOrder
from prodtui.screens.looks import register_themes
from prodtui.screens.opened_once import StyledOnce
from prodtui.screens.outside import edit_text
from prodtui.screens.quiet_end import QuietEnd
from prodtui.screens.registry import FIRST_VIEW, LOOKING_VIEW, SCREENS, VIEWS, View
from prodtui.screens.safety import SafeText
from prodtui.screens.sentences import of_error, of_refs
from prodtui.screens.toasts import Severity, Toasts
from prodtui.themes.loader import TOKENS_CSS, token_defaults
from prodtui.themes.no_colour import line_filters
from prodtui.widgets.signs import ASCII, signs_for, speaks_unicode
from prodtui.wire.desktop import notification
from prodtui.wire.driver import SparingDriver
from prodtui.wire.shadow import Shadow

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

T = TypeVar("T")
RunWords = Callable[[Sequence[str], "Workspace"], str]
"""Runs one command line on an open store and returns its text for people; raises ProdtuiError."""

BEAT_SECONDS = 0.5


class ProdtuiApp(KeysInOrder[int], StyledOnce[int], QuietEnd[int], inherit_bindings=False):
    """The program. `workspace` is one that is open already, `run_words` what the `:` line calls.

    Every `beat_seconds` the feed is asked what other programs changed.
    """

    TITLE = "prodtui"
    CSS_PATH: ClassVar[list[str | PurePath]] = [TOKENS_CSS, "screens/app.tcss"]
    DEFAULT_MODE = FIRST_VIEW  # so that the first frame is the board's own, not one of an empty screen
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = dict(SCREENS)
    ENABLE_COMMAND_PALETTE = False  # ours is a dialog like the others
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="quit"),
        Binding("ctrl+z", "suspend_process", "Suspend", show=False, priority=True, id="suspend"),
        Binding("ctrl+l", "repaint", "Draw anew", show=False, priority=True, id="repaint"),
        Binding("ctrl+c", "help_quit", show=False, system=True),
    ]

    def __init__(
        self,
        config: Config,
        *,
        run_words: RunWords,
        read_only: bool = False,
        workspace: Workspace | None = None,
        clock: Callable[[], datetime] | None = None,
        beat_seconds: float = BEAT_SECONDS,
    ) -> None:
        # Signals, themes and the bridge are made here: a screen is mounted before its app is.
        self._safe_text = SafeText(plain=config.ascii or not speaks_unicode())
        self._colour = config.colour
        self.shadow = Shadow()
        #: Writes what is no frame; only a driver of a terminal gives it somewhere to write to.
        self.to_terminal: Callable[[str], object] = lambda data: None
        super().__init__()
        self.config = config
        self.run_words = run_words
        self._given = workspace
        self._beat_seconds = beat_seconds
        self.zone = ZoneInfo("UTC")
        self.hooks = HooksBeside(config.hooks, self._hook_failed)
        opening = Opening(config.store, config.board, config.as_name, read_only, clock)
        self.bridge = Bridge(opening, self._watched)
        self.drafts = DraftBook(config.paths.drafts, str(config.store))
        self.toasts = Toasts(self)
        self.changed: Signal[frozenset[str]] = Signal(self, "store-changed")
        self._read_only = read_only
        self.views = VIEWS
        self.signs = ASCII if config.ascii else signs_for()
        self.andons = Andons()
        self.inbox = InboxWatch(self)
        #: The transactions of this very window: its reader needs neither flash nor toast of them.
        self.own: set[str] = set()
        self.reader_keys, problems = self._use_keymap()
        self.theme_names, self.theme, wrong = register_themes(self, config)
        self._complaints = (*config.warnings, *problems, *wrong)
        if config.slow:
            self.animation_level = "none"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's filters, the one that takes colours out, and the one against control characters."""
        return [*line_filters(super().get_line_filters(), colour=self._colour), self._safe_text]

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that writes what differs and nothing else."""
        return SparingDriver

    # --- start and end

    def on_mount(self) -> None:
        """Draw the first view at once, then open the store beside it."""
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        self.changed.subscribe(self, self.inbox.changed, immediate=True)
        self.call_after_refresh(lambda: self.run_worker(self._open(), group="open"))

    async def _open(self) -> None:
        try:
            opened = await self._open_store()
        except ProdtuiError as error:
            self.exit(int(error.exit_code), message=sanitize(of_error(error)))
            return
        if not opened:
            self.exit(0)
            return
        await self.choose_board()
        self.set_interval(self._beat_seconds, self._beat)
        for sentence in self._complaints:
            self.toasts.say(sentence, "warning")
        if kept := [draft.key for draft in self.drafts.left_over()]:
            self.toasts.say(f"Not saved last time: {of_refs(kept)}. Open the form again to go on.", "warning")

    async def _open_store(self) -> bool:
        """Open the store, or make one or bring it up to date after a yes; return False when the reader leaves."""
        try:
            await self.bridge.open(self._given)
        except StoreMissing:
            from prodtui.screens.first_run import first_run

            return await first_run(self)
        except StoreOlder as error:
            if self._read_only:
                raise
            from prodtui.screens.first_run import bring_up_to_date

            return await bring_up_to_date(self, error)
        return True

    async def choose_board(self) -> None:
        """Show the board of the workspace; the first one of several when none was named."""
        from prodtui.screens.first_run import first_board

        workspace = self.bridge.workspace
        if workspace.board is None and not await first_board(self):
            self.exit(0)
            return
        if self.bridge.looks_only:
            await self.switch_mode(LOOKING_VIEW)
        await self.show_board()

    async def show_board(self) -> None:
        """Load the current board into every screen that shows one."""
        self.zone = self.bridge.workspace.tz()
        self.changed.publish(frozenset({"boards"}))

    async def action_quit(self) -> None:
        """End the program; drafts of open forms are kept, and hooks that run may end."""
        self.hooks.end()
        await self.in_thread(self.drafts.flush)
        if self.config.hooks.commands and self.bridge.is_open:
            await self.bridge.write(lambda _: None)  # a change that is being saved sets hooks off too
        if self.hooks.is_busy:
            self.say("The program ends as soon as the hooks have.")
        failed = await self.in_thread(self.hooks.finish)
        self.exit(0, message=sanitize("\n".join(failed)) if failed else None)

    async def on_unmount(self) -> None:
        """Finish what was begun and close the store."""
        await self.bridge.close()

    # --- the terminal

    def on_resize(self, event: Resize) -> None:
        """Tell the shadow before any screen is laid out anew."""
        self.shadow.resize(*event.size)

    def action_repaint(self) -> None:
        """Write every cell again, over whatever the shell or another program left on the terminal."""
        self.shadow.forget()
        self.screen.refresh(layout=True)

    # --- the one refresh road

    def _beat(self) -> None:
        if not any(worker.group == "beat" and worker.is_running for worker in self.workers):
            self.run_worker(self.pump(), group="beat")

    async def pump(self) -> None:
        """Ask the feed what any program changed, and tell the screens."""
        topics = await self.bridge.poll()
        if topics:
            self.changed.publish(topics)
        self.inbox.look()
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.retry()
                screen.show_health(self.bridge.stale_since)

    async def submit(self, call: Callable[[Workspace], T]) -> T:
        """Change the store in a thread, then tell the screens; raises what the service raises."""
        answer = await self.bridge.write(call)
        await self.pump()
        return answer

    def _watched(self, ws: Workspace) -> Workspace:
        """Return a workspace whose changes are known as those of this window, and set hooks off."""
        hooked = self.hooks.watched(ws).committed

        def committed(txn: str) -> None:
            self.own.add(txn)
            if hooked is not None:
                hooked(txn)

        return replace(ws, committed=committed)

    def view_of(self, screen: str) -> View:
        """Return the view that a screen is, or is a tab of."""
        return next(view for view in self.views if screen in (view.name, *(tab.name for tab in view.tabs)))

    def go_to_view(self, number: int) -> None:
        """Switch to the view that a number opens; from a detail of that view go back to it."""
        for view in self.views:
            if view.number == number and view.name == self.current_mode:
                while len(self.screen_stack) > 1:
                    self.pop_screen()
            elif view.number == number:
                self.switch_mode(view.name)

    def go_to_card(self, ref: str) -> None:
        """Show a card on the board."""
        self.go_to_view(2)
        if isinstance(self.screen, BaseScreen):
            self.screen.jump(ref)

    def ring(self, issues: Sequence[IssueRow], steps: Mapping[str, str]) -> None:
        """Tell on the screen that is shown, and with the terminal's bell if the reader wants it, of others' andons."""
        for issue in issues:
            self.andons.add(issue, steps, self.now(), self.local_time(issue.raised_at))
        if not issues:
            return
        self.sound()
        self.show_alarm()
        self.set_timer(ANDON_SECONDS, self.show_alarm)

    def sound(self) -> None:
        """Ring the terminal's bell if the reader wants it."""
        if self.config.bell:
            self.bell()

    def tell_desktop(self, text: str) -> None:
        """Show one line outside the terminal if the reader wants it."""
        if self.config.desktop_notice:
            self.to_terminal(notification(text))

    def show_alarm(self) -> None:
        """Show or end the andon on the screen that the reader sees."""
        for screen in self.screen_stack:
            if isinstance(screen, BaseScreen):
                screen.show_alarm()

    # --- services for screens and dialogs

    @property
    def read_only(self) -> str:
        """Return why the reader can change nothing at all on the board, "" when there is nothing against it."""
        if self._read_only:
            return "The board is open for reading only, so nothing can be changed here."
        if self.bridge.looks_only:
            return f"A {self.bridge.workspace.actor.role} only looks at this board, so nothing can be changed here."
        return ""

    @property
    def mode_word(self) -> str:
        """Return in a word that nothing can be changed, "" when it can."""
        return "read only" if self._read_only else "look only" if self.bridge.looks_only else ""

    def now(self) -> datetime:
        """Return the present, aware and in UTC."""
        return self.bridge.workspace.now() if self.bridge.is_open else datetime.now(UTC)

    def local_time(self, at: datetime) -> str:
        """Return an instant on the board's clock: the time alone when it is of today."""
        text = local(at, self.zone)
        return text[11:] if text[:10] == local(self.now(), self.zone)[:10] else text

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Run something that touches the disk without stopping the drawing."""
        return await self.bridge.call(work)

    def edit_outside(self, text: str) -> str:
        """Return what the reader's editor made of a text. Raises Rejected, StoreProblem."""
        suspend: Callable[[], AbstractContextManager[None]] = self.suspend
        return edit_text(text, self.config.editor, self.config.paths.drafts, suspend)

    def say(self, text: str, severity: Severity = "information") -> None:
        """Show a toast."""
        self.toasts.say(text, severity)

    def _hook_failed(self, sentence: str) -> None:
        """Show a toast about a hook; called in another thread."""
        if self.is_running:
            self.call_from_thread(self.say, sentence, "warning")

    def fault(self, error: Exception) -> Fault:
        """Note a fault of ours in the log, for whoever mends it, and return what to tell the reader."""
        return as_fault(error)

    def before_end(self) -> None:
        """Keep what is typed: a fault of ours ends the program."""
        self.drafts.flush()

    def keep_theme(self, name: str) -> None:
        """Write the theme into the user's settings. Raises Rejected, StoreProblem."""
        set_value("theme", name, paths=self.config.paths)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our tokens, for themes that do not have them."""
        return token_defaults()

    def _use_keymap(self) -> tuple[actions.Keymap, tuple[str, ...]]:
        """Move the keys that the reader's settings move; return what could be used, and sentences about the rest."""
        usable, problems = actions.check_keymap(self.config.keymap)
        self.set_keymap({name: ",".join(keys) for name, keys in usable.items()})
        return usable, problems


def run_app(config: Config, *, run_words: RunWords, read_only: bool = False) -> int:
    """Run the program on the terminal until the reader leaves, and return its exit code.

    Raises the fault of ours that ended it, once the terminal is as it was before.
    """
    app = ProdtuiApp(config, run_words=run_words, read_only=read_only)
    lifeline = Lifeline(app.drafts.flush)
    lifeline.install()
    try:
        code = app.run()
    finally:
        lifeline.remove()
    if app.broken is not None:
        raise app.broken
    return ExitCode.FAULT if code is None else code
