"""Names in forms of the plan, checked while the reader still stands at the field. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from prodtui.domain.text import nearest, quoted
from prodtui.errors import Rejected


class Keyed(Protocol):
    """What a name may mean."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...


K = TypeVar("K", bound=Keyed)


def named_in(what: str, rows: Sequence[K], text: str) -> K:
    """Return the row with this key or name, or the only one that begins with it. Raises Rejected."""
    wanted = text.strip().casefold()
    same = [row for row in rows if wanted in (row.key.casefold(), row.name.casefold())]
    near = same or [row for row in rows if wanted and f"{row.name}".casefold().startswith(wanted)]
    if len(near) == 1 or same:
        return near[0]
    names = [row.name for row in rows]
    if not names:
        raise Rejected(f"There is no {what} yet.", hint=f"Add a {what} first.")
    if near:
        raise Rejected(f"{quoted(text)} may be {' or '.join(row.name for row in near[:4])}.", hint="Write more of it.")
    close = nearest(text, names)
    hint = f"Did you mean {quoted(close)}?" if close else f"There are: {', '.join(names[:12])}."
    raise Rejected(f"There is no {what} {quoted(text)}." if wanted else f"A {what} is missing.", hint=hint)
