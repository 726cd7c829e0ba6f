"""Verbs of `issue` that raise issues, change what they say, and talk about them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.nouns.issue_words import (
    Cause,
    CauseKind,
    IfVersion,
    IssueFields,
    IssueRef,
    TaskRef,
    Why,
    given,
)
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.cli.words import NewTitle, Text
from prodtui.domain.rows_issues import IssueRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("issue")


def issue_result(done: Done[IssueRow]) -> Result:
    """Return a changed issue with its state."""
    row = done.value
    state = "put away" if row.archived_at else row.state.value
    return outcome.of(done, f"{row.ref} {row.title}: {state}", row.ref)


@PART.verb(
    "add",
    'prodtui issue add "Burrs at the edge" --task OPS-12 --severity major --category Burr',
    'prodtui issue add "Press stands" --step machining --andon --downtime "no oil pressure"',
    'prodtui issue add "Wrong steel" --task OPS-12 --severity critical --block',
    "prodtui issue add --inspection OPS-Q5",
)
@takes(IssueFields)
def add(
    ctx: typer.Context,
    about: IssueFields,
    title: Annotated[
        list[str] | None, typer.Argument(metavar="TITLE", help="What deviated; from --inspection without one.")
    ] = None,
    andon: Annotated[bool, typer.Option("--andon", help="Ring on every open board.")] = False,
    downtime: Annotated[
        str | None, typer.Option("--downtime", metavar="REASON", help="The step stands still from now on.")
    ] = None,
    block: Annotated[bool, typer.Option("--block", help="Block the task with it.")] = False,
) -> Result:
    """Raise an issue and print its reference; a failed inspection fills it in."""
    from prodtui.services import issues

    session = session_of(ctx)
    fields = given(session, asdict(about))
    if not title and not about.inspection:
        raise Usage("An issue needs a title.", hint='For example: prodtui issue add "Burrs at the edge" --task OPS-12')
    if not title:
        from prodtui.services.issue_prefill import from_failed

        fields = from_failed(session.workspace, about.inspection or "") | fields
    text = " ".join(title) if title else fields.pop("title")
    options: dict[str, Any] = {
        "andon": andon,
        "downtime": downtime,
        "block": block,
        "request_id": session.options.request_id,
    }
    done = issues.raise_issue(session.workspace, text, **options, **fields)
    return issue_result(done)


@PART.verb(
    "edit",
    "prodtui issue edit OPS-I3 --severity critical --owner bo",
    "prodtui issue edit OPS-I3 --notes - --if-version 4 < notes.txt",
)
@takes(IssueFields)
def edit(
    ctx: typer.Context,
    ref: IssueRef,
    about: IssueFields,
    title: NewTitle = None,
    containment: Annotated[
        str | None, typer.Option("--containment", metavar="TEXT", help="What was done to contain it.")
    ] = None,
    why: Why = None,
    cause: Cause = None,
    cause_category: CauseKind = None,
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="TEXT", help="What shows it is solved.")] = None,
    recurs: Annotated[str | None, typer.Option("--recurs", metavar="REF", help="The older issue it repeats.")] = None,
    if_version: IfVersion = None,
) -> Result:
    """Change fields of an issue; `none` empties one."""
    from prodtui.services import issues

    session = session_of(ctx)
    values: dict[str, Any] = {
        "title": title,
        "containment": containment,
        "whys": why,
        "cause": cause,
        "cause_category": cause_category,
        "evidence": evidence,
        "recurs": recurs,
    }
    fields = given(session, values | asdict(about))
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui issue edit {ref} --severity major")
    done = issues.edit_issue(
        session.workspace, ref, version=if_version, request_id=session.options.request_id, **fields
    )
    return issue_result(done)


@PART.verb("comment", 'prodtui issue comment OPS-I3 "Seen on line 2 as well"')
def comment(ctx: typer.Context, ref: IssueRef, text: Text) -> Result:
    """Say something about an issue."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    body = session.text(text, "the comment")
    done = issue_actions.comment_issue(session.workspace, ref, body, request_id=session.options.request_id)
    row = done.value
    return outcome.of(done, f"{row.issue} {row.author}: {' '.join(row.text.split())}", row.issue)


@PART.verb("link", "prodtui issue link OPS-I3 OPS-12")
def link(ctx: typer.Context, ref: IssueRef, task: TaskRef) -> Result:
    """Note that an issue touches a further task."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    done = issue_actions.link_task(session.workspace, ref, task, request_id=session.options.request_id)
    return issue_result(done)


@PART.verb("unlink", "prodtui issue unlink OPS-I3 OPS-12")
def unlink(ctx: typer.Context, ref: IssueRef, task: TaskRef) -> Result:
    """Note that an issue does not touch a task after all."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    done = issue_actions.unlink_task(session.workspace, ref, task, request_id=session.options.request_id)
    return issue_result(done)


@PART.verb("put-away", "prodtui issue put-away OPS-I3")
def put_away(ctx: typer.Context, ref: IssueRef) -> Result:
    """Take an issue that was raised by mistake out of the log; it keeps its number and history."""
    from prodtui.services import issues

    session = session_of(ctx)
    return issue_result(issues.put_away_issue(session.workspace, ref, request_id=session.options.request_id))


@PART.verb("restore", "prodtui issue restore OPS-I3")
def restore(ctx: typer.Context, ref: IssueRef) -> Result:
    """Bring an issue that was put away back into the log."""
    from prodtui.services import issues

    session = session_of(ctx)
    return issue_result(issues.restore_issue(session.workspace, ref, request_id=session.options.request_id))
