"""The day of a person as rows of a list: in hand, next, what waits on them, what today holds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from prodtui.domain.dates import human_minutes
from prodtui.domain.day_words import in_work, next_words
from prodtui.domain.enums import WaitKind
from prodtui.domain.rows_day import MyDay, NextTask, TimerRow, Today, TodayLine, WaitingItem
from prodtui.domain.rows_standup import CarriedTask
from prodtui.widgets.columns import Column, fit, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, clip, plain


@dataclass(frozen=True, slots=True)
class DaySpot:
    """A row: what it tells, by what it is found again, what enter opens, the task that verbs are for."""

    key: str
    of: TimerRow | CarriedTask | NextTask | WaitingItem | TodayLine
    ref: str
    task: str | None


def day_sections(day: MyDay, today: Today, holds: Callable[[str], bool]) -> list[Section[DaySpot]]:
    """Return the rows of a day; `holds` tells by reference which tasks of the board can be worked on."""

    def spot(kind: str, row: TimerRow | CarriedTask | NextTask | WaitingItem | TodayLine) -> DaySpot:
        return DaySpot(f"{kind} {row.ref}", row, row.ref, row.ref if holds(row.ref) else None)

    in_hand: list[DaySpot] = []
    if day.timer is not None and all(task.ref != day.timer.ref for task in day.carries):
        in_hand.append(spot("timer", day.timer))
    in_hand += [spot("hand", task) for task in day.carries]
    following = [spot("next", day.next)] if day.next is not None else []
    following += [spot("hand", task) for task in day.later]
    waits = [spot(f"waits {item.kind}", item) for item in day.waits]
    return [
        Section("In hand", in_hand),
        Section("Next", following),
        Section("Waits on me", waits),
        Section("Today", [spot(f"today {line.what}", line) for line in today.lines]),
    ]


def draw_day(spot: DaySpot, width: int, signs: Signs, day: MyDay, now: datetime, zone: ZoneInfo) -> Line:
    """Return a row as a line of some width."""
    sign, state, ink = _state(spot, signs, day, now, zone)
    texts: dict[str, list[Span]] = {
        "sign": [("  ", Ink.TEXT), (clip(sign, 2), ink)],
        "what": [(f"{spot.ref} ", Ink.REF), (plain(spot.of.title), Ink.TEXT)],
        "step": [(plain(_where(spot)), Ink.MUTED)],
        "state": [(plain(state), ink)],
    }
    columns = (
        Column("sign", "", 4, 95),
        Column("what", "", max(width * 2 // 5, 12), 90),
        Column("step", "", 10, 60),
        Column("state", "", 12, wide=True),
    )
    return row_line(texts, fit(columns, width), width, signs.more)


def day_text(spot: DaySpot, signs: Signs, day: MyDay, now: datetime, zone: ZoneInfo) -> str:
    """Return all that a row says, which its line may cut."""
    _, state, _ = _state(spot, signs, day, now, zone)
    return ", ".join(part for part in (f"{spot.ref} {spot.of.title}: {_where(spot)}".rstrip(": "), state) if part)


def day_words(spot: DaySpot) -> str:
    """Return what a row is found by."""
    return " ".join((spot.ref, spot.of.title, _where(spot)))


def timer_words(timer: TimerRow, now: datetime) -> str:
    """Return for how long a timer runs, as in "timer 1h30"."""
    return f"timer {human_minutes(timer.ran(now))}"


def _where(spot: DaySpot) -> str:
    row = spot.of
    if isinstance(row, (CarriedTask, NextTask)):
        return row.step
    if isinstance(row, WaitingItem):
        return row.kind.value
    return row.what if isinstance(row, TodayLine) else ""


def _state(spot: DaySpot, signs: Signs, day: MyDay, now: datetime, zone: ZoneInfo) -> tuple[str, str, Ink]:
    """Return the sign of a row, what is said of how it stands, and the ink of both."""
    row = spot.of
    if isinstance(row, TimerRow):
        gone = (
            f" {signs.between} not open any more" if spot.task is None and row.ref.startswith(f"{day.board}-") else ""
        )
        return signs.age, f"{timer_words(row, now)}{gone}", Ink.HERE
    if isinstance(row, CarriedTask):
        return _carried(row, signs, day, now)
    if isinstance(row, NextTask):
        return "", next_words(row, zone), Ink.MUTED
    if isinstance(row, WaitingItem):
        late = row.due is not None and row.due < now
        sign = signs.signature if row.kind is WaitKind.SIGNATURE else signs.past_most if late else ""
        return sign, row.text, Ink.WRONG if late else Ink.HERE if sign else Ink.MUTED
    time = f"{row.at.astimezone(zone):%H:%M}" if row.at is not None else "all day"
    return signs.fixed_date if row.what == "due" else "", f"{time}  {row.text}", Ink.MUTED


def _carried(row: CarriedTask, signs: Signs, day: MyDay, now: datetime) -> tuple[str, str, Ink]:
    parts = list(_carried_words(row, day, now))
    runs = day.timer is not None and day.timer.ref == row.ref
    sign = signs.age if runs else signs.past_most if row.stuck else ""
    return sign, f" {signs.between} ".join(parts), Ink.HERE if runs else Ink.WRONG if row.stuck else Ink.MUTED


def _carried_words(row: CarriedTask, day: MyDay, now: datetime) -> Iterator[str]:
    if day.timer is not None and day.timer.ref == row.ref:
        yield timer_words(day.timer, now)
    if row.stuck:
        yield row.stuck
    elif row.days is not None:
        yield in_work(row.days)
