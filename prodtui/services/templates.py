"""Board templates: the TOML files that ship with the program, read and checked into frozen rows.

`prodtui/templates/README.md` lists every key.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from prodtui.domain.checklist_fields import clean_items, content_of
from prodtui.domain.enums import StepKind, TransitionKind
from prodtui.domain.rows import BoardSettings, TransitionRow
from prodtui.domain.rows_quality import ContentRow
from prodtui.domain.text import nearest, slug
from prodtui.errors import NotFound, ProdtuiError, Rejected
from prodtui.services.template_table import TemplateTable

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """A step that a new board gets, in the order of the template; `standard_hours` per task."""

    key: str
    name: str
    kind: StepKind
    wip_limit: int | None
    role: str | None
    criteria: str
    standard_hours: float | None


@dataclass(frozen=True, slots=True)
class TemplateChecklist:
    """A checklist that a new board gets, published; with `gate` tasks leave `step` (a step key) only when it passed."""

    name: str
    step: str
    gate: bool
    content: ContentRow


@dataclass(frozen=True, slots=True)
class BoardTemplate:
    """All that a new board of one trade starts with; `name` is what `--template` takes."""

    name: str
    title: str
    description: str
    settings: BoardSettings
    steps: tuple[TemplateStep, ...]
    transitions: tuple[TransitionRow, ...]
    checklists: tuple[TemplateChecklist, ...]


def list_templates() -> tuple[BoardTemplate, ...]:
    """Return every template that ships with the program, by name."""
    return tuple(load_template(name) for name in template_names())


def template_names() -> tuple[str, ...]:
    """Return the names that `load_template` takes, in alphabetical order."""
    files = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def load_template(name: str) -> BoardTemplate:
    """Return the template `name`. Raises NotFound for an unknown name, Rejected when its file breaks a rule."""
    names = template_names()
    if name not in names:
        guess = nearest(name, names)
        raise NotFound(
            f'There is no template "{name}".',
            hint=f'Did you mean "{guess}"?' if guess else f"Templates: {', '.join(names)}.",
            details={"templates": list(names)},
        )
    return read_template(name, (_folder() / f"{name}.toml").read_text(encoding="utf-8"))


def read_template(name: str, text: str) -> BoardTemplate:
    """Return the template `name` whose TOML is `text`. Raises Rejected with the first rule that it breaks."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Rejected(f"The template {name} is not TOML: {error}.", hint="Correct the file at that line.") from error
    table = TemplateTable(f"template {name}", document)
    title, description = table.line("title"), table.line("description")
    settings = _settings(table)
    step_tables = table.tables("step")
    steps = tuple(_step(each, settings.roles) for each in step_tables)
    _check_order(table, steps)
    transitions = tuple(row for each, step in zip(step_tables, steps, strict=True) for row in _ways(each, step, steps))
    keys = tuple(step.key for step in steps)
    checklists = tuple(_checklist(each, keys) for each in table.tables("checklist"))
    table.end()
    return BoardTemplate(name, title, description, settings, steps, transitions, checklists)


def _folder() -> Traversable:
    return resources.files("prodtui") / "templates"


def _settings(table: TemplateTable) -> BoardSettings:
    week = table.table("workweek")
    shifts = tuple(_shifts(week, day) for day in DAYS)
    week.end()
    if not any(shifts):
        raise week.wrong("has no working time")
    defaults = BoardSettings()
    limit = table.count("expedite_limit")
    return BoardSettings(
        expedite_limit=defaults.expedite_limit if limit is None else limit,
        person_wip_limit=table.count("person_wip_limit"),
        roles=_roles(table),
        issue_categories=table.lines("issue_categories"),
        workweek=shifts,
    )


def _roles(table: TemplateTable) -> tuple[str, ...]:
    """Return the roles of the trade; they are skills of people, and skills are keys."""
    roles = table.lines("roles")
    for role in roles:
        if role != slug(role):
            raise table.wrong(f'has the role "{role}"; write lower-case words joined by hyphens')
    return roles


