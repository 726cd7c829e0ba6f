"""Figures of plan, pace and machines: they are those of the whole board, whatever tasks a filter picks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prodtui.domain.flow.outcome import NO_DATA, Item, Outcome
from prodtui.domain.flow.production import (
    WHOLE_BOARD,
    Piece,
    Stand,
    effectiveness,
    plan_attainment,
    takt_time,
)
from prodtui.domain.flow.window import Window
from prodtui.domain.flow.yields import Made
from prodtui.services.flowfacts import FlowFacts

Compute = Callable[[FlowFacts, Window], Outcome]


def of_all(compute: Compute) -> Compute:
    """Return a figure that has no data where only some tasks count."""
    nothing = Outcome(None, 0, arithmetic=WHOLE_BOARD)
    return lambda facts, over: compute(facts, over) if facts.only is None else nothing


def attainment(facts: FlowFacts, over: Window) -> Outcome:
    """Return how much of the plan was made; see domain.flow.production."""
    return plan_attainment(facts.production.planned(over))


def takt(facts: FlowFacts, over: Window) -> Outcome:
    """Return the working minutes for each unit that is due."""
    return takt_time(facts.production.net_minutes(over), facts.production.asked(over))


def oee(facts: FlowFacts, over: Window) -> Outcome:
    """Return the effectiveness of the steps whose downtime was logged by the end of a window, no data without any."""
    ends = min(over.ends, facts.now)
    logged = list(facts.logged(ends))
    steps = list(dict.fromkeys(each.step for each in logged))
    if not steps or ends <= over.begins:
        return NO_DATA
    minutes, names = facts.production.minutes, {step.key: step.name for step in facts.steps}
    stands = [
        Stand(each.ref, names.get(each.step, each.step), each.reason, minutes(each.step, first, last))
        for each in logged
        if (first := max(each.start, over.begins)) < (last := min(each.end or ends, ends))
    ]
    found = list(_pieces(facts, over, {step: names.get(step, step) for step in steps}))
    pieces = [each for each in found if isinstance(each, Piece)]
    unknown = [each for each in found if isinstance(each, Item)]
    times = [(names.get(step, step), minutes(step, over.begins, ends)) for step in steps]
    return effectiveness(times, stands, pieces, unknown)


def _pieces(facts: FlowFacts, over: Window, steps: Mapping[str, str]) -> Iterator[Piece | Item]:
    """Yield what each task that was finished in a window gave at those of some steps (names by key) that it was in."""
    out = {made.task: made for made in facts.made(over) if made.units}
    for each, _ in facts.flow.finished(over):
        task = each.life.task
        made = out.get(task, Made(task, 1.0, 0.0))
        for step in dict.fromkeys(visit.step for visit in each.life.visits if visit.step in steps):
            hours = _standard_hours(facts, task, step, made.units)
            if hours is None:
                yield Item(task, None, f"it has no standard time at {steps[step]}")
            else:
                yield Piece(task, steps[step], hours * 60, made.units, made.units - made.defective)


def _standard_hours(facts: FlowFacts, task: int, step: str, units: float) -> float | None:
    """Return the standard time of units at a step with the setup of their lot, that of the step without a routing."""
    trait = facts.traits.get(task)
    product = facts.production.products.get(trait.product or "") if trait is not None else None
    if product is not None and product.routing:
        return sum(row.setup + row.hours * units for row in product.routing if row.step == step) or None
    return next((row.standard_hours for row in facts.steps if row.key == step), None)
