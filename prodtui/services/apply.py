"""A wanted state, applied: boards, steps, people and tasks from one document, as one transaction with a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from prodtui.domain.codec import to_json
from prodtui.domain.dates import parse_when
from prodtui.domain.permissions import Permission
from prodtui.domain.plan_fields import SECTIONS, check_names
from prodtui.domain.rows import BoardRow
from prodtui.domain.step_fields import clean_step_field
from prodtui.domain.task_fields import clean_field
from prodtui.domain.text import nearest, quoted, sanitize, slug
from prodtui.errors import NotFound, ProdtuiError, Refused, Rejected, Usage
from prodtui.services import entities, rules
from prodtui.services.board import enter
from prodtui.services.boards import changed_settings, clean_board_name, clean_key, clean_timezone, make_board
from prodtui.services.change import Change, begin
from prodtui.services.links import connect
from prodtui.services.lookup import pick_step
from prodtui.services.people import clean_person_field, judge_managers, make_person
from prodtui.services.rights import set_rights
from prodtui.services.steps import change_step, make_step
from prodtui.services.taskbook import TaskBook
from prodtui.services.tasks import create, set_fields
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import boards
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task = table_of(Task)
_TASK_EXTRA = ("key", "board", "step", "after")
_DATES = ("due", "wait_until", "planned_start", "planned_finish", "pinned_start")
#: Days at whose end something must be done; the others begin with theirs.
_LAST_DAYS = frozenset({"due", "planned_finish"})
_SILENT = frozenset({"rank", "entered_at", "started_at", "finished_at", "due_committed"})


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One difference: sign + for new, ~ for changed; `fields` maps names to (before, after) as JSON."""

    sign: str
    kind: str
    ref: str
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What an apply did, or would do when `dry_run`; `txn` is None when nothing differs or nothing was stored."""

    lines: tuple[DiffLine, ...]
    counts: dict[str, int]
    dry_run: bool
    txn: str | None


def apply(
    ws: Workspace,
    document: Mapping[str, Any],
    *,
    override: str | None = None,
    dry_run: bool = False,
    request_id: str | None = None,
) -> Applied:
    """Bring the store to what `document` says; what it does not mention stays. A second time changes nothing.

    `document` has lists `people` (by login), `boards` (by key, with `steps` by key or name) and `tasks` (by `key`, kept
    as the external key, on `board` or the current one; `after` lists keys it waits for); domain.plan_fields has every
    field. All or nothing; the rules of the board hold, but for a lead or manager who gives the reason `override`.
    Raises Rejected with the place in `details` (part, element, field) for what does not fit, Refused for a rule.
    """
    sections = _sections(document)
    body = {"document": document, "dry_run": dry_run, "override": override}
    # Each part says what it needs, of its board.
    with begin(ws, "apply", need=None, request_id=None if dry_run else request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(Applied).value
        if sections["people"]:
            change.require(Permission.SET_UP)
        for place, entry in _entries(sections["people"], "people"):
            with _blaming(place):
                _person(change, entry)
        for place, entry in _entries(sections["boards"], "boards"):
            with _blaming(place):
                _board(change, entry)
        _tasks(change, sections["tasks"], override)
        lines = tuple(_diff(change.unit.events))
        counts = dict(Counter(f"{'new' if line.sign == '+' else 'changed'} {line.kind}" for line in lines))
        if dry_run:
            return Applied(lines, counts, True, None)
        answer = Applied(lines, counts, False, change.unit.txn if change.unit.changed else None)
        return change.done(answer).value


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the document something stands; elements count from 1."""

    part: str
    element: int
    name: str

    def __str__(self) -> str:
        return f"Entry {self.element} of {self.part}" + (f" ({sanitize(self.name)})" if self.name else "")


def _sections(document: Mapping[str, Any]) -> dict[str, list[Any]]:
    if not isinstance(document, Mapping):
        raise Rejected("The document must be a table with people, boards or tasks.", hint="See `prodtui apply --help`.")
    for name in document:
        if name not in SECTIONS:
            close = nearest(str(name), SECTIONS)
            hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(SECTIONS)}."
            raise Rejected(
                f"The document has an unknown section {quoted(str(name), limit=40)}.",
                hint=hint,
                details=_where(str(name)[:40]),
            )
    sections = {name: document.get(name, []) for name in SECTIONS}
    for name, entries in sections.items():
        if not isinstance(entries, list):
            hint = f"Write it like [[{name}]] in TOML."
            raise Rejected(f"The section {name!r} must be a list.", hint=hint, details=_where(name))
    return sections


