"""The day of a person in words, alike on screen and on the command line. Pure."""

from __future__ import annotations

from datetime import tzinfo

from prodtui.domain.rows_day import NextTask


def in_work(days: float) -> str:
    """Return for how many days a task is begun."""
    return f"{days:.0f} d in work" if days >= 1 else "begun today"


def next_words(row: NextTask, zone: tzinfo) -> str:
    """Return when a task comes, and in whose hands it is until then."""
    when = f"{row.starts.astimezone(zone):%a %H:%M}" if row.starts else "first in line"
    return f"{when}, with {', '.join(row.others)} now" if row.others else when
