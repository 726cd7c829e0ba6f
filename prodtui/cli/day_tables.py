"""The day of a person, and what a day holds, as text and tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from prodtui.cli.result import Table
from prodtui.cli.tables import cells_in, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import human_age
from prodtui.domain.day_words import in_work, next_words
from prodtui.domain.rows_day import MyDay, Today, TodayLine
from prodtui.domain.rows_standup import CarriedTask


def day_lines(found: MyDay, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    """Yield the day of a person line by line; what there is not is not told."""
    if found.timer is not None:
        yield f"Timer    {found.timer.ref} {found.timer.title}: {human_age(found.timer.started_at, now)}"
    for task in found.carries:
        yield f"In hand  {task.ref} {task.title}: {task.step}, {_state(task)}"
    if found.next is not None:
        yield f"Next     {found.next.ref} {found.next.title}: {found.next.step}, {next_words(found.next, zone)}"
    for task in found.later:
        yield f"Then     {task.ref} {task.title}: {task.step}" + (f", {task.stuck}" if task.stuck else "")
    for item in found.waits:
        yield f"Waits    {item.ref} {item.title}: {item.kind}, {item.text}"
    if not (found.timer or found.carries or found.next or found.later or found.waits):
        yield f"{found.name} has nothing in hand, nothing comes next, and nothing waits."


def today_table(found: Today, zone: ZoneInfo) -> Table:
    """Return what a day holds as a table; text tells the time alone, for the day is said."""
    cell = {"at": lambda line: "" if line.at is None else f"{line.at.astimezone(zone):%H:%M}"}
    shown = ("at", "what", "ref", "title", "text", "who")
    return Table(found.lines, names_of(TodayLine), shown, to_dict, cells_in(zone, cell))


def _state(task: CarriedTask) -> str:
    return task.stuck or in_work(task.days or 0)
