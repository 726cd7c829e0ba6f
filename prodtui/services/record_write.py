"""Writes what a checked board document holds beside tasks, from checklists to the plan, names turned into ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert, update

from prodtui.domain.enums import InspectionState
from prodtui.domain.text import quoted
from prodtui.errors import Usage
from prodtui.services import daily_fields, planning_fields
from prodtui.services.board_document import BoardDocument, wrong
from prodtui.services.board_names import BoardNames
from prodtui.services.change import Change
from prodtui.services.kinds import KINDS, Number, split_number, table_class
from prodtui.storage.tables.counters import Counter
from prodtui.storage.tables.issues import IssueComment, IssueTask
from prodtui.storage.tables.planning import Output, Release
from prodtui.storage.tables.quality import (
    Checklist,
    ChecklistDraw,
    ChecklistUse,
    ChecklistVersion,
    Inspection,
    Reading,
)
from prodtui.storage.tables.types import table_of

_list, _version, _use, _draw = (table_of(t) for t in (Checklist, ChecklistVersion, ChecklistUse, ChecklistDraw))
_inspection, _reading, _comment, _also = (table_of(t) for t in (Inspection, Reading, IssueComment, IssueTask))
_counter, _release, _output = table_of(Counter), table_of(Release), table_of(Output)
_CHUNK = 2_000
_PARTS = {
    "inspection": "inspections",
    "issue": "issues",
    "issue_action": "issue_actions",
    "downtime": "downtimes",
    "improvement": "improvements",
    **planning_fields.PART_OF,
    **daily_fields.PART_OF,
}


class RecordWriter:
    """Stores what a document holds beside tasks; raises Rejected for a name that leads nowhere.

    `tasks` holds the new ids of tasks by number, `steps` those of steps by key; `names` gives references their new key.
    """

    def __init__(
        self, change: Change, found: BoardDocument, board_id: int, tasks: Mapping[int, int], steps: Mapping[str, int],
        names: BoardNames,
    ) -> None:  # fmt: skip
        self._change = change
        self._found = found
        self._board_id = board_id
        self._board_key = str(found.board["key"])
        self._tasks = tasks
        self._names = names
        self._lists: dict[str, int] = {}
        self._ids: dict[str, dict[str, int]] = {"step": dict(steps), "checklist_version": {}}

    def write(self) -> dict[int, int]:
        """Store everything; return the new ids of comments on issues by their place in the document."""
        here = {"board_id": self._board_id}
        self._insert(_counter, [{**here, **row} for row in self._found["counters"]])
        self._write_checklists()
        signed = self._write_numbered("inspection")
        self._insert(
            _reading, [self._linked("readings", place, row, "inspection") for place, row in self._each("readings")]
        )
        # Only now: the store refuses readings of a signed inspection.
        for start in range(0, len(signed), _CHUNK):
            ids = signed[start : start + _CHUNK]
            seal = update(_inspection).where(_inspection.c.id.in_(ids)).values(state=InspectionState.SIGNED.value)
            self._change.session.execute(seal)
        for kind in (
            "issue",
            "issue_action",
            "downtime",
            "improvement",
            *planning_fields.NUMBERED,
            *daily_fields.NUMBERED,
        ):
            self._write_numbered(kind)
        for kind, table in (("release", _release), ("output", _output)):
            part, links = f"{kind}s", planning_fields.OF_TASKS[kind]
            self._insert(table, [self._linked(part, place, row, *links) for place, row in self._each(part)])
        comments = {}
        for place, row in self._each("issue_comments"):
            linked = self._linked("issue_comments", place, row, "issue")
            comments[place] = self._change.unit.insert(_comment, **linked)
        also = [self._linked("issue_tasks", place, row, "issue", "task") for place, row in self._each("issue_tasks")]
        self._insert(_also, also)
        self._change.unit.touch(
            *(f"{topic}:{self._board_id}" for topic in ("checks", "issues", "improvements", "plan", "daily"))
        )
        return comments

    def id_of(self, kind: str, ref: str) -> int:
        """Return the new id of what an event is about, 0 for what is gone."""
        if kind in ("checklist", "checklist_use"):
            return self._lists.get(ref, 0)
        if kind in planning_fields.OF_TASKS:
            return self._tasks.get(int(ref.rpartition("-")[2]), 0) if ref.rpartition("-")[2].isdecimal() else 0
        owner = {"reading": "inspection", "issue_comment": "issue", "issue_task": "issue"}.get(kind, kind)
        try:
            number = split_number(owner, ref)
        except Usage:
            return 0
        return self._ids.get(owner, {}).get(_short(number), 0)

    def _write_checklists(self) -> None:
        for _, row in self._each("checklists"):
            self._lists[row["key"]] = self._change.unit.insert(_list, board_id=self._board_id, **row)
        for place, row in self._each("checklist_versions"):
            new = self._change.unit.insert(_version, **self._of_list("checklist_versions", place, row))
            self._ids["checklist_version"][f"{row['checklist']}@{row['number']}"] = new
        uses = []
        for place, row in self._each("checklist_uses"):
            plain = self._of_list("checklist_uses", place, row)
            plain["step_id"] = self._id("checklist_uses", place, "step", plain.pop("step"))
            uses.append(self._change.unit.insert(_use, **plain))
        draws = []
        for place, row in self._each("checklist_draws"):
            if row["use"] > len(uses):
                raise wrong("checklist_draws", place, "use", f"there is no use {row['use']} in the file")
            task = self._id("checklist_draws", place, "task", row["task"])
            draws.append({"use_id": uses[row["use"] - 1], "task_id": task, **_without(row, "use", "task")})
        self._insert(_draw, draws)

    def _write_numbered(self, kind: str) -> list[int]:
        """Store the things of a kind one by one, because later ones refer to earlier ones; return the signed ones."""
        known, table, part = KINDS[kind], table_of(table_class(kind)), _PARTS[kind]
        ids = self._ids.setdefault(kind, {})
        signed = []
        for place, row in self._each(part):
            number = self._number(part, place, kind, row["ref"])
            plain = _without(row, "ref", *known.links)
            for name, (column, target) in known.links.items():
                plain[column] = self._id(part, place, name, row[name], target)
            plain |= {name: self._names.numbered(row[name]) for name in known.names if row[name]}
            if known.owner is None:
                plain |= {"board_id": self._board_id, "number": number.number}
            else:
                plain["number"] = number.part
            seal = kind == "inspection" and plain["state"] == InspectionState.SIGNED
            new = self._change.unit.insert(
                table, **(plain | {"state": InspectionState.RUNNING.value} if seal else plain)
            )
            ids[_short(number)] = new
            if seal:
                signed.append(new)
        return signed

    def _each(self, part: str) -> enumerate[dict[str, Any]]:
        return enumerate(self._found[part], start=1)

    def _linked(self, part: str, place: int, row: Mapping[str, Any], *links: str) -> dict[str, Any]:
        ids = {f"{name}_id": self._id(part, place, name, row[name]) for name in links}
        return {**ids, **_without(row, *links)}

    def _of_list(self, part: str, place: int, row: Mapping[str, Any]) -> dict[str, Any]:
        if row["checklist"] not in self._lists:
            raise wrong(part, place, "checklist", f"there is no checklist {quoted(row['checklist'])} in the file")
        return {"checklist_id": self._lists[row["checklist"]], **_without(row, "checklist")}

    def _id(self, part: str, place: int, field: str, name: str | None, target: str | None = None) -> int | None:
        """Return the new id of what a link names. Raises Rejected for what the file does not hold."""
        if name is None:
            return None
        kind = target or field
        if kind == "task":
            head, _, number = name.rpartition("-")
            whole = head == self._board_key and number.isascii() and number.isdecimal() and len(number) <= 15
            found = self._tasks.get(int(number)) if whole else None
        elif kind in ("step", "checklist_version"):
            found = self._ids[kind].get(name)
        elif kind == "checklist":
            found = self._lists.get(name)
        elif kind == "person":
            found = next((row.id for row in self._change.people() if row.login.casefold() == name.casefold()), None)
        else:
            found = self._ids[kind].get(_short(self._number(part, place, kind, name)))
        if found is None:
            raise wrong(part, place, field, f"there is no {kind.replace('_', ' ')} {quoted(name)} in the file")
        return found

    def _number(self, part: str, place: int, kind: str, ref: str) -> Number:
        try:
            number = split_number(kind, ref)
        except Usage:
            number = None
        if number is None or number.board != self._board_key:
            raise wrong(part, place, "ref", f"{quoted(ref)} is not a reference of board {self._board_key}")
        return number

    def _insert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self._change.session.execute(insert(table), rows[start : start + _CHUNK])


def _short(number: Number) -> str:
    return f"{number.number}" if number.part is None else f"{number.number}.{number.part}"


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
