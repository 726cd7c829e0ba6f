"""`inbox`: what concerns me, and what of it I have read."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import Session, is_terminal, session_of
from prodtui.cli.following import Stream
from prodtui.cli.output import write
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import cells_in, names_of, nothing
from prodtui.cli.verb import Noun
from prodtui.cli.words import Limit
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import local
from prodtui.domain.notices import told
from prodtui.domain.rows_day import NoticeRow
from prodtui.domain.text import counted
from prodtui.errors import Usage

NOUN = Noun("inbox", default="list")
SHOWN = ("id", "at", "kind", "ref", "title", "text", "by")


@NOUN.verb("list", "prodtui inbox", "prodtui inbox --all --json", "prodtui inbox --watch --bell")
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also what was read.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Print new ones until interrupted.")] = False,
    bell: Annotated[bool, typer.Option("--bell", help="With --watch: ring the terminal's bell for each.")] = False,
    limit: Limit = None,
) -> Result:
    """List what concerns me: mentions, cards that became mine or are unblocked, andons, signatures, shifts.

    It is about every board, with `--board` about that one, and goes back 30 days. With `--watch` new notices are
    printed as they come, one line each, JSON with `--json`.
    """
    from prodtui.services.inbox import inbox

    session = session_of(ctx)
    if watch:
        session.standing_alone("`inbox --watch`")
        _check_watching(session, everything=everything, limit=limit)
        _stream(session, bell=bell).follow(None)
        return Result(printed=True)
    if bell:
        raise Usage("The option --bell rings for what comes, so it needs --watch.")
    rows = inbox(session.workspace, all=everything, board=_board(session), limit=limit)
    if not rows:
        return nothing("Nothing is in your inbox." if everything else "Nothing is new in your inbox.")
    cell = cells_in(session.zone, {"text": lambda row: " ".join(row.text.split())})
    return Result(table=Table(rows, names_of(NoticeRow), SHOWN, to_dict, cell))


@NOUN.verb("read", "prodtui inbox read", "prodtui inbox read 1207 1210")
def read(
    ctx: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID", help="Notices; all of them without.")] = None,
) -> Result:
    """Mark notices as read, all of them without ids, with `--board` all about that board."""
    from prodtui.services.inbox import mark_read

    session = session_of(ctx)
    board, request = _board(session), session.options.request_id
    done = mark_read(session.workspace, ids or None, board=board, request_id=request)
    return Result([to_dict(row) for row in done.value], (f"{counted(len(done.value), 'notice')} read",))


def _board(session: Session) -> str | None:
    """Return the key of the board that the command line itself names: one of the settings says where work is done."""
    return session.workspace.need_board().key if session.options.board else None


def _check_watching(session: Session, *, everything: bool, limit: int | None) -> None:
    """Raise Usage for an option that is for a list, which watching does not make."""
    options = session.options
    given = {
        "--all": everything, "--limit": limit is not None, "--columns": bool(options.columns),
        "--csv": options.output is Output.CSV,
    }  # fmt: skip
    if wrong := next((word for word, is_given in given.items() if is_given), None):
        raise Usage(f"The option {wrong} is for a list; `inbox --watch` prints lines as they come.")


def _stream(session: Session, *, bell: bool) -> Stream[NoticeRow]:
    board = _board(session)

    def page(last: int) -> tuple[tuple[NoticeRow, ...], int]:
        from prodtui.services.inbox import notices_after

        rows, newest = notices_after(session.workspace, last)
        return tuple(row for row in rows if board in (None, row.board)), newest

    def line(row: NoticeRow) -> str:
        if bell and is_terminal(sys.stderr):
            write(sys.stderr, "\a")
        if session.options.output is Output.JSON:
            return json.dumps(to_dict(row))
        return f"{local(row.at, session.zone)}  {told(row)}"

    return Stream(session, page, line)
