"""`product`: what is made or done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete_checks, complete_plan, outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.nouns.issue_words import IfVersion, given
from prodtui.cli.result import Result
from prodtui.cli.supply_tables import product_lines, product_table
from prodtui.cli.tables import tabled
from prodtui.cli.task_words import ProductTasks
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_planning import ProductRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

NOUN = Noun("product")

ProductWord = Annotated[
    str, typer.Argument(metavar="PRODUCT", help="Its key or name.", autocompletion=complete_plan.products)
]
Unit = Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help="What it is counted in; pcs without.")]
Routes = Annotated[
    list[str] | None,
    typer.Option("--route", metavar="STEP:HOURS[:SETUP[:POOL]]", help="A step of its way, in order; none for no way."),
]
Needs = Annotated[
    list[str] | None,
    typer.Option("--material", metavar="MATERIAL:QUANTITY", help="What each unit takes; none for nothing."),
]
List = Annotated[
    str | None,
    typer.Option(
        "--checklist", metavar="KEY", help="Which one belongs to it.", autocompletion=complete_checks.checklists
    ),
]
Lot = Annotated[str | None, typer.Option("--lot", metavar="N", help="Released as tasks of at most so many, or none.")]


@NOUN.verb(
    "add",
    'prodtui product add "Water pump" --route machining:0.5:2:lathes --route assembly:0.25 --material steel:2.5',
    'prodtui product add "Password reset" --unit tickets --route service-desk:0.2',
)
@takes(ProductTasks)
def add(
    ctx: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")],
    tasks: ProductTasks,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Made from the name without.")] = None,
    unit: Unit = None,
    route: Routes = None,
    material: Needs = None,
    checklist: List = None,
    lot: Lot = None,
) -> Result:
    """Add a product or service; hours are for each unit, set-up hours for each lot."""
    from prodtui.services import products

    session = session_of(ctx)
    fields = given(session, _fields(unit, route, material, checklist, lot)) | tasks.values(session)
    done = products.add_product(
        session.workspace, " ".join(name), key=key, request_id=session.options.request_id, **fields
    )
    return _result(done)


@NOUN.verb("list", "prodtui product list", "prodtui product list --all --json")
def list_(
    ctx: typer.Context, all_: Annotated[bool, typer.Option("--all", help="Also those that are archived.")] = False
) -> Result:
    """List products and services by name."""
    from prodtui.services import products

    session = session_of(ctx)
    rows = products.list_products(session.workspace, archived=all_)
    none = "There is no product yet. Add one with `prodtui product add NAME`."
    return tabled(product_table(rows, session.zone), none=none, quiet=tuple(row.key for row in rows))


@NOUN.verb("show", "prodtui product show water-pump", "prodtui product show water-pump --json")
def show(ctx: typer.Context, product: ProductWord) -> Result:
    """Show a product with its way, its materials and its history."""
    from prodtui.services import products

    session = session_of(ctx)
    detail = products.show_product(session.workspace, product)
    return Result(to_dict(detail), tuple(product_lines(detail, session.zone)), quiet=(detail.product.key,))


@NOUN.verb(
    "edit",
    "prodtui product edit water-pump --route machining:0.4:2:lathes --route assembly:0.25",
    "prodtui product edit water-pump --lot none --name Pump",
    'prodtui product edit water-pump --task-title "{product} {lot}/{of} for {demand}" --task-label pump',
)
@takes(ProductTasks)
def edit(
    ctx: typer.Context,
    product: ProductWord,
    tasks: ProductTasks,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What it is called.")] = None,
    unit: Unit = None,
    route: Routes = None,
    material: Needs = None,
    checklist: List = None,
    lot: Lot = None,
    if_version: IfVersion = None,
) -> Result:
    """Change fields of a product; routes and materials replace the earlier ones, `none` empties a field."""
    from prodtui.services import products

    session = session_of(ctx)
    fields = given(session, {"new_name": name, **_fields(unit, route, material, checklist, lot)})
    fields |= tasks.values(session)
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui product edit {product} --lot 10")
    done = products.edit_product(
        session.workspace, product, version=if_version, request_id=session.options.request_id, **fields
    )
    return _result(done)


@NOUN.verb("archive", "prodtui product archive water-pump")
def archive(ctx: typer.Context, product: ProductWord) -> Result:
    """Put a product away; what was made of it keeps its name."""
    from prodtui.services import products

    session = session_of(ctx)
    return _result(products.archive_product(session.workspace, product, request_id=session.options.request_id))


@NOUN.verb("restore", "prodtui product restore water-pump")
def restore(ctx: typer.Context, product: ProductWord) -> Result:
    """Bring a product back."""
    from prodtui.services import products

    session = session_of(ctx)
    return _result(products.restore_product(session.workspace, product, request_id=session.options.request_id))


def _fields(
    unit: str | None, route: list[str] | None, material: list[str] | None, checklist: str | None, lot: str | None
) -> dict[str, Any]:  # fmt: skip
    """Return the options as fields of a product; the single word none empties a list."""
    lists = {"routing": route, "materials": material}
    emptied = {name: () if words == ["none"] else words for name, words in lists.items()}
    return {"unit": unit, **emptied, "checklist": checklist, "lot_size": lot}


def _result(done: Done[ProductRow]) -> Result:
    row = done.value
    return outcome.of(done, f"{row.key} {row.name}{' is archived' if row.archived_at else ''}", row.key)
