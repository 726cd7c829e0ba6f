"""A schedule as the rows of a timeline: in which order and groups, and what belongs to whom. Pure functions.

Whatever takes as long as there are tasks is done here, in one go beside the screen; drawing then looks things up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from prodtui.domain.rows_schedule import LaneRow, ScheduledRow, ScheduleView
from prodtui.widgets.board_model import Tally

Span = tuple[int, int]
_MINUTE = timedelta(minutes=1)


class Grouped(StrEnum):
    """What the rows are grouped by."""

    NOTHING = "nothing"
    PERSON = "person"
    RESOURCE = "resource"
    DEMAND = "demand"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The row above a group: its name, how many tasks it has, how many of them will be late."""

    title: str
    count: int
    late: int


Entry = GroupHead | ScheduledRow


@dataclass(frozen=True)
class TimelineModel:
    """What a timeline shows of a schedule.

    `places` are the places of tasks among `entries` by id, `stops` all of them in order: where a cursor can stand.
    `followers` are the tasks that wait for one (by ref), `booked` what each lane does, by its key, as minutes of the
    schedule's clock, earliest first. `ghosts` are the starts and ends that tasks have otherwise, while a what-if is
    shown. `tally` counts the tasks of the schedule, those that are left out too; late are those that will be.
    """

    view: ScheduleView
    zone: ZoneInfo
    grouped: Grouped
    entries: tuple[Entry, ...]
    places: Mapping[int, int]
    stops: tuple[int, ...]
    by_ref: Mapping[str, ScheduledRow]
    followers: Mapping[str, Sequence[str]]
    lanes: Mapping[str, LaneRow]
    booked: Mapping[str, Sequence[Span]]
    reach: Span
    tally: Tally
    ghosts: Mapping[int, tuple[datetime, datetime]] = field(default_factory=dict)

    def minute(self, at: datetime) -> int:
        """Return the minute of the schedule's clock in which an instant lies."""
        return (at - self.view.origin) // _MINUTE

    def group_at(self, place: int) -> list[ScheduledRow]:
        """Return the tasks of the group to which an entry belongs, all that stand between two heads."""
        heads = [at for at, entry in enumerate(self.entries) if isinstance(entry, GroupHead)]
        first = max((at + 1 for at in heads if at < place), default=0)
        end = min((at for at in heads if at > place), default=len(self.entries))
        return [entry for entry in self.entries[first:end] if isinstance(entry, ScheduledRow)]

    def lane_of(self, row: ScheduledRow) -> LaneRow | None:
        """Return the lane whose load matters for a task: who does the most of it, or else what does.

        Among groups of resources it is the other way round.
        """
        kinds = ("resource", "person") if self.grouped is Grouped.RESOURCE else ("person", "resource")
        key = next(filter(None, (_most(row, kind) for kind in kinds)), "")
        return self.lanes.get(key) if key else None


def timeline_model(
    view: ScheduleView,
    grouped: Grouped = Grouped.NOTHING,
    *,
    keep: Collection[int] | None = None,
    before: ScheduleView | None = None,
) -> TimelineModel:
    """Return the rows of a schedule; with `keep` only those tasks (ids), with `before` its places as ghosts.

    A task stands once: with whoever does most of it, its demand, or its first label.
    """
    rows = [row for row in view.tasks if keep is None or row.id in keep]
    lanes = {lane.key: lane for lane in view.lanes}
    entries = tuple(_entries(rows, grouped, lanes))
    stops = tuple(at for at, entry in enumerate(entries) if isinstance(entry, ScheduledRow))
    followers: dict[str, list[str]] = {}
    booked: dict[str, list[Span]] = {}
    first = last = minute_of(view, view.made_at)
    for row in view.tasks:
        for ref in row.after:
            followers.setdefault(ref, []).append(row.ref)
        for part in row.parts:
            span = minute_of(view, part.starts), minute_of(view, part.ends)
            for key in (*part.person, *part.resources):
                booked.setdefault(key, []).append(span)
            first, last = min(first, span[0]), max(last, span[1])
        if row.due is not None:
            due = minute_of(view, row.due)
            first, last = min(first, due), max(last, due)
    for spans in booked.values():
        spans.sort()
    return TimelineModel(
        view=view,
        zone=ZoneInfo(view.timezone),
        grouped=grouped,
        entries=entries,
        places={entry.id: at for at, entry in enumerate(entries) if isinstance(entry, ScheduledRow)},
        stops=stops,
        by_ref={row.ref: row for row in view.tasks},
        followers=followers,
        lanes=lanes,
        booked=booked,
        reach=(first, last),
        tally=Tally(
            open=len(view.tasks),
            blocked=sum(row.blocked is not None for row in view.tasks),
            late=sum(row.late > 0 for row in view.tasks),
            shown=len(stops),
        ),
        ghosts=_ghosts(view, before) if before is not None else {},
    )


def minute_of(view: ScheduleView, at: datetime) -> int:
    """Return the minute of a schedule's clock in which an instant lies."""
    return (at - view.origin) // _MINUTE


def _entries(rows: Sequence[ScheduledRow], grouped: Grouped, lanes: Mapping[str, LaneRow]) -> Iterable[Entry]:
    placed = [row for row in rows if row.problem is None]
    if grouped is Grouped.NOTHING:
        yield from placed
    else:
        groups: dict[str, list[ScheduledRow]] = {}
        for row in placed:
            groups.setdefault(_group_of(row, grouped), []).append(row)
        for key in sorted(groups, key=lambda key: (not key, _title(key, grouped, lanes).casefold())):
            yield _head(_title(key, grouped, lanes), groups[key])
            yield from groups[key]
    homeless = [row for row in rows if row.problem is not None]
    if homeless:
        yield _head("without a place", homeless)
        yield from homeless


def _head(title: str, rows: Sequence[ScheduledRow]) -> GroupHead:
    return GroupHead(title, len(rows), sum(row.late > 0 for row in rows))


def _group_of(row: ScheduledRow, grouped: Grouped) -> str:
    """Return the key of a task's group, "" for the group of those that have none."""
    if grouped is Grouped.PERSON:
        return _most(row, "person")
    if grouped is Grouped.RESOURCE:
        return _most(row, "resource")
    if grouped is Grouped.DEMAND:
        return row.demand or ""
    return min(row.labels, key=str.casefold, default="")


def _title(key: str, grouped: Grouped, lanes: Mapping[str, LaneRow]) -> str:
    if not key:
        return {
            Grouped.PERSON: "nobody",
            Grouped.RESOURCE: "no machine, tool or room",
            Grouped.DEMAND: "for no demand",
        }.get(grouped, "no label")
    return f"#{key}" if grouped is Grouped.LABEL else lanes[key].name if key in lanes else key


def _most(row: ScheduledRow, kind: str) -> str:
    """Return the person (login) or resource (key) that does most of a task, "" when none does."""
    minutes: dict[str, int] = {}
    for part in row.parts:
        for key in part.person if kind == "person" else part.resources:
            minutes[key] = minutes.get(key, 0) + part.minutes
    return max(minutes, key=lambda key: minutes[key], default="")


def _ghosts(view: ScheduleView, before: ScheduleView) -> dict[int, tuple[datetime, datetime]]:
    there = {row.id: (row.starts, row.ends) for row in view.tasks}
    return {
        row.id: (row.starts, row.ends)
        for row in before.tasks
        if row.starts is not None and row.ends is not None and there.get(row.id) != (row.starts, row.ends)
    }
