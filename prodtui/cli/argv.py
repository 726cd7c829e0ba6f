"""The options that every command understands, taken out of the words before a command sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from prodtui.errors import Rejected, Usage


class Output(StrEnum):
    """In which form a result is printed."""

    TEXT = "text"
    PLAIN = "plain"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Options:
    """What the words say about every command alike; None where they say nothing."""

    store: str | None = None
    board: str | None = None
    as_name: str | None = None
    output: Output = Output.TEXT
    columns: tuple[str, ...] = ()
    headers: bool = True
    raw_cells: bool = False
    no_input: bool = False
    quiet: bool = False
    read_only: bool = False
    slow: bool = False
    request_id: str | None = None

    def settings(self) -> dict[str, Any]:
        """Return what they say about settings, by the keys of the configuration."""
        return {
            "store": self.store,
            "board": self.board,
            "as": self.as_name,
            "read_only": True if self.read_only else None,
            "slow": True if self.slow else None,
        }


#: word -> (field of Options, name of the value in help, what it does)
VALUES: dict[str, tuple[str, str, str]] = {
    "--store": ("store", "PATH", "the store to use (PRODTUI_STORE)"),
    "--board": ("board", "KEY", "the board to use (PRODTUI_BOARD)"),
    "--as": ("as_name", "NAME", "who acts, recorded as NAME for the login (PRODTUI_AS)"),
    "--request-id": ("request_id", "KEY", "makes a retry safe: same key, same words, the first answer"),
    "--columns": ("columns", "A,B", "only these fields, in this order"),
}
#: word -> (field of Options, its value, what it does)
FLAGS: dict[str, tuple[str, Any, str]] = {
    "--json": ("output", Output.JSON, "print one JSON document"),
    "--csv": ("output", Output.CSV, "print a list as CSV"),
    "--plain": ("output", Output.PLAIN, "print plain text, also on a terminal"),
    "--no-headers": ("headers", False, "leave the line of column names out"),
    "--raw-cells": ("raw_cells", True, "CSV cells as they are, even if a spreadsheet would run them"),
    "--no-input": ("no_input", True, "never ask a question"),
    "--quiet": ("quiet", True, "print references only"),
    "-q": ("quiet", True, "the same"),
    "--read-only": ("read_only", True, "refuse every change (PRODTUI_READ_ONLY)"),
    "--slow": ("slow", True, "open the board for a slow link: no animation, fewer frames"),
}


def hoist(words: Sequence[str]) -> tuple[Options, list[str]]:
    """Return the common options, wherever they stand before a `--`, and the other words in their order.

    Raises Usage when an option lacks its value or two forms of output are asked for.
    """
    fields: dict[str, Any] = {}
    rest: list[str] = []
    position = 0
    while position < len(words):
        word = words[position]
        position += 1
        if word == "--":
            rest += words[position - 1 :]
            break
        name, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in FLAGS:
            if equals:
                raise Usage(f"The option {name} takes no value.")
            _set_flag(fields, name)
        elif name in VALUES:
            if not equals:
                if position == len(words):
                    raise Usage(f"The option {name} needs a value.", hint=f"Write {name} {VALUES[name][1]}.")
                value = words[position]
                position += 1
            _set_value(fields, name, value)
        else:
            rest.append("--help" if word == "-h" else word)
    return replace(Options(), **fields), rest


def wants_json(words: Sequence[str]) -> bool:
    """Tell whether an error about the words themselves should be told as JSON."""
    return "--json" in words[: words.index("--") if "--" in words else len(words)]


def check_text(text: str, what: str) -> None:
    """Raise Rejected for a word that came as bytes which are not UTF-8, and so is no text at all."""
    for position, char in enumerate("" if text.isascii() else text, 1):
        if "\ud800" <= char <= "\udfff":
            raise Rejected(
                f"The value of {what} holds U+{ord(char):04X} at position {position}, which is no character.",
                hint="Check the encoding of your terminal.",
                details={"position": position},
            )


def _set_flag(fields: dict[str, Any], name: str) -> None:
    field, value, _ = FLAGS[name]
    if field == "output" and fields.get(field, value) is not value:
        raise Usage(f"The options --{fields[field]} and {name} exclude each other.", hint="Choose one of them.")
    fields[field] = value


def _set_value(fields: dict[str, Any], name: str, value: str) -> None:
    field, metavar, _ = VALUES[name]
    if not value.strip():
        raise Usage(f"The value of {name} is empty.", hint=f"Write {name} {metavar}.")
    if field != "store":
        check_text(value, name)
    if field == "columns":
        fields[field] = tuple(part.strip() for part in value.split(",") if part.strip())
    else:
        fields[field] = value
