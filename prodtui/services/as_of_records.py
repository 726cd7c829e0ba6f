"""Inspections, issues, standstills and outputs of a board as its event log says that they were at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from prodtui.domain.flow.yields import Inspected
from prodtui.domain.rows import BoardRow
from prodtui.services.kinds import split_number
from prodtui.storage.queries import events as queries
from prodtui.storage.queries.figures import IssueSpan, OutOf, Standstill, inspected

_KINDS = ("inspection", "issue", "downtime", "output")


class PastRecords:
    """What there was beside tasks at a moment `at`, as figures count it; `tasks` are ids by reference."""

    def __init__(self, session: Session, board: BoardRow, at: datetime, tasks: Mapping[str, int]) -> None:
        self._tasks = tasks
        found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        for event in queries.told_by(session, board.id, _KINDS, at):
            things = found[event.kind]
            if event.after is None:
                things.pop(event.ref, None)
            else:
                things.setdefault(event.ref, {}).update(event.after)
        self._found = found

    @property
    def issues(self) -> list[IssueSpan]:
        """The issues that there were, those put away included."""
        return [
            IssueSpan(
                ref, issue["severity"], issue.get("category"), self._task(issue), start, _moment(issue, "closed_at"),
                _moment(issue, "archived_at"),
            )
            for ref, issue, start in self._begun("issue", "raised_at")
        ]  # fmt: skip

    @property
    def standstills(self) -> list[Standstill]:
        """The downtimes that there were, newest first, those put away included."""
        rows = [
            Standstill(
                ref, down["step"], down["reason"], start, _moment(down, "ended_at"), _moment(down, "archived_at")
            )
            for ref, down, start in self._begun("downtime", "started_at")
        ]  # fmt: skip
        rows.reverse()
        return sorted(rows, key=lambda row: row.start, reverse=True)

    @property
    def inspections(self) -> list[Inspected]:
        """The inspections that were completed, those put away included."""
        rows = (
            inspected(
                ref, split_number("inspection", ref).number, self._task(row), row["checklist"].partition("@")[0],
                row.get("result"), row.get("corrects") is not None, at, _moment(row, "archived_at"),
            )
            for ref, row, at in self._begun("inspection", "completed_at")
        )  # fmt: skip
        return [row for row in rows if row is not None]

    @property
    def outputs(self) -> dict[int, OutOf]:
        """What had come out of tasks by then, by their id."""
        out = ((self._tasks.get(ref), row) for ref, row in self._found["output"].items())
        return {task: (row["good"], row["scrap"], row["rework"]) for task, row in out if task is not None}

    def _begun(self, kind: str, name: str) -> Iterator[tuple[str, dict[str, Any], datetime]]:
        """Yield the things of a kind that have this moment, by number: reference, fields, moment."""
        things = self._found[kind]
        for ref in sorted(things, key=lambda ref: split_number(kind, ref).number):
            at = _moment(things[ref], name)
            if at is not None:
                yield ref, things[ref], at

    def _task(self, thing: Mapping[str, Any]) -> int | None:
        return self._tasks.get(thing.get("task") or "")


def _moment(thing: Mapping[str, Any], name: str) -> datetime | None:
    value = thing.get(name)
    return None if value is None else datetime.fromisoformat(value)