def _shifts(week: TemplateTable, day: str) -> tuple[tuple[int, int], ...]:
    """Return the working times of a day in minutes since midnight, earliest first."""
    shifts = tuple(_shift(week, day, text) for text in week.lines(day, needed=False))
    edges = [minute for shift in shifts for minute in shift]
    if edges != sorted(edges) or any(first == last for first, last in shifts):
        raise week.wrong(f"has times on {day} that overlap or run backwards; write them in order")
    return shifts


def _shift(week: TemplateTable, day: str, text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    minutes = tuple(_minute(part) for part in (first, last))
    if minutes[0] is None or minutes[1] is None:
        raise week.wrong(f'has "{text}" on {day}; write a shift like "08:00-12:00"')
    return minutes[0], minutes[1]


def _minute(text: str) -> int | None:
    """Return minutes since midnight of "HH:MM" up to 24:00, None for anything else."""
    hour, colon, minute = text.strip().partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(minute) == 2 and int(minute) < 60):
        return None
    total = int(hour) * 60 + int(minute)
    return total if total <= 24 * 60 else None


def _step(table: TemplateTable, roles: tuple[str, ...]) -> TemplateStep:
    name = table.line("name")
    key = table.line("key", needed=False) or slug(name)
    if not key or key != slug(key):
        raise table.wrong('needs a "key" of lower-case letters, digits and hyphens')
    return TemplateStep(
        key=key,
        name=name,
        kind=StepKind(table.one_of("kind", tuple(StepKind))),
        wip_limit=table.count("wip_limit"),
        role=table.one_of("role", roles) if table.has("role") else None,
        criteria=table.line("criteria", needed=False, limit=500),
        standard_hours=table.number("standard_hours", above=0.0),
    )


def _check_order(table: TemplateTable, steps: tuple[TemplateStep, ...]) -> None:
    """Refuse a row of steps on which the clocks could not start and stop."""
    keys = [step.key for step in steps]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise table.wrong(f'has two steps with the key "{twice}"')
    kinds = [step.kind for step in steps]
    if StepKind.ACTIVE not in kinds:
        raise table.wrong("has no active step, so no clock would start")
    if StepKind.DONE not in kinds[kinds.index(StepKind.ACTIVE) :] or kinds[-1] is not StepKind.DONE:
        raise table.wrong("must end with a done step, so that the clock stops")


def _ways(table: TemplateTable, step: TemplateStep, steps: tuple[TemplateStep, ...]) -> tuple[TransitionRow, ...]:
    """Return the legal ways out of a step; `next` is progress, `rework` goes back."""
    others = tuple(other.key for other in steps if other.key != step.key)
    onward = table.lines("next", needed=False, among=others)
    back = table.lines("rework", needed=False, among=others)
    table.end()
    both = next((key for key in onward if key in back), None)
    if both is not None:
        raise table.wrong(f'names "{both}" both as next and as rework')
    if back and not onward and step.kind is not StepKind.DONE:
        raise table.wrong("can only be left by rework; name the next step as well")
    kinds = (*((key, TransitionKind.NORMAL) for key in onward), *((key, TransitionKind.REWORK) for key in back))
    return tuple(TransitionRow(step.key, key, kind) for key, kind in kinds)


def _checklist(table: TemplateTable, keys: tuple[str, ...]) -> TemplateChecklist:
    name, step, gate = table.line("name"), table.one_of("step", keys), table.flag("gate")
    items = tuple(_item(each) for each in table.tables("item"))
    sign = table.table("sign").whole() if table.has("sign") else None
    table.end()
    try:
        content = content_of(None, items, sign)
    except ProdtuiError as error:
        raise table.wrong(f"is wrong: {error.message.rstrip('.')}") from error
    return TemplateChecklist(name, step, gate, content)


def _item(table: TemplateTable) -> Mapping[str, Any]:
    """Return a question as it stands in the file, once it can be stored."""
    values = table.whole()
    try:
        clean_items([values])
    except ProdtuiError as error:
        raise table.wrong(f"is wrong: {error.message.rstrip('.')}") from error
    return values
