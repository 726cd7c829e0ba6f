"""`task repeat`: rules that make tasks."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli import outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.new_task import NewTask
from prodtui.cli.result import Result
from prodtui.cli.tables import listing
from prodtui.cli.verb import Noun

PART = Noun("repeat", "Tasks that come back by a rule.")

Stopped = Annotated[bool, typer.Option("--all", help="Also the rules that are stopped.")]
RuleId = Annotated[int, typer.Argument(metavar="ID", min=1, help="From `task repeat list`.")]


@PART.verb(
    "add",
    'prodtui task repeat add weekly "Clean coolant tank" --start "mon 07:00" --assign bo --due-days 2',
    'prodtui task repeat add "FREQ=MONTHLY;BYMONTHDAY=-1" "Stock count" --start eom --estimate 4h',
)
@takes(NewTask)
def add(
    ctx: typer.Context,
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="daily, weekdays, weekly, monthly, yearly, or an RFC 5545 rule.")
    ],
    title: Annotated[list[str], typer.Argument(metavar="TITLE", help="The title of each task.")],
    new: NewTask,
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="The first day.")] = "today",
    due_days: Annotated[
        int | None, typer.Option("--due-days", metavar="N", min=0, help="Each is due so many days after its day.")
    ] = None,
) -> Result:
    """Make a task again and again by a rule."""
    from prodtui.services import recurring

    session = session_of(ctx)
    fields: dict[str, Any] = {"title": " ".join(title), **new.values(session)}
    if due_days is not None:
        fields["due_days"] = due_days
    done = recurring.add_recurring(
        session.workspace,
        rule,
        fields,
        start=session.when(start, end_of_day=False),
        request_id=session.options.request_id,
    )
    return outcome.of(done, f"{done.value.id} {done.value.rule}: {fields['title']}", str(done.value.id))


@PART.verb("list", "prodtui task repeat list")
def list_(ctx: typer.Context, all_: Stopped = False) -> Result:
    """List the rules of the board, and why one rests that cannot make its task."""
    from prodtui.services import recurring

    session = session_of(ctx)
    rows = recurring.list_recurring(session.workspace, stopped=all_)
    none = "No task repeats. Add a rule with `prodtui task repeat add RULE TITLE`."
    shown = ("id", "rule", "start", "fields", "last_occurrence", "active", "resting")
    return listing(rows, shown, session.zone, none=none, identity="id")


@PART.verb("stop", "prodtui task repeat stop 3")
def stop(ctx: typer.Context, number: RuleId) -> Result:
    """Stop a rule; the tasks that it made stay."""
    from prodtui.services import recurring

    session = session_of(ctx)
    done = recurring.stop_recurring(session.workspace, number, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.id} is stopped", str(done.value.id))


@PART.verb("run", "prodtui task repeat run")
def run(ctx: typer.Context) -> Result:
    """Make the tasks whose time has come; safe to call as often as you like."""
    from prodtui.services import recurring

    session = session_of(ctx)
    return outcome.many(recurring.run_due(session.workspace))
