"""`demand`: what is asked for, of which product, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete_plan, outcome
from prodtui.cli.argv import Output
from prodtui.cli.context import session_of
from prodtui.cli.demand_tables import amount, demand_lines, demand_table, state
from prodtui.cli.nouns import demand_forecast, demand_import, demand_repeat
from prodtui.cli.nouns.demand_words import (
    Amount,
    Customer,
    DemandRef,
    Key,
    Notes,
    Prio,
    ProductWord,
    Reason,
    Source,
    Unit,
)
from prodtui.cli.nouns.issue_words import IfVersion, given
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import FILTERED, Filter, Limit, filter_text
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import DemandKind
from prodtui.domain.rows_planning import DemandRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

NOUN = Noun("demand", groups={"repeat": demand_repeat.PART, "forecast": demand_forecast.PART})

Due = Annotated[str, typer.Option("--due", "-d", metavar="DATE", help="The day on which it is to be delivered.")]
NewDue = Annotated[str | None, typer.Option("--due", "-d", metavar="DATE", help="Another day.")]
Forecast = Annotated[bool, typer.Option("--forecast", help="Foreseen only; orders of its period use it up.")]
Created = Annotated[
    str | None, typer.Option("--created", metavar="DATE", help="When it came in, if not today: it may be late already.")
]
Kind = Annotated[bool | None, typer.Option("--forecast/--order", help="Whether it is only foreseen.")]
Sort = Annotated[str | None, typer.Option("--sort", metavar="BY", help="due, priority, product, customer, status, …")]
Ended = Annotated[bool, typer.Option("--all", help="Also what is delivered or cancelled.")]


@NOUN.verb(
    "add",
    "prodtui demand add water-pump 40 --due fri --customer Acme --key SO-4711",
    "prodtui demand add water-pump 200 --due eom --forecast",
    "prodtui demand add water-pump 15 --due yesterday --created -1w",
)
def add(
    ctx: typer.Context,
    product: ProductWord,
    quantity: Amount,
    due: Due,
    unit: Unit = None,
    priority: Prio = None,
    customer: Customer = None,
    source: Source = None,
    notes: Notes = None,
    key: Key = None,
    forecast: Forecast = False,
    created: Created = None,
) -> Result:
    """Enter what is asked for and print its reference."""
    from prodtui.services import demand

    session = session_of(ctx)
    fields = given(session, _fields(unit, priority, customer, source, notes, key))
    if forecast:
        fields["kind"] = DemandKind.FORECAST
    done = demand.add_demand(
        session.workspace, product, quantity, session.day(due) or "", created=session.day(created),
        request_id=session.options.request_id, **fields,
    )  # fmt: skip
    return _result(done)


@NOUN.verb(
    "list",
    "prodtui demand list",
    "prodtui demand list product:water-pump status:open late",
    'prodtui demand list "due<=eow" customer:acme --sort priority --json',
    context_settings=FILTERED,
)
def list_(
    ctx: typer.Context, words: Filter = None, all_: Ended = False, sort: Sort = None, limit: Limit = None
) -> Result:
    """List demand that is not delivered or cancelled, earliest due first."""
    from prodtui.services import demand

    session = session_of(ctx)
    text = filter_text(words, "demand list")
    for_people = session.options.output is Output.TEXT and not session.options.quiet
    most = limit or (demand.PAGE if for_people else None)
    rows = demand.list_demand(session.workspace, text, all=all_, sort=sort, limit=most)
    none = "No demand matches." if text else "There is no open demand."
    result = tabled(demand_table(rows, session.now, session.zone), none=none, quiet=tuple(row.ref for row in rows))
    if limit is None and len(rows) == most:
        talk = f"These are the first {most}; add --limit N for more, or --csv for all."
        return Result(table=result.table, quiet=result.quiet, talk=(talk,))
    return result


@NOUN.verb("show", "prodtui demand show OPS-D4", "prodtui demand show OPS-D4 --json")
def show(ctx: typer.Context, ref: DemandRef) -> Result:
    """Show a demand line, what it gets of plan and board, and its history."""
    from prodtui.services import demand

    session = session_of(ctx)
    detail = demand.show_demand(session.workspace, ref)
    return Result(to_dict(detail), tuple(demand_lines(detail, session.now, session.zone)), quiet=(detail.demand.ref,))


@NOUN.verb(
    "edit",
    "prodtui demand edit OPS-D4 --quantity 50 --due +1w",
    "prodtui demand edit OPS-D4 --order --customer Acme --if-version 3",
)
def edit(
    ctx: typer.Context,
    ref: DemandRef,
    product: Annotated[
        str | None,
        typer.Option("--product", metavar="PRODUCT", help="Another product.", autocompletion=complete_plan.products),
    ] = None,
    quantity: Annotated[str | None, typer.Option("--quantity", metavar="N", help="Another quantity.")] = None,
    due: NewDue = None,
    unit: Unit = None,
    priority: Prio = None,
    customer: Customer = None,
    source: Source = None,
    notes: Notes = None,
    key: Key = None,
    forecast: Kind = None,
    if_version: IfVersion = None,
) -> Result:
    """Change fields of a demand line; `none` empties one."""
    from prodtui.services import demand

    session = session_of(ctx)
    values = {"product": product, "quantity": quantity, **_fields(unit, priority, customer, source, notes, key)}
    fields = given(session, values)
    if due is not None:
        fields["due"] = session.day(due)
    if forecast is not None:
        fields["kind"] = DemandKind.FORECAST if forecast else DemandKind.ORDER
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui demand edit {ref} --quantity 50")
    done = demand.edit_demand(
        session.workspace, ref, version=if_version, request_id=session.options.request_id, **fields
    )
    return _result(done)


@NOUN.verb("close", "prodtui demand close OPS-D4")
def close(ctx: typer.Context, ref: DemandRef) -> Result:
    """Say that a line is delivered, whatever the board knows of it."""
    from prodtui.services import demand

    session = session_of(ctx)
    return _result(demand.close_demand(session.workspace, ref, request_id=session.options.request_id))


@NOUN.verb("cancel", 'prodtui demand cancel OPS-D4 --reason "Customer changed their mind"')
def cancel(ctx: typer.Context, ref: DemandRef, reason: Reason = None) -> Result:
    """Say that a line is not wanted any more."""
    from prodtui.services import demand

    session = session_of(ctx)
    return _result(demand.cancel_demand(session.workspace, ref, reason, request_id=session.options.request_id))


@NOUN.verb("reopen", "prodtui demand reopen OPS-D4 --reason Returned")
def reopen(ctx: typer.Context, ref: DemandRef, reason: Reason = None) -> Result:
    """Take back that a line was delivered or cancelled by hand."""
    from prodtui.services import demand

    session = session_of(ctx)
    return _result(demand.reopen_demand(session.workspace, ref, reason, request_id=session.options.request_id))


@NOUN.verb("archive", "prodtui demand archive OPS-D4")
def archive(ctx: typer.Context, ref: DemandRef) -> Result:
    """Take a line that was entered by mistake out of demand; it keeps its number and history."""
    from prodtui.services import demand

    session = session_of(ctx)
    return _result(demand.archive_demand(session.workspace, ref, request_id=session.options.request_id))


@NOUN.verb("restore", "prodtui demand restore OPS-D4")
def restore(ctx: typer.Context, ref: DemandRef) -> Result:
    """Bring an archived line back."""
    from prodtui.services import demand

    session = session_of(ctx)
    return _result(demand.restore_demand(session.workspace, ref, request_id=session.options.request_id))


NOUN.verbs |= demand_import.PART.verbs


def _fields(
    unit: str | None, priority: str | None, customer: str | None, source: str | None, notes: str | None, key: str | None
) -> dict[str, Any]:
    return {
        "unit": unit, "priority": priority, "customer": customer, "source": source, "notes": notes,
        "external_key": key,
    }  # fmt: skip


def _result(done: Done[DemandRow]) -> Result:
    row = done.value
    return outcome.of(done, f"{row.ref} {amount(row)} {row.product} due {row.due}: {state(row)}", row.ref)
