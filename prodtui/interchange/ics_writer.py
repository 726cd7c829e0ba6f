"""A schedule as iCalendar files (RFC 5545), one for each person, which a calendar reads again and again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from icalendar import Calendar, Event

from prodtui.domain.rows_schedule import PartRow, ScheduledRow, ScheduleView
from prodtui.domain.scheduling.words import length_words, reason_words
from prodtui.domain.text import sanitize

_UNSAFE = re.compile(r"[^\w.-]+")


def calendars(view: ScheduleView, rows: Sequence[ScheduledRow], store: str) -> Mapping[str, bytes]:
    """Return a calendar for each person, by the name of its file; one without work is empty, so that old work goes.

    An event keeps its UID, made of the identity of the store, task and step, so that a calendar changes what it has
    instead of adding to it.
    """
    found: dict[str, bytes] = {}
    for lane in view.lanes:
        if lane.kind == "person":
            events = [event for row in rows for event in _events(view, row, lane.key, store)]
            found[_file_name(lane.key, found)] = _calendar(f"{view.board}: {lane.name}", events)
    return found


def _calendar(name: str, events: Sequence[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//prodtui//schedule//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(view: ScheduleView, row: ScheduledRow, login: str, store: str) -> Iterator[Event]:
    for place, part in enumerate(row.parts):
        if login in part.person:
            yield _event(view, row, part, f"{store}-{row.id}-{place}-{part.step}@prodtui")


def _event(view: ScheduleView, row: ScheduledRow, part: PartRow, uid: str) -> Event:
    event = Event()
    event.add("uid", _line(uid))
    event.add("dtstamp", view.made_at)
    event.add("last-modified", view.made_at)
    event.add("sequence", _sequence(view.made_at))
    event.add("dtstart", part.starts)
    event.add("dtend", part.ends)
    event.add("summary", _line(f"{row.ref} {row.title} ({part.step})"))
    event.add("description", _line(_told(view, row, part)))
    event.add("status", "CONFIRMED")
    return event


def _told(view: ScheduleView, row: ScheduledRow, part: PartRow) -> str:
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(view.timezone)
    told = [f"{length_words(part.minutes)} of work, starts then {reason_words(part.reason, view.made_at, zone)}."]
    if part.resources:
        told.append(f"With {', '.join(part.resources)}.")
    if row.due is not None:
        told.append(
            f"Due {row.due.astimezone(zone):%Y-%m-%d %H:%M}{f', {length_words(row.late)} late' if row.late else ''}."
        )
    return " ".join(told)


def _sequence(made_at: datetime) -> int:
    """Return a number that grows with every later schedule: its minute since 1970."""
    return int(made_at.timestamp() // 60)


def _line(text: str) -> str:
    return " ".join(sanitize(text).split())


def _file_name(login: str, taken: Mapping[str, bytes]) -> str:
    plain = _UNSAFE.sub("_", login).strip("._") or "person"
    name, count = f"{plain}.ics", 1
    while name.casefold() in {other.casefold() for other in taken}:
        count += 1
        name = f"{plain}-{count}.ics"
    return name
