"""What a reader does with an issue: raise it, take it from state to state, its actions, its effect, reopen it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from prodtui.domain.enums import ActionKind, IssueState
from prodtui.domain.issue_fields import ISSUE
from prodtui.domain.issues import STATES, Missing, missing_for, next_state, told_check
from prodtui.domain.rows_issues import ActionRow, IssueDetail, IssueRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.comment import CommentDialog
from prodtui.screens.dialogs.edit import VersionedForm
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.form_fields import FormField
from prodtui.screens.issue_entry import EntryVerbs, state_before
from prodtui.screens.issue_fields import (
    ACTION_FIELDS,
    EARLY,
    EVIDENCE,
    HELPED,
    before_of,
    edit_fields,
    fields_for,
    log_fields,
    with_whys,
)
from prodtui.screens.issue_lines import lacks


class IssueDesk:
    """Works on issues for a screen."""

    def __init__(self, screen: EntryVerbs) -> None:
        self._screen = screen

    async def add(self) -> None:
        """Raise an issue."""
        screen, place = self._screen, self._screen.need_place()

        async def store(values: dict[str, Any]) -> Any:
            given = {"title": "", **values}
            return await screen.submit(lambda ws: deferred.issues.raise_issue(ws, given.pop("title"), **given))

        shape = log_fields(place.steps, place.board.settings.issue_categories)
        form = Form("Raise an issue", shape, {}, screen.reading(), store, draft="new issue", verb="raise")
        done = await screen.ask(form)
        if done is not None:
            screen.report(done, f"Raised {done.value.ref}. u takes it back.")

    # --- from state to state

    async def advance(self, ref: str) -> None:
        """Take an issue to its next state, in the form that this state needs."""
        screen, detail = self._screen, await self._read(ref)
        issue, to = detail.issue, next_state(detail.issue.state)
        if to is None:
            screen.notice(f"{ref} is closed.", about=(("reopen", "reopen"),))
            return
        missing = missing_for(to, issue, detail.actions, detail.downtime)
        undone = [each for each in missing if each.field == "action"]
        if undone:
            await self._act_first(ref, detail, undone)
        elif to is IssueState.CLOSED:
            await self._check(issue, missing)
        else:
            await self._step_on(detail, to, fields_for(to, missing))

    async def _step_on(self, detail: IssueDetail, to: IssueState, fields: Sequence[FormField]) -> None:
        screen, issue = self._screen, detail.issue

        async def store(values: dict[str, Any]) -> Any:
            given = with_whys(values, issue.whys)
            return await screen.submit(lambda ws: deferred.issues.advance_issue(ws, issue.ref, to, **given))

        if fields:
            before = before_of(issue, fields, screen.prodtui.zone)
            heading = f"{issue.ref} becomes {to}"
            draft = f"{to} of {issue.ref}"
            form = Form(heading, fields, before, screen.reading(), store, draft=draft, verb=f"make it {to}")
            done = await screen.ask(form)
        else:
            done = await store({})
        if done is not None:
            screen.report(done, f"{issue.ref} is {to}. u takes it back.")

    async def _act_first(self, ref: str, detail: IssueDetail, undone: Sequence[Missing]) -> None:
        """Ask for the first corrective action, or say which ones are not done yet."""
        if not any(action.kind is ActionKind.CORRECTIVE for action in detail.actions):
            await self.add_action(ref)
            return
        sentence = f"{ref} cannot be verifying yet: it needs {lacks(undone)}."
        self._screen.notice(sentence, wrong=True, about=(("action_done", "done"),))

    async def _check(self, issue: IssueRow, missing: Sequence[Missing]) -> None:
        """Ask whether what was done has helped; a yes with evidence closes the issue, a no sends it back."""
        screen, ref, asked = self._screen, issue.ref, {each.field for each in missing}
        fields = [field for name, field in (("check", HELPED), ("evidence", EVIDENCE)) if name in asked]
        if "check" in asked and not issue.check_ready:
            when = told_check(issue.check_due, issue.check_items, screen.prodtui.zone)
            fields.append(replace(EARLY, hint=f"it is looked at {when}; a yes before that needs the reason"))

        async def store(values: dict[str, Any]) -> Any:
            helped, note, early = (values.get(name, "") for name in ("effective", "evidence", "early"))
            if "check" in asked:
                return await screen.submit(
                    lambda ws: deferred.issues.check_effect(ws, ref, helped is True, note, early=early, close=True)
                )
            given = {"evidence": note} if note else {}
            return await screen.submit(lambda ws: deferred.issues.advance_issue(ws, ref, **given))

        if not fields:
            done = await store({})
        else:
            heading = f"{ref}: has what was done helped?"
            draft = f"effect of {ref}"
            form = Form(heading, fields, {}, screen.reading(), store, draft=draft, verb="close it, or send it back")
            done = await screen.ask(form)
        if done is not None:
            screen.report(done, f"{ref} is {done.value.state}. u takes it back.")

    async def go_back(self, ref: str) -> None:
        """Take an issue to the state before, with a reason."""
        screen, issue = self._screen, (await self._read(ref)).issue
        to = state_before(STATES, issue.state)
        if to is None:
            screen.notice(f"{ref} is in its first state already.")
        elif issue.state is IssueState.CLOSED:
            await self.reopen(ref)
        else:

            async def store(reason: str) -> Any:
                return await screen.submit(lambda ws: deferred.issues.advance_issue(ws, ref, to, reason=reason))

            done = await screen.ask(LineDialog(f"Why does {ref} go back to {to}?", store, hint="more parts were found"))
            if done is not None:
                screen.report(done, f"{ref} is {to} again. u takes it back.")

    async def reopen(self, ref: str) -> None:
        """Open a closed issue again, or the closed one that an open one repeats."""
        screen, issue = self._screen, (await self._read(ref)).issue
        if issue.state is not IssueState.CLOSED and issue.recurs is not None:
            issue = (await self._read(issue.recurs)).issue
        if issue.state is not IssueState.CLOSED:
            screen.notice(f"{issue.ref} is {issue.state}, so there is nothing to reopen.")
            return

        async def store(reason: str) -> Any:
            return await screen.submit(lambda ws: deferred.issues.reopen_issue(ws, issue.ref, reason))

        hint = "it came back; this is recorded with your name"
        done = await screen.ask(LineDialog(f"Why is {issue.ref} open again?", store, hint=hint, keys=_REOPEN_KEYS))
        if done is not None:
            screen.report(done, f"{issue.ref} is {done.value.state} again. u takes it back.")

    # --- its parts

    async def edit(self, ref: str) -> None:
        """Edit every field of an issue; what others change meanwhile is merged or asked about."""
        screen, place, issue = self._screen, self._screen.need_place(), (await self._read(ref)).issue

        async def store(values: dict[str, Any], base: Mapping[str, Any], version: int) -> Any:
            change = {"base": base, "version": version, **values}
            return await screen.submit(lambda ws: deferred.issues.edit_issue(ws, ref, **change))

        fields = edit_fields(issue, place.steps, place.board.settings.issue_categories)
        done = await screen.ask(VersionedForm(issue, fields, ISSUE.clean, screen.reading(), store))
        if done is not None:
            screen.report(done, f"Saved {ref}.")

    async def owner(self, ref: str) -> None:
        """Choose who sees to an issue."""
        screen, issue = self._screen, (await self._read(ref)).issue
        login = await screen.pick_owner(ref, issue.owner)
        if login is not None:
            async with screen.turn:
                done = await screen.submit(lambda ws: deferred.issues.edit_issue(ws, ref, owner=login))
            screen.report(done, f"{login} sees to {ref}.")

    async def put_away(self, ref: str) -> None:
        """Take an issue that was raised by mistake out of the log."""
        async with self._screen.turn:
            done = await self._screen.submit(lambda ws: deferred.issues.put_away_issue(ws, ref))
        self._screen.report(done, f"Put away {ref}. u takes it back.")

    async def add_action(self, ref: str) -> None:
        """Add an action to an issue."""
        screen = self._screen

        async def store(values: dict[str, Any]) -> Any:
            given = {"text": "", "kind": ActionKind.CORRECTIVE, **values}
            return await screen.submit(
                lambda ws: deferred.issue_actions.add_action(ws, ref, given.pop("text"), **given)
            )

        before = {"kind": ActionKind.CORRECTIVE.value}
        heading, draft = f"What is done about {ref}?", f"action of {ref}"
        form = Form(heading, ACTION_FIELDS, before, screen.reading(), store, draft=draft, verb="add")
        done = await screen.ask(form)
        if done is not None:
            screen.report(done, f"Added action {done.value.number} to {ref}; d says that it is done.")

    async def action_done(self, ref: str) -> None:
        """Say that an action is done: the only open one, or one that is chosen."""
        screen, detail = self._screen, await self._read(ref)
        waiting = [action for action in detail.actions if action.done_at is None]
        if not waiting:
            screen.notice(f"{ref} has no action that is still to be done.", about=(("add_action", "add one"),))
            return
        action: ActionRow | None = waiting[0]
        if len(waiting) > 1:
            choices = [Choice(str(each.number), f"{each.number} {each.text}", each.owner or "") for each in waiting]
            number = await screen.ask(Picker(f"Which action of {ref} is done?", choices))
            action = next((each for each in waiting if str(each.number) == number), None)
        if action is not None:
            await self._finish(f"{ref}.{action.number}", action.text)

    async def _finish(self, ref: str, text: str) -> None:
        screen = self._screen

        async def store(result: str) -> Any:
            return await screen.submit(lambda ws: deferred.issue_actions.finish_action(ws, ref, result))

        heading, draft = f"Done: {text}", f"result of {ref}"
        dialog = LineDialog(heading, store, hint="what came of it, or nothing", draft=draft, keys=_DONE_KEYS)
        done = await screen.ask(dialog)
        if done is not None:
            screen.report(done, f"{ref} is done. u takes it back.")

    async def say(self, ref: str) -> None:
        """Comment on an issue."""
        screen = self._screen

        async def store(text: str) -> Any:
            return await screen.submit(lambda ws: deferred.issue_actions.comment_issue(ws, ref, text))

        done = await screen.ask(CommentDialog(ref, store))
        if done is not None:
            screen.report(done, f"Commented on {ref}.")

    async def touch(self, ref: str) -> None:
        """Say that an issue touches a further card."""
        screen = self._screen

        async def store(task: str) -> Any:
            return await screen.submit(lambda ws: deferred.issue_actions.link_task(ws, ref, task.strip()))

        done = await screen.ask(LineDialog(f"Which card does {ref} touch too?", store, hint="OPS-12"))
        if done is not None:
            screen.report(done, f"{ref} is linked. u takes it back.")

    async def _read(self, ref: str) -> IssueDetail:
        return await self._screen.prodtui.bridge.read(lambda ws: deferred.issues.show_issue(ws, ref))


_REOPEN_KEYS = "enter reopen   esc back"
_DONE_KEYS = "enter it is done   esc back"
