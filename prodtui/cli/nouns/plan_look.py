"""Verbs of `plan` that look: the grid, load, promises, exceptions, shortages."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import complete_plan
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.nouns.plan_words import Count, From, OfWhatIf, Period, Product, Quantity, Unit, day_of, lead, view
from prodtui.cli.pages import Html, Markdown, lead_of, report
from prodtui.cli.plan_tables import (
    exception_section,
    exception_table,
    load_section,
    load_table,
    plan_page,
    plan_table,
    shortage_table,
)
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.planning.periods import amount_text
from prodtui.errors import ExitCode
from prodtui.interchange.report import Page

PART = Noun("plan")


@PART.verb(
    "show",
    "prodtui plan show",
    "prodtui plan show --period month --from 2027-01-01 --json",
    "prodtui plan show --html --out plan.html",
)
def show(
    ctx: typer.Context,
    product: Annotated[
        list[str] | None,
        typer.Argument(metavar="PRODUCT", help="Only these.", autocompletion=complete_plan.products),
    ] = None,
    period: Period = None,
    first: From = None,
    count: Count = None,
    what_if: OfWhatIf = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show demand, planned, actual and backlog of each product by period, and load against capacity under it."""
    from prodtui.services import plan_grid

    session = session_of(ctx)
    grid = plan_grid.grid(session.workspace, products=product, what_if=what_if, **view(session, period, first, count))
    title = f"Plan of {session.workspace.need_board().name}" + (f", what-if {grid.what_if}" if grid.what_if else "")
    page = plan_page(grid, title, lead(session, grid.periods))
    return report(session, page, to_dict(grid), plan_table(grid), markdown=markdown, html=html, out=out)


@PART.verb("load", "prodtui plan load", "prodtui plan load --period day --from mon --csv")
def load(
    ctx: typer.Context,
    period: Period = None,
    first: From = None,
    count: Count = None,
    what_if: OfWhatIf = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show hours of work against hours that there are, of each step, role and pool; ! stands where it is too much."""
    from prodtui.services import plan_grid

    session = session_of(ctx)
    grid = plan_grid.grid(session.workspace, what_if=what_if, **view(session, period, first, count))
    table = load_table(grid.periods, grid.loads)
    page = Page(
        f"Load of {session.workspace.need_board().name}",
        (load_section(grid.periods, grid.loads),),
        lead(session, grid.periods),
    )
    return report(session, page, table.records(), table, markdown=markdown, html=html, out=out)


@PART.verb("promise", "prodtui plan promise bracket 40 --by fri", "prodtui plan promise bracket 40 --by fri --json")
def promise(
    ctx: typer.Context,
    product: Product,
    quantity: Quantity,
    by: Annotated[str, typer.Option("--by", metavar="DATE", help="The day on which it is to be delivered.")],
    unit: Unit = None,
    what_if: OfWhatIf = None,
) -> Result:
    """Say whether so much more can be delivered by a day, else the first day and what is in the way; exit 3 for no."""
    from prodtui.services import plan_promise

    session = session_of(ctx)
    said = plan_promise.promise(session.workspace, product, quantity, day_of(session, by), unit=unit, what_if=what_if)
    if said.yes:
        lines = [f"Yes: {amount_text(said.quantity)} of {said.product} can be delivered by {said.by}."]
    else:
        first = f"The first day that works is {said.first}." if said.first else "No day within the next year works."
        lines = [f"No: {amount_text(said.quantity)} of {said.product} cannot be delivered by {said.by}. {first}"]
    lines += [f"  {sentence}" for sentence in (*said.in_the_way, *said.notes)]
    return Result(
        to_dict(said), tuple(lines), quiet=("yes" if said.yes else str(said.first or "no"),),
        code=ExitCode.DONE if said.yes else ExitCode.REFUSED,
    )  # fmt: skip


@PART.verb("exceptions", "prodtui plan exceptions", "prodtui plan exceptions --json")
def exceptions(
    ctx: typer.Context,
    period: Period = None,
    first: From = None,
    count: Count = None,
    what_if: OfWhatIf = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """List what the plan does not bear: late, overload, shortage, unplanned, behind; each with the reason."""
    from prodtui.services import plan_exceptions

    session = session_of(ctx)
    rows = plan_exceptions.exceptions(session.workspace, what_if=what_if, **view(session, period, first, count))
    table = exception_table(rows, session.zone)
    if not (markdown or html):
        return tabled(table, none="The plan bears everything.", quiet=tuple(row.ref for row in rows))
    title = f"Exceptions of {session.workspace.need_board().name}"
    page = Page(title, (exception_section(rows),), lead_of(session, None, ""))
    return report(session, page, [to_dict(row) for row in rows], table, markdown=markdown, html=html, out=out)


@PART.verb("shortages", "prodtui plan shortages", "prodtui plan shortages --csv")
def shortages(ctx: typer.Context, what_if: OfWhatIf = None) -> Result:
    """List what released and planned work will lack of materials, by day."""
    from prodtui.services import plan_exceptions

    session = session_of(ctx)
    rows = plan_exceptions.shortages(session.workspace, what_if=what_if)
    table = shortage_table(rows, session.zone)
    return tabled(table, none="No material will be short.", quiet=tuple(row.task or row.material for row in rows))
