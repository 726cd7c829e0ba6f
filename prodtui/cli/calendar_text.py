"""A month of the calendar for people: seven columns, and below them what is special and who is away."""

from __future__ import annotations

from itertools import groupby

from prodtui.cli.result import Table, plain_cell
from prodtui.cli.supply_tables import days_text
from prodtui.cli.tables import names_of
from prodtui.domain.codec import to_dict
from prodtui.domain.rows import BoardSettings
from prodtui.domain.rows_supply import CalendarDay, CalendarMonth
from prodtui.domain.weeks import WEEKDAYS, spans_text, week_text

SHOWN = ("day", "hours", "spans", "name", "away")
_WIDTH = 11


def month_table(month: CalendarMonth) -> Table:
    """Return the days of a month as a table."""

    def cell(day: CalendarDay, name: str) -> str:
        return spans_text(day.spans) if name == "spans" else plain_cell(to_dict(day)[name])

    return Table(month.days, names_of(CalendarDay), SHOWN, to_dict, cell)


def month_lines(month: CalendarMonth, settings: BoardSettings) -> list[str]:
    """Return a month as lines: weeks below each other, then the usual week, special days, absences."""
    where = "-".join(part for part in (month.country, month.subdivision) if part)
    lines = [f"{month.board}  {month.first:%B %Y}{f'  holidays of {where}' if where else ''}", ""]
    lines.append("".join(day[:3].ljust(_WIDTH) for day in WEEKDAYS).rstrip())
    cells = [""] * month.first.weekday() + [_cell(day, month) for day in month.days]
    for start in range(0, len(cells), 7):
        lines.append("".join(cell.ljust(_WIDTH) for cell in cells[start : start + 7]).rstrip())
    total = sum(day.hours for day in month.days)
    lines += ["", f"{_hours(total)} h in all, usually {week_text(settings.workweek)}."]
    special = [day for day in month.days if day.name]
    if special:
        lines += ["", "* Not as usual"]
        for (name, spans), group in groupby(special, key=lambda day: (day.name, day.spans)):
            days = [f"{day.day:%d %a}" for day in group]
            lines.append(f"  {' to '.join(dict.fromkeys((days[0], days[-1])))}  {spans_text(spans)}  {name}")
    if month.absences:
        lines += ["", "@ Away"]
        lines += [
            f"  {each.ref}  {each.person or each.resource}  {days_text(each)}  {each.reason}".rstrip()
            for each in month.absences
        ]
    return lines


def _cell(day: CalendarDay, month: CalendarMonth) -> str:
    """Return a day as its number (with > for today), its hours, and signs for what stands below."""
    hours = f"{_hours(day.hours)}h" if day.hours else "–"
    signs = f"{'*' if day.name else ''}{'@' if day.away else ''}"
    return f"{'>' if day.day == month.today else ' '}{day.day.day:>2} {hours}{signs}"


def _hours(hours: float) -> str:
    return plain_cell(round(hours, 2))
