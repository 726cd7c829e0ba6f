"""`plan capacity`: hours more or fewer than the calendars say."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.context import session_of
from prodtui.cli.nouns.plan_words import OfWhatIf, day_of
from prodtui.cli.plan_tables import capacity_line, capacity_table
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.domain.enums import CapacityKind

PART = Noun("capacity", help="Hours more or fewer than the calendars say.")


@PART.verb(
    "add",
    "prodtui plan capacity add person me 2 --from 2026-11-30 --to 2026-12-04 --reason overtime",
    "prodtui plan capacity add pool lathes -8 --from 2026-12-02 --what-if Repair",
    context_settings={"ignore_unknown_options": True},
)
def add(
    ctx: typer.Context,
    kind: Annotated[CapacityKind, typer.Argument(metavar="KIND", help="person, role, step or pool.")],
    target: Annotated[str, typer.Argument(metavar="WHICH", help="Which one.")],
    hours: Annotated[str, typer.Argument(metavar="HOURS", help="More on each working day; fewer with a minus.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day; else the first.")] = None,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")] = "",
    what_if: OfWhatIf = None,
) -> Result:
    """Give a person, role, step or pool so many hours more or fewer on each working day."""
    from prodtui.services import capacity_changes

    session = session_of(ctx)
    starts = day_of(session, first)
    if kind is CapacityKind.PERSON:
        (target,) = session.people([target]) or (target,)
    done = capacity_changes.add(
        session.workspace, kind, target, starts, starts if last is None else day_of(session, last), hours,
        reason=reason, what_if=what_if, request_id=session.options.request_id,
    )  # fmt: skip
    return outcome.of(done, capacity_line(done.value), done.value.ref)


@PART.verb("list", "prodtui plan capacity list", "prodtui plan capacity list --all --json")
def list_(
    ctx: typer.Context,
    what_if: OfWhatIf = None,
    all_: Annotated[bool, typer.Option("--all", help="Also those that were taken away.")] = False,
) -> Result:
    """List changes of capacity by their first day."""
    from prodtui.services import capacity_changes

    session = session_of(ctx)
    rows = capacity_changes.list_changes(session.workspace, what_if=what_if, removed=all_)
    table = capacity_table(rows, session.zone)
    return tabled(table, none="There is no change of capacity.", quiet=tuple(row.ref for row in rows))


@PART.verb("remove", "prodtui plan capacity remove OPS-C1")
def remove(
    ctx: typer.Context, ref: Annotated[str, typer.Argument(metavar="REF", help="A change of capacity, as OPS-C1.")]
) -> Result:
    """Take a change of capacity away."""
    from prodtui.services import capacity_changes

    session = session_of(ctx)
    done = capacity_changes.remove(session.workspace, ref, request_id=session.options.request_id)
    return outcome.of(done, f"{capacity_line(done.value)}: taken away", done.value.ref)
