"""The verbs that move tasks: to another step, within a lane, start, finish, block, put away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import StepRow
from prodtui.screens import deferred
from prodtui.screens.base import Verb
from prodtui.screens.dialogs.confirm import Confirm
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.output import OutputForm, output_text
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.form_fields import Reading
from prodtui.screens.sentences import of_tasks
from prodtui.screens.verbs import Target, Verbs

if TYPE_CHECKING:
    from prodtui.services.workspace import Done, Workspace

SWEEPING = 5
"""From so many tasks on, putting them away is asked for first."""
Output = Mapping[str, float | None]
Bring = Callable[["Workspace", "str | None", "Output | None"], "Done[Any]"]
"""Brings tasks to a step, with the reason of an override and what came out; None where nobody was asked."""


class FlowVerbs(Verbs):
    """Moves the targets; the screen says which steps there are."""

    def steps(self) -> Sequence[StepRow]:
        """Return the steps of the board in order."""
        raise NotImplementedError

    def do_move_next(self) -> None:
        self._go(lambda: self._move_by(1), asks=self._asks(self.targets(), "next"))

    def do_move_prev(self) -> None:
        self.verb(lambda: self._move_by(-1))

    def _go(self, work: Verb, *, asks: bool) -> None:
        """Start a move; for one that asks what came out, keys wait for the dialog."""
        if asks:
            self.talk(work)
        else:
            self.verb(work)

    async def _move_by(self, by: int) -> None:
        targets = self.targets()
        if not targets:
            return
        refs = self.refs()
        here = {target.step for target in targets}
        to = "next" if by > 0 else "prev"
        if len(here) == 1:
            # By name: what is next changes when somebody else has moved the task since it was drawn.
            keys = [step.key for step in self.steps()]
            place = keys.index(targets[0].step) + by
            if not 0 <= place < len(keys):
                end = "last" if by > 0 else "first"
                self.notice(f"{of_tasks(refs)} {'is' if len(refs) == 1 else 'are'} in the {end} step already.")
                return
            to = keys[place]
        await self.move(targets, to)

    async def move(
        self, targets: Sequence[Target], to: str, *, before: str | None = None, after: str | None = None
    ) -> None:
        """Move tasks to a step, perhaps beside another task."""
        refs = [target.ref for target in targets]
        name = next((step.name for step in self.steps() if step.key == to), "")
        said = f"Moved {len(refs)} tasks{f' to {name}' if name else ''}. u takes it back." if len(refs) > 1 else ""

        def bring(ws: Workspace, override: str | None, output: Output | None) -> Done[Any]:
            return deferred.board.move(ws, refs, to, before=before, after=after, output=output, override=override)

        await self._bring(bring, targets, to, said)

    async def _bring(self, bring: Bring, targets: Sequence[Target], to: str, said: str) -> None:
        """Bring tasks to a step; what came out is asked of a single one that ends there, several end as a whole."""
        if self._asks(targets, to):
            await self._ask_output(bring, targets[0])
            return
        if any(self._makes(target, to) for target in targets):
            said = f"{len(targets)} finished, each with its full quantity. u takes it back."
        await self.change(lambda ws, override: bring(ws, override, None), said=said)

    def _asks(self, targets: Sequence[Target], to: str) -> bool:
        return len(targets) == 1 and self._makes(targets[0], to)

    def _makes(self, target: Target, to: str) -> bool:
        """Tell whether something comes out of a task that goes to a step, "next" or by key, because it ends there."""
        steps = self.steps()
        if to == "next":
            to = next((after.key for here, after in pairwise(steps) if here.key == target.step), "")
        done = {step.key for step in steps if step.kind is StepKind.DONE}
        return bool(target.product and target.quantity) and to in done and target.step not in done

    async def _ask_output(self, bring: Bring, target: Target) -> None:
        said = ""

        async def store(output: Output) -> Any:
            nonlocal said
            said = f"Finished {target.ref}: {output_text(output)}. u takes it back."
            return await self.submit_or_ask(lambda ws, override: bring(ws, override, output))

        reading = Reading(self.prodtui.now(), self.prodtui.zone)
        done = await self.ask(OutputForm(target.ref, target.quantity or 0.0, target.unit or "", reading, store))
        if done is not None:
            self.after_verb((target.ref,))
            self.report(done, said)

    def do_move_to(self) -> None:
        self.talk(self._move_to)

    async def _move_to(self) -> None:
        targets, refs = self.targets(), self.refs()
        notes = {StepKind.QUEUE: "waiting", StepKind.ACTIVE: "under way", StepKind.DONE: "done"}
        choices = [Choice(step.key, step.name, notes[step.kind]) for step in self.steps()]
        here = {target.step for target in targets}
        to = await self.ask(Picker(f"Move {of_tasks(refs)} to", choices, chosen=here))
        if to is not None:
            async with self.turn:
                await self.move(targets, to)

    def do_start(self) -> None:
        self.verb(self._start)

    async def _start(self) -> None:
        refs = self.refs()
        said = f"Started {len(refs)} tasks. u takes it back." if len(refs) > 1 else ""
        await self.change(lambda ws, override: deferred.board.start(ws, refs, override=override), said=said)

    def do_finish(self) -> None:
        self._go(self._finish, asks=self._asks(self.targets(), self._end()))

    async def _finish(self) -> None:
        targets, refs = self.targets(), self.refs()

        def bring(ws: Workspace, override: str | None, output: Output | None) -> Done[Any]:
            return deferred.board.finish(ws, refs, output=output, override=override)

        await self._bring(bring, targets, self._end(), f"Finished {of_tasks(refs)}. u takes it back.")

    def _end(self) -> str:
        """Return the first done step."""
        return next((step.key for step in self.steps() if step.kind is StepKind.DONE), "")

    def do_block(self) -> None:
        if all(target.blocked_reason is not None for target in self.targets()):
            self.verb(self._unblock)
        else:
            self.talk(self._block)

    async def _unblock(self) -> None:
        refs = self.refs()
        await self.change(lambda ws, _: deferred.board.unblock(ws, refs), said=f"{of_tasks(refs)} can go on.")

    async def _block(self) -> None:
        open_refs = tuple(target.ref for target in self.targets() if target.blocked_reason is None)
        await self.ask(
            LineDialog(
                f"What stops {of_tasks(open_refs)}?",
                lambda reason: self.carry_out(lambda ws, _: deferred.board.block(ws, open_refs, reason), None, ""),
                hint="waits for the supplier's answer",
                draft=f"block reason of {of_tasks(open_refs)}",
            )
        )

    def do_archive(self) -> None:
        if len(self.refs()) < SWEEPING:
            self.verb(self._archive)
        else:
            self.talk(self._archive_many)

    async def _archive_many(self) -> None:
        if await self.ask(Confirm(f"Archive {len(self.refs())} tasks?", yes="archive them")):
            async with self.turn:
                await self._archive()

    async def _archive(self) -> None:
        refs = self.refs()
        said = f"Archived {of_tasks(refs)}. u takes it back."
        await self.change(lambda ws, _: deferred.tasks.archive(ws, refs), said=said)
