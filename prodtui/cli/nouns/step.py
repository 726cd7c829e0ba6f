"""`step`: the workflow of a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.deliver import OutFile, deliver_text
from prodtui.cli.look_words import LookWords, hinted, look_lead
from prodtui.cli.map_tables import map_page, map_table, step_page, step_table
from prodtui.cli.nouns.board import whole
from prodtui.cli.pages import Html, Markdown, report
from prodtui.cli.result import Result
from prodtui.cli.tables import listing
from prodtui.cli.verb import Noun
from prodtui.cli.words import All, ArchivedStep, StepWord
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.errors import Usage

if TYPE_CHECKING:
    from prodtui.domain.rows import StepRow
    from prodtui.services.workflow import Reshaped
    from prodtui.services.workspace import Done

NOUN = Noun("step")
NOT_YET = "Nothing is changed yet; leave --dry-run out to do it."

Wip = Annotated[str | None, typer.Option("--wip-limit", metavar="N", help="Tasks in it at most, or none.")]
RoleName = Annotated[str | None, typer.Option("--role", metavar="ROLE", help="Who passes tasks on from it, or none.")]
Criteria = Annotated[str | None, typer.Option("--criteria", metavar="TEXT", help="What must hold to leave it.")]
Hours = Annotated[str | None, typer.Option("--standard", metavar="TIME", help="Standard time, such as 2h.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would follow.")]
KindWord = Annotated[StepKind, typer.Option("--kind", help="Whether work waits, goes on or is finished there.")]


@NOUN.verb("list", "prodtui step list", "prodtui step list --json", "prodtui step list --all")
def list_(ctx: typer.Context, all_: All = False) -> Result:
    """List the steps in their order."""
    from prodtui.services import steps

    session = session_of(ctx)
    rows = steps.list_steps(session.workspace, archived=all_)
    at = ("archived_at",) if all_ else ()
    shown = ("key", "name", "kind", *at, "wip_limit", "role", "standard_hours", "criteria")
    none = "The board has no step yet. Add one with `prodtui step add NAME`."
    return listing(rows, shown, session.zone, none=none, identity="key")


@NOUN.verb(
    "map",
    "prodtui step map",
    "prodtui step map --window 8w --filter '#sheet'",
    "prodtui step map --mermaid --out workflow.mmd",
    "prodtui step map --svg --out workflow.svg",
)
@takes(LookWords)
def map_(
    ctx: typer.Context,
    about: LookWords,
    mermaid: Annotated[bool, typer.Option("--mermaid", help="As a flowchart of Mermaid.")] = False,
    svg: Annotated[bool, typer.Option("--svg", help="As a picture.")] = False,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show the workflow as a map: limits, times, ways back, what holds the others up and why."""
    from prodtui.services.workflow_map import workflow_map

    session = session_of(ctx)
    look = about.look(session)
    shown = workflow_map(session.workspace, look)
    if mermaid:
        from prodtui.interchange.flowchart import flowchart

        return deliver_text(session, "mermaid", out, flowchart(shown))
    title = f"Workflow of {session.workspace.need_board().name}"
    if svg:
        from prodtui.interchange.svg_map import map_svg

        return deliver_text(session, "svg", out, map_svg(shown, title) + "\n")
    page = map_page(shown, title, look_lead(session, look, shown.conventions))
    told = report(session, page, to_dict(shown), map_table(shown.steps), markdown=markdown, html=html, out=out)
    return hinted(session, look, told)


@NOUN.verb(
    "show",
    "prodtui step show inspect",
    "prodtui step show inspect --window 8w --json",
    "prodtui step show inspect --csv --columns ref,who,hours",
)
@takes(LookWords)
def show(
    ctx: typer.Context,
    about: LookWords,
    step: StepWord,
    markdown: Markdown = False,
    html: Html = False,
    out: OutFile = None,
) -> Result:
    """Show a step from near: its tasks (as CSV only these), how long tasks stay, who takes them over from whom."""
    from prodtui.services.step_look import step_look

    session = session_of(ctx)
    look = about.look(session)
    found = step_look(session.workspace, step, look)
    page = step_page(found, look_lead(session, look, found.conventions))
    told = report(session, page, to_dict(found), step_table(found), markdown=markdown, html=html, out=out)
    return told if found.n else hinted(session, look, told)


