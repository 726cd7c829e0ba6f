"""Rows to plain JSON values and back, by their type hints: one form for JSON output, events and request answers."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Return `value` as JSON-able data: datetimes as ISO UTC with Z, enums by value, rows as dicts, tuples as lists."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item) for item in value]
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    return value


def to_dict(row: Any) -> dict[str, Any]:
    """Return a row as a JSON-able dict with the row's field names."""
    return {field.name: to_json(getattr(row, field.name)) for field in fields(row)}


def from_dict(cls: type[T], data: Mapping[str, Any]) -> T:
    """Return the row of class `cls` that `to_dict` made `data` from; unknown keys are ignored, missing ones default."""
    kind: Any = cls
    return cls(**{name: read(data[name]) for name, read in _readers(kind).items() if name in data})


def from_json(kind: Any, value: Any) -> Any:
    """Return `value` as the type hint `kind` says. Raises ValueError or TypeError for a value that does not fit."""
    return _reader(kind)(value)


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads values of a type hint: hints are looked at once, not with every value."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        read = _reader(next(choice for choice in get_args(kind) if choice is not type(None)))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        return partial(_tuple, get_args(kind))
    if isinstance(kind, type):
        if issubclass(kind, Enum):
            return kind
        if issubclass(kind, (datetime, date)):
            return kind.fromisoformat
        if is_dataclass(kind):
            return partial(from_dict, kind)
    return lambda value: value


def _tuple(parts: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"a list is needed, not {value!r:.40}")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(map(_reader(parts[0]), value))
    return tuple(_reader(part)(item) for part, item in zip(parts, value, strict=True))


@cache
def _readers(cls: Any) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in get_type_hints(cls).items()}
