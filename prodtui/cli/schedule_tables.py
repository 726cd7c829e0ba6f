"""The schedule for people: tasks by start, why, what is booked, and what a change of it would bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from prodtui.cli.output import aligned
from prodtui.cli.plan_tables import NO_DATA
from prodtui.cli.result import Record, Table, plain_cell
from prodtui.cli.tables import cells_in, names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.dates import local
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_schedule import ScheduleChange, ScheduledRow, ScheduleMove, ScheduleView
from prodtui.domain.scheduling.booked import BookedRow
from prodtui.domain.scheduling.chain import Cause, chain, sooner
from prodtui.domain.scheduling.words import late_words, length_words, moment_words, move_words, reason_words
from prodtui.interchange.report import Section

SHOWN = ("ref", "title", "who", "starts", "ends", "due", "state")
LATE_SHOWN = ("ref", "title", "who", "due", "ends", "lateness", "why")
MOVE_SHOWN = ("ref", "title", "starts_before", "starts", "ends_before", "ends", "late_before", "late", "why")
FIELDS = (*names_of(ScheduledRow), "who", "why")
OVER = "!"


def schedule_table(rows: Sequence[ScheduledRow], now: datetime, zone: ZoneInfo, shown: Sequence[str] = SHOWN) -> Table:
    """Return scheduled tasks as a table; data holds `who` does it and `why` it starts then besides their fields."""

    def record(row: ScheduledRow) -> Record:
        return {**to_dict(row), "who": list(who(row)), "why": why(row, now, zone)}

    def cell(row: ScheduledRow, name: str) -> str:
        return _CELLS[name](row, now, zone) if name in _CELLS else plain_cell(record(row)[name])

    return Table(rows, FIELDS, tuple(shown), record, cell)


def who(row: ScheduledRow) -> tuple[str, ...]:
    """Return the people who do a task, in the order of its parts."""
    return tuple(dict.fromkeys(login for part in row.parts for login in part.person))


def why(row: ScheduledRow, now: datetime, zone: ZoneInfo) -> str:
    """Return why the last part of a task starts when it does, or why the task has no place."""
    return row.problem or reason_words(row.parts[-1].reason, now, zone, own=row.ref)


def state(row: ScheduledRow) -> str:
    """Return what matters about a task: how late it is, or how much time it has, and how sure that is."""
    if row.problem is not None:
        return row.problem
    slack = "" if row.slack is None else f"{length_words(row.slack)} to spare" if row.slack >= 0 else ""
    marks = (
        late_words(row.late) if row.late else slack,
        "makes others late" if row.slack is not None and row.slack < 0 and not row.late else "",
        "critical" if row.critical else "",
        "under way" if row.begun else "",
        "pinned" if row.pinned is not None else "",
        "guessed" if row.guessed else "",
        f"blocked: {row.blocked}" if row.blocked is not None else "",
    )
    return ", ".join(mark for mark in marks if mark)


def _moment(at: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    return "" if at is None else moment_words(at, now, zone)


def _due(row: ScheduledRow, now: datetime, zone: ZoneInfo) -> str:
    """Return when a task is due; the end of a day is that day."""
    return _moment(row.due, now, zone).removesuffix(" 23:59")


_CELLS: Mapping[str, Callable[[ScheduledRow, datetime, ZoneInfo], str]] = {
    "who": lambda row, now, zone: ", ".join(who(row)),
    "starts": lambda row, now, zone: _moment(row.starts, now, zone),
    "ends": lambda row, now, zone: _moment(row.ends, now, zone),
    "due": _due,
    "state": lambda row, now, zone: state(row),
    "lateness": lambda row, now, zone: length_words(row.late) if row.late else NO_DATA,
    "why": lambda row, now, zone: why(row, now, zone).removeprefix("because "),
}


def explain_lines(view: ScheduleView, row: ScheduledRow, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return when a task is worked on and why then: its parts, the chain of causes to its root, what would help."""
    lines = [f"{row.ref} {row.title}"]
    if row.problem is not None:
        return [*lines, f"  It has no place in the schedule. {row.problem}"]
    due = f", due {_due(row, now, zone)}" if row.due else ""
    lines.append(f"  {_span(row.starts, row.ends, now, zone)}{due}; {state(row) or 'without a due date'}")
    lines += ["", "Its work"]
    names = {lane.key: lane.name for lane in view.lanes}
    lines += [f"  {line}" for line in aligned([_part_cells(Cause(row, part), names, now, zone) for part in row.parts])]
    causes = chain(view, row)
    lines += ["", f"Why it ends {_moment(row.ends, now, zone)}"]
    lines += [f"  {line}" for line in aligned([_cause_cells(cause, now, zone) for cause in causes])]
    lines += ["", "What would make it sooner", *(f"  {line}" for line in sooner(causes))]
    return lines


