"""A wanted state, applied: boards, steps, people and tasks from one document, as one transaction with a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from prodtui.domain.codec import to_json
from prodtui.domain.dates import parse_when
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow
from prodtui.domain.task_fields import clean_fields
from prodtui.domain.text import nearest, slug
from prodtui.errors import NotFound, ProdtuiError, Refused, Rejected
from prodtui.services import entities, rules
from prodtui.services.board import enter
from prodtui.services.boards import changed_settings, clean_board_name, clean_key, clean_timezone, make_board
from prodtui.services.change import Change, begin, require
from prodtui.services.links import connect
from prodtui.services.lookup import pick_step
from prodtui.services.people import clean_person_field, keep_a_manager, make_person
from prodtui.services.steps import change_step, make_step
from prodtui.services.taskbook import TaskBook
from prodtui.services.tasks import create, set_fields
from prodtui.services.workspace import Workspace
from prodtui.storage.tables.boards import Board
from prodtui.storage.tables.people import Person
from prodtui.storage.tables.tasks import Task
from prodtui.storage.tables.types import table_of

_task = table_of(Task)
_SECTIONS = ("people", "boards", "tasks")
_BOARD_FIELDS = ("key", "name", "timezone", "template", "settings", "steps")
_TASK_EXTRA = ("key", "board", "step", "after")
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
    ws: Workspace, document: Mapping[str, Any], *, dry_run: bool = False, request_id: str | None = None
) -> Applied:
    """Bring the store to what `document` says; what it does not mention stays. A second time changes nothing.

    `document` has lists `people` (by login), `boards` (by key, with `steps` by key or name) and `tasks` (by `key`, kept
    as the external key, on `board` or the current one; `after` lists keys it waits for). All or nothing; the rules of
    the board hold. Raises Rejected naming the entry that does not fit, Refused for a rule.
    """
    sections = _sections(document)
    body = {"document": document, "dry_run": dry_run}
    with begin(ws, "apply", request_id=None if dry_run else request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(Applied).value
        if sections["people"] or sections["boards"]:
            require(change.actor, Permission.SET_UP)
        for what, entry in _entries(sections["people"], "people"):
            with _blaming(what):
                _person(change, entry)
        for what, entry in _entries(sections["boards"], "boards"):
            with _blaming(what):
                _board(change, entry)
        _tasks(change, sections["tasks"])
        lines = tuple(_diff(change.unit.events))
        counts = dict(Counter(f"{'new' if line.sign == '+' else 'changed'} {line.kind}" for line in lines))
        if dry_run:
            return Applied(lines, counts, True, None)
        answer = Applied(lines, counts, False, change.unit.txn if change.unit.changed else None)
        return change.done(answer).value


def _sections(document: Mapping[str, Any]) -> dict[str, list[Any]]:
    if not isinstance(document, Mapping):
        raise Rejected("The document must be a table with people, boards or tasks.", hint="See `prodtui apply --help`.")
    for name in document:
        if name not in _SECTIONS:
            close = nearest(str(name), _SECTIONS)
            hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(_SECTIONS)}."
            raise Rejected(f"The document has an unknown section {str(name)[:40]!r}.", hint=hint)
    sections = {name: document.get(name, []) for name in _SECTIONS}
    for name, entries in sections.items():
        if not isinstance(entries, list):
            raise Rejected(f"The section {name!r} must be a list.", hint=f"Write it like [[{name}]] in TOML.")
    return sections


def _entries(entries: Sequence[Any], section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, entry in enumerate(entries, start=1):
        what = f"Entry {number} of {section}"
        if not isinstance(entry, Mapping):
            raise Rejected(f"{what} must be a table.", hint=f"Write it like [[{section}]] in TOML.")
        name = entry.get("key") or entry.get("login") or entry.get("name")
        yield f"{what} ({str(name)[:40]})" if name else what, entry


@contextmanager
def _blaming(what: str) -> Iterator[None]:
    """Say of which entry a complaint is."""
    try:
        yield
    except ProdtuiError as error:
        error.message = f"{what}: {error.message}"
        error.args = (error.message,)
        raise


def _need(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Rejected(f"{name} is missing.", hint=f'Give it like {name} = "…".')
    return value


def _person(change: Change, entry: Mapping[str, Any]) -> None:
    login = _need(entry, "login")
    fields = {name: value for name, value in entry.items() if name != "login"}
    known = next((person for person in change.people() if person.login.casefold() == login.casefold()), None)
    if known is None:
        make_person(change, login, {"name": login} | fields)
        return
    clean = {name: clean_person_field(name, value) for name, value in fields.items()}
    keep_a_manager(change.people(), known, clean)
    entities.set_columns(change, "person", change.session.get(Person, known.id), known.login, clean, None)


def _board(change: Change, entry: Mapping[str, Any]) -> None:
    for name in entry:
        if name not in _BOARD_FIELDS:
            raise Rejected(f"A board has no field {str(name)[:40]!r}.", hint=f"There are: {', '.join(_BOARD_FIELDS)}.")
    key = clean_key(_need(entry, "key"))
    try:
        board = change.board_of(key)
    except NotFound:
        words = {name: str(entry[name]) for name in ("template", "timezone") if entry.get(name) is not None}
        board = make_board(change, key, str(entry.get("name", key)), **words)
    values: dict[str, Any] = {}
    if "name" in entry:
        values["name"] = clean_board_name(str(entry["name"]))
    if "timezone" in entry:
        values["timezone"] = clean_timezone(str(entry["timezone"]))
    if "settings" in entry:
        values["settings"] = to_json(changed_settings(board.settings, entry["settings"]))
    entities.set_columns(change, "board", change.session.get(Board, board.id), key, values, board.id)
    before: str | None = None
    if not isinstance(entry.get("steps", []), list):
        raise Rejected("steps must be a list.", hint="Write them like [[boards.steps]] in TOML.")
    for what, step in _entries(entry.get("steps", []), "steps"):
        with _blaming(what):
            before = _step(change, board, step, before)


def _step(change: Change, board: BoardRow, entry: Mapping[str, Any], before: str | None) -> str:
    """Make or change one step; return its key."""
    fields = {name: value for name, value in entry.items() if name != "key"}
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


def _tasks(change: Change, entries: Sequence[Any]) -> None:
    book = TaskBook(change)
    waiting: list[tuple[str, BoardRow, str, Sequence[str]]] = []
    for what, entry in _entries(entries, "tasks"):
        with _blaming(what):
            waiting.append((what, *_one_task(book, entry)))
    for what, board, key, before in waiting:
        for other in before:
            with _blaming(what):
                _link(book, board, other, key)


def _one_task(book: TaskBook, entry: Mapping[str, Any]) -> tuple[BoardRow, str, Sequence[str]]:
    """Make or change one task; return its board, its key and the keys that it waits for."""
    change, key = book.change, _need(entry, "key")
    board = change.board_of(str(entry["board"]).upper()) if "board" in entry else change.board()
    fields = {name: value for name, value in entry.items() if name not in _TASK_EXTRA} | {"external_key": key}
    values = clean_fields({name: _moment(book, board, name, value) for name, value in fields.items()})
    step, after = entry.get("step"), entry.get("after", [])
    if not isinstance(after, list):
        raise Rejected("`after` must be a list of keys.", hint='Write it like after = ["casting"].')
    task = _by_key(book, board, key)
    if task is None:
        if "title" not in values:
            raise Rejected("title is missing.", hint='A new task needs title = "…".')
        create(book, board, values, step=str(step) if step else None)
        return board, key, after
    set_fields(book, board, task, values, command="task.edit")
    if step:
        _move(book, board, task, str(step))
    return board, key, after


def _moment(book: TaskBook, board: BoardRow, name: str, value: Any) -> Any:
    """Return human dates as moments; TOML's own dates and datetimes come as such."""
    if name not in ("due", "wait_until", "planned_start", "planned_finish") or value is None:
        return value
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    return parse_when(str(value), book.change.now, ZoneInfo(board.timezone))


def _move(book: TaskBook, board: BoardRow, task: Task, name: str) -> None:
    to_step = pick_step(book.change.steps(board), name)
    if to_step.id == task.step_id:
        return
    ref = f"{board.key}-{task.number}"
    judged = rules.verdict(book, board, task, to_step)
    rules.settle([judged], f"{ref} cannot go to {to_step.name}", book.change.actor, None)
    enter(book, board, task, to_step, None)


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
