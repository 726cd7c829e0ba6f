"""`db`: the store's file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.result import Result, plain_cell
from prodtui.cli.verb import Noun
from prodtui.cli.words import Yes
from prodtui.domain.codec import to_dict
from prodtui.errors import ExitCode, StoreDamaged

NOUN = Noun("db")


@NOUN.verb("path", "prodtui db path")
def path(ctx: typer.Context) -> Result:
    """Print where the store is, whether it exists or not."""
    config = session_of(ctx).config
    data = {"path": str(config.store), "source": config.sources["store"], "exists": config.store.exists()}
    return Result(data, (str(config.store),), quiet=(str(config.store),))


@NOUN.verb("info", "prodtui db info --json")
def info(ctx: typer.Context) -> Result:
    """Describe the store: schema, journal, size, rows."""
    from prodtui.services.stores import info as describe

    data = describe(session_of(ctx).workspace)
    return Result(data, tuple(f"{name:<14} {_shown(value)}" for name, value in data.items()), quiet=(data["path"],))


@NOUN.verb("check", "prodtui db check")
def check(ctx: typer.Context) -> Result:
    """Check the store's structure, its references and our own rules; exit code 74 when something is wrong."""
    from prodtui.services.stores import check as examine

    report = examine(session_of(ctx).workspace)
    if report.problems:
        return Result(to_dict(report), report.problems, code=ExitCode.IO)
    rows = sum(report.counts.values())
    return Result(to_dict(report), (f"{report.path} is sound: {rows} rows in {len(report.counts)} tables.",))


@NOUN.verb("backup", "prodtui db backup", "prodtui db backup /srv/backup/board.db")
def backup(
    ctx: typer.Context,
    target: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to; beside the store with the date without.")
    ] = None,
) -> Result:
    """Copy the store while it is in use, and open the copy to be sure of it."""
    from prodtui.services.stores import backup as copy

    made = str(copy(session_of(ctx).workspace, target))
    return Result({"path": made}, (made,), quiet=(made,))


@NOUN.verb("restore", "prodtui db restore /srv/backup/board.db --yes")
def restore(
    ctx: typer.Context, source: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")], yes: Yes = False
) -> Result:
    """Put a backup into the store, after a safety copy of what is there."""
    from prodtui.services.stores import replace_damaged
    from prodtui.services.stores import restore as put_back

    session = session_of(ctx)
    session.standing_alone("`db restore`")
    session.confirm(f"Replace everything in {session.config.store} by {source}?", yes=yes)
    try:
        kept = str(put_back(session.workspace, source))
    except StoreDamaged:
        kept = str(replace_damaged(session.config.store, source))
    text = f"{session.config.store} is as in {source}; what was there before is in {kept}"
    return Result({"path": str(session.config.store), "safety_copy": kept}, (text,), quiet=(kept,))


@NOUN.verb("migrate", "prodtui db migrate")
def migrate(ctx: typer.Context) -> Result:
    """Bring a store of an older version up to date, after a backup."""
    from prodtui.services.stores import migrate as upgrade

    session = session_of(ctx)
    session.standing_alone("`db migrate`")
    store = session.config.store
    kept = upgrade(store)
    if kept is None:
        return Result({"path": str(store), "backup": None}, (f"{store} is up to date.",), quiet=(str(store),))
    text = f"{store} is up to date; as it was before it is in {kept}"
    return Result({"path": str(store), "backup": str(kept)}, (text,), quiet=(str(kept),))


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {plain_cell(each)}" for name, each in value.items())
    return plain_cell(value)
