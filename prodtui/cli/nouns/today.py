"""`today`: what this day holds."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.day_tables import today_table
from prodtui.cli.result import Result
from prodtui.cli.tables import nothing
from prodtui.cli.verb import Noun

NOUN = Noun("today")


@NOUN.verb("", "prodtui today", "prodtui today --mine", "prodtui today --json")
def today(
    ctx: typer.Context, mine: Annotated[bool, typer.Option("--mine", help="Only what is mine.")] = False
) -> Result:
    """List what this day holds on the board: due, planned to start or to end, actions, absences."""
    from prodtui.services.my_day import today as look

    session = session_of(ctx)
    found = look(session.workspace, mine=mine)
    if not found.lines:
        return nothing("Nothing is planned for you today." if mine else "Nothing is planned for today.")
    return Result(table=today_table(found, session.zone))
