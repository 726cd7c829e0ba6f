"""JSON from outside: one document or one object after the other, with limits on depth and numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from prodtui.domain.imports import MAX_DEPTH
from prodtui.errors import Rejected
from prodtui.interchange.reading import reject_binary
from prodtui.interchange.text_file import reject_empty, text_file

_BETWEEN = " \t\r\n,"


class TooDeep(ValueError):
    """A value is nested deeper than the limit."""


def parse_document(data: bytes) -> Any:
    """Return the one JSON value of a file. Raises Rejected with line and column, or for depth and numbers."""
    text = _text(data)
    with _Problems(text):
        value = _DECODER.decode(text)
        check_depth(value)
        return value


def parse_objects(data: bytes) -> list[Any]:
    """Return the elements of a JSON array, or of a row of JSON values with blanks, line ends or commas between them.

    Raises Rejected with line and column for anything else. Depth is not checked here: see `check_depth`.
    """
    text = _text(data)
    if text.lstrip()[:1] not in ("[", "{"):
        raise Rejected("The file is not JSON: it begins with neither [ nor {.", hint="A CSV file goes to `import csv`.")
    with _Problems(text):
        if text.lstrip()[:1] == "[":
            return list(_DECODER.decode(text))
        return list(_objects(text))


def check_depth(value: Any, limit: int = MAX_DEPTH) -> None:
    """Raise TooDeep for lists and objects within each other beyond the limit."""
    level = [value]
    for _ in range(limit):
        level = [
            inner
            for each in level
            if isinstance(each, (dict, list))
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise TooDeep(f"it is nested deeper than {limit} levels")


def _text(data: bytes) -> str:
    reject_binary(data)
    reject_empty(data)
    with text_file(data).open() as file:
        return file.read().removeprefix("\ufeff")


def _objects(text: str) -> Iterator[Any]:
    at = 0
    while True:
        while at < len(text) and text[at] in _BETWEEN:
            at += 1
        if at == len(text):
            return
        value, at = _DECODER.raw_decode(text, at)
        yield value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number of JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


class _Problems:
    """Turns what the parser raises into one sentence; whole numbers of more than 4,300 digits are among it."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        hint = "Export the file again; nothing was imported."
        if isinstance(error, json.JSONDecodeError):
            where = {"line": error.lineno, "column": error.colno}
            message = f"The file is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
            raise Rejected(message, hint=hint, details=where) from None
        if isinstance(error, RecursionError):
            raise Rejected(f"The JSON is nested deeper than {MAX_DEPTH} levels.", hint=hint) from None
        if isinstance(error, ValueError):
            text = "a number has too many digits" if "digits" in str(error) else str(error)
            raise Rejected(f"The JSON cannot be taken: {text}.", hint=hint) from None
