"""Verbs of `issue` that list, show, count and report."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile
from prodtui.cli.issue_tables import (
    issue_lines,
    issue_page,
    issue_table,
    pareto_table,
)
from prodtui.cli.nouns.issue_words import IssueRef
from prodtui.cli.pages import Html, Markdown, lead_of, report
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import FILTERED, Filter, Limit, Since, filter_text
from prodtui.domain.codec import to_dict

PART = Noun("issue")

Sort = Annotated[str | None, typer.Option("--sort", metavar="BY", help="age, newest, severity, state, due, step, …")]
AllClosed = Annotated[bool, typer.Option("--all", help="Also what is closed.")]


@PART.verb(
    "list",
    "prodtui issue list",
    "prodtui issue list sev:major @bo overdue",
    'prodtui issue list "age>30d" -state:verifying --sort age --json',
    context_settings=FILTERED,
)
def list_(
    ctx: typer.Context, words: Filter = None, all_: AllClosed = False, sort: Sort = None, limit: Limit = None
) -> Result:
    """List open issues, those with overdue actions first."""
    from prodtui.services import issues

    session = session_of(ctx)
    text = filter_text(words, "issue list")
    for_people = session.options.output is Output.TEXT and not session.options.quiet
    most = limit or (issues.PAGE if for_people else None)
    rows = issues.list_issues(session.workspace, text, all=all_, sort=sort, limit=most)
    table = issue_table(rows, session.now, session.zone)
    none = "No issue matches." if text else "There is no open issue."
    result = tabled(table, none=none, quiet=tuple(row.ref for row in rows))
    if limit is None and len(rows) == most:
        talk = f"These are the first {most}; add --limit N for more, or --csv for all."
        return Result(table=table, quiet=result.quiet, talk=(talk,))
    return result


@PART.verb("show", "prodtui issue show OPS-I3", "prodtui issue show OPS-I3 --json")
def show(ctx: typer.Context, ref: IssueRef) -> Result:
    """Show an issue with its whys, actions, tasks, downtime, comments and history."""
    from prodtui.services import issues

    session = session_of(ctx)
    detail = issues.show_issue(session.workspace, ref)
    lines = issue_lines(detail, session.now, session.zone)
    return Result(to_dict(detail), tuple(lines), quiet=(detail.issue.ref,))


@PART.verb("pareto", "prodtui issue pareto", "prodtui issue pareto --by cause --since -30d --json")
def pareto(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="category, step or cause.")] = "category",
    since: Since = None,
) -> Result:
    """Count issues by category, step or cause, most frequent first; the vital few reach 80 %."""
    from prodtui.services import issues

    session = session_of(ctx)
    bars = issues.pareto(session.workspace, by, since=session.when(since, end_of_day=False))
    none = "No issue was raised in this window." if since else "There is no issue."
    return tabled(pareto_table(bars), none=none, quiet=tuple(bar.name for bar in bars if bar.vital))


@PART.verb(
    "report",
    "prodtui issue report --since -90d",
    "prodtui issue report sev:critical --html --out issues.html",
    context_settings=FILTERED,
)
def report_(
    ctx: typer.Context,
    words: Filter = None,
    since: Since = None,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Write the issue log as a report: every issue with its actions and history, closed ones too."""
    from prodtui.services import issues

    session = session_of(ctx)
    ws, begins = session.workspace, session.when(since, end_of_day=False)
    text = filter_text(words, "issue report")
    rows = issues.list_issues(ws, text, all=True, sort="ref", limit=None)
    details = [issues.show_issue(ws, row.ref) for row in rows if begins is None or row.raised_at >= begins]
    paretos = {by: issues.pareto(ws, by, since=begins) for by in ("category", "step", "cause")}
    board = ws.need_board()
    page = issue_page(
        f"Issues of {board.name}", lead_of(session, begins, text), details, paretos, session.now, session.zone
    )
    bars = {by: [to_dict(bar) for bar in found] for by, found in paretos.items()}
    data = {"board": board.key, "issues": [to_dict(detail) for detail in details], "pareto": bars}
    table = issue_table([detail.issue for detail in details], session.now, session.zone)
    return report(session, page, data, table, markdown=markdown, html=html, out=out)
