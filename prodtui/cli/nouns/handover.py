"""`handover`: what one shift tells the next, and who took it over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import Session, session_of
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import cells_in, names_of, nothing
from prodtui.cli.verb import Noun
from prodtui.cli.words import Limit, Text
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import local
from prodtui.domain.rows_standup import HandoverRow
from prodtui.domain.standup.handover import first_line
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

NOUN = Noun("handover", default="draft")
WAITS = "waits to be taken over"
NOTHING = "Nothing happened in this shift, and nothing waits."

SinceWord = Annotated[
    str | None, typer.Option("--since", metavar="WHEN", help="When the shift began; the working hours say so without.")
]
HandoverRef = Annotated[
    str, typer.Argument(metavar="REF", help="A hand-over: OPS-H4.", autocompletion=complete.handovers)
]


@NOUN.verb("draft", "prodtui handover", "prodtui handover draft --since 06:00", "prodtui handover draft > note.txt")
def draft(ctx: typer.Context, since: SinceWord = None) -> Result:
    """Print what the shift has to tell, made from the log: to look at, or to go on from in an editor."""
    from prodtui.services.handovers import draft_handover

    session = session_of(ctx)
    found = draft_handover(session.workspace, session.when(since, end_of_day=False))
    return Result(to_dict(found), tuple((found.text or NOTHING).split("\n")))


@NOUN.verb(
    "write",
    'prodtui handover write "Press 2 runs warm, look at it each hour"',
    "prodtui handover draft | prodtui handover write -",
    "prodtui handover write --drafted",
)
def write(
    ctx: typer.Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="The text; - reads standard input.")] = None,
    drafted: Annotated[bool, typer.Option("--drafted", help="What `handover draft` prints, below the text.")] = False,
    since: SinceWord = None,
) -> Result:
    """Hand the shift over; takes the right hand-over."""
    from prodtui.services.handovers import draft_handover, write_handover

    session = session_of(ctx)
    begun = session.when(since, end_of_day=False)
    if not text and not drafted:
        raise Usage("A hand-over needs a text.", hint="Write it, give - for standard input, or add --drafted.")
    parts = [session.text(text, "the hand-over")] if text else []
    parts += [draft_handover(session.workspace, begun).text or NOTHING] if drafted else []
    whole = "\n\n".join(part for part in parts if part)
    return _done(write_handover(session.workspace, whole, since=begun, request_id=session.options.request_id))


@NOUN.verb("edit", 'prodtui handover edit OPS-H4 "Press 2 is repaired"', "prodtui handover edit OPS-H4 - < note.txt")
def edit(ctx: typer.Context, ref: HandoverRef, text: Text) -> Result:
    """Change the text of a hand-over that nobody took over yet."""
    from prodtui.services.handovers import edit_handover

    session = session_of(ctx)
    words = session.text(text, "the hand-over")
    done = edit_handover(session.workspace, ref, words, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.ref} is changed; it {WAITS}", done.value.ref) if done.txn else _done(done)


@NOUN.verb("ack", "prodtui handover ack", "prodtui --as cy handover ack OPS-H4")
def ack(
    ctx: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(metavar="REF", help="A hand-over; the oldest that waits.", autocompletion=complete.handovers),
    ] = None,
) -> Result:
    """Take the shift over by name; whoever wrote the hand-over cannot."""
    from prodtui.services.handovers import acknowledge_handover

    session = session_of(ctx)
    return _done(acknowledge_handover(session.workspace, ref, request_id=session.options.request_id))


@NOUN.verb("show", "prodtui handover show OPS-H4")
def show(ctx: typer.Context, ref: HandoverRef) -> Result:
    """Print a hand-over."""
    from prodtui.services.handovers import show_handover

    session = session_of(ctx)
    row = show_handover(session.workspace, ref)
    return Result(to_dict(row), (_line(row, session), "", *row.text.split("\n")))


@NOUN.verb("list", "prodtui handover list", "prodtui handover list --waiting --json")
def list_(
    ctx: typer.Context,
    waiting: Annotated[bool, typer.Option("--waiting", help="Only those that nobody took over.")] = False,
    limit: Limit = None,
) -> Result:
    """List hand-overs, newest first."""
    from prodtui.services.handovers import list_handovers

    session = session_of(ctx)
    rows = list_handovers(session.workspace, waiting=waiting, limit=limit)
    if not rows:
        return nothing("No hand-over waits." if waiting else "There is no hand-over yet.")
    cell = cells_in(session.zone, {"text": lambda row: first_line(row.text)})
    shown = ("ref", "since", "until", "written_by", "acknowledged_by", "text")
    return Result(table=Table(rows, names_of(HandoverRow), shown, to_dict, cell))


@NOUN.verb("put-away", "prodtui handover put-away OPS-H4")
def put_away(ctx: typer.Context, ref: HandoverRef) -> Result:
    """Take a hand-over away that was written by mistake."""
    from prodtui.services.handovers import put_away_handover

    session = session_of(ctx)
    return _done(put_away_handover(session.workspace, ref, request_id=session.options.request_id))


def _done(done: Done[HandoverRow]) -> Result:
    row = done.value
    taken = f"taken over by {row.acknowledged_by}" if row.acknowledged_by else WAITS
    state = "is put away" if row.archived_at else taken
    return outcome.of(done, f"{row.ref} {state}", row.ref)


def _line(row: HandoverRow, session: Session) -> str:
    begins, ends = local(row.since, session.zone), local(row.until, session.zone)
    taken = "not taken over yet"
    if row.acknowledged_at is not None:
        taken = f"taken over by {row.acknowledged_by}, {local(row.acknowledged_at, session.zone)}"
    return f"{row.ref} {begins} to {ends}, written by {row.written_by}, {taken}"
