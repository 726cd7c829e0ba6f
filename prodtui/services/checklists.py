"""Checklists: written as a draft, published as versions that never change, attached to steps and products."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select

from prodtui.domain.checklist_fields import check_complete, clean_frequency, clean_name, content_of
from prodtui.domain.codec import from_dict, to_dict, to_json
from prodtui.domain.enums import Frequency
from prodtui.domain.permissions import Permission
from prodtui.domain.quality_text import use_text
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_quality import ChecklistDetail, ChecklistRow, ContentRow, ItemRow, SignRow, UseRow
from prodtui.domain.text import clean_line, nearest, quoted, slug
from prodtui.errors import Changed, NotFound, Refused, Usage
from prodtui.services import draws, entities
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person, pick_step
from prodtui.services.signing import nobody_signs
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import checks as queries
from prodtui.storage.queries import events as event_queries
from prodtui.storage.queries.named import product_key
from prodtui.storage.tables.quality import Checklist, ChecklistUse, ChecklistVersion
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import read

Items = Iterable[Mapping[str, Any] | ItemRow]
Sign = Mapping[str, Any] | SignRow

_list, _use, _version = table_of(Checklist), table_of(ChecklistUse), table_of(ChecklistVersion)


def list_checklists(ws: Workspace, *, archived: bool = False) -> tuple[ChecklistRow, ...]:
    """Return the checklists of the current board by name; `archived` adds those that are put away."""
    with read(ws.store) as session:
        found = queries.checklists(session, Change.looking(ws, session).board())
    return tuple(row for row in found if archived or row.archived_at is None)


def show_checklist(ws: Workspace, key: str) -> ChecklistDetail:
    """Return a checklist by key, name, or the beginning of either, with its draft and versions. Raises NotFound."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        row = pick(change, change.board(), key)
        return detail(change, row)


def add_checklist(
    ws: Workspace, name: str, *, items: Items = (), sign: Sign | None = None, key: str | None = None,
    request_id: str | None = None,
) -> Done[ChecklistRow]:  # fmt: skip
    """Write a new checklist as a draft; its key is made from the name unless one is given.

    `items` are mappings with the fields of ItemRow, or rows. Raises Rejected for a value that does not fit.
    """
    name, content = clean_name(name), content_of(None, items, sign)
    body = {"name": name, "content": content, "key": key}
    with begin(ws, "check.add", need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ChecklistRow)
        made = make(change, change.board(), name, content, key=key)
        return change.done(made, nobody_signs(change, content.sign))


def make(change: Change, board: BoardRow, name: str, content: ContentRow, *, key: str | None = None) -> ChecklistRow:
    """Store a new checklist with clean values as a draft inside a change and return it."""
    draft = to_json(_with_logins(change, content))
    row = Checklist(board_id=board.id, key=_free_key(change, board, key, name), name=name, draft=draft)
    entities.insert(change, "checklist", row, row.key, board.id)
    return pick(change, board, row.key)


def edit_checklist(
    ws: Workspace, key: str, *, name: str | None = None, items: Items | None = None, sign: Sign | None = None,
    version: int | None = None, request_id: str | None = None,
) -> Done[ChecklistRow]:  # fmt: skip
    """Change a checklist's name or its draft, which begins as the newest version; what runs keeps its own version.

    Raises Changed when `version` is given and somebody changed the checklist since, Rejected for a value that does not
    fit.
    """
    name = None if name is None else clean_name(name)
    given = content_of(None, items, sign)
    body = {"key": key, "name": name, "items": items and given.items, "sign": sign and given.sign, "version": version}
    with begin(ws, "check.edit", need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ChecklistRow)
        board = change.board()
        row = pick(change, board, key)
        _check_version(change, row, version)
        now = content_now(change, row)
        new = replace(
            now, items=now.items if items is None else given.items, sign=now.sign if sign is None else given.sign
        )
        return change.done(alter(change, board, row, name or row.name, new), nobody_signs(change, new.sign))


