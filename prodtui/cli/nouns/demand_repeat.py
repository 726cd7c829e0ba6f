"""`demand repeat`: rules that make demand lines."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.context import session_of
from prodtui.cli.demand_tables import amount, rule_table
from prodtui.cli.nouns.demand_words import Amount, Customer, Notes, Prio, ProductWord, Source, Unit
from prodtui.cli.nouns.issue_words import given
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.planning.periods import amount_text

PART = Noun("repeat", "Demand that comes back by a rule.")

Ahead = Annotated[int, typer.Option("--ahead", metavar="DAYS", min=1, help="So many days before it is due.")]
Stopped = Annotated[bool, typer.Option("--all", help="Also the rules that are stopped.")]
RuleRef = Annotated[str, typer.Argument(metavar="REF", help="A rule, as OPS-E1.")]


@PART.verb(
    "add",
    'prodtui demand repeat add "every friday" water-pump 40 --customer Acme',
    'prodtui demand repeat add "monthly on 15" water-pump 200 --start 2026-12-01 --ahead 60',
    'prodtui demand repeat add "FREQ=WEEKLY;BYDAY=FR;COUNT=10" water-pump 40',
)
def add(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(metavar="RULE", help="In words, such as every friday, or an RFC 5545 rule.")],
    product: ProductWord,
    quantity: Amount,
    start: Annotated[str, typer.Option("--start", metavar="DATE", help="The first day.")] = "today",
    ahead: Ahead = 28,
    unit: Unit = None,
    priority: Prio = None,
    customer: Customer = None,
    source: Source = None,
    notes: Notes = None,
) -> Result:
    """Ask for a product again and again; each line is due on a day of the rule."""
    from prodtui.services import demand_rules

    session = session_of(ctx)
    values = {"unit": unit, "priority": priority, "customer": customer, "source": source, "notes": notes}
    done = demand_rules.add_rule(
        session.workspace,
        rule,
        product,
        quantity,
        start=session.day(start),
        ahead=ahead,
        request_id=session.options.request_id,
        **given(session, values),
    )
    row = done.value
    return outcome.of(done, f"{row.ref} {row.rule}: {amount_text(row.quantity)} {row.product}", row.ref)


@PART.verb("list", "prodtui demand repeat list", "prodtui demand repeat list --all --json")
def list_(ctx: typer.Context, all_: Stopped = False) -> Result:
    """List the rules of the board, and why one rests that cannot make its lines."""
    from prodtui.services import demand_rules

    session = session_of(ctx)
    rows = demand_rules.list_rules(session.workspace, stopped=all_)
    none = "No demand repeats. Add a rule with `prodtui demand repeat add RULE PRODUCT QUANTITY`."
    return tabled(rule_table(rows, session.zone), none=none, quiet=tuple(row.ref for row in rows))


@PART.verb("stop", "prodtui demand repeat stop OPS-E1")
def stop(ctx: typer.Context, ref: RuleRef) -> Result:
    """Stop a rule; the lines that it made stay."""
    from prodtui.services import demand_rules

    session = session_of(ctx)
    done = demand_rules.stop_rule(session.workspace, ref, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.ref} is stopped", done.value.ref)


@PART.verb("run", "prodtui demand repeat run")
def run(ctx: typer.Context) -> Result:
    """Make the lines whose time has come; open boards do it by themselves."""
    from prodtui.services import demand_rules

    session = session_of(ctx)
    done = demand_rules.run_due(session.workspace)
    lines = tuple(f"{row.ref} {amount(row)} {row.product} due {row.due}" for row in done.value)
    return Result(
        [to_dict(row) for row in done.value],
        lines,
        quiet=tuple(row.ref for row in done.value),
        talk=outcome.remarks(done),
    )
