"""A schedule as a Gantt chart of Mermaid: plain text that documents and code hosts draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from prodtui.domain.rows_schedule import LaneRow, PartRow, ScheduledRow
from prodtui.domain.text import sanitize

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

#: All else could end the text of a task, begin a comment or a command, or close the fence around the chart.
_NOT_PLAIN = re.compile(r"[^\w .,()+/!?'&=@–-]+")
_NOBODY = "Nobody"


def gantt(title: str, rows: Sequence[ScheduledRow], lanes: Iterable[LaneRow], zone: ZoneInfo) -> str:
    """Return a chart with a section for each person, on the clock of `zone`; tasks without a place are left out.

    Late and critical work is marked as critical, begun work as active.
    """
    names = {lane.key: lane.name for lane in lanes}
    lines = ["gantt", f"    title {plain_text(title)}", "    dateFormat YYYY-MM-DD HH:mm", "    axisFormat %m-%d %H:%M"]
    sections: dict[str, list[str]] = {}
    for row in rows:
        for place, part in enumerate(row.parts):
            for who in part.person or (_NOBODY,):
                sections.setdefault(who, []).append(_line(row, place, part, who, zone))
    for who in sorted(sections, key=lambda key: names.get(key, key)):
        lines += [f"    section {plain_text(names.get(who, who)) or who}", *sections[who]]
    return "\n".join(lines) + "\n"


def _line(row: ScheduledRow, place: int, part: PartRow, who: str, zone: ZoneInfo) -> str:
    text = plain_text(f"({row.ref}) {row.title} – {part.step}")
    tags = [*_tags(row), f"t{row.id}p{place}{plain_text(who).replace(' ', '')}"]
    return f"    {text} :{', '.join([*tags, _clock(part.starts, zone), _clock(part.ends, zone)])}"


def _tags(row: ScheduledRow) -> Iterator[str]:
    if row.late or row.critical:
        yield "crit"
    if row.begun:
        yield "active"


def _clock(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def plain_text(text: str) -> str:
    """Return text that can stand anywhere in a chart of Mermaid without meaning anything there."""
    return " ".join(_NOT_PLAIN.sub(" ", sanitize(text)).split())
