"""`issue downtime`: when a step stood still, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import session_of
from prodtui.cli.issue_tables import downtime_table
from prodtui.cli.nouns.issue_words import IfVersion, given
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import Since, StepWord, Text, narrowing
from prodtui.domain.issues import lasted
from prodtui.domain.rows_issues import DowntimeRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("downtime", help="When a step stood still, and why.")

DownRef = Annotated[
    str, typer.Argument(metavar="REF", help="A downtime, as OPS-S2, or a step.", autocompletion=complete.downtimes)
]
OfIssue = Annotated[
    str | None, typer.Option("--issue", metavar="REF", help="The issue behind it.", autocompletion=complete.issues)
]


def _result(ctx: typer.Context, done: Done[DowntimeRow]) -> Result:
    row = done.value
    state = f"stood still for {lasted(row, session_of(ctx).now)}" if row.ended_at else "stands still"
    return outcome.of(done, f"{row.ref} {row.step} {state}: {row.reason}", row.ref)


@PART.verb("start", 'prodtui issue downtime start machining "No oil pressure" --issue OPS-I3')
def start(ctx: typer.Context, step: StepWord, reason: Text, issue: OfIssue = None) -> Result:
    """Start the clock of a step that stands still."""
    from prodtui.services import downtime

    session = session_of(ctx)
    text = session.text(reason, "the reason")
    done = downtime.start_downtime(session.workspace, step, text, issue, request_id=session.options.request_id)
    return _result(ctx, done)


@PART.verb("stop", "prodtui issue downtime stop machining", "prodtui issue downtime stop OPS-S2")
def stop(ctx: typer.Context, of: DownRef) -> Result:
    """Stop the clock of a step."""
    from prodtui.services import downtime

    session = session_of(ctx)
    return _result(ctx, downtime.stop_downtime(session.workspace, of, request_id=session.options.request_id))


@PART.verb("edit", 'prodtui issue downtime edit OPS-S2 --ended "today 09:40"')
def edit(
    ctx: typer.Context,
    ref: DownRef,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it stood still.")] = None,
    issue: OfIssue = None,
    started: Annotated[str | None, typer.Option("--started", metavar="TIME", help="When it really began.")] = None,
    ended: Annotated[str | None, typer.Option("--ended", metavar="TIME", help="When it really ended.")] = None,
    if_version: IfVersion = None,
) -> Result:
    """Correct reason, issue or times of a downtime."""
    from prodtui.services import downtime

    session = session_of(ctx)
    fields = given(session, {"reason": reason, "issue": issue})
    for name, text in (("started_at", started), ("ended_at", ended)):
        if text is not None:
            fields[name] = session.when(text, end_of_day=False)
    if not fields:
        raise Usage(
            "Nothing to change was named.", hint=f'For example: prodtui issue downtime edit {ref} --ended "-1h"'
        )
    done = downtime.edit_downtime(
        session.workspace, ref, version=if_version, request_id=session.options.request_id, **fields
    )
    return _result(ctx, done)


@PART.verb("put-away", "prodtui issue downtime put-away OPS-S2")
def put_away(ctx: typer.Context, ref: DownRef) -> Result:
    """Take a downtime that was logged by mistake out of the log."""
    from prodtui.services import downtime

    session = session_of(ctx)
    done = downtime.put_away_downtime(session.workspace, ref, request_id=session.options.request_id)
    return _result(ctx, done)


@PART.verb("list", "prodtui issue downtime list --since -7d", "prodtui issue downtime list --step machining --csv")
def list_(
    ctx: typer.Context,
    since: Since = None,
    step: Annotated[
        str | None, typer.Option("--step", metavar="STEP", help="Only there.", autocompletion=complete.steps)
    ] = None,
) -> Result:
    """List downtimes, newest first."""
    from prodtui.services import downtime

    session = session_of(ctx)
    ws, begins = session.workspace, session.when(since, end_of_day=False)
    with narrowing():
        rows = downtime.list_downtime(ws, since=begins, step=step)
    table = downtime_table(rows, session.now, session.zone)
    return tabled(table, none="No downtime was logged.", quiet=tuple(row.ref for row in rows))
