"""Answers and measured values in words, the same on screen, in reports and in issues."""

from __future__ import annotations

from prodtui.domain.enums import InspectionResult, InspectionState
from prodtui.domain.quality import Answer
from prodtui.domain.rows_detail import TaskCheckRow, TaskDueRow
from prodtui.domain.rows_quality import InspectionRow, ItemRow, ReadingRow


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
