"""`issue action`: what somebody does about an issue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import session_of
from prodtui.cli.issue_tables import action_line, action_table
from prodtui.cli.nouns.issue_words import ActionRef, Due, IssueRef, Owner, Words, given
from prodtui.cli.result import Result
from prodtui.cli.tables import tabled
from prodtui.cli.verb import Noun
from prodtui.cli.words import Limit, Text, narrowing
from prodtui.domain.enums import ActionKind
from prodtui.domain.rows_issues import ActionRow
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.services.workspace import Done

PART = Noun("action", help="Actions: containment, corrective, preventive.")


def _result(ctx: typer.Context, done: Done[ActionRow]) -> Result:
    session, row = session_of(ctx), done.value
    return outcome.of(done, action_line(row, session.now, session.zone), f"{row.issue}.{row.number}")


@PART.verb("add", 'prodtui issue action add OPS-I3 "Change the tool after 500 parts" --owner bo --due +7d')
def add(
    ctx: typer.Context,
    ref: IssueRef,
    text: Text,
    kind: Annotated[ActionKind, typer.Option("--kind", help="What it is for.")] = ActionKind.CORRECTIVE,
    owner: Owner = None,
    due: Due = None,
) -> Result:
    """Add an action to an issue and print its reference."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    fields = given(session, {"owner": owner})
    done = issue_actions.add_action(
        session.workspace,
        ref,
        session.text(text, "the action"),
        kind=kind,
        due=session.when(due),
        request_id=session.options.request_id,
        **fields,
    )
    return _result(ctx, done)


@PART.verb("edit", "prodtui issue action edit OPS-I3.1 --due +14d --owner cy")
def edit(
    ctx: typer.Context,
    ref: ActionRef,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="What is done.")] = None,
    kind: Annotated[ActionKind | None, typer.Option("--kind", help="What it is for.")] = None,
    owner: Owner = None,
    due: Due = None,
    result: Annotated[str | None, typer.Option("--result", metavar="TEXT", help="What came of it.")] = None,
) -> Result:
    """Change an action; `none` empties a field."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    values: dict[str, Any] = {"text": text, "kind": kind, "owner": owner, "result": result}
    fields = given(session, values)
    if due is not None:
        fields["due"] = session.when(due)
    if not fields:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui issue action edit {ref} --due +7d")
    done = issue_actions.edit_action(session.workspace, ref, request_id=session.options.request_id, **fields)
    return _result(ctx, done)


@PART.verb("done", 'prodtui issue action done OPS-I3.1 "Tool life set to 500"')
def done(ctx: typer.Context, ref: ActionRef, result: Words = None) -> Result:
    """Mark an action as done, with what came of it."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    text = session.text(result or (), "the result")
    answer = issue_actions.finish_action(session.workspace, ref, text, request_id=session.options.request_id)
    return _result(ctx, answer)


@PART.verb("put-away", "prodtui issue action put-away OPS-I3.1")
def put_away(ctx: typer.Context, ref: ActionRef) -> Result:
    """Take an action that is not wanted any more off its issue."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    return _result(ctx, issue_actions.put_away_action(session.workspace, ref, request_id=session.options.request_id))


@PART.verb("list", "prodtui issue action list --owner me", "prodtui issue action list --overdue --json")
def list_(
    ctx: typer.Context,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="WHO", help="Only of one.", autocompletion=complete.logins)
    ] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only what is past its day.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Also what is done.")] = False,
    limit: Limit = None,
) -> Result:
    """List the open actions of every issue, the next one due first."""
    from prodtui.services import issue_actions

    session = session_of(ctx)
    ws, who = session.workspace, session.people([owner])[0] if owner else None
    with narrowing():
        rows = issue_actions.list_actions(ws, all=all_, owner=who, overdue=overdue, limit=limit)
    table = action_table(rows, session.now, session.zone)
    return tabled(table, none="There is no such action.", quiet=tuple(f"{row.issue}.{row.number}" for row in rows))
