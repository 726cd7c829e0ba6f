"""What verbs have in common: what they work on, refused moves and their override, undo and redo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from prodtui.domain.permissions import Permission
from prodtui.domain.rows import TaskRow, Verdict
from prodtui.domain.rows_board import CardRow
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.base import BaseScreen
from prodtui.screens.dialogs.base import Save
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.sentences import can_override, of_command, of_notes, of_refs, of_refusal, of_tasks

if TYPE_CHECKING:
    from prodtui.services.undo import Undone
    from prodtui.services.workspace import Done, Workspace

Target = CardRow | TaskRow
Call = Callable[["Workspace", "str | None"], "Done[Any]"]
"""Runs a use case; the second argument is the reason of an override, None at the first try."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A change that a rule refused: what was tried, so that it can be tried again with a reason."""

    call: Call
    error: Refused
    said: str


class Verbs(BaseScreen):
    """A screen on which tasks can be worked on; it says which with `targets`."""

    def __init__(self) -> None:
        super().__init__()
        self.refusal: Refusal | None = None

    def task_here(self) -> str | None:
        return next(iter(self.refs()), None)

    @property
    def may_override(self) -> bool:
        """Return whether a refused move waits that the reader may do all the same."""
        return self.refusal is not None and self._may_pass(self.refusal.error)

    def _may_pass(self, error: Refused) -> bool:
        return can_override(error) and not self.prodtui.bridge.why_not(Permission.OVERRIDE)

    def targets(self) -> tuple[Target, ...]:
        """Return the tasks that the next verb is for: the marked ones, or the one under the cursor."""
        raise NotImplementedError

    def after_verb(self, refs: Sequence[str]) -> None:
        """Tidy up after a verb has changed `refs`, such as taking marks off."""

    def refs(self) -> tuple[str, ...]:
        """Return the references of the targets."""
        return tuple(target.ref for target in self.targets())

    async def change(self, call: Call, *, said: str = "") -> Done[Any] | None:
        """Try a change; one that is refused can be overridden afterwards. `said` is the notice after success."""
        self.refusal = None
        try:
            return await self.carry_out(call, None, said)
        except Refused as error:
            self.refuse(Refusal(call, error, said))
            return None

    async def carry_out(self, call: Call, override: str | None, said: str) -> Done[Any]:
        """Run a change, say what came of it, and return the answer. Raises what the service raises."""
        refs = self.refs()
        done = await self.submit(lambda ws: call(ws, override))
        self.after_verb(refs)
        self.report(done, said)
        return done

    async def submit_or_ask(self, call: Call) -> Done[Any]:
        """Run a change for a dialog; one that a rule refused is asked about on top of it and run with the reason.

        Raises what the service raises, a refusal that was not overridden without its advice for the command line.
        """
        try:
            return await self.submit(lambda ws: call(ws, None))
        except Refused as error:
            if not self._may_pass(error):
                raise
            refused = error
        done: Done[Any] | None = await self.ask(
            self._reason_dialog(refused, lambda reason: self.submit(lambda ws: call(ws, reason)))
        )
        if done is None:
            hint = "Enter asks again for a reason to do it all the same."
            raise Refused(refused.message, hint=hint, details=refused.details) from refused
        return done

    def report(self, done: Done[Any], said: str = "") -> None:
        """Say what came of a change: that nothing had to change, its remarks, or `said`."""
        if done.notes:
            self.notice(of_notes(done.notes))
        elif done.txn is None and not done.replayed:
            self.notice("Nothing had to change.")
        elif said:
            self.notice(said)

    def refuse(self, refusal: Refusal) -> None:
        """Show why a change was refused, and the keys that go on from here."""
        self.refusal = refusal
        reasons = refusal.error.details.get("reasons") or ()
        about = [("override", "override")] if self.may_override else []
        about += [("why", "all reasons")] if reasons else []
        said = of_refusal(refusal.error)
        if can_override(refusal.error) and not self.may_override:
            who = self.prodtui.bridge.rights.named(Permission.OVERRIDE)
            said += f" {who.capitalize()} may override it."
        self.notice(said, wrong=True, about=about)

    # --- override, why, undo, redo

    def do_override(self) -> None:
        refusal = self.refusal
        if refusal is not None:
            self.talk(lambda: self._override(refusal))

    async def _override(self, refusal: Refusal) -> None:
        self.notice("")
        dialog = self._reason_dialog(refusal.error, lambda reason: self.carry_out(refusal.call, reason, refusal.said))
        if await self.ask(dialog) is not None:
            self.refusal = None

    def _reason_dialog(self, error: Refused, store: Save) -> LineDialog:
        """Return the dialog that asks for the reason of an override and stores the change with it."""
        return LineDialog(
            of_refusal(error),
            store,
            hint="why it must go all the same; this is recorded with your name",
            keys="enter override   esc back",
        )

    def do_why(self) -> None:
        self.talk(self._why)

    async def _why(self) -> None:
        if self.refusal is not None:
            reasons = self.refusal.error.details.get("reasons") or ()
            lines = [(str(reason["ref"]), str(reason["text"]), bool(reason.get("overridable"))) for reason in reasons]
            await self.ask(ShowText("Why it was refused", _reasons(lines)))
            return
        refs = self.refs()
        verdicts: list[Verdict] = await self.prodtui.bridge.read(
            lambda ws: [deferred.board.why(ws, ref) for ref in refs]
        )
        lines = [(v.ref, reason.text, reason.overridable) for v in verdicts for reason in v.reasons]
        free = [f"{v.ref} can go{f' to {v.to}' if v.to else ''}." for v in verdicts if not v.reasons]
        free += [f"{v.ref} {note}." for v in verdicts for note in v.notes]
        text = _reasons(lines) + Content("\n".join(free))
        await self.ask(ShowText(f"Can {of_tasks(refs)} move?", text))

    def do_undo(self) -> None:
        self.verb(self._undo)

    async def _undo(self) -> None:
        done = await self.submit(lambda ws: deferred.undo.undo(ws))
        said = f"Took back the {_undone(done.value)}. U does it again."
        self.notice(of_notes((said, *done.notes)))

    def do_redo(self) -> None:
        self.verb(self._redo)

    async def _redo(self) -> None:
        done = await self.submit(lambda ws: deferred.undo.redo(ws))
        said = f"Did the {_undone(done.value)} again. u takes it back."
        self.notice(of_notes((said, *done.notes)))

    def do_copy_ref(self) -> None:
        refs = self.refs()
        self.app.copy_to_clipboard(" ".join(refs))
        self.notice(f"Copied {of_refs(refs)}.")


def _undone(undone: Undone) -> str:
    """Return in words what was taken back or done again."""
    if undone.question:
        return f"answer to {undone.question} of {of_refs(undone.refs)}"
    return of_command(undone.command, undone.refs)


def _reasons(lines: Sequence[tuple[str, str, bool]]) -> Content:
    parts = []
    for ref, text, overridable in lines:
        parts += [Content.styled(ref, "bold"), Content(f" {text}")]
        parts.append(Content.styled("  (may be overridden)\n" if overridable else "\n", "$muted"))
    return Content("").join(parts)
