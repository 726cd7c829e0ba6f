"""Verbs of `resource` about the stock of materials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete, complete_plan, outcome
from prodtui.cli.context import session_of
from prodtui.cli.result import Result
from prodtui.cli.supply_tables import move_line, move_table
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import Limit, Since
from prodtui.domain.enums import StockKind
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_planning import StockRow

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("resource")

Material = Annotated[
    str, typer.Argument(metavar="MATERIAL", help="Its key or name.", autocompletion=complete_plan.materials)
]
Quantity = Annotated[str, typer.Argument(metavar="QUANTITY", help="How much, in its unit.")]
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="On which day; today without.")]
Note = Annotated[str, typer.Option("--note", "-n", metavar="TEXT", help="What to remember.")]
ForTask = Annotated[
    str | None, typer.Option("--task", metavar="REF", help="For this task.", autocompletion=complete.refs)
]


@PART.verb(
    "receive", "prodtui resource receive steel 500", "prodtui resource receive steel 200 --expected OPS-M4 --on -1d"
)
def receive(
    ctx: typer.Context,
    material: Material,
    quantity: Quantity,
    expected: Annotated[str | None, typer.Option("--expected", metavar="REF", help="The delivery that came.")] = None,
    on: Day = None,
    note: Note = "",
) -> Result:
    """Put what came into stock."""
    from prodtui.services import stock

    session = session_of(ctx)
    done = stock.receive(
        session.workspace, material, quantity, expected=expected, day=session.day(on), note=note,
        request_id=session.options.request_id,
    )  # fmt: skip
    return _result(done)


@PART.verb(
    "issue", "prodtui resource issue steel 25 --task OPS-12", 'prodtui resource issue steel 3 --note "Test piece"'
)
def issue(
    ctx: typer.Context, material: Material, quantity: Quantity, task: ForTask = None, on: Day = None, note: Note = ""
) -> Result:
    """Take something out of stock; for a task it uses up what was promised to it."""
    from prodtui.services import stock

    session = session_of(ctx)
    done = stock.issue(
        session.workspace, material, quantity, task=task, day=session.day(on), note=note,
        request_id=session.options.request_id,
    )  # fmt: skip
    return _result(done)


@PART.verb("count", "prodtui resource count steel 480", 'prodtui resource count steel 480 --note "Year end"')
def count(ctx: typer.Context, material: Material, quantity: Quantity, note: Note = "") -> Result:
    """Say how much really lies there; the difference is recorded as a correction."""
    from prodtui.services import stock

    session = session_of(ctx)
    done = stock.count(session.workspace, material, quantity, note=note, request_id=session.options.request_id)
    row = done.value
    return outcome.of(done, f"{row.key} {row.name}: {amount_text(row.stock)} {row.unit}", row.key)


@PART.verb("expect", "prodtui resource expect steel 500 --on fri")
def expect(
    ctx: typer.Context,
    material: Material,
    quantity: Quantity,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="On which day it comes.")],
    note: Note = "",
) -> Result:
    """Say that a quantity will come on a day; `resource receive --expected` ends the wait."""
    from prodtui.services import stock

    session = session_of(ctx)
    done = stock.expect(
        session.workspace, material, quantity, session.day(on), note=note, request_id=session.options.request_id
    )
    return _result(done)


@PART.verb("reserve", "prodtui resource reserve steel 25 --task OPS-12")
def reserve(
    ctx: typer.Context,
    material: Material,
    quantity: Quantity,
    task: Annotated[str, typer.Option("--task", metavar="REF", help="For this task.", autocompletion=complete.refs)],
    note: Note = "",
) -> Result:
    """Promise a quantity to a task."""
    from prodtui.services import stock

    session = session_of(ctx)
    done = stock.reserve(
        session.workspace, material, quantity, task, note=note, request_id=session.options.request_id
    )  # fmt: skip
    return _result(done)


@PART.verb("cancel", "prodtui resource cancel OPS-M4")
def cancel(
    ctx: typer.Context, ref: Annotated[str, typer.Argument(metavar="REF", help="A movement, as OPS-M4.")]
) -> Result:
    """Take a movement recorded by mistake, a reservation or a delivery out of the books."""
    from prodtui.services import stock

    session = session_of(ctx)
    return _result(stock.put_away_move(session.workspace, ref, request_id=session.options.request_id))


@PART.verb(
    "moves", "prodtui resource moves steel", "prodtui resource moves --kind expected", "prodtui resource moves --json"
)
def moves(
    ctx: typer.Context,
    material: Annotated[
        str | None, typer.Argument(metavar="MATERIAL", help="All without.", autocompletion=complete_plan.materials)
    ] = None,
    kind: Annotated[StockKind | None, typer.Option("--kind", "-k", help="Only of this kind.")] = None,
    task: ForTask = None,
    since: Since = None,
    limit: Limit = None,
) -> Result:
    """List the movements of materials, newest day first."""
    from prodtui.services import stock

    session = session_of(ctx)
    rows = stock.list_moves(
        session.workspace, material, kind=kind, task=task, since=session.day(since), limit=limit
    )  # fmt: skip
    none = "No movement matches." if material or kind or task or since else "Nothing has moved yet."
    return tabled(move_table(rows, session.zone), none=none, quiet=tuple(row.ref for row in rows))


def _result(done: Done[StockRow]) -> Result:
    row = done.value
    return outcome.of(done, f"{row.resource}  {move_line(row, '')}", row.ref)
