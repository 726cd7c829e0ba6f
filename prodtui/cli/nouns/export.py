"""`export`: a board as a file for other programs and other people."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile, deliver
from prodtui.cli.output import check_names
from prodtui.cli.result import Result
from prodtui.cli.tables import TASK_FIELDS
from prodtui.cli.verb import Noun
from prodtui.cli.words import FILTERED
from prodtui.domain.rows import TaskRow

NOUN = Noun("export")

Words = Annotated[list[str] | None, typer.Argument(metavar="FILTER", help="Only what matches, as in `task list`.")]


@NOUN.verb("json", "prodtui export json --out ops.json", "prodtui export json --board OPS | gzip > ops.json.gz")
def json(ctx: typer.Context, out: OutFile = None) -> Result:
    """Write a whole board with its history; `import json` makes the same board of it again."""
    from prodtui.interchange.board_json import write_board

    session = session_of(ctx)
    return deliver(session, "json", out, lambda stream: write_board(session.workspace, stream))


@NOUN.verb(
    "csv",
    "prodtui export csv --out tasks.csv",
    "prodtui export csv done --columns ref,title,started_at,finished_at",
    context_settings=FILTERED,
)
def csv(ctx: typer.Context, words: Words = None, out: OutFile = None) -> Result:
    """Write every task, finished and archived ones too, as CSV for a spreadsheet."""
    from prodtui.interchange.csv_writer import COLUMNS, write_csv
    from prodtui.services.task_view import list_tasks

    session = session_of(ctx)
    check_names(session.options.columns, TASK_FIELDS)
    rows = list_tasks(session.workspace, " ".join(words or ()), all=True)
    columns = session.options.columns or COLUMNS
    guard = not session.options.raw_cells
    return deliver(session, "csv", out, lambda stream: write_csv(rows, stream, columns=columns, guard=guard))


@NOUN.verb(
    "markdown",
    "prodtui export markdown --out board.md",
    "prodtui export markdown @ann late",
    context_settings=FILTERED,
)
def markdown(
    ctx: typer.Context,
    words: Words = None,
    all_: Annotated[bool, typer.Option("--all", help="Also what was finished long ago or is archived.")] = False,
    out: OutFile = None,
) -> Result:
    """Write the board as Markdown, a table for each step."""
    from prodtui.interchange.markdown import write_markdown
    from prodtui.services.boards import show_board
    from prodtui.services.steps import list_steps
    from prodtui.services.task_view import list_tasks

    session = session_of(ctx)
    ws = session.workspace
    board, steps = show_board(ws), list_steps(ws, archived=True)
    since = session.now - timedelta(days=board.settings.done_days)

    def in_sight(row: TaskRow) -> bool:
        return all_ or (row.archived_at is None and (row.finished_at is None or row.finished_at >= since))

    rows = [row for row in list_tasks(ws, " ".join(words or ()), all=True) if in_sight(row)]
    used = {row.step for row in rows}
    shown = [step for step in steps if step.archived_at is None or step.key in used]
    return deliver(session, "markdown", out, lambda stream: write_markdown(board, shown, rows, session.zone, stream))
