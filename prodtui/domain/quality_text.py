"""Answers, limits and uses of checklists in words, the same on screen, in reports and in issues."""

from __future__ import annotations

from prodtui.domain.enums import Frequency, InspectionResult, InspectionState
from prodtui.domain.quality import Answer
from prodtui.domain.rows_detail import TaskCheckRow, TaskDueRow
from prodtui.domain.rows_quality import ChecklistRow, InspectionRow, ItemRow, ReadingRow, UseRow


def number_text(item: ItemRow, number: float) -> str:
    """Return a number with the decimals of its item; with more of them where it would be another number otherwise."""
    whole = f"{number:.15g}"
    if item.decimals is None or "e" in whole:
        return whole
    text = f"{number:.{item.decimals}f}"
    return text if float(text) == number else whole


def measured_text(item: ItemRow, number: float) -> str:
    """Return a number with its unit: "25.000 mm"."""
    return number_text(item, number) + (f" {item.unit}" if item.unit else "")


def answer_text(item: ItemRow, answer: Answer | ReadingRow) -> str:
    """Return an answer as people say it, on one line."""
    if answer.na:
        return "not applicable"
    if answer.flag is not None:
        return "yes" if answer.flag else "no"
    if answer.number is not None:
        return measured_text(item, answer.number)
    return " ".join((answer.text or "").split())


def answered_text(row: TaskCheckRow | InspectionRow) -> str:
    """Return how many questions of an inspection are answered."""
    return f"{row.answered} of {row.questions} answered"


def how_far(row: TaskCheckRow | InspectionRow) -> str:
    """Return how far an inspection is, in the few words that stand beside its name."""
    if isinstance(row, InspectionRow) and row.archived_at is not None:
        return "put away"
    if row.state is InspectionState.RUNNING:
        return answered_text(row)
    if row.state is InspectionState.SIGNED:
        return f"{row.result}, signed by {row.signed_by}"
    conceded = " with concession" if row.result is InspectionResult.CONCESSION else ""
    return f"waits for a signature{conceded}" if row.state is InspectionState.WAITING else "failed"


def not_begun(row: TaskDueRow) -> str:
    """Return how far a checklist is that nobody has begun."""
    return "not started, gate" if row.gate else "not started"


def limits_text(item: ItemRow, between: str = "to") -> str:
    """Return what a measurement must be: "25.000 to 25.021 mm", "at most 0.2 mm"; "" without limits."""
    low, high = (None if limit is None else number_text(item, limit) for limit in (item.lower, item.upper))
    if low is None and high is None:
        return ""
    unit = f" {item.unit}" if item.unit else ""
    if low is not None and high is not None:
        return f"{low} {between} {high}{unit}"
    return f"at least {low}{unit}" if low is not None else f"at most {high}{unit}"


def off_text(item: ItemRow, off: float) -> str:
    """Return how far a reading lies outside its limits: "0.013 mm over"; "" when it does not."""
    return f"{measured_text(item, abs(off))} {'over' if off > 0 else 'under'}" if off else ""


def use_text(use: UseRow) -> str:
    """Return which tasks need a checklist: "leaving inspect, product Housing, every 5th"."""
    parts = [f"leaving {use.step}"] if use.step else []
    parts += [f"product {use.product}"] if use.product else []
    parts += [f"every {_ordinal(use.every or 1)}"] if use.frequency is Frequency.NTH else []
    parts += [f"{(use.share or 0) * 100:g} % at random, seed {use.seed}"] if use.frequency is Frequency.RANDOM else []
    return ", ".join(parts)


def uses_text(row: ChecklistRow) -> str:
    """Return what needs a checklist, in words: what it is attached to, and products that name it as their own."""
    own = [f"own of {', '.join(row.products)}"] if row.products else []
    return "; ".join([*map(use_text, row.uses), *own])


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
