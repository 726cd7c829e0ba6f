"""`filter`: saved filters of a board."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.context import session_of
from prodtui.cli.result import Result
from prodtui.cli.tables import listing
from prodtui.cli.verb import Noun

NOUN = Noun("filter")

Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called.")]


@NOUN.verb("list", "prodtui filter list")
def list_(ctx: typer.Context) -> Result:
    """List the saved filters of the board."""
    from prodtui.services import filters

    session = session_of(ctx)
    rows = filters.list_filters(session.workspace)
    none = "No filter is saved. Save one with `prodtui filter save NAME FILTER`."
    return listing(rows, ("name", "text"), session.zone, none=none, identity="name")


@NOUN.verb(
    "save",
    "prodtui filter save mine-late mine late",
    'prodtui filter save hot "prio:urgent or class:expedite"',
    context_settings={"ignore_unknown_options": True},  # -late is a term of the filter
)
def save(
    ctx: typer.Context,
    name: Name,
    words: Annotated[list[str], typer.Argument(metavar="FILTER", help="Terms as in `task list`.")],
) -> Result:
    """Save a filter, or change one that is there."""
    from prodtui.services import filters

    session = session_of(ctx)
    done = filters.save_filter(session.workspace, name, " ".join(words), request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.name}: {done.value.text}", done.value.name)


@NOUN.verb("remove", "prodtui filter remove hot")
def remove(ctx: typer.Context, name: Name) -> Result:
    """Remove a saved filter."""
    from prodtui.services import filters

    session = session_of(ctx)
    done = filters.remove_filter(session.workspace, name, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.name} is removed", done.value.name)