def _where(part: str, element: int = 0, field: str = "") -> dict[str, Any]:
    return {"part": part, "element": element, "field": field}


def _entries(entries: Sequence[Any], part: str) -> Iterator[tuple[_Place, Mapping[str, Any]]]:
    """Yield the entries of a list with their places. Raises Rejected for what is no table or has an unknown field."""
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            raise Rejected(
                f"{_Place(part, number, '')} must be a table.",
                hint=f"Write it like [[{part}]] in TOML.",
                details=_where(part, number),
            )
        place = _Place(part, number, str(entry.get("key") or entry.get("login") or entry.get("name") or "")[:40])
        with _blaming(place):
            check_names(part, entry)
        yield place, entry


@contextmanager
def _blaming(place: _Place) -> Iterator[None]:
    """Say of which entry a complaint is: a rule's refusal as such, whatever else does not fit as Rejected."""
    try:
        yield
    except Refused as error:
        error.message = f"{place}: {error.message}"
        error.args = (error.message,)
        raise
    except (Rejected, NotFound, Usage) as error:
        field = str(error.details.get("field", ""))
        inner = "part" in error.details
        colon = f", {sanitize(field)}:" if field and not inner else ":"
        details = _where(place.part, place.element, field) | error.details
        raise Rejected(f"{place}{colon} {error.message}", hint=error.hint, details=details) from error


@contextmanager
def _field(name: str) -> Iterator[None]:
    """Say of which field a complaint is."""
    try:
        yield
    except ProdtuiError as error:
        error.details.setdefault("field", name)
        raise


def _cleaned(entry: Mapping[str, Any], clean: Callable[[str, Any], Any]) -> dict[str, Any]:
    """Return the fields of an entry as the store keeps them."""
    values = {}
    for name, value in entry.items():
        with _field(name):
            values[name] = clean(name, value)
    return values


