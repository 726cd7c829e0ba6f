"""`mine`: my next task, what I have in hand, what waits on me."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import complete
from prodtui.cli.context import session_of
from prodtui.cli.day_tables import day_lines
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict

NOUN = Noun("mine")


@NOUN.verb("", "prodtui mine", "prodtui mine bo --json")
def mine(
    ctx: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(metavar="WHO", help="The day of somebody else.", autocompletion=complete.logins),
    ] = None,
) -> Result:
    """Tell my next task by the schedule, what I have in hand, and what waits on me: signatures, actions, reviews."""
    from prodtui.services.my_day import my_day

    session = session_of(ctx)
    found = my_day(session.workspace, who)
    return Result(to_dict(found), tuple(day_lines(found, session.now, session.zone)))