@NOUN.verb("add", "prodtui step add Inspect --kind active --after machining --wip-limit 2")
def add(
    ctx: typer.Context,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="What it is called.")],
    kind: KindWord = StepKind.ACTIVE,
    after: Annotated[
        str | None, typer.Option("--after", metavar="STEP", help="Its neighbour.", autocompletion=complete.steps)
    ] = None,
    wip_limit: Wip = None,
    role: RoleName = None,
    criteria: Criteria = None,
    standard: Hours = None,
) -> Result:
    """Add a step to the board."""
    from prodtui.services import steps

    session = session_of(ctx)
    done = steps.add_step(
        session.workspace,
        " ".join(name),
        kind=kind,
        after=after,
        wip_limit=whole(wip_limit, "--wip-limit") if wip_limit else None,
        role=None if role == "none" else role,
        criteria=criteria or "",
        standard_hours=session.hours(standard),
        request_id=session.options.request_id,
    )
    return outcome.of(done, f"{done.value.key} {done.value.name}", done.value.key)


@NOUN.verb(
    "edit", "prodtui step edit inspect --wip-limit 3", 'prodtui step edit inspect --name "Final check" --role quality'
)
def edit(
    ctx: typer.Context,
    step: StepWord,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="What it is called.")] = None,
    kind: Annotated[StepKind | None, typer.Option("--kind", help="Whether work waits, goes on or is finished.")] = None,
    wip_limit: Wip = None,
    role: RoleName = None,
    criteria: Criteria = None,
    standard: Hours = None,
    dry_run: DryRun = False,
) -> Result:
    """Change a step; its key stays. What follows for the tasks that stand there is said."""
    from prodtui.services import steps

    session = session_of(ctx)
    changes: dict[str, Any] = {"name": name, "kind": kind, "criteria": criteria}
    changes = {field: value for field, value in changes.items() if value is not None}
    if wip_limit is not None:
        changes["wip_limit"] = whole(wip_limit, "--wip-limit")
    if role is not None:
        changes["role"] = None if role == "none" else role
    if standard is not None:
        changes["standard_hours"] = session.hours(standard)
    if not changes:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui step edit {step} --wip-limit 3")
    done = steps.edit_step(session.workspace, step, dry_run=dry_run, request_id=session.options.request_id, **changes)
    return _designed(done, f"{done.value.key} {done.value.name}", dry_run=dry_run)


@NOUN.verb("move", "prodtui step move inspect 3")
def move(
    ctx: typer.Context,
    step: StepWord,
    position: Annotated[int, typer.Argument(metavar="PLACE", min=1, help="Its place, counted from 1.")],
) -> Result:
    """Put a step at another place of the workflow."""
    from prodtui.services import steps

    session = session_of(ctx)
    done = steps.move_step(session.workspace, step, position, request_id=session.options.request_id)
    rows = done.value
    lines = tuple(f"{place} {row.key} {row.name}" for place, row in enumerate(rows, 1))
    return Result(
        [to_dict(row) for row in rows], lines, quiet=tuple(row.key for row in rows), talk=outcome.remarks(done)
    )


@NOUN.verb("archive", "prodtui step archive old-queue", "prodtui step archive old-queue --dry-run")
def archive(ctx: typer.Context, step: StepWord, dry_run: DryRun = False) -> Result:
    """Put an empty step away, and its transitions with it."""
    from prodtui.services import steps

    session = session_of(ctx)
    done = steps.archive_step(session.workspace, step, dry_run=dry_run, request_id=session.options.request_id)
    return _designed(done, f"{done.value.key} {done.value.name} is archived", dry_run=dry_run)


@NOUN.verb("restore", "prodtui step restore old-queue")
def restore(ctx: typer.Context, step: ArchivedStep) -> Result:
    """Bring an archived step back to its place; its transitions come back only by undo."""
    from prodtui.services import steps

    session = session_of(ctx)
    done = steps.restore_step(session.workspace, step, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.key} {done.value.name} is back", done.value.key)


