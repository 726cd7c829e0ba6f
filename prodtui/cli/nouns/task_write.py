"""Verbs of `task` that make tasks, change what they say, and put them away."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli import complete, outcome
from prodtui.cli.bundle import takes
from prodtui.cli.context import Session, listed, session_of
from prodtui.cli.new_task import Class, Estimate, NewTask, Notes, Prio, Product, Unit
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.cli.words import NewTitle, Override, Ref, Refs, RefsThenWho, WhoWord, Yes
from prodtui.domain.codec import to_dict
from prodtui.domain.enums import Priority
from prodtui.errors import Usage

PART = Noun("task")

Due = Annotated[str | None, typer.Option("--due", "-d", metavar="DATE", help="When it must be done.")]
Parent = Annotated[
    str | None, typer.Option("--parent", metavar="REF", help="The task it is part of.", autocompletion=complete.refs)
]
Key = Annotated[str | None, typer.Option("--key", metavar="KEY", help="Its key in another system.")]
Wait = Annotated[str | None, typer.Option("--wait", metavar="DATE", help="Out of sight until then.")]


@PART.verb(
    "add",
    'prodtui task add "Calibrate press 3" --due fri --assign ann --label press',
    "git log --format=%s -5 | prodtui task add -",
)
@takes(NewTask)
def add(
    ctx: typer.Context,
    title: Annotated[list[str], typer.Argument(metavar="TITLE", help="The title; - reads one title per line.")],
    new: NewTask,
    due: Due = None,
    parent: Parent = None,
    key: Key = None,
    wait: Wait = None,
    override: Override = None,
) -> Result:
    """Add a task and print its reference."""
    from prodtui.services import tasks

    session = session_of(ctx)
    several = title == ["-"]
    if several and new.notes == "-":
        raise Usage("Titles and notes cannot both come from standard input.")
    own = {
        "due": session.when(due),
        "parent": parent,
        "external_key": key,
        "wait_until": session.when(wait, end_of_day=False),
        "override": override,
    }
    values = new.values(session) | {name: value for name, value in own.items() if value is not None}
    if several:
        return _add_lines(session, values)
    return outcome.one(tasks.add(session.workspace, " ".join(title), request_id=session.options.request_id, **values))


@PART.verb(
    "edit",
    "prodtui task edit OPS-12 --due +3d --estimate 4h",
    "prodtui task edit OPS-12 --notes - < notes.txt",
    "prodtui task edit OPS-12 --parent none --if-version 7",
    'prodtui task edit OPS-12 --pin "mon 9:00"',
)
def edit(
    ctx: typer.Context,
    ref: Ref,
    title: NewTitle = None,
    notes: Notes = None,
    priority: Prio = None,
    service_class: Class = None,
    product: Product = None,
    quantity: Annotated[str | None, typer.Option("--quantity", metavar="N", help="How much of it.")] = None,
    unit: Unit = None,
    estimate: Estimate = None,
    due: Due = None,
    planned_start: Annotated[str | None, typer.Option("--planned-start", metavar="DATE", help="Planned start.")] = None,
    planned_finish: Annotated[
        str | None, typer.Option("--planned-finish", metavar="DATE", help="Planned finish.")
    ] = None,
    pin: Annotated[
        str | None, typer.Option("--pin", metavar="WHEN", help="When the schedule is to start it, such as mon 9:00.")
    ] = None,
    unpin: Annotated[bool, typer.Option("--unpin", help="Let the schedule say when it starts.")] = False,
    parent: Parent = None,
    key: Key = None,
    wait: Wait = None,
    if_version: Annotated[
        int | None, typer.Option("--if-version", metavar="N", help="Only when nobody changed it since version N.")
    ] = None,
) -> Result:
    """Change fields of a task; `none` empties one."""
    from prodtui.services import tasks

    session = session_of(ctx)
    changes: dict[str, Any] = {
        "title": title,
        "notes": None if notes is None else session.text(notes, "the notes"),
        "priority": priority,
        "service_class": service_class,
    }
    changes = {name: value for name, value in changes.items() if value is not None}
    optional = {"product": product, "quantity": quantity, "unit": unit, "parent": parent, "external_key": key}
    changes |= {name: None if text == "none" else text for name, text in optional.items() if text is not None}
    if estimate is not None:
        changes["estimate_hours"] = session.hours(estimate)
    dates = {"due": (due, True), "planned_start": (planned_start, False), "planned_finish": (planned_finish, True)}
    if unpin and pin is not None:
        raise Usage("A start cannot be pinned and unpinned at once.", hint="Leave --pin or --unpin out.")
    pinned = ("none" if unpin else pin, False)
    for name, (text, end_of_day) in {**dates, "wait_until": (wait, False), "pinned_start": pinned}.items():
        if text is not None:
            changes[name] = session.when(text, end_of_day=end_of_day)
    if not changes:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui task edit {ref} --due fri")
    request = session.options.request_id
    return outcome.one(tasks.edit(session.workspace, ref, changes, version=if_version, request_id=request))


@PART.verb("assign", "prodtui task assign OPS-12 ann", "prodtui task assign OPS-12 OPS-13 me,bo")
def assign(ctx: typer.Context, refs: RefsThenWho = None, who: WhoWord = "", override: Override = None) -> Result:
    """Put people on tasks; the last word says whom."""
    from prodtui.services import tasks

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task assign OPS-12 ann", last=who)
    people = session.people([who])
    request = session.options.request_id
    done = tasks.assign(session.workspace, chosen, add=people, override=override, request_id=request)
    return outcome.many(done, _with_people)


@PART.verb("unassign", "prodtui task unassign OPS-12 bo", "prodtui task unassign OPS-12 OPS-13 all")
def unassign(ctx: typer.Context, refs: RefsThenWho = None, who: WhoWord = "") -> Result:
    """Take people off tasks; the last word says whom, or all."""
    from prodtui.services import tasks

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task unassign OPS-12 ann", last=who)
    people = session.people([who])
    done = tasks.assign(session.workspace, chosen, remove=people, request_id=session.options.request_id)
    return outcome.many(done, _with_people)


@PART.verb(
    "label", "prodtui task label OPS-12 --add press --remove idea", "prodtui task label OPS-1 OPS-2 --add q4,line-2"
)
def label(
    ctx: typer.Context,
    refs: Refs = None,
    add: Annotated[list[str] | None, typer.Option("--add", metavar="LABEL", help="A label to put on.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", metavar="LABEL", help="A label to take off.")] = None,
) -> Result:
    """Put labels on tasks and take them off."""
    from prodtui.services import tasks

    session = session_of(ctx)
    example = "task label OPS-12 --add press"
    chosen = need_refs(session, refs, example)
    if not (add or remove):
        raise Usage("No label was named.", hint=f"For example: prodtui {example}")
    done = tasks.label(
        session.workspace,
        chosen,
        add=listed(add or ()),
        remove=listed(remove or ()),
        request_id=session.options.request_id,
    )
    return outcome.many(done, lambda row: f"{outcome.plain(row)}: {', '.join(row.labels) or 'no label'}")


@PART.verb("priority", "prodtui task priority OPS-12 OPS-13 high")
def priority(
    ctx: typer.Context,
    refs: Refs = None,
    to: Annotated[Priority | None, typer.Argument(metavar="PRIORITY", help="urgent, high, normal or low.")] = None,
) -> Result:
    """Say how important tasks are; the last word is the priority."""
    from prodtui.services import tasks

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task priority OPS-12 high", last=to)
    done = tasks.set_priority(session.workspace, chosen, to or Priority.NORMAL, request_id=session.options.request_id)
    return outcome.many(done, lambda row: f"{outcome.plain(row)}: {row.priority}")


@PART.verb(
    "due",
    "prodtui task due OPS-12 fri",
    'prodtui task due OPS-12 OPS-13 "2026-12-01 14:00"',
    "prodtui task due OPS-12 none",
)
def due(
    ctx: typer.Context,
    refs: Refs = None,
    when: Annotated[str, typer.Argument(metavar="DATE", help="A date, or none.")] = "",
) -> Result:
    """Say when tasks must be done; the last word is the date."""
    from prodtui.domain.dates import local
    from prodtui.services import tasks

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task due OPS-12 fri", last=when)
    done = tasks.set_due(session.workspace, chosen, session.when(when), request_id=session.options.request_id)
    zone = session.zone
    return outcome.many(done, lambda row: f"{outcome.plain(row)}: {local(row.due, zone) if row.due else 'no due date'}")


@PART.verb("archive", "prodtui task archive OPS-12 OPS-13", "prodtui task list done -q | prodtui task archive -")
def archive(ctx: typer.Context, refs: Refs = None) -> Result:
    """Put tasks away; `undo` and `task restore` bring them back."""
    from prodtui.services import tasks

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task archive OPS-12")
    return outcome.many(tasks.archive(session.workspace, chosen, request_id=session.options.request_id))


@PART.verb("restore", "prodtui task restore OPS-12")
def restore(ctx: typer.Context, refs: Refs = None, override: Override = None) -> Result:
    """Bring archived tasks back."""
    from prodtui.services import tasks

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task restore OPS-12")
    done = tasks.restore(session.workspace, chosen, override=override, request_id=session.options.request_id)
    return outcome.many(done, outcome.where)


@PART.verb("purge", "prodtui task purge OPS-12 --yes")
def purge(ctx: typer.Context, refs: Refs = None, yes: Yes = False) -> Result:
    """Remove archived tasks for good; the history keeps that they were there. For managers."""
    from prodtui.services import purge

    session = session_of(ctx)
    chosen = need_refs(session, refs, "task purge OPS-12 --yes")
    count = "1 task" if len(chosen) == 1 else f"{len(chosen)} tasks"
    session.confirm(f"Purge {count} for good?", yes=yes)
    done = purge.purge(session.workspace, chosen, request_id=session.options.request_id)
    lines = tuple(f"{ref} is gone for good" for ref in done.value)
    return Result([{"ref": ref} for ref in done.value], lines, quiet=done.value, talk=outcome.remarks(done))


def need_refs(session: Session, refs: list[str] | None, example: str, *, last: str | None = "given") -> tuple[str, ...]:
    """Return the references of a verb whose `last` word says something else.

    Raises Usage with an example when either is missing.
    """
    if not refs or not last:
        raise Usage("There are too few words.", hint=f"For example: prodtui {example}")
    return session.refs(refs)


def _with_people(row: Any) -> str:
    return f"{outcome.plain(row)}: {', '.join(row.assignees) or 'nobody'}"


def _add_lines(session: Session, values: dict[str, Any]) -> Result:
    """Add one task for each line of standard input, after all lines were found good."""
    from prodtui.domain.text import clean_line
    from prodtui.services import tasks

    titles = [line for line in session.standard_input("the titles").splitlines() if line.strip()]
    if not titles:
        raise Usage("Standard input holds no title.")
    for number, line in enumerate(titles, 1):
        clean_line(line, what=f"title in line {number}")
    rows = [
        tasks.add(session.workspace, line, request_id=session.request(place), **values).value
        for place, line in enumerate(titles)
    ]
    data = [to_dict(row) for row in rows]
    return Result(data, tuple(outcome.plain(row) for row in rows), quiet=tuple(row.ref for row in rows))
