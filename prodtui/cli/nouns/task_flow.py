"""Verbs of `task` that move tasks over the board, hold them back, and tie them together."""

from __future__ import annotations

from typing import Annotated

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.context import session_of
from prodtui.cli.nouns.task_write import need_refs
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.cli.words import Override, Ref, Refs, RefsThenStep
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import DependencyKind
from prodtui.domain.permissions import Permission
from prodtui.errors import ExitCode, Usage

PART = Noun("task")

OtherRef = Annotated[str | None, typer.Option(metavar="REF", help="The other task.", autocompletion=complete.refs)]


@PART.verb(
    "move",
    "prodtui task move OPS-12 doing",
    "prodtui task move OPS-12 OPS-13 next",
    'prodtui task move OPS-12 test --override "customer waits"',
)
def move(
    ctx: typer.Context,
    refs: RefsThenStep = None,
    to: Annotated[
        str, typer.Argument(metavar="STEP", help="A step, next or prev.", autocompletion=complete.targets)
    ] = "",
    override: Override = None,
) -> Result:
    """Move tasks to a step; the last word says where."""
    from prodtui.services import board

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task move OPS-12 doing", last=to)
    done = board.move(session.workspace, chosen, to, override=override, request_id=session.options.request_id)
    return outcome.many(done, outcome.where)


@PART.verb("start", "prodtui task start OPS-12")
def start(ctx: typer.Context, refs: Refs = None, override: Override = None) -> Result:
    """Start tasks: into the first active step, or on to the next one; assigns you when nobody is on it."""
    from prodtui.services import board

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task start OPS-12")
    done = board.start(session.workspace, chosen, override=override, request_id=session.options.request_id)
    return outcome.many(done, outcome.where)


@PART.verb(
    "done",
    "prodtui task done OPS-12 OPS-13",
    "prodtui task list step:review @me -q | prodtui task done -",
    "prodtui task done OPS-12 --scrap 2",
)
def done(
    ctx: typer.Context,
    refs: Refs = None,
    good: Annotated[str | None, typer.Option("--good", metavar="N", help="So many are good; else all others.")] = None,
    scrap: Annotated[str | None, typer.Option("--scrap", metavar="N", help="So many are scrap.")] = None,
    rework: Annotated[str | None, typer.Option("--rework", metavar="N", help="So many need rework.")] = None,
    override: Override = None,
) -> Result:
    """Finish tasks: into the first done step; of a single one say what came out, also once it is done."""
    from prodtui.services import board

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task done OPS-12")
    given = {"good": good, "scrap": scrap, "rework": rework}
    output = {name: value for name, value in given.items() if value is not None}
    answer = board.finish(
        session.workspace, chosen, output=output, override=override, request_id=session.options.request_id
    )
    return outcome.many(answer, outcome.where)


@PART.verb("block", 'prodtui task block OPS-12 "waits for material"')
def block(
    ctx: typer.Context,
    refs: Refs = None,
    reason: Annotated[str, typer.Argument(metavar="REASON", help="Why it cannot go on; - reads it.")] = "",
) -> Result:
    """Say that tasks cannot go on; the last words, in quotes, say why."""
    from prodtui.services import board

    session = session_of(ctx)
    chosen = need_refs(session, refs, 'task block OPS-12 "waits for material"', last=reason)
    why_not = session.text(reason, "the reason").strip()
    answer = board.block(session.workspace, chosen, why_not, request_id=session.options.request_id)
    return outcome.many(answer, lambda row: f"{outcome.plain(row)}: blocked: {row.blocked_reason or ''}")


@PART.verb("unblock", "prodtui task unblock OPS-12")
def unblock(ctx: typer.Context, refs: Refs = None) -> Result:
    """Say that blocked tasks can go on."""
    from prodtui.services import board

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task unblock OPS-12")
    return outcome.many(board.unblock(session.workspace, chosen, request_id=session.options.request_id), outcome.where)


@PART.verb("reorder", "prodtui task reorder OPS-12 --before OPS-9", "prodtui task reorder OPS-12 --after OPS-9")
def reorder(ctx: typer.Context, ref: Ref, before: OtherRef = None, after: OtherRef = None) -> Result:
    """Put a task before or after another one in the same step."""
    from prodtui.services import board

    session = session_of(ctx)
    if (before is None) == (after is None):
        raise Usage("Name one neighbour.", hint=f"For example: prodtui task reorder {ref} --before OPS-9")
    answer = board.reorder(session.workspace, ref, before=before, after=after, request_id=session.options.request_id)
    return outcome.one(answer)


@PART.verb("why", "prodtui task why OPS-12", "prodtui task why OPS-12 done --json")
def why(
    ctx: typer.Context,
    ref: Ref,
    to: Annotated[
        str | None, typer.Argument(metavar="STEP", help="A step, next or prev.", autocompletion=complete.targets)
    ] = None,
) -> Result:
    """Say every reason why a task cannot move; exit code 3 when there is one."""
    from prodtui.services import board, boards

    session = session_of(ctx)
    verdict = board.why(session.workspace, ref, to)
    notes = tuple(f"{verdict.ref} {note}" for note in verdict.notes)
    if not verdict.reasons:
        way = f"to {verdict.to}" if verdict.to else "on"
        return Result(to_dict(verdict), (f"{verdict.ref} can move {way}.", *notes))
    who = boards.show_board(session.workspace, verdict.ref.rpartition("-")[0]).rights.named(Permission.OVERRIDE)
    lines = (
        f"{verdict.ref} {reason.text}{f' ({who} may override this)' if reason.overridable else ''}"
        for reason in verdict.reasons
    )
    return Result(to_dict(verdict), (*lines, *notes), code=ExitCode.REFUSED)


@PART.verb(
    "link",
    "prodtui task link OPS-12 --after OPS-9",
    "prodtui task link OPS-12 --before OPS-14 --kind start-start --lag 4h",
)
def link(
    ctx: typer.Context,
    ref: Ref,
    after: OtherRef = None,
    before: OtherRef = None,
    kind: Annotated[DependencyKind, typer.Option(help="What must have happened first.")] = DependencyKind.FINISH_START,
    lag: Annotated[str | None, typer.Option("--lag", metavar="TIME", help="Working time in between.")] = None,
) -> Result:
    """Let a task wait for another one, or another one for it."""
    from prodtui.services import links

    session = session_of(ctx)
    first, second = _order(ref, after, before, "link")
    answer = links.link(
        session.workspace,
        first,
        second,
        kind=kind,
        lag_hours=session.hours(lag) or 0.0,
        request_id=session.options.request_id,
    )
    row = answer.value
    return outcome.of(answer, f"{row.successor} waits for {row.predecessor}", row.successor)


@PART.verb("unlink", "prodtui task unlink OPS-12 --after OPS-9")
def unlink(ctx: typer.Context, ref: Ref, after: OtherRef = None, before: OtherRef = None) -> Result:
    """Take a dependency between two tasks away."""
    from prodtui.services import links

    session = session_of(ctx)
    first, second = _order(ref, after, before, "unlink")
    answer = links.unlink(session.workspace, first, second, request_id=session.options.request_id)
    row = answer.value
    return outcome.of(answer, f"{row.successor} no longer waits for {row.predecessor}", row.successor)


def _order(ref: str, after: str | None, before: str | None, verb: str) -> tuple[str, str]:
    """Return predecessor and successor."""
    if after is not None and before is None:
        return after, ref
    if before is not None and after is None:
        return ref, before
    raise Usage("Name one other task.", hint=f"For example: prodtui task {verb} {ref} --after OPS-9")