def alter(change: Change, board: BoardRow, row: ChecklistRow, name: str, content: ContentRow) -> ChecklistRow:
    """Set name and draft of a checklist inside a change and return it; a content that is the same makes no draft."""
    content = _with_logins(change, content)
    values: dict[str, Any] = {"name": name}
    if content != content_now(change, row):
        values["draft"] = to_json(content)
    entity = change.session.get_one(Checklist, row.id)
    entities.set_columns(change, "checklist", entity, row.key, values, board.id)
    return pick(change, board, row.key)


def publish_checklist(ws: Workspace, key: str, *, request_id: str | None = None) -> Done[ChecklistRow]:
    """Freeze the draft as the next version: new inspections use it, running ones keep theirs.

    Raises Refused when there is no draft, Rejected for a draft without items.
    """
    with begin(
        ws, "check.publish", need=Permission.CHECKLISTS, request_id=request_id, body={"key": key}
    ) as change:  # fmt: skip
        if change.first_answer:
            return change.repeat(ChecklistRow)
        board = change.board()
        row = pick(change, board, key)
        if not row.has_draft:
            raise Refused(
                f"{row.name} has nothing to publish: version {row.published} holds all of it.",
                hint=f"Change it first with `prodtui check template edit {row.key}`.",
            )
        return change.done(freeze(change, board, row))


def freeze(change: Change, board: BoardRow, row: ChecklistRow) -> ChecklistRow:
    """Publish the draft of a checklist inside a change and return it. Raises Rejected for a draft without items."""
    entity = change.session.get_one(Checklist, row.id)
    check_complete(from_dict(ContentRow, entity.draft or {}))
    number = (row.published or 0) + 1
    change.unit.insert(
        _version, checklist_id=row.id, number=number, name=row.name, content=entity.draft,
        published_at=change.now, published_by=change.actor.login,
    )  # fmt: skip
    values = {"published": number, "draft": None, "archived_at": None}
    entities.set_columns(change, "checklist", entity, row.key, values, board.id)
    return pick(change, board, row.key)


