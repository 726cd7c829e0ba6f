"""Whether a task finds the materials that it needs: who was promised something first gets it first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from prodtui.domain.enums import ReasonCode
from prodtui.domain.rows import Reason

_ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Claim:
    """What is promised to an open task and was not issued to it yet; `number` is that of its first reservation."""

    task: int
    number: int
    quantity: float


@dataclass(frozen=True, slots=True)
class Short:
    """A material of which a task needs more than is free for it; `expected` is the day of the next delivery."""

    material: str
    name: str
    unit: str
    needed: float
    free: float
    expected: date | None


def free_for(task: int, stock: float, claims: Iterable[Claim]) -> float:
    """Return what of a stock is free for a task: all but what those before it are promised."""
    listed = tuple(claims)
    own = min((claim.number for claim in listed if claim.task == task), default=None)
    before = (claim for claim in listed if claim.task != task and (own is None or claim.number < own))
    return max(stock - sum(claim.quantity for claim in before), 0.0)


def is_short(needed: float, free: float) -> bool:
    """Tell whether more is needed than is free."""
    return needed > free + _ENOUGH


def short_reason(short: Short) -> Reason:
    """Return the reason against starting a task whose material is short; a lead may start what does without."""
    missing = f"{short.needed - short.free:g} {short.unit} of {short.name} are missing"
    comes = f"; more is expected on {short.expected}" if short.expected is not None else ""
    text = f"{missing} (it needs {short.needed:g}, {short.free:g} are free{comes})"
    details = {"material": short.material, "needed": short.needed, "free": short.free, "unit": short.unit}
    return Reason(ReasonCode.MATERIAL, text, overridable=True, details=details)
