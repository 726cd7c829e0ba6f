"""`person`: what each role may do on a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import session_of
from prodtui.cli.result import Record, Result, Table
from prodtui.cli.verb import Noun
from prodtui.domain.enums import Role
from prodtui.domain.permissions import Permission, RightRow, Rights

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("person")

RoleWord = Annotated[
    str, typer.Argument(metavar="ROLE", help=f"One of {', '.join(Role)}.", autocompletion=complete.roles)
]
RightWord = Annotated[
    str, typer.Argument(metavar="RIGHT", help=f"One of {', '.join(Permission)}.", autocompletion=complete.rights)
]


@PART.verb("rights", "prodtui person rights", "prodtui person rights --board OPS --json")
def rights(ctx: typer.Context) -> Result:
    """Show what each role may do on the board.

    People, new boards and the store itself go by the rights that every new board has.
    """
    from prodtui.services.boards import show_board

    board = show_board(session_of(ctx).workspace)
    names = ("role", *Permission)
    table = Table(tuple(Role), names, names, lambda role: _record(board.rights, role))
    others = ", ".join(_told(cell) for cell in board.rights.changes)
    talk = (f"Otherwise than on a new board: {others}.",) if others else ()
    return Result(table=table, quiet=tuple(Role), talk=talk)


def _record(table: Rights, role: Role) -> Record:
    return {"role": role.value} | {right.value: table.may(role, right) for right in Permission}


@PART.verb("grant", "prodtui person grant member plan", "prodtui person grant quality hand-over --board OPS")
def grant(ctx: typer.Context, role: RoleWord, right: RightWord) -> Result:
    """Give a role a right on the board; undo takes it back."""
    from prodtui.services.rights import grant as change

    session = session_of(ctx)
    return _answer(change(session.workspace, role, right, request_id=session.options.request_id))


@PART.verb("revoke", "prodtui person revoke lead override")
def revoke(ctx: typer.Context, role: RoleWord, right: RightWord) -> Result:
    """Take a right from a role on the board; undo gives it back."""
    from prodtui.services.rights import revoke as change

    session = session_of(ctx)
    return _answer(change(session.workspace, role, right, request_id=session.options.request_id))


def _answer(done: Done[RightRow]) -> Result:
    return outcome.of(done, _told(done.value), done.value.ref)


def _told(cell: RightRow) -> str:
    return f"a {cell.role} {'may' if cell.granted else 'may not'} {cell.right.words}"
