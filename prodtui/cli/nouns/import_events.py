"""`import events`: a log of another program becomes a board of its own, so that its figures can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from prodtui.cli.bundle import takes
from prodtui.cli.context import Session, session_of
from prodtui.cli.import_rows import (
    CsvWords,
    DryRun,
    File,
    SkipBad,
    row_text,
    tell_rows,
)
from prodtui.cli.progress import Progress
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.text import counted, scrub
from prodtui.errors import Refused, Rejected

if TYPE_CHECKING:
    from prodtui.interchange.reading import ReadOptions
    from prodtui.services.event_log import LogWishes
    from prodtui.services.event_log_report import LogReport

PART = Noun("import")
_ENDINGS = (".gz", ".xes", ".csv", ".xml")


@dataclass(frozen=True, slots=True)
class NewBoard:
    """What the words of a command say about the board that a log becomes."""

    board_key: Annotated[str, typer.Option("--board-key", metavar="KEY", help="The key of the new board.")] = "LOG"
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="The name of the new board; the file's without.")
    ] = None
    timezone: Annotated[
        str | None,
        typer.Option("--timezone", metavar="ZONE", help="The clock of the board and of times without a zone."),
    ] = None
    open_after: Annotated[
        str | None,
        typer.Option("--open-after", metavar="DATE", help="Cases with events after that day are not finished."),
    ] = None


@PART.verb(
    "events",
    "prodtui import events helpdesk.csv --board-key DESK --dry-run",
    "prodtui import events loans.xes.gz --board-key LOANS --name 'Loan applications'",
    "prodtui import events log.csv --map case=Order,activity=Action,time=When,start=Begun",
)
@takes(CsvWords)
@takes(NewBoard)
def events(
    ctx: typer.Context,
    new: NewBoard,
    file: File,
    form: CsvWords,
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
) -> Result:
    """Read an event log, XES or CSV, also packed (.gz), as a new board: activities are steps, cases finished tasks."""
    from zoneinfo import ZoneInfo

    from prodtui.interchange.event_log_file import MAX_CSV, MAX_ROWS
    from prodtui.interchange.events_csv import EVENT_WORDS
    from prodtui.interchange.reading import ReadOptions
    from prodtui.services.boards import clean_timezone
    from prodtui.services.event_log import LogWishes

    session = session_of(ctx)
    zone = _zone_of(session) if new.timezone is None else clean_timezone(new.timezone)
    options = ReadOptions(
        session.now,
        ZoneInfo(zone),
        **form.given(EVENT_WORDS),
        max_bytes=MAX_CSV,
        max_rows=MAX_ROWS,
    )
    name = new.name or _name_of(file)
    wishes = LogWishes(new.board_key, name, zone, session.when(new.open_after), skip_bad, dry_run)
    try:
        return _told(_import(session, file, options, wishes))
    except (Refused, Rejected) as error:
        tell_rows(session, error)
        raise


def _import(session: Session, file: str, options: ReadOptions, wishes: LogWishes) -> LogReport:
    from prodtui.interchange.event_log_file import read_event_log
    from prodtui.services.event_log import import_event_log

    with Progress() as progress, session.stream_of(file, "the log") as stream:
        reading = read_event_log(stream, options, progress)
        return import_event_log(
            session.workspace,
            reading.rows,
            wishes,
            total=reading.total,
            unit=reading.unit,
            notes=reading.notes,
            progress=progress,
            request_id=session.options.request_id,
        )


def _zone_of(session: Session) -> str:
    from prodtui.services.boards import local_timezone

    board = session.workspace.board
    return board.timezone if board else local_timezone()


def _name_of(file: str) -> str:
    """Return the name of a file without what tells its kind, as far as it fits a board."""
    name = PurePath(file).name
    while name.lower().endswith(_ENDINGS):
        name = PurePath(name).stem
    return scrub(name.replace("_", " "), limit=60)[0].strip("- ") or "Event log"


def _told(report: LogReport) -> Result:
    lines = []
    if report.created:
        verb = "would be made" if report.dry_run else "is made"
        good = report.rows - len(report.bad)
        counts = f"{counted(report.cases, 'case')}, {counted(good, 'event')}, {counted(report.steps, 'step')}"
        lines = [f"Board {report.board} {verb}: {counts}, {report.first} to {report.last}"]
        lines += [f"{report.open:,} of them not finished"] if report.open else []
        lines += [f"{counted(len(report.bad), 'bad row')} left out"] if report.bad else []
    talk = (*report.notes, *(row_text(report.unit, **to_dict(row)) for row in report.bad))
    return Result(to_dict(report), tuple(lines), quiet=(report.board,), talk=talk)
