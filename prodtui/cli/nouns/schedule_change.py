"""Verbs of `schedule` that change it, or show what a change would bring."""

from __future__ import annotations

from time import monotonic
from typing import Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import session_of
from prodtui.cli.nouns.schedule_words import Aways, aways, overtimes
from prodtui.cli.progress import Progress
from prodtui.cli.result import Result
from prodtui.cli.schedule_tables import change_lines, change_record
from prodtui.cli.stopping import Stopping
from prodtui.cli.verb import Noun
from prodtui.domain.enums import ScheduleGoal
from prodtui.errors import Usage

PART = Noun("schedule")


@PART.verb(
    "optimise",
    "prodtui schedule optimise",
    "prodtui schedule optimise --seconds 30 --apply",
    "prodtui schedule optimise --goal makespan --steps 500 --seed 7 --json",
)
def optimise(
    ctx: typer.Context,
    seconds: Annotated[
        float | None, typer.Option("--seconds", metavar="N", help="How long to search; 10 without --steps.")
    ] = None,
    steps: Annotated[
        int | None, typer.Option("--steps", metavar="N", help="Search so many orders; same number, same answer.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another number searches elsewhere.")] = 0,
    goal: Annotated[ScheduleGoal, typer.Option("--goal", help="Little lateness, or an early end of all.")] = (
        ScheduleGoal.LATENESS
    ),
    exact: Annotated[bool, typer.Option("--exact", help="With the exact solver of prodtui[optimise] besides.")] = False,
    apply: Annotated[bool, typer.Option("--apply", help="Agree on the order; one undo takes it back.")] = False,
) -> Result:
    """Search for a better order and show what it would change; --apply makes it the order of the schedule.

    ctrl+c ends the search and keeps the best that was found.
    """
    from prodtui.services import schedule, schedule_optimise

    session = session_of(ctx)
    for name, value in (("--seconds", seconds), ("--steps", steps)):
        if value is not None and not 0 < value < float("inf"):
            raise Usage(f"{name} {value:g} leaves nothing to search with.", hint=f"Give it 1 or more: {name} 1")
    total, began = seconds or schedule_optimise.SECONDS, monotonic()
    with Progress() as bar, Stopping() as stopping:

        def progress(tried: int, best: float) -> None:
            done = tried if steps else min(int(monotonic() - began), int(total))
            bar(f"Searching, {tried} tried,", done, steps or int(total) or 1)

        proposal = schedule_optimise.propose(
            session.workspace,
            goal=goal,
            seconds=seconds,
            steps=steps,
            seed=seed,
            exact=exact,
            progress=progress,
            stop=lambda: stopping.wanted,
        )
    data = change_record(proposal.change) | {"better": bool(proposal.sequence), "applied": False}
    if not proposal.sequence:
        return Result(data, (f"No better order was found in {proposal.change.steps} tries.",))
    lines = change_lines(proposal.change, session.now, session.zone)
    if not apply:
        return Result(data, tuple(lines), talk=("Nothing was changed; --apply makes this the order.",))
    done = schedule_optimise.apply(session.workspace, proposal, request_id=session.options.request_id)
    schedule.refresh(session.workspace)
    told = f"{done.value.tasks} tasks have a place in the new order; `prodtui undo` takes it back."
    return Result(data | {"applied": True}, tuple(lines), talk=(told, *outcome.remarks(done)))


@PART.verb("clear", "prodtui schedule clear")
def clear(ctx: typer.Context) -> Result:
    """Take the order away that was agreed on; the rule of the board decides again."""
    from prodtui.services import schedule_optimise

    session = session_of(ctx)
    done = schedule_optimise.clear(session.workspace, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.tasks} tasks have no agreed place any more")


@PART.verb(
    "what-if",
    "prodtui schedule what-if --away ann=2026-12-01..2026-12-05",
    "prodtui schedule what-if --done OPS-12 --overtime ann=mon..fri:2h",
    "prodtui schedule what-if --one-more welder --away bo=tue --json",
)
def what_if(
    ctx: typer.Context,
    away: Aways = None,
    overtime: Annotated[
        list[str] | None,
        typer.Option("--overtime", metavar="WHO=DAYS:HOURS", help="As if they worked longer, such as ann=mon..fri:2h."),
    ] = None,
    done: Annotated[
        list[str] | None,
        typer.Option("--done", metavar="REF", help="As if this task were done by now.", autocompletion=complete.refs),
    ] = None,
    one_more: Annotated[
        list[str] | None, typer.Option("--one-more", metavar="ROLE", help="As if there were another one who can do it.")
    ] = None,
) -> Result:
    """Show what would become of the schedule, and why each task moves; nothing is stored."""
    from prodtui.services import schedule_trial, tasks

    session = session_of(ctx)
    tried = schedule_trial.WhatIf(
        away=aways(session, away),
        overtime=overtimes(session, overtime),
        done=tuple(tasks.get(session.workspace, ref).ref for ref in done or ()),
        joining=tuple(one_more or ()),
    )
    if tried == schedule_trial.WhatIf():
        raise Usage("Nothing was named to try.", hint="For example: prodtui schedule what-if --away ann=mon..fri")
    change = schedule_trial.what_if(session.workspace, tried)
    return Result(change_record(change), tuple(change_lines(change, session.now, session.zone)))


@PART.verb("refresh", "prodtui schedule refresh", "prodtui schedule refresh --thaw")
def refresh(
    ctx: typer.Context,
    thaw: Annotated[bool, typer.Option("--thaw", help="What is promised for the next hours may move too.")] = False,
) -> Result:
    """Compute the schedule and keep it for everybody to see; looking at it does so by itself."""
    from prodtui.services import schedule

    session = session_of(ctx)
    session.workspace.must_write()
    moved = schedule.refresh(session.workspace, thaw=thaw)
    return Result({"moved": moved}, ("The schedule has moved." if moved else "The schedule is as it was.",))
