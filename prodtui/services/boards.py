"""Boards: made from a template or empty, named, set up, archived and restored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from prodtui.domain.calendar import check_country, check_workweek
from prodtui.domain.codec import from_dict, to_dict
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, BoardSettings, StepRow
from prodtui.domain.text import clean_line, nearest
from prodtui.domain.weeks import check_spans
from prodtui.errors import Rejected, Usage
from prodtui.services import entities
from prodtui.services.change import Change, begin
from prodtui.services.steps import connect_steps, make_step
from prodtui.services.templates import BoardTemplate, load_template
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as queries
from prodtui.storage.tables.boards import Board
from prodtui.storage.unit_of_work import read

MOST_EXCEPTIONS = 2_000
"""Five years of days; more is a slip."""
_KEY = re.compile(r"[A-Z][A-Z0-9]{0,9}\Z")


def create_board(
    ws: Workspace,
    key: str,
    name: str,
    *,
    template: str | None = None,
    timezone: str | None = None,
    request_id: str | None = None,
) -> Done[BoardRow]:
    """Make a board, with the steps of a template when one is named.

    Raises Rejected for a key that is taken or is not a capital letter followed by up to nine letters or digits.
    """
    body = {"key": key, "name": name, "template": template, "timezone": timezone}
    with begin(ws, "board.add", need=Permission.SET_UP, of_store=True, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(BoardRow)
        return change.done(make_board(change, key, name, template=template, timezone=timezone))


def make_board(
    change: Change,
    key: str,
    name: str,
    *,
    template: str | None = None,
    timezone: str | None = None,
    settings: BoardSettings | None = None,
) -> BoardRow:
    """Store a board inside a change and return it; see `create_board`. A template has settings of its own."""
    key = clean_key(key)
    if queries.board_by_key(change.session, key) is not None:
        raise Rejected(f"There is a board {key} already.", hint="Choose another key.")
    board = Board(
        key=key,
        name=clean_board_name(name),
        timezone=clean_timezone(timezone or local_timezone()),
        template=template,
        settings=to_dict(settings or BoardSettings()),
    )
    if template is None:
        entities.insert(change, "board", board, key)
        return queries.board_row(board)
    plan = load_template(template)
    board.settings = to_dict(plan.settings)
    entities.insert(change, "board", board, key)
    lay_out(change, queries.board_row(board), plan)
    return queries.board_row(board)


def lay_out(change: Change, board: BoardRow, plan: BoardTemplate) -> None:
    """Give a new board the steps, transitions and checklists of a template."""
    names = ("name", "kind", "wip_limit", "role", "criteria", "standard_hours")
    made: dict[str, StepRow] = {}
    for step in plan.steps:
        values = {name: getattr(step, name) for name in names}
        after = next(reversed(made.values())).key if made else None
        made[step.key] = make_step(change, board, values, after=after, key=step.key)
    for way in plan.transitions:
        connect_steps(change, board, made[way.from_step], made[way.to_step], way.kind)
    from prodtui.services import checklists  # its tables are for this alone (start-up budget)

    for each in plan.checklists:
        row = checklists.freeze(change, board, checklists.make(change, board, each.name, each.content))
        if each.gate:
            checklists.attach(change, board, row, checklists.use_values(step=each.step))


def list_boards(ws: Workspace, *, archived: bool = False) -> tuple[BoardRow, ...]:
    """Return the boards by key."""
    with read(ws.store) as session:
        return queries.boards(session, archived=archived)


def show_board(ws: Workspace, key: str | None = None) -> BoardRow:
    """Return a board, the current one when no key is given."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        return change.board_of(key.upper()) if key else change.board()