@NOUN.verb("join", "prodtui step join deburr --into machining", "prodtui step join deburr --into machining --dry-run")
def join(
    ctx: typer.Context,
    step: StepWord,
    into: Annotated[
        str, typer.Option("--into", metavar="STEP", help="Where its tasks and ways go.", autocompletion=complete.steps)
    ],
    dry_run: DryRun = False,
) -> Result:
    """Make two steps one: tasks and ways of the first become the other's, and history keeps both."""
    from prodtui.services import workflow

    session = session_of(ctx)
    done = workflow.join_steps(session.workspace, step, into, dry_run=dry_run, request_id=session.options.request_id)
    return _reshaped(done)


@NOUN.verb(
    "split",
    "prodtui step split machining Deburr --wip-limit 2",
    "prodtui step split machining Deburr --kind queue --dry-run",
)
def split(
    ctx: typer.Context,
    step: StepWord,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="What the new step is called.")],
    kind: Annotated[StepKind | None, typer.Option("--kind", help="That of the old step without.")] = None,
    wip_limit: Wip = None,
    role: RoleName = None,
    criteria: Criteria = None,
    standard: Hours = None,
    dry_run: DryRun = False,
) -> Result:
    """Make one step two: the new one stands right behind, and the ways onward lead from it."""
    from prodtui.services import workflow

    session = session_of(ctx)
    fields: dict[str, Any] = {"kind": kind, "role": role, "criteria": criteria}
    fields |= {"wip_limit": None if wip_limit is None else whole(wip_limit, "--wip-limit")}
    fields |= {"standard_hours": session.hours(standard)}
    given = {field: value for field, value in fields.items() if value is not None}
    done = workflow.split_step(
        session.workspace, step, " ".join(name), dry_run=dry_run, request_id=session.options.request_id, **given
    )
    return _reshaped(done)


def _designed(done: Done[StepRow], text: str, *, dry_run: bool) -> Result:
    """Return a step as it became, or as it would after a dry run."""
    if not dry_run:
        return outcome.of(done, text, done.value.key)
    return Result(to_dict(done.value), (text,), quiet=(done.value.key,), talk=(*done.notes, NOT_YET))


def _reshaped(done: Done[Reshaped]) -> Result:
    """Return what became of the workflow, with everything that follows; a look at it says that nothing is done yet."""
    value = done.value
    last = () if value.done else (NOT_YET,)
    lines = (f"{value.step.key} {value.step.name}", *(f"  {each}" for each in value.effects))
    return Result(to_dict(value), lines, quiet=(value.step.key,), talk=(*done.notes, *last))


@NOUN.verb("moves", "prodtui step moves", "prodtui step moves --json")
def moves(ctx: typer.Context) -> Result:
    """List the allowed moves; a step without any leads everywhere."""
    from prodtui.services import steps

    session = session_of(ctx)
    rows = steps.list_transitions(session.workspace)
    none = "No move is laid down, so every move is allowed."
    return listing(rows, ("from_step", "to_step", "kind"), session.zone, none=none, identity="from_step")


@NOUN.verb("allow", "prodtui step allow ready machining", "prodtui step allow inspect machining --rework")
def allow(
    ctx: typer.Context,
    source: StepWord,
    target: StepWord,
    rework: Annotated[bool, typer.Option("--rework", help="The way back when something is wrong.")] = False,
) -> Result:
    """Allow a move; the first one from a step forbids all others from there."""
    from prodtui.services import steps

    session = session_of(ctx)
    kind = TransitionKind.REWORK if rework else TransitionKind.NORMAL
    done = steps.allow(session.workspace, source, target, kind, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.from_step} leads to {done.value.to_step}")


@NOUN.verb("forbid", "prodtui step forbid ready done")
def forbid(ctx: typer.Context, source: StepWord, target: StepWord) -> Result:
    """Take an allowed move away."""
    from prodtui.services import steps

    session = session_of(ctx)
    done = steps.forbid(session.workspace, source, target, request_id=session.options.request_id)
    return outcome.of(done, f"{done.value.from_step} no longer leads to {done.value.to_step}")
