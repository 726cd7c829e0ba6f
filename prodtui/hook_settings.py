"""The table [hooks] of the settings: which command gets which events, and how long it may take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from prodtui.errors import Rejected

#: The name under which a command gets events of every kind.
ANY: Final = "any"
TIMEOUT: Final = "timeout"
SECONDS: Final = 10.0
MOST_SECONDS: Final = 600.0
_A_LIST: Final = 'a list of words, such as ["notify-send", "prodtui"]; no shell takes a text apart'
_A_NUMBER: Final = f"a number of seconds above 0 and up to {MOST_SECONDS:g}"


@dataclass(frozen=True, slots=True)
class HookSettings:
    """Commands as words by the kind of event, or ANY, and the seconds that each run may take.

    `wrong` are sentences about what could not be used.
    """

    commands: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    timeout: float = SECONDS
    wrong: tuple[str, ...] = ()

    def as_table(self) -> dict[str, tuple[str, ...] | float]:
        """Return the settings as the file has them, nothing without commands."""
        return {**self.commands, TIMEOUT: self.timeout} if self.commands else {}


def read_hooks(table: Mapping[str, Any]) -> tuple[HookSettings, dict[str, str]]:
    """Return the part of a table that can be used, and for each entry that cannot the words about it."""
    commands: dict[str, tuple[str, ...]] = {}
    timeout, wrong = SECONDS, {}
    for name, value in table.items():
        if problem := _against(name, value):
            wrong[name] = problem
        elif name == TIMEOUT:
            timeout = float(value)
        else:
            commands[name] = tuple(value)
    return HookSettings(MappingProxyType(commands), timeout), wrong


def hook_from(name: str, text: str) -> list[str] | float:
    """Return the entry `name` as the file has it from what a person typed. Raises Rejected.

    A command is taken apart as a shell does it, and never read by one.
    """
    import shlex

    value: list[str] | float
    try:
        value = float(text) if name == TIMEOUT else shlex.split(text)
    except ValueError:
        what = _A_NUMBER if name == TIMEOUT else "a command line"
        raise Rejected(f'"hooks.{name}" must be {what}, and "{text}" is not.') from None
    if problem := _against(name, value):
        raise Rejected(problem[0].upper() + problem[1:])
    return value


def _against(name: str, value: Any) -> str | None:
    """Return the words about an entry that cannot be used, None for one that can."""
    from prodtui.domain.rows_event import EVENT_KINDS
    from prodtui.domain.text import nearest

    where = f'"hooks.{name}"'
    if name == TIMEOUT:
        good = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= MOST_SECONDS
        return None if good else f"{where} must be {_A_NUMBER}."
    if name not in (*EVENT_KINDS, ANY):
        near = nearest(name, [*sorted(EVENT_KINDS), ANY, TIMEOUT])
        guess = f'; did you mean "{near}"?' if near else f"; {ANY} gets all of them."
        return f"{where} names no kind of event{guess}"
    good = isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value) and bool(value[0])
    return None if good else f"{where} must be {_A_LIST}."
