"""Who may do what on a board: its table of rights, one cell at a time."""

from __future__ import annotations

from collections.abc import Mapping

from prodtui.domain.codec import to_json
from prodtui.domain.enums import Role
from prodtui.domain.permissions import Permission, RightRow
from prodtui.domain.rows import BoardRow
from prodtui.domain.task_fields import choice
from prodtui.errors import Rejected
from prodtui.services import entities
from prodtui.services.change import Change, begin
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.tables.boards import Board

_AS_TABLE = 'Write it like [boards.rights] member = ["work", "plan"] in TOML.'


def grant(ws: Workspace, role: str, right: str, *, request_id: str | None = None) -> Done[RightRow]:
    """Give a role a right on the current board. Raises Rejected for a word that is no role or no right; see `put`."""
    return put(ws, _cell(role, right, granted=True), request_id=request_id)


def revoke(ws: Workspace, role: str, right: str, *, request_id: str | None = None) -> Done[RightRow]:
    """Take a right from a role on the current board. Raises Rejected for a word that is no role or no right."""
    return put(ws, _cell(role, right, granted=False), request_id=request_id)


def _cell(role: str, right: str, *, granted: bool) -> RightRow:
    return RightRow(choice(Role, role, "The role"), choice(Permission, right, "The right"), granted)


def put(ws: Workspace, cell: RightRow, *, request_id: str | None = None) -> Done[RightRow]:
    """Set a cell of the table of the current board. Raises Refused for one that stays as it is on every board."""
    command = "person.grant" if cell.granted else "person.revoke"
    with begin(ws, command, need=Permission.SET_UP, request_id=request_id, body={"cell": cell}) as change:
        if change.first_answer:
            return change.repeat(RightRow)
        set_right(change, change.board(), cell)
        return change.done(cell)


def set_right(change: Change, board: BoardRow, cell: RightRow) -> None:
    """Set a cell of the table of a board inside a change and record it, if it differs. Raises Refused; see `put`."""
    table = board.rights
    new = table.granted(cell.role, cell.right) if cell.granted else table.revoked(cell.role, cell.right)
    if new == table:
        return
    entity = change.session.get_one(Board, board.id)
    entity.rights, entity.version = to_json(new.changes) or None, entity.version + 1
    change.session.flush()
    before, after = {"granted": not cell.granted}, {"granted": cell.granted}
    entities.note(change, "right", board.id, cell.ref, before, after, entity.version, board.id)
    change.forget()


def set_rights(change: Change, key: str, wanted: object) -> None:
    """Give each role that the table `wanted` names its list of rights, and no others; other roles keep theirs.

    Raises Rejected for what is no such table, Refused for a cell that stays as it is.
    """
    if not isinstance(wanted, Mapping):
        raise Rejected("The rights must be a table of roles.", hint=_AS_TABLE)
    for word, rights in wanted.items():
        if not isinstance(rights, list):
            raise Rejected(f"The rights of {str(word)[:40]!r} must be a list.", hint=_AS_TABLE)
        role, names = choice(Role, word, "The role"), [choice(Permission, right, "The right") for right in rights]
        table = change.board_of(key).rights.with_only(role, names)
        for right in Permission:
            set_right(change, change.board_of(key), RightRow(role, right, table.may(role, right)))
