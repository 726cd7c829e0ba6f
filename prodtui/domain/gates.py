"""Gates: which tasks they are meant for, what meets them, and the reason of one that is closed.

Apart from the rest of quality, because every change of a task asks them (start-up budget).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from prodtui.domain.enums import Frequency, InspectionResult, InspectionState, ReasonCode
from prodtui.domain.rows import Reason
from prodtui.domain.text import slug


def same_product(wanted: str, given: str | None) -> bool:
    """Tell whether a task's product is the one that is meant, by key or by name: checklists are older than products."""
    if given is None:
        return False
    return given.casefold() == wanted.casefold() or _key(given) == _key(wanted) != ""


@lru_cache(maxsize=1_000)
def _key(name: str) -> str:
    return slug(name)


def is_drawn(frequency: Frequency, ordinal: int, *, every: int | None, share: float | None, seed: int | None) -> bool:
    """Tell whether the task that comes as number `ordinal` (from 1) is inspected; always the same answer."""
    if frequency is Frequency.NTH:
        return ordinal % (every or 1) == 0
    if frequency is Frequency.RANDOM:
        from random import Random  # few boards draw

        return Random(f"{seed}:{ordinal}").random() < (share or 0.0)  # noqa: S311 (a sample that can be repeated)
    return True


def is_of_visit(completed_at: datetime | None, entered_at: datetime) -> bool:
    """Tell whether an inspection belongs to a task's present visit: it runs, or was completed since the task came."""
    return completed_at is None or completed_at >= entered_at


def opens_gate(
    state: InspectionState, result: InspectionResult | None, completed_at: datetime | None, entered_at: datetime
) -> bool:
    """Tell whether an inspection lets a task go that came to its step at `entered_at`."""
    passed = result in (InspectionResult.PASS, InspectionResult.CONCESSION)
    return state is InspectionState.SIGNED and passed and is_of_visit(completed_at, entered_at)


class Missing(StrEnum):
    """What a gate still waits for."""

    START = "start"
    ANSWERS = "answers"
    PASS = "pass"  # noqa: S105 (no password)
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """A checklist that holds a task back on its way out of `step`, and how far its inspection `ref` is, if any.

    Without a step it holds back what would be finished without having been started, when it would have been asked for.
    `task` is None for one that is not made yet; `signers` says who may sign; `items` are the failed questions by key
    with their text.
    """

    task: str | None
    checklist: str
    name: str
    step: str
    signers: str
    ref: str | None = None
    state: InspectionState | None = None
    answered: int = 0
    questions: int = 0
    items: Mapping[str, str] | None = None

    @property
    def missing(self) -> Missing:
        """Return what is missing next; a failed inspection that was signed has to be made again."""
        if self.ref is None or self.state is None:
            return Missing.START
        if self.state is InspectionState.RUNNING:
            return Missing.ANSWERS
        return Missing.SIGNATURE if self.state is InspectionState.WAITING else Missing.PASS


def gate_reason(gate: GateFacts) -> Reason:
    """Return the reason that a gate gives: which checklist, what is missing, and who may sign."""
    items = ", ".join((gate.items or {}).values())
    missing = gate.missing
    state = {
        Missing.START: "not started",
        Missing.ANSWERS: f"{gate.answered} of {gate.questions} answered in {gate.ref}",
        Missing.PASS: f"{gate.ref} failed on {items}",
        Missing.SIGNATURE: f"{gate.ref} waits for a signature",
    }[missing]
    when = f"to leave {gate.step}" if gate.step else "to be finished without being started"
    text = f"needs the checklist {gate.name} {when}: {state}; {gate.signers} may sign"
    details: dict[str, object] = {
        "checklist": gate.checklist,
        "step": gate.step,
        "missing": missing.value,
        "inspection": gate.ref,
        "items": list(gate.items or ()),
        "may_sign": gate.signers,
        "next": _next_command(gate),
    }
    return Reason(ReasonCode.GATE, text, details=details)


def _next_command(gate: GateFacts) -> str | None:
    if gate.task is None:
        return None
    if gate.missing is Missing.START or (gate.missing is Missing.PASS and gate.state is InspectionState.SIGNED):
        return f"prodtui check start {gate.checklist} --task {gate.task}"
    if gate.missing is Missing.ANSWERS and gate.answered == gate.questions:
        return f"prodtui check complete {gate.ref}"
    verb = {Missing.ANSWERS: "answer", Missing.PASS: "show", Missing.SIGNATURE: "sign"}[gate.missing]
    return f"prodtui check {verb} {gate.ref}"
