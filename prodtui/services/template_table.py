"""One table of a template file, read key by key, so that every mistake is named with its place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from prodtui.domain.text import clean_line, nearest
from prodtui.errors import Rejected


class TemplateTable:
    """A TOML table with the words that name its place; every reader raises Rejected with one sentence.

    `end` refuses what nobody asked for, so that a misspelt key is never silently ignored.
    """

    def __init__(self, place: str, values: Mapping[str, Any]) -> None:
        self._place = place
        self._values = values
        self._known: list[str] = []

    def wrong(self, what: str) -> Rejected:
        """Return the error that says `what` is wrong with this table."""
        return Rejected(f"The {self._place} {what}.", hint="Correct the template file; no board was made from it.")

    def has(self, key: str) -> bool:
        """Tell whether the table has the key."""
        return key in self._values

    def line(self, key: str, *, needed: bool = True, limit: int = 200) -> str:
        """Return a one-line text of at most `limit` characters, "" when it is absent and not needed."""
        value = self._take(key)
        if value is None and not needed:
            return ""
        if not isinstance(value, str):
            raise self.wrong(f'needs "{key}" as a text')
        return clean_line(value, limit=limit, what=f"{key} of the {self._place}")

    def lines(self, key: str, *, needed: bool = True, among: Sequence[str] | None = None) -> tuple[str, ...]:
        """Return a list of different one-line texts, each one of `among` where that is given."""
        value = self._take(key)
        if value is None and not needed:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
            raise self.wrong(f'needs "{key}" as a list of texts')
        texts = tuple(clean_line(each, what=f"{key} of the {self._place}") for each in value)
        if len(set(texts)) < len(texts):
            raise self.wrong(f'names something twice in "{key}"')
        for text in texts:
            self._check_among(key, text, among)
        return texts

    def one_of(self, key: str, among: Sequence[str]) -> str:
        """Return a text that is one of `among`."""
        text = self.line(key)
        self._check_among(key, text, among)
        return text

    def count(self, key: str) -> int | None:
        """Return a whole number of 1 or more, None when it is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(f'needs "{key}" as a whole number of 1 or more')
        return value

    def number(self, key: str, *, above: float | None = None) -> float | None:
        """Return a finite number, greater than `above` where that is given, None when it is absent."""
        value = self._take(key)
        if value is None:
            return None
        if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
            raise self.wrong(f'needs "{key}" as a number')
        if above is not None and value <= above:
            raise self.wrong(f'needs "{key}" above {above:g}')
        return float(value)

    def flag(self, key: str) -> bool:
        """Return true or false; false when it is absent."""
        value = self._take(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(f'needs "{key}" as true or false')
        return bool(value)

    def table(self, key: str) -> TemplateTable:
        """Return the table below `key`."""
        value = self._take(key)
        if not isinstance(value, dict):
            raise self.wrong(f"needs a table [{key}]")
        return TemplateTable(f"{self._place}, [{key}]", value)

    def tables(self, key: str) -> tuple[TemplateTable, ...]:
        """Return the one or more tables below `key`, each named by its position and its name."""
        value = self._take(key)
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            raise self.wrong(f"needs at least one table [[{key}]]")
        return tuple(
            TemplateTable(f"{self._place}, {key} {number}{_called(each)}", each)
            for number, each in enumerate(value, start=1)
        )

    def whole(self) -> Mapping[str, Any]:
        """Return everything in the table, to be checked by whoever knows its keys."""
        self._known.extend(self._values)
        return self._values

    def end(self) -> None:
        """Refuse every key that was not read."""
        for key in self._values:
            if key not in self._known:
                guess = nearest(key, self._known)
                asked = f'; did you mean "{guess}"' if guess else ""
                raise self.wrong(f'has the unknown key "{key}"{asked}')

    def _take(self, key: str) -> Any:
        self._known.append(key)
        return self._values.get(key)

    def _check_among(self, key: str, text: str, among: Sequence[str] | None) -> None:
        if among is not None and text not in among:
            raise self.wrong(f'has "{text}" as {key}; use one of {", ".join(among)}')


def _called(values: Mapping[str, Any]) -> str:
    """Return the name of a table in brackets, "" for one that has none."""
    name = values.get("name") or values.get("text")
    return f' ("{name}")' if isinstance(name, str) else ""
