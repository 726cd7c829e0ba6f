"""Verbs of `plan` that change it: quantities, levelling, and the release to the board."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.nouns.plan_words import Count, Day, From, OfWhatIf, Period, Product, Quantity, Unit, day_of, view
from prodtui.cli.plan_tables import edit_table, preview_lines, share_table
from prodtui.cli.result import Result
from prodtui.cli.task_words import ReleasedAs
from prodtui.cli.verb import Noun
from prodtui.cli.words import Override
from prodtui.domain.codec import to_dict
from prodtui.domain.planning.foresight import left_text
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.task_template import with_amount
from prodtui.errors import ExitCode

PART = Noun("plan")

Step = Annotated[
    str | None, typer.Option("--step", metavar="STEP", help="Where they start.", autocompletion=complete.steps)
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


@PART.verb("set", "prodtui plan set bracket mon 40", "prodtui plan set bracket 2026-12-01 200 --period month")
def set_(
    ctx: typer.Context,
    product: Product,
    day: Day,
    quantity: Quantity,
    unit: Unit = None,
    period: Period = None,
    what_if: OfWhatIf = None,
    if_version: Annotated[
        int | None,
        typer.Option("--if-version", metavar="N", help="Only when its cell has version N, 0 for none."),
    ] = None,
) -> Result:
    """Plan a quantity of a product for the period of a day."""
    from prodtui.services import plan

    session = session_of(ctx)
    done = plan.set_quantity(
        session.workspace, product, day_of(session, day), quantity, kind=period, unit=unit, what_if=what_if,
        version=if_version, request_id=session.options.request_id,
    )  # fmt: skip
    lines = tuple(f"{row.ref} {row.product} {row.starts}: {amount_text(row.quantity)} planned" for row in done.value)
    data = [to_dict(row) for row in done.value]
    return Result(data, lines, quiet=tuple(row.ref for row in done.value), talk=outcome.remarks(done))


@PART.verb(
    "release",
    "prodtui plan release bracket mon",
    "prodtui plan release bracket mon --quantity 20 --lot 5 --dry-run",
    'prodtui plan release bracket mon --title "{product} {lot}/{of}" --priority high --assign bo',
)
@takes(ReleasedAs)
def release(
    ctx: typer.Context,
    product: Product,
    day: Day,
    tasks: ReleasedAs,
    quantity: Annotated[str | None, typer.Option("--quantity", metavar="N", help="Only so much of it.")] = None,
    lot: Annotated[str | None, typer.Option("--lot", metavar="N", help="Tasks of at most so many.")] = None,
    due: Annotated[
        str | None, typer.Option("--due", "-d", metavar="DATE", help="For all; that of the order without.")
    ] = None,
    step: Step = None,
    period: Period = None,
    override: Override = None,
    dry_run: DryRun = False,
) -> Result:
    """Make tasks of what is planned and not released yet, with dates, orders and materials; never twice."""
    from prodtui.services import plan_release

    session = session_of(ctx)
    on, wish = day_of(session, day), {"quantity": quantity, "lot": lot, **tasks.values(session)}
    late = None if due is None else day_of(session, due)
    if dry_run:
        shown = plan_release.preview(session.workspace, product, on, kind=period, due=late, **wish)
        lines = preview_lines(shown) if shown.lots else ["Nothing is left to release."]
        return Result(to_dict(shown), tuple(lines), quiet=tuple(amount_text(lot.quantity) for lot in shown.lots))
    done = plan_release.release(
        session.workspace, product, on, kind=period, due=late, step=step, override=override,
        request_id=session.options.request_id, **wish,
    )  # fmt: skip
    if not done.value:
        return Result([], talk=done.notes)
    return outcome.many(
        done, lambda row: with_amount(outcome.plain(row), f"{amount_text(row.quantity or 0.0)} {row.unit}")
    )


@PART.verb(
    "release-all", "prodtui plan release-all mon", "prodtui plan release-all 2026-12-01 --period month --dry-run"
)
def release_all(
    ctx: typer.Context,
    day: Day,
    step: Step = None,
    period: Period = None,
    override: Override = None,
    dry_run: DryRun = False,
) -> Result:
    """Release every product that is planned for a period, as one change; each that cannot be made says why."""
    from prodtui.services import plan_release_all

    session = session_of(ctx)
    on = day_of(session, day)
    if dry_run:
        shares = plan_release_all.preview_all(session.workspace, on, kind=period)
        return Result(table=share_table(shares, session.zone), quiet=tuple(row.product for row in shares if row.lots))
    done = plan_release_all.release_all(
        session.workspace, on, kind=period, step=step, override=override, request_id=session.options.request_id
    )
    refs = tuple(ref for row in done.value for ref in row.tasks)
    return Result(table=share_table(done.value, session.zone), quiet=refs, talk=outcome.remarks(done))


@PART.verb("level", "prodtui plan level", "prodtui plan level --apply")
def level(
    ctx: typer.Context,
    period: Period = None,
    first: From = None,
    count: Count = None,
    what_if: OfWhatIf = None,
    apply: Annotated[bool, typer.Option("--apply", help="Change the plan like that; one undo takes it back.")] = False,
) -> Result:
    """Propose which quantities to move so that overload goes away and no order comes later than due."""
    from prodtui.cli.progress import Progress
    from prodtui.services import plan_level

    session = session_of(ctx)
    with Progress() as progress:
        proposal = plan_level.propose(
            session.workspace, what_if=what_if, progress=lambda done, of: progress("Levelling", done, of),
            **view(session, period, first, count),
        )  # fmt: skip
    edits, left = (
        proposal.edits,
        tuple(left_text(each, session.now.astimezone(session.zone).date()) for each in proposal.left),
    )
    if not edits:
        return Result(data=[], talk=left or ("There is no overload.",), code=ExitCode.NOT_FOUND)
    talk: tuple[str, ...] = ("Nothing was changed; add --apply to plan like that.",)
    if apply:
        done = plan_level.apply(
            session.workspace, edits, kind=period, what_if=what_if, request_id=session.options.request_id
        )
        talk = outcome.remarks(done)
    quiet = tuple(f"{edit.product} {edit.starts}" for edit in edits)
    return Result(table=edit_table(edits, session.zone), quiet=quiet, talk=(*left, *talk), code=ExitCode.DONE)
