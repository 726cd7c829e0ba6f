"""What the timeline says in dialogs and where there is nothing: what a change moves, and what to do first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.content import Content

from prodtui.domain.rows_schedule import ScheduleChange, ScheduledRow, ScheduleMove, ScheduleView
from prodtui.domain.scheduling.words import late_words, moment_words, reason_words
from prodtui.screens.sentences import of_count
from prodtui.widgets.spans import plain

MOST_LINES = 300
TEACHING = (
    "There is no open task on this board, so there is nothing to schedule.",
    "",
    "2  goes to the board, where a adds a card",
    "e  gives a card an estimate and a due date",
)
NO_MATCH = ("No task matches the filter.", "", "esc  ends it")


def advice(view: ScheduleView) -> str:
    """Return what to do first so that the schedule tells more, "" when it tells enough."""
    if not view.tasks:
        return ""
    people = [lane for lane in view.lanes if lane.kind == "person"]
    if not any(lane.working for lane in people):
        who = "There is nobody who could work" if not people else "Nobody has working time"
        return f"{who}; add people with: person add LOGIN, or hours with: calendar set --week."
    if all(row.problem is not None for row in view.tasks):
        return "No task has a place; the line of each says why."
    if all(row.guessed for row in view.tasks):
        return "No task has an estimate, so all lengths are guesses; e gives one, and } makes a bar longer."
    return ""


def not_then(row: ScheduledRow | None, at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Return when a task that is pinned to an instant would start instead and why, "" when it starts then."""
    if row is None or row.starts == at:
        return ""
    if row.starts is None or not row.parts:
        return f"It has no place then. {plain(row.problem or '')}"
    reason = reason_words(row.parts[0].reason, now, zone, own=row.ref)
    comma = "," if reason.startswith("because") else ""
    return f"It cannot start then; it would start {moment_words(row.starts, now, zone)}{comma} {plain(reason)}."


def change_text(change: ScheduleChange, zone: ZoneInfo, now: datetime, *, first: str = "") -> Content:
    """Return what a change makes of a schedule: figures, then the tasks that become late, are saved, or just move.

    `first` is the ref of the task that was changed by hand; it comes before all others.
    """
    parts = [Content.styled(_figures(change, zone, now), "bold")]
    moves = [move for move in change.moves if move.ref != first]
    own = [move for move in change.moves if move.ref == first]
    groups = (
        ("", own, ""),
        ("Late then", [move for move in moves if move.late > move.late_before], "$wrong"),
        ("Not late any more", [move for move in moves if move.late_before and not move.late], "$good"),
        ("Less late", [move for move in moves if 0 < move.late < move.late_before], "$good"),
        ("Moved", [move for move in moves if move.late == move.late_before], ""),
    )
    for title, members, ink in groups:
        if not members:
            continue
        if title:
            parts += [Content(""), Content.styled(f"{title}: {of_count(len(members), 'task')}", "bold")]
        lines = [Content(_move(move, zone, now)) for move in members[:MOST_LINES]]
        parts += [line.stylize(ink) if ink else line for line in lines]
        if len(members) > MOST_LINES:
            parts.append(Content(f"and {len(members) - MOST_LINES} more"))
    return Content("\n").join(parts)


def _figures(change: ScheduleChange, zone: ZoneInfo, now: datetime) -> str:
    return ", ".join(_figure(change, zone, now)) + "."


def _figure(change: ScheduleChange, zone: ZoneInfo, now: datetime) -> Iterator[str]:
    if change.late == change.late_before:
        yield f"{of_count(change.late, 'task')} late as before"
    else:
        yield f"{change.late_before} → {of_count(change.late, 'task')} late"
    if change.ends is not None and change.ends_before is not None:
        before, after = (moment_words(at, now, zone) for at in (change.ends_before, change.ends))
        yield f"all done by {after}" if before == after else f"all done by {after} instead of {before}"


def _move(move: ScheduleMove, zone: ZoneInfo, now: datetime) -> str:
    """Return how a task moves: "OPS-7 Bracket: Mon 9:00 → Tue 9:00, 3 h late"."""
    before, after = (
        "no place" if at is None else moment_words(at, now, zone) for at in (move.starts_before, move.starts)
    )
    when = f"{before} → {after}" if before != after else f"starts {after}"
    if before == after and move.ends is not None and move.ends != move.ends_before:
        when = f"done by {moment_words(move.ends, now, zone)}"
    late = f", {late_words(move.late)}" if move.late else ", in time then" if move.late_before else ""
    was = f" (was {late_words(move.late_before)})" if move.late and 0 < move.late_before != move.late else ""
    return f"{move.ref} {plain(move.title)}: {when}{late}{was}"
