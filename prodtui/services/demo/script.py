"""What the demo store is about: people, boards, orders and words, read from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from prodtui.domain.codec import from_dict
from prodtui.domain.enums import DependencyKind, Priority, Role, ServiceClass

#: Who makes the demo store, in the place of a login.
ME = "me"
BOARDS = ("press-shop", "it")


@dataclass(frozen=True, slots=True)
class PersonScript:
    """Somebody who works in the demo."""

    login: str
    name: str
    role: Role
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody of the demo."""

    people: tuple[PersonScript, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Steps that a share of the tasks takes, from where they are made to done."""

    steps: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of order or request; braces in its texts are filled with words of the board."""

    title: str
    notes: str = ""
    product: str | None = None
    unit: str | None = None
    quantities: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """What people write while they work."""

    comments: tuple[str, ...]
    rework: tuple[str, ...]
    blocks: tuple[str, ...]
    answers: tuple[str, ...]
    overrides: tuple[str, ...]
    work: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedFilterScript:
    """A saved filter."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class RecurringScript:
    """A rule that makes tasks from the first day on; `weekday` is when it can be due, 0 for Monday."""

    rule: str
    weekday: int
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mishap:
    """What goes wrong in an inspection: `sample` of `item` (a key) is answered with `value`, which does not pass.

    With a `concession` (the reason) it passes all the same; else the work is mended and inspected again.
    """

    item: str
    value: str
    sample: int = 1
    note: str = ""
    concession: str | None = None


@dataclass(frozen=True, slots=True)
class CheckScript:
    """A checklist that is filled before a task leaves `step`, for a `share` of the tasks.

    With `since` it stands at its step as a gate, but only from so many working days before the present on.

    A share of `fails` of these goes wrong at first, by one of the `mishaps`; the task goes `back_to` a step then, or it
    is mended where it stands. `signers` are tried in turn; `words` are answers by item key, `notes` what is written
    beside an answer at times.
    """

    checklist: str
    step: str
    share: float
    signers: tuple[str, ...]
    since: int | None = None
    fails: float = 0.0
    mishaps: tuple[Mishap, ...] = ()
    back_to: str | None = None
    words: Mapping[str, list[str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StagedCheck:
    """An inspection that is not signed at the end, begun `days` working days before.

    It runs when only `answered` questions have an answer, failed with a `mishap`, else waits for its signature.
    """

    checklist: str
    by: str
    days: int
    answered: int | None = None
    mishap: Mishap | None = None


@dataclass(frozen=True, slots=True)
class Staged:
    """A task that is open at the end: made `arrives` working days before, it stays in step `hold`.

    `due` and `wait_days` count calendar days from the present, `blocked_days` working days back.
    `after` and `parent` are keys of staged tasks that stand before it.
    """

    key: str
    title: str
    arrives: int
    hold: str
    notes: str = ""
    product: str | None = None
    quantity: float | None = None
    unit: str | None = None
    priority: Priority = Priority.NORMAL
    service_class: ServiceClass = ServiceClass.STANDARD
    labels: tuple[str, ...] = ()
    assignee: str | None = None
    due: int | None = None
    wait_days: int | None = None
    estimate: float | None = None
    blocked: str | None = None
    blocked_days: int = 0
    after: str | None = None
    after_kind: DependencyKind = DependencyKind.FINISH_START
    lag_hours: float = 0.0
    parent: str | None = None
    comments: tuple[tuple[str, str], ...] = ()
    checks: tuple[StagedCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardScript:
    """One board of the demo.

    `lead` plans and overrides, `desk` makes tasks, `crew` works in a step for about `hours` working hours per task.
    `rounds` are the local times at which people look at the board; `arrivals` are equally likely numbers of new tasks
    a day; `rework` says how often a task goes back from a step, and where to; `reopen` are the steps that a finished
    task sees again when it comes back. `concedes` lets failed inspections pass.
    """

    key: str
    name: str
    template: str
    lead: str
    desk: tuple[str, ...]
    rounds: tuple[str, ...]
    arrivals: tuple[int, ...]
    due_days: tuple[int, int]
    crew: Mapping[str, list[str]]
    hours: Mapping[str, float]
    rework: Mapping[str, Mapping[str, Any]]
    routes: tuple[Route, ...]
    reopen: tuple[str, ...]
    fill: Mapping[str, list[str]]
    subjects: tuple[Subject, ...]
    talk: Talk
    concedes: str
    checks: tuple[CheckScript, ...] = ()
    filters: tuple[SavedFilterScript, ...] = ()
    recurring: tuple[RecurringScript, ...] = ()
    staged: tuple[Staged, ...] = field(default=())


def load_crowd() -> tuple[PersonScript, ...]:
    """Return the people of the demo."""
    return from_dict(Crowd, read_script("people")).people


def load_board(name: str) -> BoardScript:
    """Return a board of BOARDS."""
    return from_dict(BoardScript, read_script(name))


def read_script(name: str) -> dict[str, Any]:
    """Return what the file of this name says."""
    file = resources.files("prodtui") / "services" / "demo" / "scripts" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
