"""`plan whatif`: copies of the plan to play with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.comparison_tables import comparison_data, comparison_page, comparison_table
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.nouns.plan_words import Count, From, Period, WhatIf, WhatIfs, lead, view
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.plan_tables import what_if_state, what_if_table
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.domain.rows_planning import WhatIfRow

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("whatif", help="Copies of plan and capacity to play with.")


@PART.verb("add", 'prodtui plan whatif add "Two shifts"')
def add(
    ctx: typer.Context, name: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")]
) -> Result:
    """Copy the plan and its changes of capacity under a name."""
    from prodtui.services import what_ifs

    session = session_of(ctx)
    return _result(what_ifs.add(session.workspace, " ".join(name), request_id=session.options.request_id))


@PART.verb("list", "prodtui plan whatif list", "prodtui plan whatif list --all --json")
def list_(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="Also those that were applied or thrown away.")] = False,
) -> Result:
    """List what-ifs, oldest first."""
    from prodtui.services import what_ifs

    session = session_of(ctx)
    rows = what_ifs.list_what_ifs(session.workspace, closed=all_)
    return tabled(what_if_table(rows, session.zone), none="There is no what-if.", quiet=tuple(row.ref for row in rows))


@PART.verb(
    "compare", 'prodtui plan whatif compare "Two shifts"', 'prodtui plan whatif compare "Two shifts" Summer --html'
)
def compare(
    ctx: typer.Context,
    names: WhatIfs,
    period: Period = None,
    first: From = None,
    count: Count = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show up to three what-ifs beside the plan: overload, late orders, backlog, and all in which they differ."""
    from prodtui.services import plan_compare

    session = session_of(ctx)
    sides = plan_compare.compare(session.workspace, names, **view(session, period, first, count))
    page = comparison_page(sides, session.workspace.need_board().name, lead(session, sides.periods))
    table = comparison_table(sides)
    return report(session, page, comparison_data(sides), table, markdown=markdown, html=html, out=out)


@PART.verb("apply", 'prodtui plan whatif apply "Two shifts"')
def apply(ctx: typer.Context, name: WhatIf) -> Result:
    """Make plan and capacity equal to a what-if; one undo takes it back."""
    from prodtui.services import what_ifs

    session = session_of(ctx)
    return _result(what_ifs.apply(session.workspace, name, request_id=session.options.request_id))


@PART.verb("drop", 'prodtui plan whatif drop "Two shifts"')
def drop(ctx: typer.Context, name: WhatIf) -> Result:
    """Throw a what-if away; the plan stays as it is."""
    from prodtui.services import what_ifs

    session = session_of(ctx)
    return _result(what_ifs.drop(session.workspace, name, request_id=session.options.request_id))


def _result(done: Done[WhatIfRow]) -> Result:
    row = done.value
    return outcome.of(done, f"{row.ref} {row.name}: {what_if_state(row)}, {row.lines} planned", row.ref)
