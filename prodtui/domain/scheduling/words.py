"""A schedule in words: when something is, why it starts then, how late it is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from prodtui.domain.enums import MoveKind, StartKind
from prodtui.domain.rows_schedule import ScheduleMove, StartReason

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_HOUR, _DAY = 60, 480


def moment_words(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return an instant on the local clock as people say it: "Mon 9:00" within a week, else "Mon 7 Dec 9:00"."""
    there, here = at.astimezone(zone), now.astimezone(zone)
    days = (there.date() - here.date()).days
    clock = f"{there.hour}:{there:%M}"
    if 0 <= days < 7:
        return f"{there:%a} {clock}"
    year = f" {there.year}" if there.year != here.year and abs(days) > 180 else ""
    return f"{there:%a} {there.day} {there:%b}{year} {clock}"


def length_words(minutes: int) -> str:
    """Return working time in its largest unit, a day being eight hours: "45 min", "3 h", "2.5 d"."""
    if minutes < _HOUR:
        return f"{minutes} min"
    size, unit = (_DAY, "d") if minutes >= _DAY else (_HOUR, "h")
    return f"{minutes / size:.1f}".removesuffix(".0") + f" {unit}"


def late_words(minutes: int) -> str:
    """Return by how much something is late: "3 h late"."""
    return f"{length_words(minutes)} late"


def reason_words(reason: StartReason, now: datetime, zone: ZoneInfo, *, own: str | None = None) -> str:
    """Return why work starts when it does: "at once", "because Ann is busy with OPS-7 until Mon 9:00".

    `own` is the task whose work it is, which may wait for its own step before.
    """
    mine = own is not None and reason.ref == own
    before = "the step before comes first" if mine else f"{reason.ref or reason.what} comes before it"
    until = f" until {moment_words(reason.until, now, zone)}" if reason.until is not None else ""
    said = {
        StartKind.NOW: "at once",
        StartKind.BEGUN: "because it was begun",
        StartKind.PINNED: "because its start is pinned",
        StartKind.PROMISED: "because that was promised",
        StartKind.RELEASE: "because it is not to start sooner",
        StartKind.MATERIAL: f"because {reason.what} is expected then",
        StartKind.PREDECESSOR: f"because {before}{until if reason.closed else ''}",
        StartKind.BUSY: f"because {reason.what} is busy with {reason.ref}{until}",
        StartKind.LIMIT: f"because {reason.what} is full until {reason.ref} leaves it",
    }[reason.kind]
    if reason.closed and reason.kind in (StartKind.NOW, StartKind.BEGUN):
        return f"{said}: working time begins then"
    return f"{said}, and work begins again then" if reason.closed else said


def move_words(move: ScheduleMove) -> str:
    """Return why a task lies elsewhere in another schedule: "Ann is free of OPS-7 then"; empty when nobody knows."""
    cause = move.cause
    if cause is None:
        return ""
    sooner = cause.sooner
    ref, what = "the step before" if cause.ref == move.ref else cause.ref, cause.what
    return {
        MoveKind.DONE: f"{ref} is done",
        MoveKind.PREDECESSOR: f"{ref} ends sooner" if sooner else f"{ref} comes before it and ends later",
        MoveKind.BUSY: f"{what} is free of {ref} then" if sooner else f"{what} is busy with {ref} then",
        MoveKind.LIMIT: f"{ref} is not in {what} then" if sooner else f"{what} is full with {ref} then",
        MoveKind.HOURS: f"{what} works then" if sooner else f"{what} does not work then",
        MoveKind.CAPACITY: f"{what} takes {'more' if sooner else 'less'} at once",
        MoveKind.CREW: f"{what} can do it" if sooner else f"{what} does it instead",
        MoveKind.DATE: "it may start sooner" if sooner else "it is not to start sooner",
        MoveKind.WORK: "there is less to do" if sooner else "there is more to do",
        MoveKind.PLACE: f"it had no place: {what}" if sooner else f"it has no place: {what}",
    }[cause.kind]