def explained(view: ScheduleView, row: ScheduledRow, now: datetime, zone: ZoneInfo) -> Record:
    """Return what `explain_lines` says as data."""
    causes = chain(view, row)
    return {
        **to_dict(row),
        "why": why(row, now, zone),
        "chain": [{"ref": each.row.ref, **to_dict(each.part)} for each in causes],
        "sooner": list(sooner(causes)),
    }


def _span(starts: datetime | None, ends: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    return f"{_moment(starts, now, zone)} to {_moment(ends, now, zone)}"


def _part_cells(cause: Cause, names: dict[str, str], now: datetime, zone: ZoneInfo) -> list[str]:
    row, part = cause.row, cause.part
    done_by = ", ".join(names.get(key, key) for key in (*part.person, *part.resources)) or "the board"
    instead = "" if set(part.person) & set(row.assignees) else _instead_of(row.assignees, names)
    return [part.step, done_by, _span(part.starts, part.ends, now, zone), length_words(part.minutes), instead]


def _instead_of(assignees: Sequence[str], names: Mapping[str, str]) -> str:
    """Return that nobody can do a step to whom the task was given; empty where it was given to nobody."""
    given = " and ".join(names.get(login, login) for login in assignees)
    return f"which {given} cannot do" if given else ""


def _cause_cells(cause: Cause, now: datetime, zone: ZoneInfo) -> list[str]:
    part = cause.part
    starts = f"starts {_moment(part.starts, now, zone)}"
    return [cause.row.ref, part.step, f"{starts} {reason_words(part.reason, now, zone, own=cause.row.ref)}"]


def booked_table(rows: Sequence[BookedRow], zone: ZoneInfo) -> Table:
    """Return what is booked as a table, one row for each person or resource and period."""
    return Table(rows, names_of(BookedRow), names_of(BookedRow), to_dict, cells_in(zone, {}))


def booked_section(rows: Sequence[BookedRow], bounds: Sequence[date]) -> Section:
    """Return what is booked as a part of a page: booked hours of those that there are, with the share."""
    lanes: dict[str, list[BookedRow]] = {}
    for row in rows:
        lanes.setdefault(row.key, []).append(row)
    cells = [[own[0].name, *map(_share, own)] for own in lanes.values()]
    return Section("Booked hours", columns=["", *(f"{day:%a %m-%d}" for day in bounds[:-1])], rows=cells)


def _share(row: BookedRow) -> str:
    if row.percent is None:
        return NO_DATA
    return f"{amount_text(row.booked)}/{amount_text(row.hours)} {row.percent}%"


def move_table(moves: Sequence[ScheduleMove], now: datetime, zone: ZoneInfo) -> Table:
    """Return the tasks that would move as a table."""

    def cell(row: ScheduleMove, name: str) -> str:
        if name == "why":
            return move_words(row)
        value = getattr(row, name)
        if name.startswith("late"):
            return length_words(value) if value else NO_DATA
        return moment_words(value, now, zone) if isinstance(value, datetime) else plain_cell(value)

    return Table(moves, (*names_of(ScheduleMove), "why"), MOVE_SHOWN, move_record, cell)


def move_record(move: ScheduleMove) -> Record:
    """Return how a task moves as data, with why in words besides."""
    return {**to_dict(move), "why": move_words(move)}


def change_record(change: ScheduleChange) -> Record:
    """Return what a change brings as data."""
    return {**to_dict(change), "moves": [move_record(move) for move in change.moves]}


def change_lines(change: ScheduleChange, now: datetime, zone: ZoneInfo) -> list[str]:
    """Return what another order or another calendar would make of a schedule."""
    table = move_table(change.moves, now, zone)
    lines = [
        f"Late tasks: {change.late_before} → {change.late}",
        f"Weighted hours late: {amount_text(change.cost_before)} → {amount_text(change.cost)}",
        f"All done: {_when(change.ends_before, zone)} → {_when(change.ends, zone)}",
        "",
    ]
    if not change.moves:
        return [*lines, "No task moves."]
    return [*lines, *aligned([[name.upper().replace("_", " ") for name in table.shown], *table.cells(table.shown)])]


def _when(at: datetime | None, zone: ZoneInfo) -> str:
    return NO_DATA if at is None else local(at, zone)


def in_window(rows: Iterable[ScheduledRow], first: datetime | None, last: datetime | None) -> list[ScheduledRow]:
    """Return the tasks that are worked on in a time; those without a place are nowhere, and so in every one."""
    return [
        row
        for row in rows
        if row.starts is None
        or row.ends is None
        or ((first is None or row.ends > first) and (last is None or row.starts < last))
    ]
