"""The verbs that say something about a task: edit, assign, priority, time, comment, link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prodtui.domain.dates import human_minutes, parse_duration
from prodtui.domain.enums import DependencyKind, Priority
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.comment import CommentDialog
from prodtui.screens.dialogs.edit import EditForm
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.form_fields import Reading
from prodtui.screens.sentences import of_tasks
from prodtui.screens.verbs_flow import FlowVerbs


class TaskVerbs(FlowVerbs):
    """Changes what the targets say about themselves."""

    def reading(self) -> Reading:
        """Return what text in a form is read against."""
        return Reading(self.prodtui.now(), self.prodtui.zone, self.people())

    def do_edit(self) -> None:
        self.talk(lambda: self.edit(self.refs()[0]))

    async def edit(self, ref: str) -> None:
        """Open the edit form of a task and store what comes of it."""
        task = await self.prodtui.bridge.read(lambda ws: deferred.tasks.get(ws, ref))

        async def store(values: dict[str, Any], base: Mapping[str, Any], version: int) -> Any:
            return await self.submit_or_ask(
                lambda ws, override: deferred.tasks.edit(ws, ref, values, base=base, version=version, override=override)
            )

        done = await self.ask(EditForm(task, self.reading(), store))
        if done is not None:
            self.after_verb((ref,))
            self.report(done, f"Saved {ref}.")

    def do_assign(self) -> None:
        self.talk(self._assign)

    async def _assign(self) -> None:
        targets, refs = self.targets(), self.refs()
        on_all = set.intersection(*(set(target.assignees) for target in targets))
        on_any = {login for target in targets for login in target.assignees}
        me = self.prodtui.bridge.workspace.actor.login
        people = sorted(self.people(), key=lambda person: (person.login != me, person.name.casefold()))
        choices = [Choice(p.login, p.name, f"@{p.login}{', you' if p.login == me else ''}") for p in people]
        empty = "Nobody matches. People are added with: person add LOGIN."
        picker = Picker(f"Who works on {of_tasks(refs)}?", choices, chosen=on_all, several=True, empty=empty)
        chosen = await self.ask(picker)
        if chosen is None:
            return
        add, remove = tuple(chosen - on_all), tuple((on_all if len(refs) > 1 else on_any) - chosen)
        if not add and not remove:
            return
        async with self.turn:
            await self.change(
                lambda ws, override: deferred.tasks.assign(ws, refs, add=add, remove=remove, override=override)
            )

    def do_priority(self) -> None:
        self.talk(self._priority)

    async def _priority(self) -> None:
        refs, targets = self.refs(), self.targets()

        async def store(value: str) -> Any:
            return await self.carry_out(lambda ws, _: deferred.tasks.set_priority(ws, refs, value), None, "")

        choices = [Choice(priority.value, priority.value) for priority in Priority]
        await self.ask(Picker(f"Priority of {of_tasks(refs)}", choices, store, chosen={targets[0].priority.value}))

    def do_log_time(self) -> None:
        self.talk(self._log_time)

    async def _log_time(self) -> None:
        ref = self.refs()[0]

        async def store(entry: tuple[int, str]) -> Any:
            minutes, note = entry
            said = f"Logged {human_minutes(minutes)} on {ref}."
            return await self.carry_out(lambda ws, _: deferred.talk.log_work(ws, ref, minutes, note=note), None, said)

        await self.ask(
            LineDialog(
                f"Time spent on {ref}",
                store,
                read=read_time,
                hint="1h30 what it was spent on",
                preview=lambda text: human_minutes(read_time(text)[0]),
                draft=f"time spent on {ref}",
            )
        )

    def do_comment(self) -> None:
        self.talk(self._comment)

    async def _comment(self) -> None:
        ref = self.refs()[0]
        said = f"Commented on {ref}."
        await self.ask(
            CommentDialog(
                ref, lambda text: self.carry_out(lambda ws, _: deferred.talk.comment(ws, ref, text), None, said)
            )
        )

    def do_link(self) -> None:
        self.talk(self._link)

    async def _link(self) -> None:
        ref = self.refs()[0]

        async def store(entry: tuple[str, DependencyKind, float]) -> Any:
            other, kind, lag = entry
            said = f"{ref} waits for {other}."
            call = lambda ws, _: deferred.links.link(ws, other, ref, kind=kind, lag_hours=lag)  # noqa: E731
            return await self.carry_out(call, None, said)

        hint = "OPS-12, or OPS-12 started, or OPS-12 +4h"
        await self.ask(LineDialog(f"What does {ref} wait for?", store, read=read_link, hint=hint))


def read_time(text: str) -> tuple[int, str]:
    """Return minutes and note of "1h30 fixture was loose". Raises Rejected for a length that cannot be read."""
    length, _, note = text.strip().partition(" ")
    return parse_duration(length), note.strip()


def read_link(text: str) -> tuple[str, DependencyKind, float]:
    """Return predecessor, kind and lag in working hours of "OPS-12 started +4h"; a title may stand for OPS-12.

    Raises Rejected for a length that cannot be read.
    """
    words = text.split()
    if not words:
        raise Rejected("Say which task comes first.", hint="Write it like OPS-12, or with a part of its title.")
    kind, lag = DependencyKind.FINISH_START, 0.0
    while len(words) > 1:
        word = words[-1].lower()
        if word in ("started", "start", DependencyKind.START_START):
            kind = DependencyKind.START_START
        elif word.startswith("+"):
            lag = parse_duration(word[1:]) / 60
        else:
            break
        words.pop()
    return " ".join(words), kind, lag
