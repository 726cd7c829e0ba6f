"""`config`: the user's settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli.context import session_of
from prodtui.cli.result import Result, Table, plain_cell
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_json
from prodtui.errors import Rejected

NOUN = Noun("config", default="list", aliases={"show": "list"})

KeyWord = Annotated[str, typer.Argument(metavar="KEY", help="Such as theme, or keymap.add.")]


@NOUN.verb("list", "prodtui config", "prodtui config list --json")
def list_(ctx: typer.Context) -> Result:
    """List every setting, its value, and where the value comes from."""
    config = session_of(ctx).config
    rows = [{"key": name, "value": plain_value(value), "source": source} for name, value, source in config.entries()]
    columns = ("key", "value", "source")
    return Result(table=Table(rows, columns, columns), quiet=tuple(row["key"] for row in rows), talk=config.warnings)


@NOUN.verb("get", "prodtui config get theme")
def get(ctx: typer.Context, key: KeyWord) -> Result:
    """Print the value of one setting that is in use."""
    config = session_of(ctx).config
    values = {name: plain_value(value) for name, value, _ in config.entries()}
    table, _, entry = key.partition(".")
    if entry and isinstance(values.get(table), dict):
        value = values[table].get(entry)
    elif key in values:
        value = values[key]
    else:
        from prodtui.domain.text import nearest

        near = nearest(key, values)
        raise Rejected(
            f'The key "{key}" is not known' + (f'; did you mean "{near}"?' if near else "."),
            hint="Use `prodtui config list` to see every key.",
        )
    return Result({"key": key, "value": value}, (plain_cell(value),), quiet=(plain_cell(value),))


@NOUN.verb("set", "prodtui config set theme high-contrast", "prodtui config set keymap.add A,ctrl+n")
def set_(
    ctx: typer.Context,
    key: KeyWord,
    value: Annotated[str, typer.Argument(metavar="VALUE", help="The value; auto where there is an automatic choice.")],
) -> Result:
    """Write one setting into your file."""
    from prodtui.config import set_value

    file = str(set_value(key, value))
    return Result({"key": key, "value": value, "file": file}, (f"{key} = {value}",), quiet=(key,))


@NOUN.verb("unset", "prodtui config unset theme")
def unset(ctx: typer.Context, key: KeyWord) -> Result:
    """Take one setting out of your file."""
    from prodtui.config import unset_value

    removed = unset_value(key)
    talk = () if removed else (f"{key} is not in the file; nothing had to change.",)
    return Result({"key": key, "removed": removed}, (f"{key} is not set",), quiet=(key,), talk=talk)


@NOUN.verb("check", "prodtui config check")
def check(ctx: typer.Context) -> Result:
    """Check your file: keys, values, and the actions that the keymap names."""
    from prodtui.config import check_config
    from prodtui.paths import find_paths

    paths = find_paths()
    check_config(paths)
    exists = paths.config_file.exists()
    text = (
        f"{paths.config_file} is in order." if exists else f"There is no {paths.config_file}; every value is automatic."
    )
    return Result({"file": str(paths.config_file), "exists": exists}, (text,))


@NOUN.verb("path", "prodtui config path")
def path(ctx: typer.Context) -> Result:
    """Print where your settings are."""
    from prodtui.paths import find_paths

    file = find_paths().config_file
    return Result({"path": str(file), "exists": file.exists()}, (str(file),), quiet=(str(file),))


def plain_value(value: Any) -> Any:
    """Return a setting as JSON: paths as text, the keymap as an object."""
    return str(value) if hasattr(value, "joinpath") else to_json(value)
