"""`calendar absence`: who or what is away, also from a calendar file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete, complete_plan, outcome
from prodtui.cli.context import Session, session_of
from prodtui.cli.result import Result
from prodtui.cli.supply_tables import absence_table, days_text
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import Since, Until
from prodtui.domain.codec import to_dict
from prodtui.domain.rows_planning import AbsenceRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("absence", "Days on which people and resources are away.")

Days = Annotated[str, typer.Argument(metavar="DAY", help="A day, or FIRST..LAST.")]
Person = Annotated[
    str | None, typer.Option("--person", "-p", metavar="WHO", help="Who; me without.", autocompletion=complete.logins)
]
Resource = Annotated[
    str | None,
    typer.Option("--resource", metavar="KEY", help="Which resource.", autocompletion=complete_plan.resources),
]
Reason = Annotated[str | None, typer.Option("--reason", "-r", metavar="TEXT", help="Why.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="An absence, as OPS-A3.")]


@PART.verb(
    "add",
    "prodtui calendar absence add 2026-12-21..2026-12-23 --person bo --reason Holiday",
    "prodtui calendar absence add fri --resource lathe-1 --reason Overhaul",
)
def add(
    ctx: typer.Context, days: Days, person: Person = None, resource: Resource = None, reason: Reason = None
) -> Result:
    """Say that somebody or something is away; both days are included."""
    from prodtui.services import absences

    session = session_of(ctx)
    first, last = days_of(session, days)
    done = absences.add_absence(
        session.workspace, first, last, person=_who(session, person), resource=resource, reason=reason or "",
        request_id=session.options.request_id,
    )  # fmt: skip
    return _result(done)


@PART.verb("list", "prodtui calendar absence list", "prodtui calendar absence list --person bo --all --json")
def list_(
    ctx: typer.Context,
    person: Annotated[
        str | None, typer.Option("--person", "-p", metavar="WHO", help="Only of them.", autocompletion=complete.logins)
    ] = None,
    resource: Resource = None,
    since: Since = None,
    until: Until = None,
    all_: Annotated[bool, typer.Option("--all", help="Also past and removed ones.")] = False,
) -> Result:
    """List absences that are not over, earliest first."""
    from prodtui.services import absences

    session = session_of(ctx)
    first = session.day(since) if since else None if all_ else session.day("today")
    rows = absences.list_absences(
        session.workspace, person=_who(session, person), resource=resource, first=first, last=session.day(until),
        archived=all_,
    )  # fmt: skip
    return tabled(absence_table(rows, session.zone), none="Nobody is away.", quiet=tuple(row.ref for row in rows))


@PART.verb("edit", "prodtui calendar absence edit OPS-A3 --days 2026-12-21..2026-12-22")
def edit(
    ctx: typer.Context,
    ref: Ref,
    days: Annotated[str | None, typer.Option("--days", metavar="DAY", help="A day, or FIRST..LAST.")] = None,
    reason: Reason = None,
) -> Result:
    """Change the days or the reason of an absence."""
    from prodtui.services import absences

    session = session_of(ctx)
    fields: dict[str, Any] = {} if reason is None else {"reason": reason}
    if days is not None:
        first, last = days_of(session, days)
        fields |= {"starts": first, "ends": last or first}
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui calendar absence edit {ref} --days fri")
    return _result(absences.edit_absence(session.workspace, ref, request_id=session.options.request_id, **fields))


@PART.verb("remove", "prodtui calendar absence remove OPS-A3")
def remove(ctx: typer.Context, ref: Ref) -> Result:
    """Take an absence away: the days are worked again."""
    from prodtui.services import absences

    session = session_of(ctx)
    return _result(absences.remove_absence(session.workspace, ref, request_id=session.options.request_id))


@PART.verb(
    "import",
    "prodtui calendar absence import ann.ics --person ann --dry-run",
    "prodtui calendar absence import - --resource lathe-1 < maintenance.ics",
)
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="An iCalendar file; - reads it.")],
    person: Person = None,
    resource: Resource = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change.")] = False,
) -> Result:
    """Bring the absences of one person or resource to what a calendar file says; free time is no absence."""
    from prodtui.interchange.ics_reader import read_absences
    from prodtui.services import absences

    session = session_of(ctx)
    board = session.workspace.need_board()
    found = read_absences(session.bytes_of(file, "the calendar"), board.settings, session.zone, session.now)
    done = absences.import_absences(
        session.workspace, found.found, person=_who(session, person), resource=resource, dry_run=dry_run,
        request_id=session.options.request_id,
    )  # fmt: skip
    row = done.value
    lines = [f"{row.added} added, {row.changed} changed, {row.removed} taken away, {row.same} as they were"]
    lines += [f"  {_line(each)}" for each in row.absences]
    data = {**to_dict(row), "skipped": list(found.skipped)}
    talk = done.notes if dry_run else outcome.remarks(done)
    return Result(data, tuple(lines), quiet=tuple(each.ref for each in row.absences), talk=(*found.skipped, *talk))


def days_of(session: Session, text: str) -> tuple[date, date | None]:
    """Return the first and the last day of FIRST..LAST, None as the last of a single day. Raises Usage."""
    first, dots, last = text.partition("..")
    start, end = session.day(first), session.day(last) if dots else None
    if start is None or (dots and end is None):
        raise Usage("A day is missing.", hint="Write it like 2026-12-24, or 2026-12-24..2026-12-31.")
    return start, end


def _who(session: Session, person: str | None) -> str | None:
    return None if person is None else session.people([person])[0]


def _line(row: AbsenceRow) -> str:
    return f"{row.ref}  {row.person or row.resource}  {days_text(row)}  {row.reason}".rstrip()


def _result(done: Done[AbsenceRow]) -> Result:
    gone = " is taken away" if done.value.archived_at else ""
    return outcome.of(done, f"{_line(done.value)}{gone}", done.value.ref)
