"""What an import is going to do, decided row by row before anything is written: keys, steps, people, links, limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from prodtui.domain.board import Load, MoveFacts, limits_against
from prodtui.domain.dates import local
from prodtui.domain.enums import ServiceClass, StepKind
from prodtui.domain.gates import gate_reason
from prodtui.domain.imports import BadRow, ImportTask, content_key
from prodtui.domain.rows import Actor, BoardRow, PersonRow, StepRow
from prodtui.domain.task_fields import finish_problem
from prodtui.domain.text import scrub, slug
from prodtui.services.import_placing import Placing

if TYPE_CHECKING:
    from prodtui.services.gates import Barrier


@dataclass(frozen=True, slots=True)
class Present:
    """What the board holds already: ids and numbers of tasks by external key and by reference, and how full it is.

    `in_step` counts standard tasks by step id, `loads` active standard tasks by login over all boards, `expedited` the
    expedite tasks in active steps.
    """

    keys: Mapping[str, tuple[int, int]]
    refs: Mapping[str, tuple[int, int]]
    in_step: Mapping[int, int]
    loads: Mapping[str, int]
    expedited: int

    def find(self, key: str, *, ours: bool) -> tuple[int, int] | None:
        """Return id and number of the task with an external key, or with a reference in a file that is `ours`.

        Other programs number their tasks like we do: their OPS-12 is not our OPS-12.
        """
        return self.keys.get(key) or (self.refs.get(key.upper()) if ours else None)


@dataclass(slots=True)
class Planned:
    """A task that will be made; `reason` is what an override of its limits records."""

    task: ImportTask
    key: str
    step: StepRow
    labels: tuple[str, ...]
    logins: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(slots=True)
class Plan:
    """The outcome of planning: tasks to make, bad rows, links (predecessor, successor) and parents by key, new people.

    `people` are the names of new people by login, `authors` the logins of those who wrote comments; `over_limits`
    counts the bad rows that an override would let in, `at_gates` those that a checklist holds back.
    """

    tasks: list[Planned] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    unchanged: int = 0
    dependencies: list[tuple[str, str]] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    over_limits: int = 0
    at_gates: int = 0
    notes: list[str] = field(default_factory=list)


class Names:
    """Finds people for the names of a file, and says who has to be added."""

    def __init__(self, people: Sequence[PersonRow]) -> None:
        self._logins = {person.name.casefold(): person.login for person in people}
        self._logins |= {person.login.casefold(): person.login for person in people}
        self.added: dict[str, str] = {}

    def known(self, name: str) -> str | None:
        """Return the login of somebody with this login or name, or with the first part of this address."""
        return self._logins.get(name.casefold()) or self._logins.get(name.partition("@")[0].casefold())

    def login(self, name: str) -> str:
        """Return the login of somebody, of a new person when nobody has the name."""
        known = self.known(name)
        if known is not None:
            return known
        stem = (slug(name.partition("@")[0]) or "person")[:50]
        login, number = stem, 2
        while login in self._logins:
            login, number = f"{stem}-{number}", number + 1
        self._logins[login] = self._logins[name.casefold()] = login
        self.added[login] = name
        return login


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that planning looks at: the board and its steps, what is there, who may be on tasks, who acts and why.

    `override` is the reason with which limits may be passed, None when they hold.
    """

    board: BoardRow
    steps: tuple[StepRow, ...]
    present: Present
    people: tuple[PersonRow, ...]
    actor: Actor
    override: str | None
    barriers: tuple[Barrier, ...] = ()


def make_plan(tasks: Iterable[ImportTask], ground: Ground, placing: Placing) -> Plan:
    """Return what to do with each task."""
    plan = Plan()
    _find_places(plan, tasks, ground, placing)
    _refuse_circles(plan, lambda task: task.depends, "depends", "waits for")
    _refuse_circles(plan, lambda task: (task.parent,) if task.parent else (), "parent", "lies below")
    names = Names(ground.people)
    for planned in plan.tasks:
        planned.logins = tuple(sorted({names.login(name) for name in planned.task.assignees}))
    _hold_gates(plan, ground.barriers)
    _hold_limits(plan, ground)
    _link(plan, ground.present)
    used = {login for planned in plan.tasks for login in planned.logins}
    plan.people = {login: name for login, name in names.added.items() if login in used}
    authors = {comment.author for planned in plan.tasks for comment in planned.task.comments if comment.author}
    plan.authors = {name: names.known(name) or name for name in authors}
    plan.notes += placing.notes()
    plan.bad.sort(key=lambda row: row.line)
    return plan


def _find_places(plan: Plan, tasks: Iterable[ImportTask], ground: Ground, placing: Placing) -> None:
    present, zone = ground.present, ZoneInfo(ground.board.timezone)
    lines, seen = dict[str, int](), Counter[str]()
    for task in tasks:
        key = task.key or task.ref or content_key(task, seen)
        if key in lines:
            reason = f"line {lines[key]} has the same key already"
            plan.bad.append(BadRow(task.line, "key", key, reason))
            continue
        lines[key] = task.line
        if present.find(key, ours=False) or (task.ref and present.find(task.ref, ours=True)):
            plan.unchanged += 1
            continue
        problem = finish_problem(task.planned_start, task.planned_finish, zone)
        if problem is not None and task.planned_finish is not None:
            plan.bad.append(BadRow(task.line, "planned_finish", local(task.planned_finish, zone), f"it {problem}"))
            continue
        place = placing.place(task)
        if isinstance(place, BadRow):
            plan.bad.append(place)
            continue
        labels = tuple(sorted({*task.labels, place.label})) if place.label else task.labels
        plan.tasks.append(Planned(task, key, place.step, labels))


