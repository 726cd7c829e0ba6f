"""`standup`: what needs the team first, person by person, and what changed since the last time."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.nouns import standup_run
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import cells_in, names_of, nothing
from prodtui.cli.verb import Noun
from prodtui.cli.words import Limit
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_standup import StandupItem, StandupNoteRow, StandupRow

NOUN = Noun("standup", default="show", verbs=dict(standup_run.PART.verbs))


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


@NOUN.verb("list", "prodtui standup list", "prodtui standup list --limit 5 --json")
def list_(ctx: typer.Context, limit: Limit = None) -> Result:
    """List the stand-ups of the board, newest first."""
    from prodtui.services.standup_record import list_standups

    session = session_of(ctx)
    rows = list_standups(session.workspace, limit=limit)
    if not rows:
        return nothing("There is no stand-up yet.")
    cell = cells_in(session.zone, {"notes": lambda row: str(len(row.written))})
    shown = ("ref", "started_at", "ended_at", "started_by", "people", "notes")
    return Result(table=Table(rows, names_of(StandupRow), shown, to_dict, cell))


@NOUN.verb(
    "summary",
    "prodtui standup summary",
    "prodtui standup summary OPS-U3 --markdown",
    "prodtui standup summary --html --out standup.html",
)
def summary(
    ctx: typer.Context,
    ref: Annotated[str | None, typer.Argument(metavar="REF", help="A stand-up: OPS-U3; the newest without.")] = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Tell what a stand-up came to: who was there, decisions, actions, what was parked and talked about."""
    from prodtui.interchange.standup_summary import summary_page
    from prodtui.services.people import list_people
    from prodtui.services.standup_record import show_standup

    session = session_of(ctx)
    row = show_standup(session.workspace, ref)
    names = {person.login: person.name for person in list_people(session.workspace, inactive=True)}
    table = Table(row.notes, names_of(StandupNoteRow), ("kind", "text", "about", "made", "by"), to_dict)
    page = summary_page(row, names, session.zone)
    return report(session, page, to_dict(row), table, markdown=markdown, html=html, out=out)
