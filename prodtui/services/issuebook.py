"""Issues inside a change: found by reference, values turned into natural ones, states entered as the rules allow.

What `TaskBook` is for tasks, this is for issues; both write through their own book of records.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from prodtui.domain.enums import IssueState
from prodtui.domain.fields import FieldSet
from prodtui.domain.issue_fields import ISSUE
from prodtui.domain.issues import Missing, Trace, check_due, missing_for, repeats
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_issues import ActionRow, DowntimeRow, IssueRow
from prodtui.domain.text import nearest
from prodtui.errors import Refused, Rejected
from prodtui.services.change import Change
from prodtui.services.lookup import pick_person, pick_step
from prodtui.services.merge import Edited, merge_fields
from prodtui.services.recordbook import RecordBook
from prodtui.services.taskbook import TaskBook
from prodtui.storage.queries import issues as queries
from prodtui.storage.queries.downtime import downtimes
from prodtui.storage.tables.issues import Issue


class IssueBook:
    """The issues that one change touches."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.records = RecordBook(change)

    def find(self, ref: str) -> tuple[BoardRow, Issue]:
        """Return an issue and its board. Raises NotFound, Usage."""
        board, issue = self.records.find("issue", ref)
        return board, issue

    def find_live(self, ref: str) -> tuple[BoardRow, Issue]:
        """Return an issue that is not put away and not closed. Raises Refused for others, NotFound, Usage."""
        board, issue = self.find(ref)
        self.must_stand(board, issue)
        if issue.state == IssueState.CLOSED:
            name = self.ref(board, issue)
            raise Refused(
                f"{name} is closed, so it stays as it is.", hint=f"Reopen it first with `prodtui issue reopen {name}`."
            )
        return board, issue

    def must_stand(self, board: BoardRow, issue: Issue) -> None:
        """Raise Refused when an issue was put away."""
        if issue.archived_at is not None:
            name = self.ref(board, issue)
            raise Refused(f"{name} was put away.", hint=f"Bring it back first with `prodtui issue restore {name}`.")

    def ref(self, board: BoardRow, issue: Issue) -> str:
        """Return the reference of an issue."""
        return self.records.ref(board, "issue", issue)

    def row(self, board: BoardRow, issue: Issue) -> IssueRow:
        """Return an issue as it stands in this change."""
        return queries.issues(self.change.session, board, [issue.id or 0], self.change.now)[0]

    def actions(self, board: BoardRow, issue: Issue) -> tuple[ActionRow, ...]:
        """Return the actions of an issue as they stand in this change."""
        return queries.actions(self.change.session, self.ref(board, issue), issue.id or 0)

    def natural(self, board: BoardRow, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return clean values with people, steps, tasks, categories by the names under which the store knows them."""
        return {name: self._natural(board, name, value) for name, value in values.items()}

    def _natural(self, board: BoardRow, name: str, value: Any) -> Any:
        if value is None:
            return None
        if name == "owner":
            return pick_person(self.change.people(), value).login
        if name == "step":
            return pick_step(tuple(self.change.all_steps(board).values()), value).key
        if name == "category":
            return pick_category(board, value)
        if name == "task":
            home, task = TaskBook(self.change).find(value)
            return f"{self._same(board, home, value).key}-{task.number}"
        if name in ("inspection", "recurs", "issue"):
            kind = "inspection" if name == "inspection" else "issue"
            home, entity = self.records.find(kind, value)
            return self.records.ref(self._same(board, home, value), kind, entity)
        return value

    def _same(self, board: BoardRow, home: BoardRow, ref: str) -> BoardRow:
        if home.id != board.id:
            raise Rejected(f"{ref} is on another board than {board.key}.", hint="Choose one of the same board.")
        return board

    def merged(
        self, board: BoardRow, entity: Any, values: Mapping[str, Any], base: Mapping[str, Any] | None,
        version: int | None, *, kind: str = "issue", fields: FieldSet = ISSUE,
    ) -> list[str]:  # fmt: skip
        """Compare an edit of an issue, or of a thing of another `kind`, with what is there now; see `merge_fields`."""
        edited = Edited(
            self.change.session,
            self.records.ref(board, kind, entity),
            kind,
            entity.version,
            lambda name: self.records.value(board, kind, entity, name),
            lambda name, value: self._natural(board, name, fields.clean(name, value)),
        )
        return merge_fields(edited, values, base, version)

    def apply(self, board: BoardRow, issue: Issue, values: Mapping[str, Any], *, reason: str | None = None) -> bool:
        """Set natural fields of an issue; False when nothing differs."""
        return self.records.apply(board, "issue", issue, values, reason=reason)

    def missing(self, board: BoardRow, issue: Issue, state: IssueState) -> tuple[Missing, ...]:
        """Return everything that an issue lacks to stand in `state`."""
        return missing_for(state, self.row(board, issue), self.actions(board, issue), self._running(board, issue))

    def check_needs(self, board: BoardRow, issue: Issue, state: IssueState, sentence: str) -> None:
        """Raise Refused with every reason at once when an issue lacks what `state` needs."""
        missing = self.missing(board, issue, state)
        if missing:
            verb = f"show {self.ref(board, issue)}"
            if missing[0].field == "downtime":
                verb = f"downtime stop {self._running(board, issue)[0].ref}"
            raise Refused(
                f"{sentence}; it lacks {joined(missing)}.",
                hint=f"Go on with `prodtui issue {verb}`.",
                details={"reasons": [self._reason(board, issue, lack) for lack in missing]},
            )

    def _running(self, board: BoardRow, issue: Issue) -> tuple[DowntimeRow, ...]:
        return downtimes(self.change.session, board, issue_id=issue.id, running=True)

    def _reason(self, board: BoardRow, issue: Issue, lack: Missing) -> dict[str, Any]:
        ref = self.ref(board, issue)
        return {"ref": ref, "code": "missing", "field": lack.field, "text": lack.text, "overridable": False}

    def repeated(self, board: BoardRow, new: Trace) -> str | None:
        """Return the reference of the newest older issue that one repeats."""
        step = next((row for row in self.change.all_steps(board).values() if row.key == new.step), None)
        if step is None:
            return None
        older = queries.older_like(
            self.change.session, board, step.id, new.category, new.cause_category, before=new.number
        )
        found = next((old for old in older if repeats(new, old, board.settings.recurrence_days)), None)
        return None if found is None else f"{board.key}-I{found.number}"

    def repeats_now(self, board: BoardRow, issue: Issue) -> list[str]:
        """Look again whether an issue repeats an older one, unless that is known; record it and return a note."""
        row = self.row(board, issue)
        new = Trace(row.number, row.step, row.category, row.cause_category, row.raised_at, row.closed_at)
        found = self.repeated(board, new) if row.recurs is None else None
        if found is None:
            return []
        self.apply(board, issue, {"recurs": found})
        return [self.recurrence_note(found)]

    def recurrence_note(self, ref: str) -> str:
        """Return a sentence that asks to reopen the older issue which came back."""
        old = self.find(ref)[1]
        if old.closed_at is None:
            return f"It repeats {ref}, which is still {old.state}: {old.title}."
        closed = f"closed on {old.closed_at:%Y-%m-%d}: {old.title}"
        ask = f"Did it come back? `prodtui issue reopen {ref}` takes it up again."
        return f"Same step and cause as {ref}, {closed}. {ask}"


def entering(state: IssueState, issue: Issue, now: datetime, login: str) -> dict[str, Any]:
    """Return what an issue's fields become when it enters a state now."""
    values: dict[str, Any] = {"state": state}
    if state is IssueState.VERIFYING:
        values |= {
            "verifying_at": now,
            "check_due": check_due(now, issue.check_days, issue.check_items),
            "effective": None,
            "checked_at": None,
            "checked_by": None,
        }
    closed = state is IssueState.CLOSED
    values |= {"closed_at": now if closed else None, "closed_by": login if closed else None}
    return values


def pick_category(board: BoardRow, name: str) -> str:
    """Return a category as the board's list spells it; any word where the board has no list. Raises Rejected."""
    known = board.settings.issue_categories
    if not known:
        return name
    same = next((word for word in known if word.casefold() == name.casefold()), None)
    if same is None:
        close = nearest(name, known)
        raise Rejected(
            f"{board.key} has no issue category {name[:40]!r}.",
            hint=(f"Did you mean {close!r}? " if close else "") + f"There are: {', '.join(known)}.",
            details={"candidates": list(known)},
        )
    return same


def joined(missing: Sequence[Missing]) -> str:
    """Return what is missing as one phrase."""
    texts = [lack.text for lack in missing]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
