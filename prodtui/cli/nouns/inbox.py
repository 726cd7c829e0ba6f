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
    """List what concerns me on every board: mentions, cards that became mine or go on, andons, signatures, shifts.

    It goes back 30 days. With `--watch` new notices are printed as they come, one line each, JSON with `--json`.
    """
    from prodtui.services.inbox import inbox

    session = session_of(ctx)
    if watch:
        session.standing_alone("`inbox --watch`")
        _stream(session, bell=bell).follow(None)
        return Result(printed=True)
    rows = inbox(session.workspace, all=everything, limit=limit)
    if not rows:
        return nothing("Nothing is in your inbox." if everything else "Nothing is new in your inbox.")
    cell = cells_in(session.zone, {"text": lambda row: " ".join(row.text.split())})
    return Result(table=Table(rows, names_of(NoticeRow), SHOWN, to_dict, cell))


@NOUN.verb("read", "prodtui inbox read", "prodtui inbox read 1207 1210")
def read(
    ctx: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID", help="Notices; all of them without.")] = None,
) -> Result:
    """Mark notices as read, all of them without ids."""
    from prodtui.services.inbox import mark_read

    session = session_of(ctx)
    done = mark_read(session.workspace, ids or None, request_id=session.options.request_id)
    return Result([to_dict(row) for row in done.value], (f"{counted(len(done.value), 'notice')} read",))


def _stream(session: Session, *, bell: bool) -> Stream[NoticeRow]:
    def page(last: int) -> tuple[tuple[NoticeRow, ...], int]:
        from prodtui.services.inbox import notices_after

        return notices_after(session.workspace, last)

    def line(row: NoticeRow) -> str:
        if bell and is_terminal(sys.stderr):
            write(sys.stderr, "\a")
        if session.options.output is Output.JSON:
            return json.dumps(to_dict(row))
        return f"{local(row.at, session.zone)}  {told(row)}"

    return Stream(session, page, line)
