"""`kpi`: how well we do, in figures that tell how they are counted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated

import typer

from prodtui.cli import complete
from prodtui.cli.argv import Output
from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile, deliver_text
from prodtui.cli.figure_tables import (
    chart_sections,
    item_table,
    page_data,
    page_of,
    proof_data,
    proof_page,
    trend_table,
)
from prodtui.cli.look_words import LookWords, hinted, look_lead, window_hint
from prodtui.cli.map_tables import map_section
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.chart_words import why_empty
from prodtui.domain.codec import to_dict
from prodtui.errors import NotFound, Usage


def _figures() -> Collection[str]:
    from prodtui.services.figures import FIGURES

    return FIGURES


NOUN = Noun("kpi", default="show", subjects=_figures)
FigureWord = Annotated[
    str | None, typer.Argument(metavar="FIGURE", help="Only this one.", autocompletion=complete.figures)
]


@NOUN.verb(
    "show",
    "prodtui kpi",
    "prodtui kpi --window 8w --filter '#line-1'",
    "prodtui kpi cycle-time-85 --entry first --json",
    "prodtui kpi --as-of 2026-10-31 --html --out october.html",
)
@takes(LookWords)
def show(
    ctx: typer.Context,
    about: LookWords,
    figure: FigureWord = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="List what is behind the figure, with the arithmetic.")
    ] = False,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show figures over a window of days, each against the window before; "no data" is not 0."""
    if explain:
        return _explained(ctx, about, figure, markdown=markdown, html=html, out=out)
    from prodtui.services import kpi

    session = session_of(ctx)
    look = about.look(session)
    page = kpi.figures(session.workspace, look, [figure] if figure else _figures())
    board = session.workspace.need_board()
    shown = page_of(page, f"Figures of {board.name}", look_lead(session, look, page.conventions))
    data, table = page_data(page), trend_table(page.figures)
    told = report(session, shown, data, table, markdown=markdown, html=html, out=out)
    return hinted(session, look, told)


def _explained(
    ctx: typer.Context, about: LookWords, figure: str | None, *, markdown: bool, html: bool, out: OutFile
) -> Result:
    from prodtui.services import kpi

    if figure is None:
        raise Usage("--explain explains one figure.", hint="For example: prodtui kpi cycle-time-85 --explain")
    session = session_of(ctx)
    look = about.look(session)
    proof = kpi.explain(session.workspace, figure, look)
    page = proof_page(proof, look_lead(session, look, None))
    told = report(session, page, proof_data(proof), item_table(proof), markdown=markdown, html=html, out=out)
    return told if proof.items else hinted(session, look, told)


@NOUN.verb(
    "chart",
    "prodtui kpi chart flow --window 90d --csv",
    "prodtui kpi chart ageing --filter @ann",
    "prodtui kpi chart cycle --json",
    "prodtui kpi chart flow --svg --out flow.svg",
)
@takes(LookWords)
def chart_(
    ctx: typer.Context,
    about: LookWords,
    name: Annotated[str, typer.Argument(metavar="CHART", help="Which one.", autocompletion=complete.charts)],
    svg: Annotated[bool, typer.Option("--svg", help="As a picture.")] = False,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show what a chart shows, as rows or as a picture."""
    from prodtui.cli.chart_tables import chart_page, chart_table
    from prodtui.services.charts import chart, pick_chart

    session = session_of(ctx)
    look = about.look(session)
    try:
        drawn = chart(session.workspace, name, look)
    except NotFound as error:
        raise NotFound(error.message, hint=window_hint(session, look) or error.hint) from error
    if svg:
        from prodtui.interchange.svg import chart_svg

        return deliver_text(session, "svg", out, chart_svg(drawn, pick_chart(name).label) + "\n")
    page = chart_page(drawn, pick_chart(name).label, look_lead(session, look, None))
    told = report(session, page, to_dict(drawn), chart_table(drawn), markdown=markdown, html=html, out=out)
    return hinted(session, look, told) if why_empty(drawn) else told


@NOUN.verb(
    "report",
    "prodtui kpi report --out figures.html",
    "prodtui kpi report --window 2026-10-01..2026-10-31 --as-of 2026-10-31 --out october.html",
    "prodtui kpi report --markdown --filter product:bracket",
)
@takes(LookWords)
def report_(ctx: typer.Context, about: LookWords, markdown: Markdown = False, out: OutFile = None) -> Result:
    """Write figures, charts and workflow as one HTML page that needs nothing else; Markdown has the figures alone."""
    from prodtui.services.dashboard import dashboard

    session = session_of(ctx)
    look = about.look(session)
    shown = dashboard(session.workspace, look)
    board = session.workspace.need_board()
    page = page_of(shown.page, f"Performance of {board.name}", look_lead(session, look, shown.page.conventions))
    html = not (markdown or session.options.output in (Output.JSON, Output.CSV))
    if html:
        pictures = (*chart_sections(shown.charts), map_section(session, look))
        page = replace(page, sections=[*page.sections[:-1], *pictures, page.sections[-1]])
    data = {**to_dict(shown), "page": page_data(shown.page)}
    told = report(session, page, data, trend_table(shown.page.figures), markdown=markdown, html=html, out=out)
    return hinted(session, look, told)
