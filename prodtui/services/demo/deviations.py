"""What deviates on a demo board: issues on their way through the states, and times in which a step stands still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from prodtui.domain.enums import InspectionState, IssueState
from prodtui.domain.issues import STATES
from prodtui.services import downtime, inspections, issue_actions, issue_prefill, issues
from prodtui.services.demo.agenda import Agenda
from prodtui.services.demo.floor import Floor
from prodtui.services.demo.hands import Hands
from prodtui.services.demo.log_script import ActionScript, DowntimeScript, IssueScript, LogScript
from prodtui.services.demo.when import When


@dataclass(slots=True)
class Case:
    """An issue of the script and, once it is raised, its reference."""

    script: IssueScript
    ref: str = ""


class Deviations:
    """Plays the issues and the downtime of one board; what lies before its first day is left out."""

    def __init__(self, script: LogScript, hands: Hands, floor: Floor, agenda: Agenda, when: When) -> None:
        self._hands = hands
        self._floor = floor
        self._agenda = agenda
        self._when = when
        self._standing: list[tuple[datetime, str, str]] = []
        self._cases = {issue.key: Case(issue) for issue in script.issues if issue.raised <= when.days}
        for case in self._cases.values():
            self._plan(case)
        for still in script.downtime:
            if still.on <= when.days:
                agenda.put(still.on, still.round, partial(self._stand_still, still))

    def ref_of(self, key: str) -> str | None:
        """Return the reference of an issue, None when it was not raised."""
        case = self._cases.get(key)
        return case.ref if case else None

    def round(self, at: datetime) -> None:
        """Let the steps go on whose downtime is over."""
        for until, step, login in [standing for standing in self._standing if standing[0] <= at]:
            downtime.stop_downtime(self._hands.of(login), step)
            self._standing.remove((until, step, login))

    def _plan(self, case: Case) -> None:
        """Put all that happens to an issue on the agenda; on one day actions and talk come before the next state."""
        script = case.script

        def put(after: int, act: Any) -> None:
            self._agenda.put(script.raised - after, script.round, act)

        put(0, partial(self._raise, case))
        for after, author, text in script.comments:
            put(after, partial(self._comment, case, author, text))
        for number, action in enumerate(script.actions, start=1):
            put(action.on, partial(self._add_action, case, action))
            if action.done is not None:
                put(action.done, partial(self._finish_action, case, action, number))
        for state, after in zip(STATES[1:], script.pace, strict=False):
            put(after, partial(self._advance, case, state))

    def _raise(self, case: Case, at: datetime) -> None:
        script = case.script
        fields: dict[str, Any] = {"category": script.category, "step": script.step}
        if script.severity is not None:
            fields["severity"] = script.severity
        ws, seen = self._hands.of(script.by), self._floor.seen_at(script.step)
        if script.failed is not None:
            task = self._floor.ref_of(script.failed)
            row = inspections.list_inspections(ws, state=InspectionState.FAILED, task=task)[0]
            fields = issue_prefill.from_failed(ws, row.ref) | fields
        else:
            task = self._floor.ref_of(script.task) if script.task else next(iter(seen), None)
            fields |= {"title": script.title, "notes": script.notes, "task": task}
        case.ref = issues.raise_issue(
            ws, fields.pop("title"), andon=script.andon, downtime=script.downtime, **fields
        ).value.ref
        for more in seen[1 : 1 + script.also]:
            issue_actions.link_task(self._hands.of(script.by), case.ref, more)
        if script.hours is not None:
            self._standing.append((self._when.later(at, script.hours), script.step, script.by))

    def _advance(self, case: Case, state: IssueState, at: datetime) -> None:
        """Take an issue to its next state, with what that state needs; its effect is looked at before it is closed."""
        script = case.script
        owner = self._when.login(script.owner or script.by)
        ws = self._hands.of(script.by if state is IssueState.CONTAINED else owner)
        given: dict[IssueState, dict[str, Any]] = {
            IssueState.CONTAINED: {"containment": script.containment},
            IssueState.ANALYSING: {"owner": owner},
            IssueState.ACTING: {
                "whys": script.whys, "cause": script.cause, "cause_category": script.cause_category
            },
            IssueState.VERIFYING: {"check_days": script.check_days, "check_items": script.check_items},
        }  # fmt: skip
        if state is IssueState.CLOSED:
            issues.check_effect(self._hands.of(script.by), case.ref, True, script.evidence)
        issues.advance_issue(ws, case.ref, state, **given.get(state, {}))

    def _add_action(self, case: Case, action: ActionScript, at: datetime) -> None:
        ws = self._hands.of(self._when.login(case.script.owner or case.script.by))
        issue_actions.add_action(
            ws, case.ref, action.text, kind=action.kind, owner=self._when.login(action.owner),
            due=self._when.day_end(at, action.due),
        )  # fmt: skip

    def _finish_action(self, case: Case, action: ActionScript, number: int, at: datetime) -> None:
        owner = self._hands.of(self._when.login(action.owner))
        issue_actions.finish_action(owner, f"{case.ref}.{number}", action.result)

    def _comment(self, case: Case, author: str, text: str, at: datetime) -> None:
        issue_actions.comment_issue(self._hands.of(author), case.ref, text)

    def _stand_still(self, script: DowntimeScript, at: datetime) -> None:
        downtime.start_downtime(self._hands.of(script.by), script.step, script.reason)
        self._standing.append((self._when.later(at, script.hours), script.step, script.by))
