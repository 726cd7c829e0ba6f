"""`import`: tasks from other programs' files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete
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
from prodtui.cli.nouns import import_events
from prodtui.cli.progress import Progress
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.cli.words import Override
from prodtui.domain.codec import to_dict
from prodtui.domain.text import counted
from prodtui.errors import Refused, Rejected, Usage

if TYPE_CHECKING:
    from prodtui.domain.imports import ImportReport, ImportRow
    from prodtui.interchange.reading import Reading, ReadOptions

NOUN = Noun("import")

Steps = Annotated[
    list[str] | None,
    typer.Option("--step", metavar="WORD=STEP", help="Where a word of the file goes.", autocompletion=complete.steps),
]
CreateSteps = Annotated[bool, typer.Option("--create-steps", help="Make a step for each word that has none.")]


@NOUN.verb(
    "csv",
    "prodtui import csv export.csv --dry-run",
    "prodtui import csv jira.csv --map title=Summary,due=Target --skip-bad",
    "prodtui import csv - --date-format dmy < list.csv",
)
@takes(CsvWords)
def csv(
    ctx: typer.Context,
    file: File,
    form: CsvWords,
    step: Steps = None,
    create_steps: CreateSteps = False,
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
    override: Override = None,
) -> Result:
    """Read a CSV file; its header is recognised, its dates become history, and a second import changes nothing."""
    from prodtui.interchange.csv_reader import read_csv

    wishes = {"steps": _pairs(step), "create_steps": create_steps, "skip_bad": skip_bad, "dry_run": dry_run}
    return _import(session_of(ctx), file, "csv", read_csv, form.given(), {**wishes, "override": override})


@NOUN.verb(
    "taskwarrior",
    "task export | prodtui import taskwarrior -",
    "prodtui import taskwarrior tasks.json --step git=doing --dry-run",
)
def taskwarrior(
    ctx: typer.Context,
    file: File,
    step: Steps = None,
    create_steps: CreateSteps = False,
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
    override: Override = None,
) -> Result:
    """Read what Taskwarrior's `export` prints, with dates, tags, annotations and dependencies."""
    from prodtui.interchange.taskwarrior import read_taskwarrior

    wishes = {"steps": _pairs(step), "create_steps": create_steps, "skip_bad": skip_bad, "dry_run": dry_run}
    return _import(session_of(ctx), file, "taskwarrior", read_taskwarrior, {}, {**wishes, "override": override})


@NOUN.verb("json", "prodtui import json ops.json", "prodtui import json ops.json --key COPY --dry-run")
def json(
    ctx: typer.Context,
    file: File,
    key: Annotated[str | None, typer.Option("--key", metavar="KEY", help="Another key for the board.")] = None,
    dry_run: DryRun = False,
) -> Result:
    """Read a whole board with its history, as `export json` wrote it."""
    from prodtui.interchange.json_text import parse_document
    from prodtui.services.board_import import import_board

    session = session_of(ctx)
    document = parse_document(session.bytes_of(file, "the file"))
    request = session.options.request_id
    done = import_board(session.workspace, document, key=key, dry_run=dry_run, request_id=request)
    verb = "would be made" if done.dry_run else "is made"
    parts = ("step", "task", "comment", "inspection", "issue", "event")
    counts = ", ".join(counted(getattr(done, f"{part}s"), part) for part in parts)
    lines = (f"Board {done.board} {verb}: {counts}",) if done.created else ()
    return Result(to_dict(done), lines, quiet=(done.board,), talk=done.notes)


NOUN.verbs |= import_events.PART.verbs


def _import(
    session: Session,
    file: str,
    source: str,
    read: Callable[[bytes, ReadOptions], Reading[ImportRow]],
    given: dict[str, Any],
    wishes: dict[str, Any],
) -> Result:
    from prodtui.interchange.reading import ReadOptions
    from prodtui.services.imports import ImportWishes, import_tasks

    data = session.bytes_of(file, "the file")
    reading = read(data, ReadOptions(session.now, session.zone, **given))
    try:
        with Progress() as progress:
            report = import_tasks(
                session.workspace,
                source,
                reading.rows,
                total=reading.total,
                unit=reading.unit,
                notes=reading.notes,
                wishes=ImportWishes(**wishes),
                progress=progress,
                request_id=session.options.request_id,
            )
    except (Refused, Rejected) as error:
        tell_rows(session, error)
        raise
    return _told(report)


def _told(report: ImportReport) -> Result:
    verb = "would be imported" if report.dry_run else "imported"
    steps = ", ".join(f"{count:,} in {step}" for step, count in report.steps)
    lines = [f"{counted(report.created, 'task')} {verb}{f': {steps}' if steps else ''}"]
    lines += [f"{report.unchanged:,} were here already"] if report.unchanged else []
    lines += [f"{counted(len(report.bad), 'bad row')} left out"] if report.bad else []
    lines += [f"{counted(len(report.left_out), 'row')} left out: no task by its own words"] if report.left_out else []
    talk = [
        *report.notes,
        *(row_text(report.unit, **to_dict(row)) for row in report.bad),
        *(f"{report.unit} {row.line}: left out: {row.reason}" for row in report.left_out),
        *(f"{report.unit} {row.line}: {row.text}" for row in report.remarks),
    ]
    return Result(to_dict(report), tuple(lines), quiet=(str(report.created),), talk=tuple(talk))


def _pairs(words: list[str] | None) -> dict[str, str]:
    """Return what `WORD=STEP` options say. Raises Usage for one without an equals sign."""
    pairs = {}
    for word in words or ():
        name, equals, step = word.rpartition("=")
        if not equals or not name or not step:
            raise Usage(f'"{word}" does not name a step.', hint='Write it like --step "In Arbeit=doing".')
        pairs[name] = step
    return pairs
