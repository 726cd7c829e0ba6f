"""Taskwarrior: the JSON of `task export`, as an array or one object a line (Taskwarrior JSON format)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from prodtui.domain.enums import Priority
from prodtui.domain.imports import (
    MAX_NAME,
    BadRow,
    ImportComment,
    ImportRow,
    ImportTask,
    LeftOut,
    Moment,
    order_of_dates,
)
from prodtui.domain.text import quoted, scrub
from prodtui.errors import Rejected
from prodtui.interchange.cells import BadValue, Texts, split_list
from prodtui.interchange.dates import DateReader, NotADate
from prodtui.interchange.json_text import TooDeep, check_depth, parse_objects
from prodtui.interchange.reading import Reading, ReadOptions, check_size, too_many_rows

_PRIORITIES = {"H": Priority.HIGH, "M": Priority.NORMAL, "L": Priority.LOW, "": Priority.NORMAL}
_STATUSES = frozenset({"pending", "waiting", "completed", "deleted", "recurring"})
#: Taken elsewhere, or derived by Taskwarrior itself.
# fmt: off
_OWN = frozenset((
    "id", "uuid", "description", "status", "entry", "modified", "start", "end", "due", "wait", "scheduled",
    "recur", "rtype", "mask", "imask", "parent", "last", "template",
    "priority", "project", "tags", "depends", "annotations", "urgency",
))
# fmt: on
_SHOWN = 120


def read_taskwarrior(data: bytes, options: ReadOptions) -> Reading[ImportRow]:
    """Return the tasks of an export; places are elements counted from 1.

    Deleted tasks and the templates of recurring ones are left out and said so. Raises Rejected when the file is no JSON
    or has too many elements.
    """
    check_size(data, options.max_bytes)
    elements = parse_objects(data)
    if not elements:
        raise Rejected("The file holds no task.", hint="Export again with `task export`; nothing was imported.")
    if len(elements) > options.max_rows:
        raise too_many_rows(options.max_rows)
    return Reading(_rows(elements, DateReader(UTC)), len(elements), "element")


def _rows(elements: list[Any], dates: DateReader) -> Iterator[ImportRow]:
    for line, element in enumerate(elements, start=1):
        yield _Element(line, element, dates).row()


class _Element:
    """One task of the export; the methods take a field and raise _Wrong with its name."""

    def __init__(self, line: int, element: Any, dates: DateReader) -> None:
        self._line_number = line
        self._element = element
        self._dates = dates
        self._texts = Texts()

    def row(self) -> ImportRow:
        """Return the task, why it is left out, or why it cannot be taken."""
        if not isinstance(self._element, dict):
            return BadRow(self._line_number, "", _shown(self._element), "it is not an object with the fields of a task")
        try:
            check_depth(self._element)
            status = self._text("status") or "pending"
            if status not in _STATUSES:
                raise _Wrong("status", f"it is not one of {', '.join(sorted(_STATUSES))}")
            if status == "deleted":
                return LeftOut(self._line_number, "it was deleted in Taskwarrior")
            if status == "recurring":
                return LeftOut(self._line_number, "it is the template of a recurring task; make the rule anew here")
            return self._task(status)
        except TooDeep as error:
            return BadRow(self._line_number, "", "", str(error))
        except _Wrong as error:
            return BadRow(self._line_number, error.field, _shown(self._element.get(error.field)), error.reason)

    def _task(self, status: str) -> ImportRow:
        title, overflow = self._texts.title(self._text("description"))
        if not title:
            raise _Wrong("description", "the title is empty")
        finished = self._moment("end")
        if finished is not None and status != "completed":
            raise _Wrong("end", f"it has an end, but its status is {status}")
        notes, spilled = self._texts.notes("\n".join(part for part in (overflow, *self._user_attributes()) if part))
        wait, due, scheduled = self._moment("wait"), self._moment("due"), self._moment("scheduled")
        task = ImportTask(
            line=self._line_number,
            title=title,
            key=self._line("uuid", 200) or None,
            notes=notes,
            done=status == "completed",
            priority=self._priority(),
            labels=self._labels(),
            due=due.at if due else None,
            wait_until=wait.at if wait else None,
            planned_start=scheduled.at if scheduled else None,
            created=self._moment("entry"),
            started=self._moment("start"),
            finished=finished,
            updated=self._moment("modified"),
            depends=self._depends(),
            comments=(*self._annotations(), *spilled),
            remarks=tuple(dict.fromkeys(self._texts.remarks)),
        )
        wrong = order_of_dates(task, UTC)
        if wrong:
            field = {"created": "entry", "started": "start", "finished": "end"}[wrong[0]]
            raise _Wrong(field, wrong[1])
        return task

    def _text(self, field: str) -> str:
        value = self._element.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise _Wrong(field, "it is not a text")
        return value

    def _line(self, field: str, limit: int) -> str:
        try:
            return self._texts.line(self._text(field), field, limit)
        except BadValue as error:
            raise _Wrong(field, f"it {error}") from None

    def _moment(self, field: str) -> Moment | None:
        text = self._text(field)
        return self._date(field, text) if text.strip() else None

    def _date(self, field: str, text: str) -> Moment:
        try:
            return self._dates.read(text)
        except NotADate as error:
            raise _Wrong(field, f"it {error}") from None

    def _priority(self) -> Priority:
        text = self._text("priority")
        if text not in _PRIORITIES:
            self._texts.remarks.append(
                f"the priority {quoted(text, limit=40)} is not known here; it was kept as a label"
            )
        return _PRIORITIES.get(text, Priority.NORMAL)

    def _strings(self, field: str) -> list[str]:
        """Return a list of texts; older versions write one text with commas."""
        value = self._element.get(field)
        if value is None:
            return []
        if isinstance(value, str):
            return split_list(value, ",")
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise _Wrong(field, "it is not a list of texts")
        return value

    def _labels(self) -> tuple[str, ...]:
        own = self._text("priority") if self._text("priority") not in _PRIORITIES else ""
        try:
            return self._texts.labels([*self._strings("tags"), self._text("project"), own])
        except BadValue as error:
            raise _Wrong("tags", f"a tag, the project or the priority {error}") from None

    def _depends(self) -> tuple[str, ...]:
        try:
            keys = [self._texts.key(key) for key in self._strings("depends")]
        except BadValue as error:
            raise _Wrong("depends", f"a key {error}") from None
        return tuple(dict.fromkeys(key for key in keys if key))

    def _annotations(self) -> list[ImportComment]:
        value = self._element.get("annotations") or []
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            raise _Wrong("annotations", "it is not a list of annotations")
        comments = []
        for each in value:
            text, entry = each.get("description", ""), each.get("entry", "")
            if not isinstance(text, str) or not isinstance(entry, str):
                raise _Wrong("annotations", "an annotation needs a text and a date")
            at = self._date("annotations", entry).at if entry else None
            comments += [ImportComment(part, at) for part in self._texts.long_text(text, "annotation")]
        return comments

    def _user_attributes(self) -> list[str]:
        """Return what the user added to Taskwarrior, and what has no field here (until), as lines for the notes."""
        lines = []
        for name, value in self._element.items():
            if name in _OWN or value in (None, "", [], {}):
                continue
            text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            lines.append(f"{self._texts.title(name)[0][:MAX_NAME]}: {text}")
        return lines


class _Wrong(Exception):
    """A field that cannot be taken, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def _shown(value: Any) -> str:
    """Return a value as it may be printed, cut to a line."""
    text = (
        value
        if isinstance(value, str)
        else type(value).__name__
        if isinstance(value, (dict, list))
        else repr(value)[:_SHOWN]
    )
    return scrub(text.replace("\n", " "), limit=_SHOWN)[0]
