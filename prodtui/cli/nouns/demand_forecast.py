"""`demand forecast`: what to expect of a product, from the orders of the past."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli import complete_plan, outcome
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.demand_tables import amount, forecast_page, forecast_table, saved_table
from prodtui.cli.nouns.demand_words import ProductWord
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.progress import Progress
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import PeriodKind
from prodtui.errors import Usage

Products = Annotated[
    list[str] | None,
    typer.Argument(metavar="PRODUCT", help="Their keys or names.", autocompletion=complete_plan.products),
]
PART = Noun("forecast", "What to expect, from the orders of the past.")

Period = Annotated[PeriodKind | None, typer.Option("--period", help="How long a period is; as the board has it.")]
Ahead = Annotated[int | None, typer.Option("--ahead", metavar="N", min=1, help="So many periods, this one first.")]


@PART.verb(
    "show",
    "prodtui demand forecast show water-pump",
    "prodtui demand forecast show water-pump --period month --ahead 6 --json",
)
def show(
    ctx: typer.Context,
    product: ProductWord,
    period: Period = None,
    ahead: Ahead = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show what the orders of the past let expect of a product; nothing is changed."""
    from prodtui.services import forecasts

    session = session_of(ctx)
    seen = forecasts.show_forecast(session.workspace, product, kind=period, ahead=ahead)
    return report(
        session, forecast_page(seen), to_dict(seen), forecast_table(seen), markdown=markdown, html=html, out=out
    )


@PART.verb(
    "save",
    "prodtui demand forecast save water-pump",
    "prodtui demand forecast save water-pump valve --ahead 26",
    "prodtui demand forecast save --all",
)
def save(
    ctx: typer.Context,
    product: Products = None,
    all_: Annotated[bool, typer.Option("--all", help="Of all products that have orders of the past.")] = False,
    period: Period = None,
    ahead: Ahead = None,
) -> Result:
    """Keep it as demand that is foreseen; orders of the same period use it up, and saving again replaces it."""
    from prodtui.services import forecasts

    session, names = session_of(ctx), product or []
    if bool(names) == all_:
        raise Usage(
            "Name the products, or all of them." if not names else "Products and --all were both named.",
            hint="For example: prodtui demand forecast save water-pump, or prodtui demand forecast save --all",
        )
    wish: dict[str, Any] = {"kind": period, "ahead": ahead, "request_id": session.options.request_id}
    if len(names) != 1:
        with Progress() as progress:
            saved = forecasts.save_forecasts(session.workspace, names or None, progress=progress, **wish)
        quiet = tuple(row.product for row in saved.value if not row.why)
        return Result(table=saved_table(saved.value, session.zone), quiet=quiet, talk=outcome.remarks(saved))
    done = forecasts.save_forecast(session.workspace, names[0], **wish)
    rows = done.value
    lines = tuple(f"{row.ref} {amount(row)} {row.product} due {row.due}: forecast" for row in rows)
    quiet = tuple(row.ref for row in rows)
    return Result([to_dict(row) for row in rows], lines, quiet=quiet, talk=outcome.remarks(done))
