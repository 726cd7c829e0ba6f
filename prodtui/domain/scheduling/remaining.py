"""What is left of a task, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_planning import ProductRow
from prodtui.domain.scheduling.floor import Floor, OpenWork

#: Hours of a task that nobody estimated and whose steps have no standard hours.
GUESS = 4.0
#: What is left at least of work that is not finished.
_LEAST = 0.25


class Stage(NamedTuple):
    """Hours of work at a step, and the pool that it needs a resource of."""

    step: StepRow
    hours: float
    pool: str | None = None


class Remaining(NamedTuple):
    """The stages that lie ahead of a task, how much of it is done (0 to 1), and whether its length is a guess."""

    stages: tuple[Stage, ...]
    progress: float
    guessed: bool = False


def what_is_left(floor: Floor) -> tuple[Remaining, ...]:
    """Return what is left of each task."""
    return tuple([remaining(task, floor.products.get(task.product or ""), floor.steps) for task in floor.tasks])


def is_begun(task: OpenWork, left: Remaining) -> bool:
    """Tell whether the first of what is left of a task was begun already."""
    return task.started_at is not None and left.stages[0].step.key == task.step


def remaining(task: OpenWork, product: ProductRow | None, steps: Sequence[StepRow]) -> Remaining:
    """Return what is left of an open task, a quarter of an hour at least.

    A task of a product goes through the steps of the routing that it has not left, set up as one lot; another one has
    its estimate at its step or the first active one behind it, or the standard hours of the steps ahead. What was spent
    counts, of a routing as far as it is more than the steps behind took.
    """
    place = next((at for at, step in enumerate(steps) if step.key == task.step), 0)
    if product is not None and product.routing:
        return _along(task, product, steps, place)
    here = next((step for step in steps[place:] if step.kind is StepKind.ACTIVE), steps[place])
    if task.estimate_hours:
        left = max(task.estimate_hours - task.spent_hours, _LEAST)
        return Remaining((Stage(here, left),), max(1 - left / max(task.estimate_hours, left), 0.0))
    ahead = (step for step in steps[place:] if step.kind is StepKind.ACTIVE)
    standard = [Stage(step, step.standard_hours) for step in ahead if step.standard_hours]
    if standard:
        return Remaining(_less(standard, task.spent_hours), 0.0)
    left = max(GUESS - task.spent_hours, _LEAST)
    return Remaining((Stage(here, left),), 1 - left / GUESS, guessed=True)


def _along(task: OpenWork, product: ProductRow, steps: Sequence[StepRow], place: int) -> Remaining:
    quantity = 1.0 if task.quantity is None else task.quantity
    places = {step.key: at for at, step in enumerate(steps)}
    ways = [(places.get(row.step, place), row.hours * quantity + row.setup, row.pool) for row in product.routing]
    total = sum(hours for _, hours, _ in ways)
    behind = sum(hours for at, hours, _ in ways if at < place)
    stages = [Stage(steps[at], hours, pool) for at, hours, pool in sorted(ways, key=lambda way: way[0]) if at >= place]
    left = _less(stages, max(task.spent_hours - behind, 0.0)) or (Stage(steps[place], _LEAST),)
    done = 1 - sum(stage.hours for stage in left) / total if total else 0.0
    return Remaining(left, min(max(done, 0.0), 1.0), guessed=not total)


def _less(stages: Sequence[Stage], spent: float) -> tuple[Stage, ...]:
    """Return stages of which the first is shorter by what was spent on it."""
    first = stages[:1]
    shorter = [Stage(stage.step, max(stage.hours - spent, min(stage.hours, _LEAST)), stage.pool) for stage in first]
    return tuple(stage for stage in (*shorter, *stages[1:]) if stage.hours > 0)
