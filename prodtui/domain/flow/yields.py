"""Yields of inspections and of output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from prodtui.domain.flow.outcome import Item, Outcome, share_outcome
from prodtui.domain.flow.window import Window


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection that was completed: what, its reference and order, whether it passed at once, and when.

    `gone` is when it was put away.
    """

    unit: tuple[int, int | str]
    number: int
    ref: str
    passed: bool
    completed: datetime
    gone: datetime | None = None


def first_pass_yield(inspections: Iterable[Inspected], over: Window) -> Outcome:
    """Return the percentage of units that passed their first inspection, of those first inspected in the window.

    Later inspections of the same unit are left out.
    """
    first: dict[tuple[int, int | str], Inspected] = {}
    later: list[Item] = []
    for each in sorted(inspections, key=lambda one: one.number):
        if each.unit not in first:
            first[each.unit] = each
        elif each.completed in over:
            later.append(Item(each.ref, None, f"inspected before as {first[each.unit].ref}"))
    units = [each for each in first.values() if each.completed in over]
    good, bad = ([Item(one.ref, float(passed)) for one in units if one.passed is passed] for passed in (True, False))
    return share_outcome(good, bad, later)


@dataclass(frozen=True, slots=True)
class Made:
    """How many units came out of a task in all, and how many of them were scrap or had to be done again."""

    task: int
    units: float
    defective: float


def defect_rate(made: Iterable[Made]) -> Outcome:
    """Return the percentage of units that were defective."""
    rows = [each for each in made if each.units > 0]
    units, bad = sum(each.units for each in rows), sum(each.defective for each in rows)
    if not units:
        return Outcome(None, 0)
    items = tuple(Item(each.task, each.defective, f"of {each.units:g}") for each in rows)
    return Outcome(100 * bad / units, len(rows), items, (), f"{bad:g} of {units:g} units x 100")
