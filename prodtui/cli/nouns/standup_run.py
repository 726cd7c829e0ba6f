"""`standup`: run one, note what was said, and end it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import Session, session_of
from prodtui.cli.nouns.issue_words import Due
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.cli.words import Text
from prodtui.domain.enums import NoteKind
from prodtui.domain.rows_standup import StandupNoteRow, StandupRow
from prodtui.domain.text import counted

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("standup")

About = Annotated[
    str | None, typer.Option("--about", metavar="REF", help="What it is about.", autocompletion=complete.refs)
]


@PART.verb("start", "prodtui standup start")
def start(ctx: typer.Context) -> Result:
    """Start the stand-up of the board, or join the one that runs."""
    from prodtui.services.standup_record import start_standup

    session = session_of(ctx)
    return _standup(start_standup(session.workspace, request_id=session.options.request_id))


@PART.verb("there", "prodtui standup there ann bo cy", "prodtui standup there cy --not")
def there(
    ctx: typer.Context,
    who: Annotated[list[str], typer.Argument(metavar="WHO", help="Logins or names.", autocompletion=complete.logins)],
    absent: Annotated[bool, typer.Option("--not", help="They are not there.")] = False,
) -> Result:
    """Say who is in the stand-up."""
    from prodtui.services.standup_record import attend

    session = session_of(ctx)
    done = attend(session.workspace, who, there=not absent, request_id=session.options.request_id)
    return _standup(done)


@PART.verb("talked", "prodtui standup talked OPS-30", "prodtui standup talked bo", "prodtui standup talked bo --not")
def talked(
    ctx: typer.Context,
    item: Annotated[str, typer.Argument(metavar="ITEM", help="A reference, a step or a person of the stand-up.")],
    unmarked: Annotated[bool, typer.Option("--not", help="Take the mark away.")] = False,
) -> Result:
    """Mark something as talked about."""
    from prodtui.interchange.standup_page import pick_item
    from prodtui.services.standup import standup
    from prodtui.services.standup_record import mark_talked

    session = session_of(ctx)
    key, text = pick_item(standup(session.workspace), item)
    request_id = session.options.request_id
    return _standup(mark_talked(session.workspace, key, text, talked=not unmarked, request_id=request_id))


@PART.verb("note", 'prodtui standup note "Fixture is loose again" --about OPS-30')
def note(ctx: typer.Context, text: Text, about: About = None) -> Result:
    """Write a note down."""
    return _write(session_of(ctx), NoteKind.NOTE, text, about)


@PART.verb("decide", 'prodtui standup decide "We weld by hand until Friday" --about OPS-30')
def decide(ctx: typer.Context, text: Text, about: About = None) -> Result:
    """Write a decision down."""
    return _write(session_of(ctx), NoteKind.DECISION, text, about)


@PART.verb("park", 'prodtui standup park "Do we need a second saw?"')
def park(ctx: typer.Context, text: Text, about: About = None) -> Result:
    """Park something for after the stand-up."""
    return _write(session_of(ctx), NoteKind.PARKED, text, about)


@PART.verb(
    "action",
    'prodtui standup action "Order a spare fixture" --owner bo --due fri',
    'prodtui standup action "Grind the edge" --issue OPS-I3 --owner cy',
)
def action(
    ctx: typer.Context,
    text: Text,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="WHO", help="Who does it.", autocompletion=complete.logins)
    ] = None,
    due: Due = None,
    issue: Annotated[
        str | None,
        typer.Option("--issue", metavar="REF", help="As an action of this issue.", autocompletion=complete.issues),
    ] = None,
    about: About = None,
) -> Result:
    """Write an action down; it becomes a task of the board, or an action of an issue."""
    session = session_of(ctx)
    return _write(session, NoteKind.ACTION, text, about, owner=owner, due=due, issue=issue)


@PART.verb("put-away", "prodtui standup put-away OPS-U3.2")
def put_away(
    ctx: typer.Context, ref: Annotated[str, typer.Argument(metavar="REF", help="A note: OPS-U3.2.")]
) -> Result:
    """Take a note away that was written by mistake."""
    from prodtui.services.standup_record import put_away_note

    session = session_of(ctx)
    return _note(put_away_note(session.workspace, ref, request_id=session.options.request_id))


@PART.verb("finish", "prodtui standup finish", "prodtui standup finish --json")
def finish(ctx: typer.Context) -> Result:
    """End the stand-up; the next one tells what changed since. `standup summary` prints what it came to."""
    from prodtui.services.standup_record import finish_standup

    session = session_of(ctx)
    return _standup(finish_standup(session.workspace, request_id=session.options.request_id))


def _write(
    session: Session,
    kind: NoteKind,
    text: list[str],
    about: str | None,
    *,
    owner: str | None = None,
    due: str | None = None,
    issue: str | None = None,
) -> Result:
    from prodtui.services.standup_record import add_note

    done = add_note(
        session.workspace,
        kind,
        session.text(text, "the note"),
        about=about,
        issue=issue,
        owner=owner,
        due=session.when(due),
        request_id=session.options.request_id,
    )
    return _note(done)


def _standup(done: Done[StandupRow]) -> Result:
    row = done.value
    state = "is over" if row.ended_at else "runs"
    there = f"{', '.join(row.people) or 'nobody'} there"
    return outcome.of(done, f"{row.ref} {state}: {there}, {counted(len(row.written), 'note')}", row.ref)


def _note(done: Done[StandupNoteRow]) -> Result:
    row = done.value
    made = f" ({row.made})" if row.made else ""
    return outcome.of(done, f"{row.ref} {row.kind}: {row.text}{made}", row.made or row.ref)
