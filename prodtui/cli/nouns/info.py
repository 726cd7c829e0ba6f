"""`info`: every path, version and setting, for a report or a look."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import typer

from prodtui import __version__
from prodtui.cli.context import session_of
from prodtui.cli.nouns.config import plain_value
from prodtui.cli.result import Result, plain_cell
from prodtui.cli.verb import Noun
from prodtui.errors import ProdtuiError

NOUN = Noun("info")
LIBRARIES = (
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "typer",
    "platformdirs",
    "python-dateutil",
    "tomlkit",
)


@NOUN.verb("", "prodtui info", "prodtui info --json")
def info(ctx: typer.Context) -> Result:
    """Print versions, paths, settings with where they come from, and what the store is."""
    session = session_of(ctx)
    config = session.config
    paths = config.paths
    data: dict[str, Any] = {
        "versions": {"prodtui": __version__, "python": platform.python_version(), **_libraries()},
        "paths": {
            "data": str(paths.data),
            "state": str(paths.state),
            "config": str(paths.config),
            "cache": str(paths.cache),
            "config_file": str(paths.config_file),
            "themes": str(paths.themes),
            "drafts": str(paths.drafts),
            "backups": str(paths.backups),
            "log": str(paths.log_file),
        },
        "path_sources": dict(paths.sources),
        "settings": {name: {"value": plain_value(value), "source": source} for name, value, source in config.entries()},
    }
    folders = {name: f"{path} ({paths.sources[name]})" for name, path in data["paths"].items() if name in paths.sources}
    lines = [*_section("versions", data["versions"]), *_section("paths", {**data["paths"], **folders})]
    settings = {name: f"{plain_cell(each['value'])} ({each['source']})" for name, each in data["settings"].items()}
    lines += _section("settings", settings)
    talk: tuple[str, ...] = config.warnings
    try:
        from prodtui.services.stores import info as describe

        data["store"] = describe(session.workspace)
        actor = session.workspace.actor
        data["you"] = {"login": actor.login, "role": actor.role.value, "typed_by": actor.typed_by}
        lines += _section("store", data["store"]) + _section("you", data["you"])
    except ProdtuiError as error:  # information about a store that cannot be opened is wanted all the more
        data["store"] = {"path": str(config.store), "error": error.as_dict()}
        talk = (*talk, f"{error.message} {error.hint}".strip())
    return Result(data, tuple(lines), talk=talk)


def _libraries() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def _section(title: str, values: dict[str, Any]) -> list[str]:
    width = max(len(name) for name in values)
    return [title, *(f"  {name:<{width}}  {plain_cell(value)}".rstrip() for name, value in values.items())]
