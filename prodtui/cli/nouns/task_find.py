"""Verbs of `task` that find tasks and talk about them."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import outcome
from prodtui.cli.context import Session, session_of
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled, task_table, task_text
from prodtui.cli.verb import Noun
from prodtui.cli.words import FILTERED, All, Filter, Limit, Ref, Text, filter_text
from prodtui.domain.codec import to_dict

PART = Noun("task")


@PART.verb(
    "list",
    "prodtui task list late @ann",
    'prodtui task list "due<+3d" -#idea --json',
    "prodtui task list --all --columns ref,title,finished_at --csv",
    context_settings=FILTERED,
)
def list_(
    ctx: typer.Context,
    words: Filter = None,
    all_: All = False,
    limit: Limit = None,
    saved: Annotated[str | None, typer.Option("--saved", metavar="NAME", help="Also match this saved filter.")] = None,
) -> Result:
    """List open tasks in the order of the board."""
    from prodtui.services import task_view

    session = session_of(ctx)
    text = filter_text(words, "task list")
    if saved is not None:
        text = narrowed(saved_text(session, saved), text)
    rows = task_view.list_tasks(session.workspace, text, all=all_, limit=limit)
    none = "No task matches." if text else "There is no open task."
    return tabled(task_table(rows, session.now, session.zone), none=none, quiet=tuple(row.ref for row in rows))


@PART.verb("show", "prodtui task show OPS-12", "prodtui task show OPS-12 --json")
def show(ctx: typer.Context, ref: Ref) -> Result:
    """Show a task with its notes, chain, checks, comments, time and history.

    In JSON, `checks` are its inspections, and `checks_due` the checklists that it needs where it stands and that nobody
    has begun: `checklist`, `name`, and `gate` when it cannot leave its step without.
    """
    from prodtui.services import task_view

    session = session_of(ctx)
    detail = task_view.show(session.workspace, ref)
    lines = task_text(detail, session.now, session.zone)
    return Result(to_dict(detail), tuple(lines), quiet=(detail.task.ref,))


@PART.verb(
    "comment",
    'prodtui task comment OPS-12 "Fixture is loose, tightened."',
    "prodtui task comment OPS-12 - < report.txt",
)
def comment(ctx: typer.Context, ref: Ref, text: Text) -> Result:
    """Say something about a task."""
    from prodtui.services import talk

    session = session_of(ctx)
    body = session.text(text, "the comment")
    done = talk.comment(session.workspace, ref, body, request_id=session.options.request_id)
    row = done.value
    return outcome.of(done, f"{row.ref} {row.author}: {' '.join(row.text.split())}", row.ref)


@PART.verb("log", "prodtui task log OPS-12 1h30", 'prodtui task log OPS-12 45m --note "set-up" --at "yesterday 16:00"')
def log(
    ctx: typer.Context,
    ref: Ref,
    time: Annotated[str, typer.Argument(metavar="TIME", help="Time spent, such as 1h30 or 45m.")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="What was done.")] = "",
    at: Annotated[str | None, typer.Option("--at", metavar="DATE", help="When; now without it.")] = None,
) -> Result:
    """Note the time spent on a task."""
    from prodtui.domain.dates import human_minutes, parse_duration
    from prodtui.services import talk

    session = session_of(ctx)
    done = talk.log_work(
        session.workspace,
        ref,
        parse_duration(time),
        note=note,
        at=session.when(at, end_of_day=False),
        request_id=session.options.request_id,
    )
    row = done.value
    return outcome.of(done, f"{row.ref} {row.person} {human_minutes(row.minutes)}", row.ref)


def saved_text(session: Session, name: str) -> str:
    """Return the text of a saved filter. Raises Usage with the nearest name."""
    from prodtui.domain.text import nearest
    from prodtui.errors import Usage
    from prodtui.services import filters

    texts = {row.name: row.text for row in filters.list_filters(session.workspace)}
    if name not in texts:
        near = nearest(name, texts)
        guess = f'Did you mean "{near}"?' if near else "List them with `prodtui filter list`."
        raise Usage(f'There is no saved filter "{name}".', hint=guess)
    return texts[name]


def narrowed(first: str, second: str) -> str:
    """Return the filter that passes what both pass; groups joined by `or` are multiplied out."""
    from prodtui.domain.filter_terms import parse_groups, write_groups

    lefts, rights = parse_groups(first) or ((),), parse_groups(second) or ((),)
    return write_groups(tuple(left + right for left in lefts for right in rights))