def _refuse_circles(plan: Plan, edges: Callable[[ImportTask], Sequence[str]], field: str, verb: str) -> None:
    """Move the tasks whose links close a circle to the bad rows; tasks on the board cannot point into the file."""
    waits = {planned.key: edges(planned.task) for planned in plan.tasks}
    done, bad = set[str](), dict[str, str]()
    for start in waits:
        way, path = [(start, iter(waits[start]))], {start}
        while way and start not in done:
            key, rest = way[-1]
            after = next((each for each in rest if each in waits and each not in done), None)
            if after is None:
                done.add(key)
                path.discard(key)
                way.pop()
            elif after in path:
                bad[key] = after
            else:
                path.add(after)
                way.append((after, iter(waits[after])))
    for planned in plan.tasks:
        if planned.key in bad:
            shown = bad[planned.key]
            reason = (
                "it waits for itself"
                if bad[planned.key] == planned.key
                else f"it {verb} {shown}, which closes a circle"
            )
            plan.bad.append(BadRow(planned.task.line, field, shown, reason))
    plan.tasks = [planned for planned in plan.tasks if planned.key not in bad]


def _hold_gates(plan: Plan, barriers: Sequence[Barrier]) -> None:
    """Move open tasks that would begin behind a gate to the bad rows; what is finished or archived is history."""
    kept = []
    for planned in plan.tasks:
        is_open = planned.task.archived is None
        held = [bar for bar in barriers if is_open and bar.holds(planned.step, planned.task.product)]
        if held:
            reason = "; ".join(gate_reason(bar.facts).text for bar in held)
            plan.bad.append(BadRow(planned.task.line, "step", planned.step.name, reason))
            plan.at_gates += 1
        else:
            kept.append(planned)
    plan.tasks = kept


def _hold_limits(plan: Plan, ground: Ground) -> None:
    """Move the tasks that would break a limit of their step, of a person or of expedite work to the bad rows.

    As everywhere, a new task in the first step breaks none. With an override the tasks stay and their move records it.
    """
    board, first = ground.board, ground.steps[0]
    limits = {p.login: limit for p in ground.people if (limit := p.wip_limit or board.settings.person_wip_limit)}
    in_step, loads = Counter(ground.present.in_step), Counter(ground.present.loads)
    expedited, kept = ground.present.expedited, []
    for planned in plan.tasks:
        step, urgent = planned.step, planned.task.service_class is ServiceClass.EXPEDITE
        counts, is_active = planned.task.archived is None, step.kind is StepKind.ACTIVE
        if counts and step.id != first.id and (is_active or step.wip_limit is not None):
            carried = tuple(Load(who, loads[who], limits[who]) for who in planned.logins if who in limits)
            facts = MoveFacts(
                ref="", service_class=planned.task.service_class, archived=False, blocked_reason=None,
                from_step=first, to_step=step, allowed=None, in_step=in_step[step.id], loads=() if urgent else carried,
                expedited=expedited, expedite_limit=board.settings.expedite_limit, unmet=(),
                role=ground.actor.role, skills=(),
            )  # fmt: skip
            broken = limits_against(facts)
            if broken and not ground.override:
                reason = "; ".join(reason.text for reason in broken)
                plan.bad.append(BadRow(planned.task.line, "step", step.name, reason))
                plan.over_limits += 1
                continue
            if broken:
                codes = ", ".join(sorted({reason.code.value for reason in broken}))
                planned.reason = f"override of {codes}: {ground.override}"
        kept.append(planned)
        if counts and urgent:
            expedited += is_active
        elif counts:
            in_step[step.id] += 1
            loads.update(planned.logins if is_active else ())
    plan.tasks = kept


def _link(plan: Plan, present: Present) -> None:
    """Resolve predecessors and parents to tasks of the file or of the board; the others are left out and said so."""
    made = {planned.key: planned.key for planned in plan.tasks}
    made |= {planned.task.ref: planned.key for planned in plan.tasks if planned.task.ref}
    lost: list[str] = []

    def found(name: str, task: ImportTask) -> str | None:
        there = made.get(name) or (name if present.find(name, ours=task.ref is not None) else None)
        if there is None:
            lost.append(name)
        return there

    for planned in plan.tasks:
        befores = (found(name, planned.task) for name in planned.task.depends)
        plan.dependencies += [(key, planned.key) for key in dict.fromkeys(befores) if key]
        above = found(planned.task.parent, planned.task) if planned.task.parent else None
        if above:
            plan.parents[planned.key] = above
    if lost:
        shown = ", ".join(scrub(name, limit=40)[0] for name in lost[:5]) + (", …" if len(lost) > 5 else "")
        several = "links to tasks that are" if len(lost) > 1 else "link to a task that is"
        plan.notes.append(f"{len(lost)} {several} neither in the file nor on the board left out: {shown}.")
