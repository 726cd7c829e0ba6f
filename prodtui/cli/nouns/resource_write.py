"""Verbs of `resource` that add, list, show and change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli import complete_plan, outcome
from prodtui.cli.context import session_of
from prodtui.cli.nouns.issue_words import IfVersion, given
from prodtui.cli.result import Result
from prodtui.cli.supply_tables import resource_lines, resource_table
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import ResourceKind
from prodtui.domain.rows_planning import ResourceRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("resource")

ResourceWord = Annotated[
    str, typer.Argument(metavar="RESOURCE", help="Its key or name.", autocompletion=complete_plan.resources)
]
Pool = Annotated[str | None, typer.Option("--pool", metavar="POOL", help="Resources that can stand in for it.")]
Parallel = Annotated[int | None, typer.Option("--parallel", metavar="N", min=1, help="How much it does at once.")]
Hours = Annotated[
    str | None, typer.Option("--hours", metavar="WEEK", help='As "mon-fri 6:00-22:00"; none for the board\'s.')
]
Unit = Annotated[str | None, typer.Option("--unit", "-u", metavar="UNIT", help="Of a material; pcs without.")]
Reorder = Annotated[str | None, typer.Option("--reorder-at", metavar="N", help="Of a material: when to order more.")]


@PART.verb(
    "add",
    'prodtui resource add "Lathe 1" --kind machine --pool lathes --hours "mon-fri 6:00-14:00 14:00-22:00"',
    'prodtui resource add "Steel 20 mm" --kind material --key steel --unit kg --reorder-at 200',
)
def add(
    ctx: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")],
    kind: Annotated[ResourceKind, typer.Option("--kind", "-k", help="What it is.")],
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Made from the name without.")] = None,
    pool: Pool = None,
    parallel: Parallel = None,
    hours: Hours = None,
    unit: Unit = None,
    reorder_at: Reorder = None,
) -> Result:
    """Add a tool, machine, room or material."""
    from prodtui.services import resources

    session = session_of(ctx)
    done = resources.add_resource(
        session.workspace, " ".join(name), kind, key=key, pool=pool, parallel=parallel, workweek=hours, unit=unit,
        reorder_level=reorder_at, request_id=session.options.request_id,
    )  # fmt: skip
    return _result(done)


@PART.verb("list", "prodtui resource list", "prodtui resource list --kind material --json")
def list_(
    ctx: typer.Context,
    kind: Annotated[ResourceKind | None, typer.Option("--kind", "-k", help="Only of this kind.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="Also those that are archived.")] = False,
) -> Result:
    """List resources by name, with what lies in stock of materials."""
    from prodtui.services import resources

    session = session_of(ctx)
    rows = resources.list_resources(session.workspace, kind=kind, archived=all_)
    none = "There is no resource yet. Add one with `prodtui resource add NAME --kind machine`."
    return tabled(resource_table(rows, session.zone), none=none, quiet=tuple(row.key for row in rows))


@PART.verb("show", "prodtui resource show steel", "prodtui resource show lathe-1 --json")
def show(ctx: typer.Context, resource: ResourceWord) -> Result:
    """Show a resource with its stock or hours, when it is away, and its history."""
    from prodtui.services import resources

    session = session_of(ctx)
    detail = resources.show_resource(session.workspace, resource)
    return Result(to_dict(detail), tuple(resource_lines(detail, session.zone)), quiet=(detail.resource.key,))


@PART.verb(
    "edit",
    "prodtui resource edit lathe-1 --pool lathes --parallel 2",
    "prodtui resource edit steel --reorder-at 250",
)
def edit(
    ctx: typer.Context,
    resource: ResourceWord,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What it is called.")] = None,
    pool: Pool = None,
    parallel: Parallel = None,
    hours: Hours = None,
    unit: Unit = None,
    reorder_at: Reorder = None,
    if_version: IfVersion = None,
) -> Result:
    """Change fields of a resource; `none` empties one."""
    from prodtui.services import resources

    session = session_of(ctx)
    values = {"new_name": name, "pool": pool, "parallel": parallel, "workweek": hours, "unit": unit}
    fields = given(session, {**values, "reorder_level": reorder_at})
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui resource edit {resource} --parallel 2")
    done = resources.edit_resource(
        session.workspace, resource, version=if_version, request_id=session.options.request_id, **fields
    )
    return _result(done)


@PART.verb("archive", "prodtui resource archive lathe-1")
def archive(ctx: typer.Context, resource: ResourceWord) -> Result:
    """Put a resource away; its history stays."""
    from prodtui.services import resources

    session = session_of(ctx)
    return _result(resources.archive_resource(session.workspace, resource, request_id=session.options.request_id))


@PART.verb("restore", "prodtui resource restore lathe-1")
def restore(ctx: typer.Context, resource: ResourceWord) -> Result:
    """Bring a resource back."""
    from prodtui.services import resources

    session = session_of(ctx)
    return _result(resources.restore_resource(session.workspace, resource, request_id=session.options.request_id))


def _result(done: Done[ResourceRow]) -> Result:
    row = done.value
    return outcome.of(done, f"{row.key} {row.name}{' is archived' if row.archived_at else ''}", row.key)
