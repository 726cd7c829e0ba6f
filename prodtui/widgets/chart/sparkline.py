"""The course of a figure as one line of text."""

from __future__ import annotations

from collections.abc import Sequence

_UNICODE, _ASCII = "▁▂▃▄▅▆▇█", "._-=+*%#"


def sparkline(values: Sequence[float | None], width: int, *, ascii: bool = False) -> str:
    """Return the last `width` values as columns from the least to the most of them; None is a gap.

    Values that are all alike lie in the middle, since there is neither a least nor a most.
    """
    shown = values[-width:] if width > 0 else ()
    known = [value for value in shown if value is not None]
    signs = _ASCII if ascii else _UNICODE
    least, most = (min(known), max(known)) if known else (0.0, 0.0)

    def sign(value: float | None) -> str:
        if value is None:
            return " "
        share = (value - least) / (most - least) if most > least else 0.5
        return signs[min(int(share * len(signs)), len(signs) - 1)]

    return "".join(map(sign, shown))
