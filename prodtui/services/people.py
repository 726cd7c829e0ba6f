"""People of the store: added, edited, made inactive; never deleted, because history names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.enums import Role
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import PersonRow
from prodtui.domain.task_fields import amount, choice
from prodtui.domain.text import clean_line, initials, nearest, slug
from prodtui.domain.weeks import own_week
from prodtui.errors import Refused, Rejected, Usage
from prodtui.services import entities
from prodtui.services.change import Change, begin
from prodtui.services.lookup import pick_person
from prodtui.services.workspace import Done, Workspace
from prodtui.storage.queries import boards as queries
from prodtui.storage.tables.people import Person
from prodtui.storage.unit_of_work import read

_FIELDS = ("name", "initials", "role", "skills", "hours_per_day", "wip_limit", "active", "workweek")


def add_person(
    ws: Workspace, login: str, *, name: str | None = None, request_id: str | None = None, **fields: Any
) -> Done[PersonRow]:
    """Add somebody by login. `fields`: initials, role, skills, hours_per_day, wip_limit, workweek.

    Raises Rejected for a login that is taken, Refused when anybody but a manager adds a manager.
    """
    body = {"login": login, "name": name, **fields}
    with begin(ws, "person.add", need=Permission.SET_UP, of_store=True, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(PersonRow)
        return change.done(make_person(change, login, {"name": name or login, **fields}))


def make_person(change: Change, login: str, values: Mapping[str, Any]) -> PersonRow:
    """Store somebody inside a change and return the row; see `add_person`."""
    login = clean_line(login, limit=60, what="login").lstrip("@")
    if not login or any(mark in login for mark in " ,#\t"):
        raise Rejected(
            f"The login {login!r} must be one word.", hint="Write it as the operating system does, like ann."
        )
    if any(person.login.casefold() == login.casefold() for person in change.people()):
        raise Rejected(f"There is somebody with the login {login} already.", hint="See `prodtui person list --all`.")
    clean = {name: clean_person_field(name, value) for name, value in values.items() if value is not None}
    judge_managers(change, None, clean)
    defaults = {"initials": initials(clean["name"]), "role": Role.MEMBER, "skills": []}
    person = Person(login=login, **(defaults | clean))
    entities.insert(change, "person", person, login)
    return queries.person_row(person)


def list_people(ws: Workspace, *, inactive: bool = False) -> tuple[PersonRow, ...]:
    """Return people by login."""
    with read(ws.store) as session:
        return queries.people(session, inactive=inactive)


def resolve_person(ws: Workspace, name: str) -> PersonRow:
    """Return the person with this login, name, initials or unique beginning. Raises NotFound, Usage."""
    return pick_person(list_people(ws, inactive=True), name)


def edit_person(ws: Workspace, who: str, *, request_id: str | None = None, **changes: Any) -> Done[PersonRow]:
    """Change fields of somebody: name, initials, role, skills, hours_per_day, wip_limit, active, workweek.

    Raises Refused when no manager would be left, and when anybody but a manager decides who is one.
    """
    body = {"who": who, **changes}
    with begin(ws, "person.edit", need=Permission.SET_UP, of_store=True, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat(PersonRow)
        row = pick_person(change.people(), who)
        values = {name: clean_person_field(name, value) for name, value in changes.items()}
        judge_managers(change, row, values)
        entities.set_columns(change, "person", change.session.get(Person, row.id), row.login, values, None)
        return change.done(next(person for person in change.people() if person.id == row.id))


def clean_person_field(name: str, value: Any) -> Any:
    """Return the value of a person's field as the store keeps it. Raises Usage, Rejected."""
    if name == "name":
        return clean_line(str(value), limit=60, what="name")
    if name == "initials":
        return clean_line(str(value), limit=3, what="initials").lower()
    if name == "role":
        return choice(Role, value, "The role")
    if name == "skills":
        words = value.split(",") if isinstance(value, str) else value
        if not isinstance(words, Iterable):
            raise Rejected(
                f"The skills {str(value)[:40]!r} are not a list of words.", hint="Write them like welder, crane."
            )
        return sorted({slug(clean_line(str(word), limit=40, what="skill")) for word in words if str(word).strip()})
    if name == "hours_per_day":
        hours = amount(value, "The hours a day")
        if hours is None or hours > 24:
            raise Rejected(f"The hours a day {value} must lie between 0 and 24.", hint="Write it like 8 or 7.5.")
        return hours
    if name == "wip_limit":
        number = amount(value, "The limit")
        if number is not None and (number != int(number) or not 1 <= number <= 1000):
            raise Rejected(
                f"The limit {value} must be a whole number from 1 to 1000.", hint="Leave it out for no limit."
            )
        return None if number is None else int(number)
    if name == "workweek":
        return to_json(own_week(value))
    if name == "active":
        if not isinstance(value, bool):
            raise Rejected(f"Active is yes or no, not {str(value)[:40]!r}.", hint="Write true or false.")
        return value
    close = nearest(name, list(_FIELDS))
    raise Usage(
        f"A person has no field {name[:40]!r}.",
        hint=f"Did you mean {close!r}?" if close else f"There are: {', '.join(_FIELDS)}.",
    )


def judge_managers(change: Change, row: PersonRow | None, values: Mapping[str, Any]) -> None:
    """Judge new `values` of somebody, or of somebody new, by who are managers.

    Raises Refused when nobody would be left who is one, and when anybody but a manager decides who is.
    """
    was_one, was_active = (row.role is Role.MANAGER, row.active) if row else (False, True)
    role, active = values.get("role"), values.get("active", was_active)
    is_one = was_one if role is None else role == Role.MANAGER
    managers = [person.login for person in change.people() if person.active and person.role is Role.MANAGER]
    if row and managers == [row.login] and not (is_one and active):
        raise Refused(f"{row.login} is the last manager.", hint="Make somebody else a manager first.")
    decides = was_one != is_one or (is_one and active != was_active)
    actor = change.actor
    if decides and actor.role is not Role.MANAGER:
        raise Refused(
            f"{actor.login} ({actor.role}) may not decide who is a manager; only a manager does.",
            hint=f"Ask {' or '.join(managers)}.",
            details={"role": actor.role.value, "needed": [Role.MANAGER.value]},
        )
