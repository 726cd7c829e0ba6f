"""`forecast`: when it will be done, and how much by when, from past throughput."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any

import typer

from prodtui.cli import complete_plan
from prodtui.cli.bundle import takes
from prodtui.cli.context import Session, session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.result import Result, Table
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.flow.window import days_in
from prodtui.domain.forecast_words import drawn_words, promise_words
from prodtui.domain.rows_figures import Forecast
from prodtui.domain.text import counted
from prodtui.errors import Usage
from prodtui.interchange.report import Page, Section

NOUN = Noun("forecast", default="when")


class By(StrEnum):
    """How long the periods are that are drawn."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the words of a command say about how a forecast is made."""

    pace: Annotated[
        str | None, typer.Option("--pace", metavar="FILTER", help="Throughput of these; of the whole board without.")
    ] = None
    window: Annotated[str, typer.Option("--window", metavar="DAYS", help="Past to draw from, as 84d or 12w.")] = "12w"
    period: Annotated[By, typer.Option("--period", help="What is drawn: whole days or weeks.")] = By.DAY
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed gives the same answer.")] = 1
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As it would have been told then.")] = (
        None
    )

    def said(self, session: Session) -> dict[str, Any]:
        """Return it as the service takes it. Raises Usage for a window that is none."""
        from prodtui.domain.enums import PeriodKind

        days = days_in(self.window)
        if days is None:
            raise Usage(f"{self.window[:40]!r} is no window.", hint="Write it like 84d or 12w.")
        kind, as_of = PeriodKind(self.period.value), session.day(self.as_of)
        return {"pace": self.pace or "", "days": days, "period": kind, "seed": self.seed, "as_of": as_of}


@dataclass(frozen=True, slots=True)
class Pages:
    """What the words of a command say about the form of the answer."""

    markdown: Markdown = False
    html: Html = False
    out: OutFile = None


@NOUN.verb(
    "when",
    "prodtui forecast",
    "prodtui forecast when 30",
    "prodtui forecast when --filter '#atlas' --pace '#sheet'",
    "prodtui forecast when --demand OPS-D3 --json",
    "prodtui forecast when 10 --as-of 2026-09-30",
)
@takes(Pages)
@takes(Drawing)
def when(
    ctx: typer.Context,
    drawing: Drawing,
    pages: Pages,
    items: Annotated[int | None, typer.Argument(metavar="N", help="So many tasks; those open without.")] = None,
    text: Annotated[str | None, typer.Option("--filter", metavar="FILTER", help="The open tasks of these.")] = None,
    demand: Annotated[
        str | None,
        typer.Option("--demand", metavar="REF", help="What was released for it.", autocompletion=complete_plan.demand),
    ] = None,
) -> Result:
    """Tell when so many tasks will be done, as if they were done first: days, and how often each holds."""
    from prodtui.services.outlook import when_done

    session = session_of(ctx)
    found = when_done(session.workspace, items, filter=text or "", demand=demand, **drawing.said(session))
    about = f" of {found.filter}" if found.filter else "" if items else " that are open"
    first = ", if they are done first" if items or found.filter else ""
    return _result(session, found, f"When {counted(found.items or 0, 'task')}{about} will be done{first}", pages)


@NOUN.verb("how-many", "prodtui forecast how-many 2026-12-18", "prodtui forecast how-many eow --pace '@ann'")
@takes(Pages)
@takes(Drawing)
def how_many(
    ctx: typer.Context,
    drawing: Drawing,
    pages: Pages,
    by: Annotated[str, typer.Argument(metavar="DATE", help="Until when.")],
) -> Result:
    """Tell how many tasks will be done by the end of a day, and how often each number holds."""
    from prodtui.services.outlook import how_many_by

    session = session_of(ctx)
    day = session.day(by)
    if day is None:
        raise Usage("A forecast needs a day.", hint="For example: prodtui forecast how-many fri")
    found = how_many_by(session.workspace, day, **drawing.said(session))
    return _result(session, found, f"How many tasks will be done by {day:%a} {day}", pages)


def _result(session: Session, found: Forecast, title: str, about: Pages) -> Result:
    odds = [(f"{line.share:.0%} of the runs", promise_words(found, line)) for line in found.lines]
    page = Page(title, [Section("How sure", odds, [drawn_words(found), *found.doubts])])
    table = Table(found.lines, ("share", "items", "day"), ("share", "items", "day"), to_dict)
    told = report(session, page, to_dict(found), table, markdown=about.markdown, html=about.html, out=about.out)
    return told if any(found.history) else replace(told, talk=(*told.talk, *_earlier(session, found)))


def _earlier(session: Session, found: Forecast) -> tuple[str, ...]:
    """Return the day on which there was a pace to forecast from, where the whole past that was drawn from is empty."""
    from prodtui.services.nearest import nearest_finish

    first = found.last - timedelta(days=len(found.history) * (7 if found.period == By.WEEK else 1) - 1)
    nearest = nearest_finish(session.workspace, first, found.last)
    if nearest is None or not nearest.is_before:
        return ()
    day = nearest.day + timedelta(days=1)
    return (f"Nothing was finished since {nearest.day}. Try --as-of {day} for the pace that there was, or --window.",)