def _need(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Rejected(f"{name} is missing.", hint=f'Give it like {name} = "…".', details={"field": name})
    return value


#: What null takes away from somebody.
_EMPTIED = frozenset({"wip_limit", "workweek"})


def _person(change: Change, entry: Mapping[str, Any]) -> None:
    login = _need(entry, "login")
    given = {name: value for name, value in entry.items() if value is not None or name in _EMPTIED}
    clean = _cleaned({name: value for name, value in given.items() if name != "login"}, clean_person_field)
    known = next((person for person in change.people() if person.login.casefold() == login.casefold()), None)
    if known is None:
        with _field("login"):
            make_person(change, login, {"name": login} | clean)
        return
    judge_managers(change, known, clean)
    entities.set_columns(change, "person", change.session.get(Person, known.id), known.login, clean, None)


def _board(change: Change, entry: Mapping[str, Any]) -> None:
    with _field("key"):
        key = clean_key(_need(entry, "key"))
    board, values = _board_of(change, key, entry), dict[str, Any]()
    cleaners: Mapping[str, Callable[[Any], Any]] = {
        "name": lambda value: clean_board_name(str(value)),
        "timezone": lambda value: clean_timezone(str(value)),
        "settings": lambda value: to_json(changed_settings(board.settings, value)),
    }
    for name, clean in cleaners.items():
        if name in entry:
            with _field(name):
                values[name] = clean(entry[name])
    entities.set_columns(change, "board", change.session.get(Board, board.id), key, values, board.id)
    if "rights" in entry:
        with _field("rights"):
            set_rights(change, key, entry["rights"])
    before: str | None = None
    if not isinstance(entry.get("steps", []), list):
        raise Rejected(
            "steps must be a list.", hint="Write them like [[boards.steps]] in TOML.", details={"field": "steps"}
        )
    for place, step in _entries(entry.get("steps", []), "steps"):
        with _blaming(place):
            before = _step(change, board, step, before)


def _board_of(change: Change, key: str, entry: Mapping[str, Any]) -> BoardRow:
    """Return the board of that key, made when there is none."""
    known = boards.board_by_key(change.session, key)
    if known is not None:
        change.require(Permission.SET_UP, known)
        return change.board_of(key)
    change.require(Permission.SET_UP)
    template, zone = (None if entry.get(name) is None else str(entry[name]) for name in ("template", "timezone"))
    with _field("template" if "template" in entry else "name"):
        return make_board(change, key, str(entry.get("name", key)), template=template, timezone=zone)


def _step(change: Change, board: BoardRow, entry: Mapping[str, Any], before: str | None) -> str:
    """Make or change one step; return its key."""
    fields = _cleaned({name: value for name, value in entry.items() if name != "key"}, clean_step_field)
    key = slug(str(entry.get("key") or _need(entry, "name")))
    known = next((step for step in change.all_steps(board).values() if step.key == key), None)
    if known is not None and known.archived_at is not None:
        raise Refused(
            f"The step {key} of {board.key} is archived.",
            hint=f"Bring it back with `prodtui step restore {key}`, or give the new one another key.",
        )
    if known is None:
        return make_step(change, board, {"name": key, "kind": "active"} | fields, after=before, key=key).key
    change_step(change, board, known, fields)
    return key


def _tasks(change: Change, entries: Sequence[Any], override: str | None) -> None:
    book = TaskBook(change)
    waiting: list[tuple[_Place, BoardRow, str, Sequence[str]]] = []
    for place, entry in _entries(entries, "tasks"):
        with _blaming(place):
            waiting.append((place, *_one_task(book, entry, override)))
    for place, board, key, before in waiting:
        for other in before:
            with _blaming(place), _field("after"):
                _link(book, board, other, key)


def _one_task(book: TaskBook, entry: Mapping[str, Any], override: str | None) -> tuple[BoardRow, str, Sequence[str]]:
    """Make or change one task; return its board, its key and the keys that it waits for."""
    change, key = book.change, _need(entry, "key")
    with _field("board"):
        board = change.board_of(str(entry["board"]).upper()) if "board" in entry else change.board()
    change.require(Permission.WORK, board)
    fields = {name: value for name, value in entry.items() if name not in _TASK_EXTRA}

    def clean(name: str, value: Any) -> Any:
        value = clean_field(name, _moment(book, board, name, value) if name in _DATES else value)
        value = book.natural(board, {name: value})[name]
        if name == "parent" and value is not None:
            book.find(value)
        return value

    with _field("key"):
        values = {"external_key": clean_field("external_key", key)}
    values |= _cleaned(fields, clean)
    step, after = str(entry.get("step") or ""), entry.get("after", [])
    if not isinstance(after, list):
        raise Rejected(
            "`after` must be a list of keys.", hint='Write it like after = ["casting"].', details={"field": "after"}
        )
    if step:
        with _field("step"):
            pick_step(change.steps(board), step)
    task = _by_key(book, board, key)
    if task is None:
        if "title" not in values:
            raise Rejected("title is missing.", hint='A new task needs title = "…".', details={"field": "title"})
        create(book, board, values, step=step or None, override=override)
        return board, key, after
    set_fields(book, board, task, values, command="task.edit", override=override)
    if step:
        _move(book, board, task, step, override)
    return board, key, after


def _moment(book: TaskBook, board: BoardRow, name: str, value: Any) -> Any:
    """Return a human date as a moment; TOML's own dates and datetimes come as such."""
    if value is None:
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    return parse_when(str(value), book.change.now, ZoneInfo(board.timezone), end_of_day=name in _LAST_DAYS)


def _move(book: TaskBook, board: BoardRow, task: Task, name: str, override: str | None) -> None:
    to_step = pick_step(book.change.steps(board), name)
    if to_step.id == task.step_id:
        return
    ref = f"{board.key}-{task.number}"
    judged = rules.verdict(book, board, task, to_step)
    reason = rules.settle(book.change, [judged], f"{ref} cannot go to {to_step.name}", override)
    enter(book, board, task, to_step, reason)


def _link(book: TaskBook, board: BoardRow, key: str, waiting: str) -> None:
    before, task = _by_key(book, board, key), _by_key(book, board, waiting)
    if before is None or task is None:
        raise Rejected(
            f"It waits for {str(key)[:40]!r}, which is no task of {board.key}.", hint="Name the key of a task."
        )
    connect(book, board, before, task)


def _by_key(book: TaskBook, board: BoardRow, key: str) -> Task | None:
    query = select(Task).where(_task.c.board_id == board.id, _task.c.external_key == str(key))
    return book.change.session.scalars(query).first()


def _diff(events: Sequence[Mapping[str, Any]]) -> Iterator[DiffLine]:
    for event in events:
        before, after = event["before"] or {}, event["after"] or {}
        names = [name for name in after if name not in _SILENT or not before]
        if names:
            fields = {name: (before.get(name), after[name]) for name in names}
            yield DiffLine("~" if event["before"] is not None else "+", event["kind"], event["ref"], fields)
