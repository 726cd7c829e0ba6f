"""What follows of another design of a step for the tasks that stand there and for the figures, in plain sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from prodtui.domain.enums import StepKind
from prodtui.domain.rows import StepRow
from prodtui.domain.text import counted

_CLOCK = {
    StepKind.QUEUE: "Time in {name} counts as waiting from now on; what was before counts as it did.",
    StepKind.ACTIVE: "Time in {name} counts as work from now on; what was before counts as it did.",
    StepKind.DONE: "What comes to {name} is finished from now on; what was before counts as it did.",
}


def edit_effects(
    before: StepRow, after: StepRow, standing: int, limited: int, steps: Sequence[StepRow], skills: Collection[str]
) -> list[str]:
    """Return what follows of other fields; `steps` are those of the board afterwards, `skills` what anybody can do.

    Of the tasks that are `standing` there a limit counts those that are `limited`.
    """
    found = []
    if after.kind is not before.kind:
        found.append(_CLOCK[after.kind].format(name=after.name))
        for kind, lost in ((StepKind.ACTIVE, "started"), (StepKind.DONE, "finished")):
            if before.kind is kind and all(step.kind is not kind for step in steps):
                found.append(f"No {kind} step is left, so no task can be {lost}.")
    if after.wip_limit != before.wip_limit:
        found += _limit_effects(after, limited)
    if after.role != before.role and after.role is not None:
        if standing:
            found.append(
                f"{_standing(standing, after)}: only {after.role} or a lead passes on what is there from now on."
            )
        if after.role not in skills:
            found.append(f"Nobody has the role or skill {after.role} yet, so only a lead or manager passes tasks on.")
    if after.role is None and before.role is not None:
        found.append(f"Anybody may pass tasks on from {after.name} from now on, not only {before.role}.")
    return found


def archive_effects(step: StepRow, ways: Sequence[str], gates: Sequence[str]) -> list[str]:
    """Return what follows when an empty step is put away, with its ways and gates, told as words."""
    found = [f"Its transitions go with it: {', '.join(ways)}."] if ways else []
    return found + [f"{gate} holds no task there any more." for gate in gates]


def way_effects(
    step: StepRow, steps: Sequence[StepRow], before: Collection[str], after: Collection[str], standing: int
) -> list[str]:
    """Return what follows when other ways lead away from a step; `before` and `after` are keys, none for all."""
    names = {other.key: other.name for other in steps}
    others = [other.key for other in steps if other.key != step.key]
    open_before, open_after = set(before or others), set(after or others)
    if open_before == open_after and bool(before) == bool(after):
        return []
    found = []
    if not after:
        found.append(f"{step.name} may be left in every direction from now on.")
    elif not before:
        listed = _listed([names[key] for key in others if key in open_after])
        found.append(f"{step.name} leads to {listed} alone from now on; before, it led everywhere.")
    shut = [names[key] for key in others if key in open_before - open_after]
    if shut and standing:
        found.append(f"{_standing(standing, step)}, and none can go to {_listed(shut)} any more.")
    opened = [names[key] for key in others if key in open_after - open_before]
    if opened and before and after:
        found.append(f"{step.name} may lead to {_listed(opened)} as well.")
    place = [other.key for other in steps].index(step.key)
    later = {other.key for other in steps[place + 1 :]}
    if step.kind is not StepKind.DONE and later and not later & open_after:
        found.append(f"No way leads on from {step.name} then, so nothing gets from there to the end.")
    return found


def gate_effects(step: StepRow, added: Sequence[str], taken: Sequence[str], standing: int) -> list[str]:
    """Return what follows when checklists begin to hold tasks in a step, or no longer do, told by name."""
    found = []
    for name in added:
        if standing:
            found.append(f"{_standing(standing, step)}, and none leaves before {name} has passed.")
        else:
            found.append(f"No task leaves {step.name} before {name} has passed.")
    for name in taken:
        found.append(f"{name} no longer holds what stands in {step.name}; what was inspected stays.")
    return found


def _limit_effects(step: StepRow, standing: int) -> list[str]:
    limit = step.wip_limit
    if limit is None or standing < limit:
        return []
    if standing == limit:
        return [f"{step.name} is at its limit then, {standing}/{limit}: no other task may come until one has left."]
    over = counted(standing - limit + 1, "task")
    return [
        f"{step.name} is over its limit then, {standing}/{limit}: what stands there stays, and no other task may come "
        f"until {over} have left."
    ]


def _standing(count: int, step: StepRow) -> str:
    return f"{counted(count, 'task')} {'stands' if count == 1 else 'stand'} in {step.name}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
