"""`person`: who works here."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from prodtui.cli import outcome
from prodtui.cli.context import NONE_WORDS, listed, session_of
from prodtui.cli.nouns import person_rights
from prodtui.cli.nouns.board import whole
from prodtui.cli.result import Result
from prodtui.cli.tables import listing
from prodtui.cli.verb import Noun
from prodtui.cli.words import All, WhoWord
from prodtui.domain.enums import Role
from prodtui.errors import Usage

NOUN = Noun("person", verbs=dict(person_rights.PART.verbs))

FullName = Annotated[str | None, typer.Option("--name", metavar="NAME", help="The full name.")]
Skills = Annotated[list[str] | None, typer.Option("--skill", metavar="WORD", help="What they can do, such as welding.")]
Hours = Annotated[float | None, typer.Option("--hours", metavar="N", min=0, max=24, help="Working hours per day.")]
Week = Annotated[
    str | None, typer.Option("--week", metavar="WEEK", help='Own hours, as "mon-wed 8:00-14:00", or none.')
]
Wip = Annotated[str | None, typer.Option("--wip-limit", metavar="N", help="Tasks under way at most, or none.")]


@NOUN.verb("list", "prodtui person list", "prodtui person list --all --json")
def list_(ctx: typer.Context, all_: All = False) -> Result:
    """List the people."""
    from prodtui.services import people

    session = session_of(ctx)
    rows = people.list_people(session.workspace, inactive=all_)
    shown = ("login", "name", "initials", "role", "skills", "hours_per_day", "wip_limit")
    none = "Nobody is here yet. Add somebody with `prodtui person add LOGIN`."
    return listing(rows, shown, session.zone, none=none, identity="login")


@NOUN.verb("add", 'prodtui person add ann --name "Ann Smith" --role lead --skill welding')
def add(
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="The operating-system name.")],
    name: FullName = None,
    role: Annotated[Role, typer.Option("--role", help="What they may do.")] = Role.MEMBER,
    skill: Skills = None,
    hours: Hours = None,
    week: Week = None,
    wip_limit: Wip = None,
) -> Result:
    """Add somebody."""
    from prodtui.services import people

    session = session_of(ctx)
    done = people.add_person(
        session.workspace,
        login,
        name=name,
        role=role,
        skills=listed(skill or ()),
        hours_per_day=8.0 if hours is None else hours,
        workweek=None if week in NONE_WORDS else week,
        wip_limit=whole(wip_limit, "--wip-limit") if wip_limit else None,
        request_id=session.options.request_id,
    )
    return outcome.of(done, f"{done.value.login} {done.value.name}", done.value.login)


@NOUN.verb("edit", "prodtui person edit ann --role manager", "prodtui person edit bo --inactive")
def edit(
    ctx: typer.Context,
    who: WhoWord,
    name: FullName = None,
    role: Annotated[Role | None, typer.Option("--role", help="What they may do.")] = None,
    skill: Skills = None,
    hours: Hours = None,
    week: Week = None,
    wip_limit: Wip = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help="Whether they still work here.")] = None,
) -> Result:
    """Change what is known about somebody; skills replace the earlier ones."""
    from prodtui.services import people

    session = session_of(ctx)
    changes: dict[str, Any] = {"name": name, "role": role, "hours_per_day": hours, "active": active}
    changes = {field: value for field, value in changes.items() if value is not None}
    if week is not None:
        changes["workweek"] = None if week.strip().lower() in NONE_WORDS else week
    if skill is not None:
        changes["skills"] = listed(skill)
    if wip_limit is not None:
        changes["wip_limit"] = whole(wip_limit, "--wip-limit")
    if not changes:
        raise Usage("Nothing to change was named.", hint=f"For example: prodtui person edit {who} --role lead")
    chosen = session.people([who])[0]
    done = people.edit_person(session.workspace, chosen, request_id=session.options.request_id, **changes)
    return outcome.of(done, f"{done.value.login} {done.value.name}", done.value.login)
