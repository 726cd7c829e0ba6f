"""`events`: changes as JSON lines, also while they happen."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import Session, session_of
from prodtui.cli.following import Stream
from prodtui.cli.result import Result
from prodtui.cli.tables import nothing
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_event import EventRow

NOUN = Noun("events")
#: How many are read at once.
PAGE = 500


@NOUN.verb("", "prodtui events --after 1200", "prodtui events --follow | while read -r line; do echo changed; done")
def events(
    ctx: typer.Context,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until interrupted.")] = False,
    after: Annotated[
        int | None,
        typer.Option("--after", metavar="ID", min=0, help="From the event after this; with --follow from now on."),
    ] = None,
) -> Result:
    """Print changes as JSON lines, of every board or of the one that --board names."""
    session = session_of(ctx)
    if not follow and (session.embedded or session.options.output is not Output.TEXT):
        return _listed(session, after or 0)
    session.standing_alone("`events --follow`")
    stream = _stream(session)
    if follow:
        stream.follow(after)
    elif not stream.drain(after or 0) and not stream.printed:
        return nothing("Nothing happened yet.")
    return Result(printed=True)


def _stream(session: Session) -> Stream[EventRow]:
    ws = session.workspace
    board = ws.need_board().key if session.options.board else None

    def page(last: int) -> tuple[list[EventRow], int]:
        from prodtui.services.history import events_after

        rows = events_after(ws, last, PAGE)
        return [row for row in rows if board in (None, row.board)], rows[-1].id if rows else last

    return Stream(session, page, lambda row: json.dumps(to_dict(row)))


def _listed(session: Session, after: int) -> Result:
    from prodtui.services.history import events_after

    ws = session.workspace
    rows: list[EventRow] = []
    while page := events_after(ws, after, PAGE):
        rows += page
        after = page[-1].id
    if session.options.board:
        rows = [row for row in rows if row.board == ws.need_board().key]
    return Result([to_dict(row) for row in rows]) if rows else nothing("Nothing happened yet.")