def edit_board(
    ws: Workspace,
    key: str | None = None,
    *,
    name: str | None = None,
    timezone: str | None = None,
    settings: Mapping[str, Any] | None = None,
    request_id: str | None = None,
) -> Done[BoardRow]:
    """Change name, time zone or settings of a board; `settings` holds only what changes. Raises Usage, Rejected."""
    body = {"key": key, "name": name, "timezone": timezone, "settings": settings}
    with begin(ws, "board.edit", need=Permission.SET_UP, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(BoardRow)
        row = change.board_of(key.upper()) if key else change.board()
        values: dict[str, Any] = {}
        if name is not None:
            values["name"] = clean_board_name(name)
        if timezone is not None:
            values["timezone"] = clean_timezone(timezone)
        if settings:
            values["settings"] = to_dict(changed_settings(row.settings, settings))
        board = change.session.get(Board, row.id)
        entities.set_columns(change, "board", board, row.key, values, row.id)
        return change.done(change.board_of(row.key))


def archive_board(ws: Workspace, key: str, *, request_id: str | None = None) -> Done[BoardRow]:
    """Take a board out of the lists; it can be read, and nothing of it is lost."""
    return _put(ws, "board.archive", key, request_id, archived=True)


def restore_board(ws: Workspace, key: str, *, request_id: str | None = None) -> Done[BoardRow]:
    """Bring an archived board back as it was. Raises NotFound."""
    return _put(ws, "board.restore", key, request_id, archived=False)


def _put(ws: Workspace, command: str, key: str, request_id: str | None, *, archived: bool) -> Done[BoardRow]:
    with begin(ws, command, need=Permission.SET_UP, request_id=request_id, body={"key": key}) as change:
        if change.first_answer:
            return change.repeat(BoardRow)
        row = change.any_board(key.upper())
        board = change.session.get(Board, row.id)
        at = (row.archived_at or change.now) if archived else None
        entities.set_columns(change, "board", board, row.key, {"archived_at": at}, row.id)
        return change.done(change.any_board(row.key))


def changed_settings(old: BoardSettings, changes: Mapping[str, Any]) -> BoardSettings:
    """Return settings with some values changed. Raises Usage for an unknown name, Rejected for a wrong value."""
    known = list(BoardSettings.__dataclass_fields__)
    if not isinstance(changes, Mapping):
        raise Rejected(
            "The board's settings must be a table of names and values.", hint="See `prodtui board show --json`."
        )
    for name in changes:
        if name not in known:
            close = nearest(name, known)
            raise Usage(
                f"A board has no setting {name[:40]!r}.",
                hint=f"Did you mean {close!r}?" if close else f"There are: {', '.join(known)}.",
            )
    try:
        new = _checked(from_dict(BoardSettings, to_dict(old) | dict(changes)), old)
    except (TypeError, ValueError, AttributeError) as error:
        raise Rejected(f"The board's settings do not fit: {error}.", hint="See `prodtui board show --json`.") from error
    return replace(old, **{name: getattr(new, name) for name in changes})


def _checked(new: BoardSettings, old: BoardSettings) -> BoardSettings:
    """Return settings with their words cleaned. Raises ValueError or Rejected for a value that does not fit."""
    person = new.person_wip_limit if new.person_wip_limit is not None else 1
    limits = (
        new.expedite_limit, new.done_days, person, new.recurrence_days, new.frozen_hours, new.standup_minutes,
    )  # fmt: skip
    if any(not isinstance(limit, int) or isinstance(limit, bool) or limit < 0 or limit > 10_000 for limit in limits):
        raise ValueError("a limit must be a whole number from 0 to 10000")
    check_workweek(new)
    if any(not isinstance(word, str) for word in new.roles + new.issue_categories):
        raise ValueError("roles and issue categories are lists of words")
    roles = tuple(clean_line(word, limit=60, what="role") for word in new.roles)
    categories = tuple(clean_line(word, limit=60, what="category") for word in new.issue_categories)
    return replace(_checked_days(new, old), roles=roles, issue_categories=categories)


def _checked_days(new: BoardSettings, old: BoardSettings) -> BoardSettings:
    """Return settings with a known country, and with exceptions in order. Raises ValueError or Rejected."""
    days = [each.day for each in new.exceptions]
    if len(set(days)) < len(days):
        raise ValueError("a day has two exceptions")
    if len(days) > MOST_EXCEPTIONS:
        raise ValueError(f"there are {len(days)} exceptions and room for {MOST_EXCEPTIONS}")
    for each in new.exceptions:
        check_spans(str(each.day), each.spans)
    named = (
        replace(each, name=clean_line(each.name, limit=60, what="name") if each.name else "") for each in new.exceptions
    )
    new = replace(new, exceptions=tuple(sorted(named, key=lambda each: each.day)))
    if new.country is None:
        return replace(new, subdivision=None)
    if (new.country, new.subdivision) == (old.country, old.subdivision):
        return new
    country, subdivision = check_country(new.country, new.subdivision)
    return replace(new, country=country, subdivision=subdivision)


def clean_board_name(name: str) -> str:
    """Return the name of a board as the store keeps it. Raises Rejected."""
    return clean_line(name, limit=60, what="name")


def clean_key(key: str) -> str:
    """Return a board key in capitals. Raises Rejected for anything that is no key."""
    upper = clean_line(key, limit=40, what="key").upper()
    if not _KEY.match(upper):
        raise Rejected(
            f"The board key {upper!r} must be a letter followed by up to nine letters or digits.",
            hint="Write it like OPS.",
        )
    return upper


def clean_timezone(name: str) -> str:
    """Return a time zone's name. Raises Rejected with the nearest one."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        close = nearest(name, sorted(available_timezones()))
        hint = f"Did you mean {close}?" if close else "Write it like Europe/Berlin."
        raise Rejected(f"{name[:60]!r} is not a time zone.", hint=hint) from None
    return name


def local_timezone() -> str:
    """Return the time zone of this machine by its name, UTC where it has none."""
    import os
    from pathlib import Path

    named = os.environ.get("TZ", "").lstrip(":")
    link = Path("/etc/localtime")
    if not named and link.is_symlink():
        named = str(link.resolve()).partition("zoneinfo/")[2]
    try:
        return ZoneInfo(named).key if named else "UTC"
    except (KeyError, ValueError, OSError):
        return "UTC"
