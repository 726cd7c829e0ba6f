"""Verbs of `issue` that take an issue from state to state, with what each state needs."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli.context import Session, listed, session_of
from prodtui.cli.nouns.issue_words import (
    Cause,
    CauseKind,
    CheckDays,
    CheckItems,
    IssueRef,
    Owner,
    Reason,
    Why,
    Words,
    given,
)
from prodtui.cli.nouns.issue_write import issue_result
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.enums import IssueState
from prodtui.errors import Usage

PART = Noun("issue")


def _advance(session: Session, ref: str, to: IssueState, values: dict[str, Any], reason: str | None = None) -> Result:
    from prodtui.services import issues

    done = issues.advance_issue(
        session.workspace, ref, to, reason=reason, request_id=session.options.request_id, **given(session, values)
    )
    return issue_result(done)


@PART.verb(
    "contain",
    'prodtui issue contain OPS-I3 "Lot 7 locked, 40 parts sorted out"',
    "prodtui issue contain OPS-I3 --nothing",
)
def contain(
    ctx: typer.Context,
    ref: IssueRef,
    text: Words = None,
    nothing: Annotated[bool, typer.Option("--nothing", help="There is nothing to contain.")] = False,
) -> Result:
    """Say what was done so that the damage does not spread."""
    from prodtui.domain.issues import NOTHING_TO_CONTAIN

    session = session_of(ctx)
    if bool(text) == nothing:
        raise Usage(
            "Say what was done to contain it, or --nothing.",
            hint=f'For example: prodtui issue contain {ref} "Lot 7 locked"',
        )
    said = NOTHING_TO_CONTAIN if nothing else session.text(text or (), "the containment")
    return _advance(session, ref, IssueState.CONTAINED, {"containment": said})


@PART.verb(
    "analyse",
    "prodtui issue analyse OPS-I3 --owner bo",
    'prodtui issue analyse OPS-I3 --why "The tool was blunt" --why "Nobody counts" --cause "No tool life set"',
)
def analyse(
    ctx: typer.Context,
    ref: IssueRef,
    owner: Owner = None,
    why: Why = None,
    cause: Cause = None,
    cause_category: CauseKind = None,
) -> Result:
    """Look for the cause: who does it, five whys, what it is."""
    session = session_of(ctx)
    values = {"owner": owner, "whys": why, "cause": cause, "cause_category": cause_category}
    return _advance(session, ref, IssueState.ANALYSING, values)


@PART.verb("act", 'prodtui issue act OPS-I3 --cause "No tool life set" --cause-category method')
def act(
    ctx: typer.Context, ref: IssueRef, cause: Cause = None, cause_category: CauseKind = None, owner: Owner = None
) -> Result:
    """Go on to actions against the cause, which must be known; add them with `issue action add`."""
    session = session_of(ctx)
    return _advance(session, ref, IssueState.ACTING, {"cause": cause, "cause_category": cause_category, "owner": owner})


@PART.verb("verify", "prodtui issue verify OPS-I3 --check-days 14", "prodtui issue verify OPS-I3 --check-items 50")
def verify(ctx: typer.Context, ref: IssueRef, check_days: CheckDays = None, check_items: CheckItems = None) -> Result:
    """Wait for the effect of the actions, which must be done; looked at after 30 days unless you say otherwise."""
    session = session_of(ctx)
    return _advance(session, ref, IssueState.VERIFYING, {"check_days": check_days, "check_items": check_items})


@PART.verb(
    "check",
    'prodtui issue check OPS-I3 --effective "No burr in 500 parts"',
    'prodtui issue check OPS-I3 --effective "Audit of 2 December, no burr" --close',
    'prodtui issue check OPS-I3 --not-effective "Two burrs on line 2"',
)
def check(
    ctx: typer.Context,
    ref: IssueRef,
    note: Words = None,
    effective: Annotated[
        bool | None, typer.Option("--effective/--not-effective", help="Whether the actions helped.")
    ] = None,
    early: Annotated[
        str | None, typer.Option("--early", metavar="REASON", help="Why it is known before its day that they helped.")
    ] = None,
    close: Annotated[bool, typer.Option("--close", help="Close it as well when they helped: both or nothing.")] = False,
) -> Result:
    """Say whether the actions helped, when it is time; if not, the issue goes back to analysing."""
    from prodtui.services import issues

    session = session_of(ctx)
    if effective is None:
        raise Usage("Say whether the actions helped.", hint="Add --effective or --not-effective.")
    text = session.text(note or (), "the note")
    done = issues.check_effect(
        session.workspace, ref, effective, text, early=early, close=close, request_id=session.options.request_id
    )
    return issue_result(done)


@PART.verb("close", 'prodtui issue close OPS-I3 --evidence "Audit of 2 December, no burr"')
def close(
    ctx: typer.Context,
    ref: IssueRef,
    evidence: Annotated[
        str | None, typer.Option("--evidence", metavar="TEXT", help="What shows that it is solved; - reads it.")
    ] = None,
) -> Result:
    """Close an issue whose actions were found effective, with evidence; none of its downtime may run."""
    session = session_of(ctx)
    said = None if evidence is None else session.text(evidence, "the evidence")
    return _advance(session, ref, IssueState.CLOSED, {"evidence": said})


@PART.verb("back", 'prodtui issue back OPS-I3 analysing --reason "It was another tool"')
def back(
    ctx: typer.Context,
    ref: IssueRef,
    to: Annotated[IssueState, typer.Argument(metavar="STATE", help="An earlier state.")],
    reason: Reason,
) -> Result:
    """Take an issue back to an earlier state, with the reason."""
    return _advance(session_of(ctx), ref, to, {}, reason)


@PART.verb(
    "reopen",
    'prodtui issue reopen OPS-I3 --reason "Burrs again on line 2"',
    'prodtui issue reopen OPS-I3 --reason "Burrs again" --again all',
)
def reopen(
    ctx: typer.Context,
    ref: IssueRef,
    reason: Reason,
    to: Annotated[IssueState, typer.Option("--to", help="The state in which it goes on.")] = IssueState.ANALYSING,
    again: Annotated[
        list[str] | None, typer.Option("--again", metavar="N", help="Corrective actions to do once more, or all.")
    ] = None,
) -> Result:
    """Open a closed issue again: closing it needs new evidence; its corrective actions can be done once more."""
    from prodtui.services import issues

    session = session_of(ctx)
    done = issues.reopen_issue(
        session.workspace, ref, reason, to=to, again=listed(again or ()), request_id=session.options.request_id
    )
    return issue_result(done)
