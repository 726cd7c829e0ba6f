"""The few causes that make most of the trouble: counts in descending order with their cumulative share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prodtui.domain.rows_issues import ParetoBar

OTHER = "other"


def pareto(names: Iterable[str | None]) -> tuple[ParetoBar, ...]:
    """Return one bar for each name, most frequent first, ties by name; what has no name counts as "other", last.

    The vital few are the bars needed to reach 80 % of all; "other" is never one of them.
    """
    counts = Counter(OTHER if name is None or name.casefold() == OTHER else name for name in names)
    total, upto, bars = counts.total(), 0, []
    for name in sorted(counts, key=lambda name: (name == OTHER, -counts[name], name.casefold(), name)):
        vital = name != OTHER and upto * 5 < total * 4
        upto += counts[name]
        bars.append(ParetoBar(name, counts[name], counts[name] / total, upto / total, vital))
    return tuple(bars)
