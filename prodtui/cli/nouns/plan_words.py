"""The words that the verbs of the plan share, as annotations for their signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from prodtui.cli import complete_plan
from prodtui.cli.context import Session
from prodtui.domain.dates import local
from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import longer_plans
from prodtui.domain.rows_planning import PeriodRow
from prodtui.errors import Usage

Product = Annotated[
    str, typer.Argument(metavar="PRODUCT", help="Its key or name.", autocompletion=complete_plan.products)
]
Day = Annotated[str, typer.Argument(metavar="DAY", help="A day of the period, such as 2026-11-30 or mon.")]
Quantity = Annotated[str, typer.Argument(metavar="QUANTITY", help="How much, in the unit of the product.")]
Period = Annotated[PeriodKind | None, typer.Option("--period", help="How long a period is; the board's own without.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="From the period of this day; else today's.")]
Count = Annotated[int | None, typer.Option("--periods", metavar="N", help="So many periods.")]
OfWhatIf = Annotated[
    str | None,
    typer.Option("--what-if", metavar="NAME", help="Of this what-if.", autocompletion=complete_plan.what_ifs),
]
WhatIf = Annotated[str, typer.Argument(metavar="NAME", help="A what-if.", autocompletion=complete_plan.what_ifs)]
WhatIfs = Annotated[
    list[str], typer.Argument(metavar="NAME", help="What-ifs, three at most.", autocompletion=complete_plan.what_ifs)
]
Unit = Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help="To be sure: it must be the product's.")]


def day_of(session: Session, text: str) -> date:
    """Return the day that a word means on the board's calendar. Raises Usage for none."""
    at = session.when(text)
    if at is None:
        raise Usage("A day is needed.", hint="Write it like 2026-11-30, mon or +7d.")
    return at.astimezone(session.zone).date()


def lead(session: Session, periods: Sequence[PeriodRow]) -> str:
    """Return which periods a page shows, and when and by whom it was made."""
    last = periods[-1].ends - timedelta(days=1)
    made = f"made {local(session.now, session.zone)} ({session.zone.key}) by {session.workspace.actor.name}"
    note = longer_plans(periods[0].kind, session.workspace.need_board().settings.period)
    return f"By {periods[0].kind} from {periods[0].starts} to {last}, {made}{f'; {note}' if note else ''}."


def view(session: Session, period: PeriodKind | None, first: str | None, count: int | None) -> dict[str, Any]:
    """Return the periods that the words ask for, as services take them. Raises Rejected outside the horizon."""
    from prodtui.services.planbook import check_day

    day = None if first is None else day_of(session, first)
    if day is not None:
        check_day(session.now.astimezone(session.zone).date(), day)
    return {"kind": period, "first": day, "count": count}
