"""`history`: what happened."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import complete
from prodtui.cli.context import session_of
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import cells_in, names_of, nothing
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_event import EventRow

NOUN = Noun("history")


@NOUN.verb("", "prodtui history", "prodtui history OPS-12 --limit 10", "prodtui history --by ann --json")
def history(
    ctx: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(
            metavar="REF", help="Only of this task, or of what is called so here.", autocompletion=complete.refs
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="The newest so many.")] = 30,
    after: Annotated[int | None, typer.Option("--after", metavar="ID", min=0, help="From after this event on.")] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="WHO", help="Only by this person.", autocompletion=complete.logins)
    ] = None,
) -> Result:
    """Tell what happened on the board, or to one thing of it, newest last."""
    from prodtui.domain.history import byline, sentence
    from prodtui.services.history import events

    session = session_of(ctx)
    author = session.people([by])[0] if by else None
    rows = events(session.workspace, ref=ref, after=after or 0, limit=limit, author=author, newest=after is None)
    if not rows:
        return nothing("Nothing happened yet.")
    zone = session.zone
    told = {"actor": byline, "what": lambda event: sentence(event, zone)}
    table = Table(rows, names_of(EventRow), ("at", "actor", "ref", "what"), to_dict, cells_in(zone, told))
    return Result(table=table, quiet=tuple(str(row.id) for row in rows))
