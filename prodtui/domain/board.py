"""Rules of the board: every reason against a move, and what a move does to a task's clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from prodtui.domain.enums import DependencyKind, ReasonCode, Role, ServiceClass, StepKind
from prodtui.domain.rows import Reason, StepRow

if TYPE_CHECKING:
    from prodtui.domain.gates import GateFacts
    from prodtui.domain.materials import Short


@dataclass(frozen=True, slots=True)
class Unmet:
    """A predecessor that holds a task back; `until` is when the lag is over, None while it is open itself."""

    ref: str
    kind: DependencyKind
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Load:
    """How many tasks somebody carries in active steps, the moved one left out, against the limit."""

    login: str
    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class MoveFacts:
    """All that decides whether one task may go from one step to another.

    `allowed` holds the step keys that may follow, None where every step may. `in_step` counts the standard tasks in the
    target, `expedited` the expedite tasks in active steps, both without the moved one. `gates` are those not met,
    `short` the materials that are missing for a start.
    """

    ref: str
    service_class: ServiceClass
    archived: bool
    blocked_reason: str | None
    from_step: StepRow
    to_step: StepRow
    allowed: frozenset[str] | None
    in_step: int
    loads: tuple[Load, ...]
    expedited: int
    expedite_limit: int
    unmet: tuple[Unmet, ...]
    role: Role
    skills: tuple[str, ...]
    gates: tuple[GateFacts, ...] = ()
    short: tuple[Short, ...] = ()


@dataclass(frozen=True, slots=True)
class Clocks:
    """When a task entered its step, started and finished."""

    entered_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def reasons_against(facts: MoveFacts) -> tuple[Reason, ...]:
    """Return every reason why the move is refused, the ones that nobody can override first."""
    found = [*_state(facts), *_way(facts), *gates_against(facts.gates)]
    found += [*_predecessors(facts), *_materials(facts), *_limits(facts)]
    return tuple(sorted(found, key=lambda reason: reason.overridable))


def limits_against(facts: MoveFacts) -> tuple[Reason, ...]:
    """Return only gates and limits that the move would break: what an undo or a new task still has to respect."""
    return (*gates_against(facts.gates), *_limits(facts))


def gates_against(gates: Sequence[GateFacts]) -> tuple[Reason, ...]:
    """Return the reason of each gate that is closed."""
    if not gates:
        return ()
    from prodtui.domain.gates import gate_reason  # most boards have no gate (start-up budget)

    return tuple(gate_reason(gate) for gate in gates)


def _state(facts: MoveFacts) -> list[Reason]:
    found = []
    if facts.archived:
        found.append(Reason(ReasonCode.ARCHIVED, "is archived; restore it first"))
    if facts.blocked_reason is not None:
        found.append(Reason(ReasonCode.BLOCKED, f"is blocked: {facts.blocked_reason}"))
    return found


def _way(facts: MoveFacts) -> list[Reason]:
    found = []
    source, target = facts.from_step, facts.to_step
    if facts.allowed is not None and target.key not in facts.allowed:
        ways = ", ".join(sorted(facts.allowed)) or "no other step"
        found.append(
            Reason(
                ReasonCode.TRANSITION,
                f"{source.name} does not lead to {target.name} (it leads to {ways})",
                details={"allowed": sorted(facts.allowed)},
            )
        )
    forward = target.position > source.position
    trusted = facts.role in (Role.LEAD, Role.MANAGER)
    if source.role and forward and not trusted and source.role != facts.role and source.role not in facts.skills:
        found.append(
            Reason(
                ReasonCode.ROLE,
                f"only the role {source.role} may pass it on from {source.name}",
                details={"needed": source.role},
            )
        )
    return found


def _predecessors(facts: MoveFacts) -> list[Reason]:
    if facts.to_step.kind is StepKind.QUEUE or facts.to_step.position <= facts.from_step.position:
        return []
    return [_waits(unmet) for unmet in facts.unmet]


def _materials(facts: MoveFacts) -> list[Reason]:
    if not facts.short:
        return []
    from prodtui.domain.materials import short_reason  # most boards have no stock (start-up budget)

    return [short_reason(short) for short in facts.short]


def _waits(unmet: Unmet) -> Reason:
    missing = "done" if unmet.kind is DependencyKind.FINISH_START else "started"
    if unmet.until is None:
        text = f"waits for {unmet.ref} (not {missing})"
    else:
        text = f"waits after {unmet.ref} until {unmet.until:%Y-%m-%d %H:%M} UTC"
    return Reason(ReasonCode.PREDECESSOR, text, overridable=True, details={"predecessor": unmet.ref})


def _limits(facts: MoveFacts) -> list[Reason]:
    target, found = facts.to_step, list[Reason]()
    if facts.service_class is ServiceClass.EXPEDITE:
        starts = target.kind is StepKind.ACTIVE and facts.from_step.kind is not StepKind.ACTIVE
        if starts and facts.expedited >= facts.expedite_limit:
            text = f"{facts.expedited} expedite tasks are under way, the limit is {facts.expedite_limit}"
            counted = {"count": facts.expedited, "limit": facts.expedite_limit}
            found.append(Reason(ReasonCode.EXPEDITE, text, overridable=True, details=counted))
        return found
    if target.wip_limit is not None and target.key != facts.from_step.key and facts.in_step >= target.wip_limit:
        text = f"{target.name} is at its limit {facts.in_step}/{target.wip_limit}"
        details: dict[str, object] = {"step": target.key, "count": facts.in_step, "limit": target.wip_limit}
        found.append(Reason(ReasonCode.WIP_STEP, text, overridable=True, details=details))
    if target.kind is StepKind.ACTIVE and facts.from_step.kind is not StepKind.ACTIVE:
        found += [over_load(load) for load in facts.loads if load.count >= load.limit]
    return found


def over_load(load: Load) -> Reason:
    """Return the reason that somebody already carries as much as agreed."""
    text = f"{load.login} already has {load.count} of {load.limit} tasks under way"
    details = {"person": load.login, "count": load.count, "limit": load.limit}
    return Reason(ReasonCode.WIP_PERSON, text, overridable=True, details=details)


def clocks_after(clocks: Clocks, steps: Sequence[StepRow], to_step: StepRow, now: datetime) -> Clocks:
    """Return the clocks after entering `to_step`; `steps` are in their order.

    The first active step or one behind it starts, the first done step stops; straight to done: start = finish. Back
    before the first active step is not started any more (the events keep every visit).
    """
    started = clocks.started_at or now
    if to_step.kind is StepKind.DONE:
        return Clocks(now, started, clocks.finished_at or now)
    if to_step.kind is StepKind.ACTIVE:
        return Clocks(now, started, None)
    first_active = next((s.position for s in steps if s.kind is StepKind.ACTIVE), None)
    is_behind = first_active is not None and to_step.position > first_active
    return Clocks(now, started if is_behind else None, None)


def find_cycle(successors: Mapping[int, Sequence[int]], start: int, target: int) -> tuple[int, ...]:
    """Return the way from `start` to `target` along `successors`, () when there is none.

    A new dependency target → start would close that way into a cycle.
    """
    came: dict[int, int | None] = {start: None}
    queue = [start]
    for node in queue:
        if node == target:
            way, step = [node], came[node]
            while step is not None:
                way.append(step)
                step = came[step]
            return tuple(reversed(way))
        for after in successors.get(node, ()):
            if after not in came:
                came[after] = node
                queue.append(after)
    return ()
