"""Importing an event log: a new board whose steps are the activities, with every case as a task that went its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from prodtui.domain.enums import Via, WorkTime
from prodtui.domain.event_log import EventLog, LogRow
from prodtui.domain.event_log_flow import Workflow, courses, survey
from prodtui.domain.imports import BadRow
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardSettings
from prodtui.domain.text import quoted
from prodtui.errors import Refused, Rejected
from prodtui.services import entities
from prodtui.services.boards import clean_board_name, clean_key, clean_timezone, make_board
from prodtui.services.change import Change, begin
from prodtui.services.collector import without_collector
from prodtui.services.event_log_report import LogReport, activity_counts, advice, days_of, remarks, tells_work
from prodtui.services.event_log_write import CaseWriter, write_steps
from prodtui.services.import_rows import Progress, refusal
from prodtui.services.workspace import Workspace
from prodtui.storage.bulk import roomy
from prodtui.storage.queries import boards as queries
from prodtui.storage.tables.events import Event
from prodtui.storage.tables.types import table_of

_event = table_of(Event)

MOST_ACTIVITIES = 1_000
"""More different activities than that are cases, texts or times in the wrong column."""
_PACE = 1_000


@dataclass(frozen=True, slots=True)
class LogWishes:
    """What the user says about the import of a log.

    `timezone` is the clock of the new board. Cases whose last event lies behind `open_after` are not finished.
    """

    key: str
    name: str
    timezone: str
    open_after: datetime | None = None
    skip_bad: bool = False
    dry_run: bool = False


def import_event_log(
    ws: Workspace,
    rows: Iterable[LogRow | BadRow],
    wishes: LogWishes,
    *,
    total: int = 0,
    unit: str = "line",
    notes: Iterable[str] = (),
    progress: Progress | None = None,
    request_id: str | None = None,
) -> LogReport:
    """Make a board of a log; a second import of the same one changes nothing.

    All rows are read before the store is locked; `total` is how many there are, 0 when their reader tells itself how
    far it is, and `notes` are asked for behind the last one. Raises Rejected when a row cannot be taken and `skip_bad`
    is not wished, and for a log that is none; Refused when the key belongs to another board.
    """
    tell = progress or (lambda phase, done, all: None)
    wishes = replace(
        wishes,
        key=clean_key(wishes.key),
        name=clean_board_name(wishes.name),
        timezone=clean_timezone(wishes.timezone),
    )
    with without_collector():
        log, bad = _taken(rows, total, tell)
        if bad and not wishes.skip_bad:
            raise refusal(bad, log.events + len(bad), log.events, unit)
        _check(log)
        return _import(ws, log, bad, wishes, unit, tuple(notes), tell, request_id)


def _taken(rows: Iterable[LogRow | BadRow], total: int, tell: Progress) -> tuple[EventLog, list[BadRow]]:
    log, bad = EventLog(), list[BadRow]()
    for count, row in enumerate(rows, start=1):
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            log.add(row)
        if total and count % _PACE == 0:
            tell("reading", count, max(total, count))
    return log, bad


def _check(log: EventLog) -> None:
    if not log.events:
        raise Rejected("The file holds no event.", hint="Check that the export finished; nothing was imported.")
    if len(log.activities) > MOST_ACTIVITIES:
        some = ", ".join(quoted(name, limit=30) for name in log.activities[:3])
        raise Rejected(
            f"The log has {len(log.activities):,} different activities, such as {some}; a board takes at most "
            f"{MOST_ACTIVITIES:,}.",
            hint="If another column names them, say which with --map activity=COLUMN; nothing was imported.",
        )


def _import(
    ws: Workspace,
    log: EventLog,
    bad: Sequence[BadRow],
    wishes: LogWishes,
    unit: str,
    notes: tuple[str, ...],
    tell: Progress,
    request_id: str | None,
) -> LogReport:
    told = survey(courses(log))
    flow = Workflow(log.activities, told)
    first, last = days_of(told, ZoneInfo(wishes.timezone))
    after = wishes.open_after
    report = LogReport(
        board=wishes.key,
        name=wishes.name,
        dry_run=wishes.dry_run,
        created=True,
        unit=unit,
        rows=log.events + len(bad),
        cases=len(log),
        open=sum(end > after for end in told.ends) if after else 0,
        steps=len(flow.plans),
        first=first,
        last=last,
        activities=activity_counts(log, told, flow),
        bad=tuple(bad),
        notes=(*notes, *remarks(log, told, flow, ws.now()), advice(wishes.key, first, last)),
    )
    made_of = log.digest() + (f" {after.isoformat()}" if after else "")
    body = {"key": wishes.key, "log": made_of}
    acting = ws.with_via(Via.IMPORT)
    with begin(acting, "import", need=Permission.SET_UP, of_store=True, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(LogReport).value
        if queries.board_by_key(change.session, wishes.key) is not None:
            return _here_already(change, made_of, report)
        if wishes.dry_run:
            return report
        settings = BoardSettings(count_work=WorkTime.KNOWN if tells_work(log, told) else WorkTime.UNKNOWN)
        board = make_board(change, wishes.key, wishes.name, timezone=wishes.timezone, settings=settings)
        steps = write_steps(change, board, flow, told.begin or change.now)
        writer = CaseWriter(change, board, steps, flow, log.resources, after)
        with roomy(change.session):
            writer.write(courses(log), told, lambda done, all: tell("writing", done, all))
        # What the board was made of belongs to the store: the board's own history is that of the log.
        after_all = {"key": wishes.key, "name": wishes.name, "event_log": made_of, "tasks": len(log)}
        entities.note(change, "board", board.id, board.key, None, after_all, 1, None)
        return change.done(replace(report, txn=change.unit.txn)).value


def _here_already(change: Change, made_of: str, report: LogReport) -> LogReport:
    """Return the report of a log that is here already as a board of this key. Raises Refused for another board."""
    about = (_event.c.kind == "board") & (_event.c.ref == report.board) & _event.c.board_id.is_(None)
    told: Sequence[Mapping[str, Any] | None] = change.session.scalars(select(_event.c.after).where(about)).all()
    if not any(after and after.get("event_log") == made_of for after in told):
        raise Refused(
            f"There is a board {report.board} already, and it was not made of this log.",
            hint="Import under another key, for example --board-key LOG2; nothing was changed.",
            details={
                "reasons": [{"ref": report.board, "code": "taken", "text": "is another board", "overridable": False}]
            },
        )
    note = f"Board {report.board} is here already and was made of this very log; nothing was changed."
    return replace(report, created=False, notes=(note,))
