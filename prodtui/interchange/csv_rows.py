"""One record of a table to one task or other thing: each field of the file is read by the way that fits it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from prodtui.domain.dates import parse_duration
from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.imports import MAX_NAME, BadRow, ImportComment, ImportRow, ImportTask, Moment, order_of_dates
from prodtui.domain.text import quoted, scrub
from prodtui.errors import Rejected
from prodtui.interchange.cells import BadValue, Texts, checked_number, flag, number, priority, split_list
from prodtui.interchange.csv_header import Columns
from prodtui.interchange.dates import DateReader, NotADate
from prodtui.interchange.reading import ReadOptions

Record = tuple[int, list[str]]
"""The line on which a record begins, and its cells."""

_GUARD = re.compile(r"'+[=+\-@\t\r]")
_TRELLO_COLOUR = re.compile(r" \((?:green|yellow|orange|red|purple|blue|sky|lime|pink|black)(?:_dark|_light)?\)$")
_JIRA_COMMENT = re.compile(r"([^;\n]{6,30});([^;\n]*);(.+)", re.DOTALL)
_HOURS = {"original estimate": 1 / 3600, "time estimate": 1 / 3600, "estimate minutes": 1 / 60}
"""Hours in one unit, for the headers whose numbers are no hours: Jira and GitLab write seconds."""
_SHOWN = 120

R = TypeVar("R")
One = Callable[[Texts, str, int], Any]
Many = Callable[[Texts, str, int], Sequence[Any]]


class RowReader(ABC, Generic[R]):
    """Turns the records of one file into things; knows where each field stands and how its dates are written."""

    def __init__(self, columns: Columns, dates: Mapping[int, DateReader], options: ReadOptions) -> None:
        self._columns = columns
        self._dates = dates
        self._options = options
        one, many = self._ways(), self._ways_of_many()
        self._single = [(name, columns.places[name], way) for name, way in one.items() if name in columns.places]
        self._multiple = [(name, columns.places[name], way) for name, way in many.items() if name in columns.places]

    @abstractmethod
    def _ways(self) -> Mapping[str, One]:
        """Return how each field of one value is read."""

    def _ways_of_many(self) -> Mapping[str, Many]:
        """Return how each field of several values is read, from one cell or from columns of the same name."""
        return {}

    @abstractmethod
    def _made(self, line: int, values: dict[str, Any], texts: Texts) -> R | BadRow:
        """Return the thing of a record from its values by field, or the reason against it."""

    def row(self, record: Record | BadRow) -> R | BadRow | None:
        """Return the thing of a record, the reason against it, or None for a blank line."""
        if isinstance(record, BadRow):
            return record
        line, cells = record
        if not any(cell.strip() for cell in cells):
            return None
        width = self._columns.width
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            # A missing or added delimiter shifts every cell behind it into another field.
            return BadRow(line, "", "", f"it has {len(cells)} cells, the header has {width}")
        texts, values, index = Texts(), dict[str, Any](), 0
        try:
            for name, places, read in self._single:
                for index in places:
                    cell = cells[index]
                    if cell and not cell.isspace():
                        values[name] = read(texts, _unguarded(cell), index)
                        break
            for name, places, read_many in self._multiple:
                found: list[Any] = []
                for index in places:
                    if cells[index] and not cells[index].isspace():
                        found += read_many(texts, _unguarded(cells[index]), index)
                values[name] = tuple(dict.fromkeys(found))
            return self._made(line, values, texts)
        except (BadValue, NotADate) as error:
            return BadRow(line, self._columns.shown(index), scrub(cells[index], limit=_SHOWN)[0], f"it {error}")

    def _header(self, name: str) -> str:
        return self._columns.shown(self._columns.places[name][0])

    def _moment(self, texts: Texts, cell: str, index: int) -> Moment:
        return self._dates[index].read(cell)


class TaskRows(RowReader[ImportRow]):
    """Turns the records of one file into tasks."""

    def __init__(self, columns: Columns, dates: Mapping[int, DateReader], options: ReadOptions) -> None:
        super().__init__(columns, dates, options)
        self._is_trello = any(columns.words_of(index) == "card name" for index in range(len(columns.header)))

    def _made(self, line: int, values: dict[str, Any], texts: Texts) -> ImportRow:
        title, overflow = values.pop("title", ("", ""))
        if not title:
            return BadRow(line, self._header("title"), "", "the title is empty")
        rank, labels = values.pop("priority", Priority.NORMAL), set(values.pop("labels", ()))
        if not isinstance(rank, Priority):
            labels.update(texts.labels([rank]))
            texts.remarks.append(f"the priority {quoted(rank, limit=40)} is not known here; it was kept as a label")
            rank = Priority.NORMAL
        notes = "\n\n".join(part for part in (overflow, values.pop("notes", "")) if part)
        if notes:
            values["notes"], spilled = texts.notes(notes)
            values["comments"] = (*values.get("comments", ()), *spilled)
        finished = values.get("finished")
        if isinstance(finished, bool):
            values["finished"], values["done"] = None, finished
        archived = values.get("archived")
        if isinstance(archived, bool):
            values["archived"] = (values.get("updated") or Moment(self._options.now)) if archived else None
        task = ImportTask(line=line, title=title, priority=rank, labels=tuple(sorted(labels)), **values)
        wrong = order_of_dates(task, self._options.zone)
        if wrong:
            moment: Moment = getattr(task, wrong[0])
            shown = moment.at.astimezone(self._options.zone)
            return BadRow(
                line, self._header(wrong[0]), f"{shown:%Y-%m-%d}" if moment.day_only else shown.isoformat(), wrong[1]
            )
        return replace(task, remarks=tuple(dict.fromkeys(texts.remarks))) if texts.remarks else task

    def _ways(self) -> dict[str, One]:
        return {
            "title": lambda texts, cell, _: texts.title(cell),
            "notes": lambda texts, cell, _: cell,
            "key": lambda texts, cell, _: texts.key(cell),
            "ref": lambda texts, cell, _: texts.key(cell),
            "parent": lambda texts, cell, _: texts.key(cell),
            "step": lambda texts, cell, _: texts.line(cell, "step", MAX_NAME) or None,
            "product": lambda texts, cell, _: texts.line(cell, "product", 100) or None,
            "unit": lambda texts, cell, _: texts.line(cell, "unit", 20) or None,
            "blocked_reason": lambda texts, cell, _: texts.line(cell, "reason", 200) or None,
            "priority": lambda texts, cell, _: priority(cell) or cell,
            "service_class": _service_class,
            "quantity": lambda texts, cell, _: number(cell),
            "estimate_hours": self._estimate,
            "created": self._moment,
            "started": self._moment,
            "updated": self._moment,
            "finished": self._moment_or_flag,
            "archived": self._moment_or_flag,
            "due": self._end_of_day,
            "planned_finish": self._end_of_day,
            "wait_until": self._start_of_day,
            "planned_start": self._start_of_day,
            "pinned_start": self._start_of_day,
        }

    def _ways_of_many(self) -> dict[str, Many]:
        return {
            "labels": self._labels,
            "assignees": self._people,
            "depends": lambda texts, cell, _: [key for part in split_list(cell, ",;|\n") if (key := texts.key(part))],
            "comments": self._comments,
        }

    def _moment_or_flag(self, texts: Texts, cell: str, index: int) -> Moment | bool:
        answer = flag(cell)
        return self._dates[index].read(cell) if answer is None else answer

    def _start_of_day(self, texts: Texts, cell: str, index: int) -> datetime:
        return self._dates[index].read(cell).at

    def _end_of_day(self, texts: Texts, cell: str, index: int) -> datetime:
        return self._dates[index].end_of_day(cell)

    def _estimate(self, texts: Texts, cell: str, index: int) -> float:
        return checked_number(_hours(cell) * _HOURS.get(self._columns.words_of(index), 1.0))

    def _labels(self, texts: Texts, cell: str, index: int) -> Sequence[str]:
        parts = split_list(cell, ",;|\n")
        if self._is_trello:
            parts = [_TRELLO_COLOUR.sub("", part.strip()) for part in parts]
        return texts.labels(parts)

    def _people(self, texts: Texts, cell: str, index: int) -> Sequence[str]:
        # "Smith, Ann" in a column for one person is one name.
        return texts.people(split_list(cell, ",;|\n" if self._columns.splits_names(index) else ";|\n"))

    def _comments(self, texts: Texts, cell: str, index: int) -> Sequence[ImportComment]:
        """Read a comment, with date and author where Jira puts them; a bare number counts comments kept elsewhere."""
        if cell.strip().isdecimal():
            return ()
        match = _JIRA_COMMENT.fullmatch(cell.strip())
        if match:
            try:
                at = DateReader(self._options.zone).read(match[1]).at
            except NotADate:
                match = None
        if not match:
            return [ImportComment(part) for part in texts.long_text(cell, "comment")]
        author = texts.line(match[2], "author", MAX_NAME) or None
        return [ImportComment(part, at, author) for part in texts.long_text(match[3], "comment")]


def _hours(cell: str) -> float:
    """Read hours as a number, or as 1h30, 90m, 2d (a day of eight hours)."""
    if not any(char.isalpha() for char in cell) or len(cell) > 20:
        return number(cell)
    try:
        return parse_duration(cell.strip()) / 60
    except Rejected:
        raise BadValue("is not a number of hours; write it like 2.5 or 1h30") from None


def _service_class(texts: Texts, cell: str, index: int) -> ServiceClass:
    try:
        return ServiceClass(cell.strip().lower().replace(" ", "-").replace("_", "-"))
    except ValueError:
        raise BadValue(f"is not one of {', '.join(ServiceClass)}") from None


def _unguarded(cell: str) -> str:
    """Take off the quote that our own export puts before what a spreadsheet would run as a formula."""
    return cell[1:] if cell[0] == "'" and _GUARD.match(cell) else cell
