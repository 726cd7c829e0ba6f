"""Another design of the workflow: each change is looked at with what follows for the tasks before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from textual.content import Content

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import StepRow
from prodtui.errors import Refused
from prodtui.screens import deferred
from prodtui.screens.dialogs.base import Save
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.flow_fields import step_fields
from prodtui.screens.form_fields import Reading, texts_of

if TYPE_CHECKING:
    from prodtui.screens.flow_design import FlowDesign
    from prodtui.services.workspace import Done, Workspace

T = TypeVar("T")
Try = Callable[["Workspace", bool], "Done[Any]"]
"""Runs a change of the workflow; the second argument says that it is only looked at."""
SAVED = "u takes it back."


class FlowDesk:
    """Works on the steps of a board for the screen that shows them."""

    def __init__(self, screen: FlowDesign) -> None:
        self._screen = screen

    async def edit(self, step: StepRow) -> None:
        """Edit the fields of a step."""
        before = texts_of(step, self._screen.prodtui.zone, self._fields())
        await self._form(
            f"Step {step.name}", before, f"step {step.key}",
            lambda values: lambda ws, dry: deferred.steps.edit_step(ws, step.key, dry_run=dry, **values),
            "Saved",
        )  # fmt: skip

    async def add(self, after: StepRow | None) -> None:
        """Add a step behind another one, or the first one."""
        screen = self._screen
        heading = f"New step behind {after.name}" if after is not None else "First step"
        before = {"kind": str(StepKind.QUEUE if after is None else StepKind.ACTIVE)}

        async def store(values: dict[str, Any]) -> Any:
            fields = {"kind": before["kind"], "name": "", **values}
            name, behind = fields.pop("name"), after.key if after is not None else None
            return await screen.submit(lambda ws: deferred.steps.add_step(ws, name, after=behind, **fields))

        done = await screen.ask(self._ask(heading, before, store, "new step", verb="add"))
        if done is not None:
            screen.show_step(done.value.key)
            cut_off = " No way leads to it yet; m on a step lays ways down." if screen.has_ways else ""
            screen.notice(f"Added {done.value.name}.{cut_off} {SAVED}")

    async def split(self, step: StepRow) -> None:
        """Make two steps of one; the new one stands right behind."""
        await self._form(
            f"Split {step.name}: the new step behind it", {"kind": str(step.kind)}, f"split of {step.key}",
            lambda values: lambda ws, dry: deferred.workflow.split_step(
                ws, step.key, values.get("name", ""), dry_run=dry, **{k: v for k, v in values.items() if k != "name"}
            ),
            "Added",
            always=True,
        )  # fmt: skip

    async def join(self, step: StepRow) -> None:
        """Make one step of this one and a neighbour, which stays."""
        screen, steps = self._screen, self._screen.steps()
        place = [each.key for each in steps].index(step.key)
        beside = [steps[at] for at in (place - 1, place + 1) if 0 <= at < len(steps)]
        if not beside:
            raise Refused(f"{step.name} is the only step, so there is none to join it with.")
        choices = [Choice(each.key, each.name, f"takes what stands in {step.name}") for each in beside]
        into: str | None = await screen.ask(Picker(f"Join {step.name} into", choices))
        if into is not None:
            name = next(each.name for each in beside if each.key == into)
            await self._look(
                lambda ws, dry: deferred.workflow.join_steps(ws, step.key, into, dry_run=dry),
                f"Join {step.name} into {name}?", "join them", f"Joined {step.name} into {name}.",
            )  # fmt: skip
            screen.show_step(into)

    async def ways(self, step: StepRow) -> None:
        """Choose to which steps tasks may go from this one."""
        screen, steps = self._screen, self._screen.steps()
        ways = await screen.prodtui.bridge.read(lambda ws: deferred.steps.list_transitions(ws))
        chosen = {way.to_step for way in ways if way.from_step == step.key}
        place = [each.key for each in steps].index(step.key)
        choices = [
            Choice(each.key, each.name, "rework, back" if at < place else "on")
            for at, each in enumerate(steps) if each.key != step.key
        ]  # fmt: skip
        heading = f"Where may tasks go from {step.name}? None marked: everywhere"
        targets = await screen.ask(Picker(heading, choices, chosen=chosen, several=True))
        if targets is not None:
            await self._look(
                lambda ws, dry: deferred.agreements.set_ways(ws, step.key, targets, dry_run=dry),
                f"Other ways from {step.name}?", "save it", f"Saved the ways from {step.name}.",
            )  # fmt: skip

    async def gates(self, step: StepRow) -> None:
        """Choose which checklists hold tasks in a step."""
        screen = self._screen
        rows = await screen.prodtui.bridge.read(lambda ws: deferred.checklists.list_checklists(ws))
        held = {row.key for row in rows if any(use.step == step.key for use in row.uses)}
        choices = [
            Choice(row.key, row.name, "" if row.published else "not published yet")
            for row in rows if row.published or row.key in held
        ]  # fmt: skip
        empty = "No checklist is published yet. Write one on the quality screen: 4, then c, then a."
        heading = f"What must be passed before a task leaves {step.name}?"
        keys = await screen.ask(Picker(heading, choices, chosen=held, several=True, empty=empty))
        if keys is not None:
            await self._look(
                lambda ws, dry: deferred.agreements.set_gates(ws, step.key, keys, dry_run=dry),
                f"Other gates of {step.name}?", "save it", f"Saved the gates of {step.name}.",
            )  # fmt: skip

    async def drop(self, step: StepRow) -> None:
        """Put an empty step away."""
        await self._look(
            lambda ws, dry: deferred.steps.archive_step(ws, step.key, dry_run=dry),
            f"Put {step.name} away?", "put it away", f"Put {step.name} away.", always=True,
        )  # fmt: skip

    async def move(self, step: StepRow, by: int) -> None:
        """Put a step one place earlier or later."""
        screen, steps = self._screen, self._screen.steps()
        place = [each.key for each in steps].index(step.key) + by
        if not 0 <= place < len(steps):
            screen.notice(f"{step.name} is the {'first' if by < 0 else 'last'} step already.")
            return
        await screen.submit(lambda ws: deferred.steps.move_step(ws, step.key, place + 1))
        screen.show_step(step.key)
        beside = steps[place].name
        screen.notice(f"{step.name} stands {'before' if by < 0 else 'behind'} {beside} now. {SAVED}")

    # --- asking and looking

    def _fields(self) -> Any:
        skills = {name for person in self._screen.people() for name in person.skills}
        return step_fields(sorted(skills | {step.role for step in self._screen.steps() if step.role}))

    def _ask(self, heading: str, before: Mapping[str, str], store: Save, draft: str, verb: str = "save") -> Form:
        reading = Reading(self._screen.prodtui.now(), self._screen.prodtui.zone)
        board = self._screen.prodtui.bridge.workspace.need_board().key
        return Form(heading, self._fields(), before, reading, store, draft=f"{draft} of {board}", verb=verb)

    async def _form(
        self, heading: str, before: Mapping[str, str], draft: str, call: Callable[[dict[str, Any]], Try], did: str,
        *, always: bool = False,
    ) -> None:  # fmt: skip
        """Ask in a form, show what follows of it on top of the form, and store it after a yes."""
        screen = self._screen

        async def store(values: dict[str, Any]) -> Any:
            change = call(values)
            effects = await self._effects(change)
            if not effects and not always:
                return await screen.submit(lambda ws: change(ws, False))
            done = await screen.ask(self._what_follows(f"{heading}?", effects, change, "save it"))
            if done is None:
                raise Refused("Nothing is saved yet.", hint="Enter shows again what follows, esc leaves the form.")
            return done

        done = await screen.ask(self._ask(heading, before, store, draft))
        if done is not None:
            step = _step_of(done)
            screen.show_step(step.key)
            self._tell(done, f"{did} {step.name}.")

    async def _look(self, change: Try, question: str, verb: str, said: str, *, always: bool = False) -> None:
        """Show what follows of a change, and store it after a yes; one without consequences is stored at once."""
        screen, effects = self._screen, await self._effects(change)
        if effects or always:
            done = await screen.ask(self._what_follows(question, effects, change, verb))
        else:
            done = await screen.submit(lambda ws: change(ws, False))
        if done is not None:
            self._tell(done, said)

    async def _effects(self, change: Try) -> Sequence[str]:
        done = await self._screen.prodtui.bridge.write(lambda ws: change(ws, True))
        return [*getattr(done.value, "effects", ()), *done.notes]

    def _what_follows(self, question: str, effects: Sequence[str], change: Try, verb: str) -> Look:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: change(ws, False))

        return Look(question, effects_text(effects), store, verb=verb)

    def _tell(self, done: Done[Any], said: str) -> None:
        nothing = done.txn is None and not done.replayed
        self._screen.notice("Nothing had to change." if nothing else f"{said} {SAVED}")


def effects_text(effects: Sequence[str]) -> Content:
    """Return what follows as a list of sentences, with what stays as it is."""
    told = effects or ("No task stands there, so none is touched.",)
    lines = Content("\n").join(Content(f"• {each}") for each in told)
    return lines + Content.styled(
        "\n\nWhat is in the history stays as it was; one undo takes the change back.", "$muted"
    )


def _step_of(done: Done[Any]) -> StepRow:
    step: StepRow = getattr(done.value, "step", done.value)
    return step
