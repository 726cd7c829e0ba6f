"""`standup`: what needs the team first, person by person, and what changed since the last time."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import names_of
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_standup import StandupItem

NOUN = Noun("standup", default="show")


@NOUN.verb(
    "show",
    "prodtui standup",
    "prodtui standup --since last --plain",
    "prodtui standup --since shift --markdown",
    "prodtui standup --since 'yesterday 09:00' --json",
)
def show(
    ctx: typer.Context,
    since: Annotated[
        str, typer.Option("--since", metavar="WHEN", help="The last stand-up, the shift before, or a moment.")
    ] = "last",
    everything: Annotated[bool, typer.Option("--all", help="Every line of long lists.")] = False,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Tell what needs the team first, what each person has in hand, and what changed since; the same as on screen.

    The CSV has a row for each thing that needs the team.
    """
    from prodtui.interchange.standup_page import standup_page
    from prodtui.services.standup import standup

    session = session_of(ctx)
    found = standup(session.workspace, since)
    page = standup_page(found, session.zone, everything=everything)
    table = Table(found.needs, names_of(StandupItem), ("concern", "ref", "task", "title", "text", "who"), to_dict)
    return report(session, page, to_dict(found), table, markdown=markdown, html=html, out=out)
