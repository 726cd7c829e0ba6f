"""What one shift tells the next, as text to go on from: what happened in it, and what the next one must know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from prodtui.domain.enums import Concern
from prodtui.domain.issues import lasted
from prodtui.domain.rows_issues import DowntimeRow
from prodtui.domain.rows_standup import ChangeGroup, NearReading, StandupItem

#: What of a stand-up's changes a hand-over tells, by title.
_TOLD = {
    "finished": "Finished",
    "started": "Started",
    "sent back": "Sent back",
    "blocked": "Blocked",
    "issue raised": "Issues raised",
    "check failed": "Checks failed",
}
#: The next shift can do nothing about these in its hours.
_LATER = frozenset({Concern.ABSENCE, Concern.SHORTAGE, Concern.BEHIND, Concern.ACTION})
_MOST = 20


def handover_text(
    groups: Sequence[ChangeGroup],
    needs: Iterable[StandupItem],
    downs: Sequence[DowntimeRow],
    near: Sequence[NearReading],
    now: datetime,
) -> str:
    """Return the text of a hand-over: titles with lines below them, empty when nothing happened and nothing waits."""
    found = {
        _TOLD[group.word]: [f"{each.ref} {each.title} ({each.by})" for each in group.changes]
        for group in groups
        if group.word in _TOLD
    }
    parts = [(title, found[title]) for title in _TOLD.values() if title in found]
    parts.append(("Stood still", [_stood(down, now) for down in downs]))
    parts.append(("Near their limits", [_reading(row) for row in near]))
    parts.append(("The next shift must know", [_need(item) for item in needs if item.concern not in _LATER]))
    return "\n\n".join("\n".join((f"{title}:", *_lines(rows))) for title, rows in parts if rows)


def first_line(text: str) -> str:
    """Return what a list shows of a hand-over: its first line that says something and is no heading, if it has one."""
    lines = [line for raw in text.split("\n") if (line := raw.strip())]
    said = (line for line in lines if not line.endswith(":") and not re.match("#+( |$)", line))
    return next(said, lines[0] if lines else "")


def _lines(rows: Sequence[str]) -> list[str]:
    told = [f"- {row}" for row in rows[:_MOST]]
    return told + [f"- and {len(rows) - _MOST:,} more"] * (len(rows) > _MOST)


def _stood(down: DowntimeRow, now: datetime) -> str:
    still = "" if down.ended_at else ", still does"
    return f"{down.ref} {down.step}: {down.reason}, {lasted(down, now)}{still}"


def _reading(row: NearReading) -> str:
    limits = " to ".join(f"{limit:.10g}" for limit in (row.lower, row.upper) if limit is not None)
    return f"{row.where} {row.item}: {row.number:.10g} {row.unit}".rstrip() + f", limits {limits} ({row.by})"


def _need(item: StandupItem) -> str:
    ref = item.task or item.ref
    return f"{ref} {item.title}: {item.text}" if ref else f"{item.title}: {item.text}"
