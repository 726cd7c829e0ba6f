"""`timer`: the clock of one person, and the time that it logs."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.context import session_of
from prodtui.cli.result import Result, Table
from prodtui.cli.tables import cells_in, names_of, nothing
from prodtui.cli.verb import Noun
from prodtui.cli.words import Ref
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import human_age, human_minutes, parse_duration
from prodtui.domain.rows_day import TimerRow

NOUN = Noun("timer", default="show")

TimeWord = Annotated[
    str | None, typer.Option("--time", metavar="LENGTH", help="How long it really was, as 1h30 or 90m.")
]
NoteWord = Annotated[str, typer.Option("--note", metavar="TEXT", help="What the time was spent on.")]


@NOUN.verb("show", "prodtui timer")
def show(ctx: typer.Context) -> Result:
    """Say which timer of mine runs, and for how long."""
    from prodtui.services.timers import timer

    session = session_of(ctx)
    row = timer(session.workspace)
    if row is None:
        return nothing("No timer of yours runs.")
    return Result(to_dict(row), (f"{row.ref} {row.title}: {human_age(row.started_at, session.now)}",))


@NOUN.verb("start", "prodtui timer start OPS-12", 'prodtui timer start "Oil the press" --time 1h30')
def start(ctx: typer.Context, ref: Ref, time: TimeWord = None) -> Result:
    """Start my timer for a task; one that runs for another is stopped and logged, `--time` says how long it was."""
    from prodtui.services.timers import start_timer

    session = session_of(ctx)
    minutes = parse_duration(time) if time else None
    done = start_timer(session.workspace, ref, minutes=minutes, request_id=session.options.request_id)
    return outcome.of(done, f"The timer runs for {done.value.ref} {done.value.title}", done.value.ref)


@NOUN.verb("stop", "prodtui timer stop", 'prodtui timer stop --note "new fixture" --time 45m')
def stop(ctx: typer.Context, note: NoteWord = "", time: TimeWord = None) -> Result:
    """Stop my timer and log the time on its task."""
    from prodtui.services.timers import stop_timer

    session = session_of(ctx)
    minutes = parse_duration(time) if time else None
    done = stop_timer(session.workspace, note, minutes=minutes, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.ref}: {human_minutes(done.value.minutes)} logged", done.value.ref)


@NOUN.verb("drop", "prodtui timer drop")
def drop(ctx: typer.Context) -> Result:
    """Stop my timer and log nothing."""
    from prodtui.services.timers import drop_timer

    session = session_of(ctx)
    done = drop_timer(session.workspace, request_id=session.options.request_id)
    return outcome.of(done, f"The timer of {done.value.ref} is stopped; nothing is logged", done.value.ref)


@NOUN.verb("list", "prodtui timer list", "prodtui timer list --json")
def list_(ctx: typer.Context) -> Result:
    """List the timers that run, of everybody."""
    from prodtui.services.timers import timers

    session = session_of(ctx)
    rows = timers(session.workspace)
    if not rows:
        return nothing("No timer runs.")
    return Result(table=Table(rows, names_of(TimerRow), names_of(TimerRow), to_dict, cells_in(session.zone, {})))