def attach_checklist(
    ws: Workspace, key: str, *, step: str | None = None, product: str | None = None,
    frequency: Frequency | str = Frequency.EVERY, every: int | None = None, share: float | None = None,
    seed: int | None = None, request_id: str | None = None,
) -> Done[UseRow]:  # fmt: skip
    """Let a checklist be needed for the tasks of a step (a gate on leaving it), of a product, or of both.

    Of these tasks all of them, every `every`-th ("nth"), or a `share` of 0 to 1 ("random", from a recorded `seed`).
    Raises Refused for one that was never published, Usage when neither step nor product is named.
    """
    kind, every, share = clean_frequency(frequency, every, share)
    product = clean_line(product, limit=100, what="product") if product else None
    body = {"key": key, "step": step, "product": product, "frequency": [kind, every, share], "seed": seed}
    with begin(ws, "check.attach", need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(UseRow)
        board = change.board()
        row = pick(change, board, key)
        if row.published is None or row.archived_at is not None:
            state = "archived" if row.archived_at else "not published yet"
            verb = "restore" if row.archived_at else "publish"
            raise Refused(f"{row.name} is {state}.", hint=f"First `prodtui check template {verb} {row.key}`.")
        if step is None and product is None:
            raise Usage(
                "Name the step or the product.", hint="Without either, start it by hand: `prodtui check start`."
            )
        place = pick_step(change.steps(board), step) if step else None
        product = product_key(change.session, board.id, product) if product else None
        seed = None if kind is not Frequency.RANDOM else secrets.randbelow(1 << 31) if seed is None else seed
        values = use_values(place.key if place else None, product, kind, every, share, seed)
        if any(_same(use, values) for use in row.uses):
            raise Refused(
                f"{row.name} is attached like that already.", hint=f"See `prodtui check template show {row.key}`."
            )
        return change.done(attach(change, board, row, values))


def use_values(
    step: str | None = None, product: str | None = None, frequency: Frequency = Frequency.EVERY,
    every: int | None = None, share: float | None = None, seed: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the fields of a use as events and documents keep them."""
    return {
        "step": step, "product": product, "frequency": frequency.value, "every": every, "share": share, "seed": seed,
    }  # fmt: skip


def attach(change: Change, board: BoardRow, row: ChecklistRow, values: Mapping[str, Any]) -> UseRow:
    """Store a use inside a change, record it, draw the tasks that stand there already, and return it."""
    columns = dict(values)
    step = columns.pop("step")
    step_id = None if step is None else next(s.id for s in change.all_steps(board).values() if s.key == step)
    use_id = change.unit.insert(_use, checklist_id=row.id, step_id=step_id, **columns)
    _note_use(change, board, row, use_id, None, values)
    draws.draw_all(change, board, use_id)
    return next(use for use in pick(change, board, row.key).uses if use.id == use_id)


def detach_checklist(ws: Workspace, key: str, use_id: int, *, request_id: str | None = None) -> Done[ChecklistRow]:
    """Take a use of a checklist away; what was inspected stays. Raises NotFound."""
    body = {"key": key, "use": use_id}
    with begin(ws, "check.detach", need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ChecklistRow)
        board = change.board()
        row = pick(change, board, key)
        use = next((use for use in row.uses if use.id == use_id), None)
        if use is None:
            raise NotFound(f"{row.name} has no use {use_id}.", hint=f"See `prodtui check template show {row.key}`.")
        detach(change, board, row, use)
        return change.done(pick(change, board, row.key))


def detach(change: Change, board: BoardRow, row: ChecklistRow, use: UseRow) -> None:
    """Take a use away inside a change and record what it was."""
    change.session.execute(delete(_use).where(_use.c.id == use.id))
    before = {name: value for name, value in to_dict(use).items() if name not in ("id", "checklist")}
    _note_use(change, board, row, use.id, before, None)


def archive_checklist(ws: Workspace, key: str, *, request_id: str | None = None) -> Done[ChecklistRow]:
    """Put a checklist away and take its uses away with it; its inspections stay as they are."""
    return _put(ws, "check.archive", key, True, request_id)


def restore_checklist(ws: Workspace, key: str, *, request_id: str | None = None) -> Done[ChecklistRow]:
    """Bring a checklist back, and the uses that archiving took away; notes name them, and those that stay away."""
    return _put(ws, "check.restore", key, False, request_id)


def _attach_again(change: Change, board: BoardRow, row: ChecklistRow) -> list[str]:
    """Bring back the uses that the last archiving of a checklist took away, but for steps that are archived now."""
    last = event_queries.last_of(change.session, board.id, row.key, "check.archive")
    events = event_queries.events_of(change.session, [last.txn]) if last else ()
    taken = [event.before for event in events if event.kind == "checklist_use" and event.before]
    there = {None, *(step.key for step in change.steps(board))}
    back = [attach(change, board, row, before) for before in taken if before["step"] in there]
    away = [before["step"] for before in taken if before["step"] not in there]
    notes = [f"It is needed again: {'; '.join(map(use_text, back))}."] if back else []
    return notes + [f"The step {step} is archived, so it is no gate there any more." for step in away]


def list_in(change: Change, board: BoardRow) -> tuple[ChecklistRow, ...]:
    """Return every checklist of a board inside a change, archived ones too."""
    return queries.checklists(change.session, board)


def pick(change: Change, board: BoardRow, name: str) -> ChecklistRow:
    """Return the checklist with this key or name, or the only one that begins with it. Raises NotFound, Usage."""
    wanted, found = name.strip().casefold(), queries.checklists(change.session, board)
    for same in (lambda row: row.key == wanted, lambda row: row.name.casefold() == wanted):
        exact = next(filter(same, found), None)
        if exact is not None:
            return exact
    short = slug(name)
    near = [r for r in found if short and (r.key.startswith(short) or r.name.casefold().startswith(wanted))]
    near = [r for r in near if r.archived_at is None] or near
    if len(near) == 1:
        return near[0]
    keys = [row.key for row in near or found]
    if near:
        raise Usage(f"{quoted(name)} may be more than one checklist.", hint=f"Say which: {', '.join(keys)}.")
    close = nearest(name, keys)
    hint = f"Did you mean {close!r}?" if close else "List them with `prodtui check template list`."
    raise NotFound(f"There is no checklist {quoted(name)} on {board.key}.", hint=hint, details={"candidates": keys})


def detail(change: Change, row: ChecklistRow) -> ChecklistDetail:
    """Return a checklist with its draft and versions."""
    draft = change.session.scalar(select(_list.c.draft).where(_list.c.id == row.id))
    content = None if draft is None else from_dict(ContentRow, draft)
    return ChecklistDetail(row, content, queries.versions(change.session, row.id))


def content_now(change: Change, row: ChecklistRow) -> ContentRow:
    """Return what an edit starts from, and what a file holds: the draft, else the newest version."""
    found = detail(change, row)
    return found.draft or (found.versions[-1].content if found.versions else content_of(None, (), None))


def _with_logins(change: Change, content: ContentRow) -> ContentRow:
    """Return the content with the people who sign by login. Raises NotFound, Usage."""
    people = change.people() if content.sign.people else ()
    logins = tuple(sorted({pick_person(people, name).login for name in content.sign.people}))
    return replace(content, sign=replace(content.sign, people=logins))


def _check_version(change: Change, row: ChecklistRow, version: int | None) -> None:
    if version is None or version == row.version:
        return
    last = event_queries.events(change.session, ref=row.key, board_id=change.board().id, newest=True, limit=1)
    by = last[-1].actor if last else "Somebody"
    raise Changed(
        f"{by} changed {row.name} meanwhile.",
        hint="Look at the checklist as it is now; nothing was changed and what you typed is kept.",
        details={"ref": row.key, "version": row.version, "by": by},
    )


def _free_key(change: Change, board: BoardRow, key: str | None, name: str) -> str:
    query = select(_list.c.key).where(_list.c.board_id == board.id)
    taken = set(change.session.scalars(query))
    base = slug(key or name)[:40].strip("-") or "checklist"
    if key and base in taken:
        raise Refused(f"{board.key} has a checklist {base} already.", hint="Use another key, or edit that one.")
    free, number = base, 2
    while free in taken:
        free, number = f"{base}-{number}", number + 1
    return free


def _same(use: UseRow, values: Mapping[str, Any]) -> bool:
    return all(to_json(getattr(use, name)) == values[name] for name in ("step", "product", "frequency"))


def _note_use(
    change: Change, board: BoardRow, row: ChecklistRow, use_id: int, before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:  # fmt: skip
    entities.note(change, "checklist_use", use_id, row.key, before, after, 1, board.id)
    change.forget()


def _put(ws: Workspace, command: str, key: str, away: bool, request_id: str | None) -> Done[ChecklistRow]:
    body = {"key": key}
    with begin(ws, command, need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(ChecklistRow)
        board, notes = change.board(), []
        row = pick(change, board, key)
        if away and row.uses:
            notes.append(f"It holds nothing back any more: {len(row.uses)} of its uses were taken away.")
        for use in row.uses if away else ():
            detach(change, board, row, use)
        entity, moment = change.session.get_one(Checklist, row.id), (row.archived_at or change.now) if away else None
        entities.set_columns(change, "checklist", entity, row.key, {"archived_at": moment}, board.id)
        if not away and row.archived_at is not None:
            notes += _attach_again(change, board, pick(change, board, row.key))
        return change.done(pick(change, board, row.key), notes)
