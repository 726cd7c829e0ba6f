"""What all dialogs share: a calm box, one way to save that keeps typed text when it fails, and drafts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from prodtui.errors import ProdtuiError, StoreProblem
from prodtui.screens.opened_once import OpenedOnce
from prodtui.screens.sentences import of_error

if TYPE_CHECKING:
    from prodtui.app import ProdtuiApp

R = TypeVar("R")
Save = Callable[[Any], Awaitable[Any]]
"""Stores what a dialog holds and answers what came of it; raises ProdtuiError to leave the dialog open."""

TALL = 30
DRAFT_SECONDS = 1.0
PATIENCE_SECONDS = 0.3


class Dialog(OpenedOnce[R | None], ModalScreen[R | None], Generic[R]):
    """A question over another screen; None is the answer of somebody who turned back.

    `draft` names the form for the draft book, "" when nothing worth keeping is typed into it.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back", show=False)]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TALL, "-tall")]  # noqa: RUF012 (declared so by Textual)
    KEYS_LINE: ClassVar[str] = "enter save   esc back"

    def __init__(self, heading: str, *, draft: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.draft = draft
        self.problem = Static("", id="problem")
        self.keys = Static(Content(self.KEYS_LINE), id="keys")
        self._draft_timer: Timer | None = None
        self._patience: Timer | None = None
        self._saving = False

    @property
    def prodtui(self) -> ProdtuiApp:
        """Return the app by its own type."""
        return cast("ProdtuiApp", self.app)

    def compose(self) -> ComposeResult:
        # Known before there is anything to style: the first resize would do it for everything once more.
        self.fitted = self.app.size
        self.add_class("-tall" if self.fitted.height >= TALL else "-short", update=False)
        with VerticalScroll(id="box", can_focus=False):
            yield Static(Content(self.heading), id="heading")
            yield from self.body()
            yield self.problem
            yield self.keys

    def body(self) -> ComposeResult:
        """Yield what stands between the heading and the keys."""
        raise NotImplementedError

    def typed(self) -> Mapping[str, str]:
        """Return what was typed, by field; empty when nothing was, or nothing differs from before."""
        return {}

    def restore(self, fields: Mapping[str, str]) -> None:
        """Put the text of a draft back into the fields."""

    def show_problem(self, error: ProdtuiError) -> None:
        """Say what is wrong; a dialog with several fields says it at the field."""
        self.say(of_error(error, kept=True), problem=True)

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show one sentence above the keys, nothing for ""."""
        self.problem.set_class(problem, "-problem")
        self.problem.set_class(bool(sentence), "-shown")
        self.problem.update(Content(sentence))

    def say_keys(self, text: str) -> None:
        """Show other keys in the last line."""
        self.keys.update(Content(text))

    # --- drafts

    def on_mount(self) -> None:
        # A cursor that blinks would write to the terminal for as long as a dialog is open.
        for field in (*self.query(Input), *self.query(TextArea)):
            field.cursor_blink = False
        if self.draft:
            self._offer_draft()
            self.prodtui.drafts.watch(self.draft, self.typed)

    def touch_draft(self) -> None:
        """Note that somebody typed: the draft is written one second after the last key."""
        if self._draft_timer is not None:
            self._draft_timer.stop()
        if self.draft:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self.keep_draft)

    def _offer_draft(self) -> None:
        left_over = self.prodtui.drafts.left_over(self.draft)
        if not left_over:
            return
        newest = left_over[0]
        self.restore(newest.fields)
        when = self.prodtui.local_time(newest.saved_at)
        self.say(f"This is your draft from {when}, which was not saved; esc throws it away.")
        self.prodtui.drafts.adopt(newest)

    @work(group="draft", exclusive=True)
    async def keep_draft(self) -> None:
        """Write the draft to disk, in a thread because a slow disk must not stop the typing."""
        try:
            await self.prodtui.in_thread(self.prodtui.drafts.collect(self.draft))
        except StoreProblem as error:
            self.say(f"The draft of this form is not on disk: {of_error(error)}", problem=True)

    # --- leaving and saving

    def action_leave(self) -> None:
        """Close without saving; asks first when something was typed that would be lost."""
        if self.draft and any(self.typed().values()):
            self._ask_to_leave()
        else:
            self.close(None)

    @work
    async def _ask_to_leave(self) -> None:
        from prodtui.screens.dialogs.confirm import Confirm

        if await self.app.push_screen_wait(Confirm("Throw away what you typed?", yes="throw away")):
            self.close(None)

    def close(self, answer: R | None) -> None:
        """End the dialog with an answer; its draft has served."""
        if self._draft_timer is not None:
            self._draft_timer.stop()
        if self.draft:
            try:
                self.prodtui.drafts.close(self.draft)
            except OSError as error:
                self.prodtui.say(f"The draft of this form is still on disk: {error.strerror}.", "warning")
        self.dismiss(answer)

    def save(self, store: Save, value: Any) -> None:
        """Store `value` and close with the answer; a failure is said and the dialog stays as it is."""
        if not self._saving:
            self._saving = True
            self._save(store, value)

    @work(exclusive=True, group="save")
    async def _save(self, store: Save, value: Any) -> None:
        self._patience = self.set_timer(PATIENCE_SECONDS, lambda: self.say("Saving…"))
        try:
            answer = await store(value)
        except ProdtuiError as error:
            self.stop_waiting()
            self.show_problem(error)
        except Exception as error:  # a fault of ours must not cost the reader what is typed here
            self.stop_waiting()
            self.say(self.prodtui.fault(error).message, problem=True)
        else:
            self.stop_waiting()
            self.close(answer)
        finally:
            self._saving = False

    def stop_waiting(self) -> None:
        """Take back that something is being saved."""
        if self._patience is not None:
            self._patience.stop()
        self.say("")
