"""An inspection in words: limits, answers, how far off, what its state asks for. Pure functions."""

from __future__ import annotations

from prodtui.domain.enums import InspectionResult, InspectionState, ItemKind
from prodtui.domain.quality_text import limits_text, number_text
from prodtui.domain.rows_quality import InspectionDetail, ItemRow
from prodtui.screens.inspection_state import Sitting, failing
from prodtui.widgets.signs import UNICODE, Signs

MOST_NAMED = 3


def sizes_text(item: ItemRow, signs: Signs = UNICODE) -> str:
    """Return what a measurement must be: "25.000 … 25.021 mm (nominal 25.000)"."""
    free = f"a number{f' of {item.unit}' if item.unit else ''}, without limits"
    text = limits_text(item, "to" if signs.more == "~" else "…") or free
    return text + (f" (nominal {number_text(item, item.nominal)})" if item.nominal is not None else "")


def progress_text(sitting: Sitting) -> str:
    """Return how many questions are answered, how many items fail so far, and what is on disk."""
    detail = sitting.detail.inspection
    known = {place for place in sitting.sending if sitting.sending[place].trouble == ""} | set(sitting.readings)
    bad = failing(sitting)
    parts = [f"{len(known)} of {detail.questions} answered"]
    parts += [f"{_named([item.text for item in bad])} failed so far"] if bad else []
    troubled = sum(bool(each.trouble) for each in sitting.sending.values())
    if troubled:
        parts.append(f"{troubled} NOT SAVED")
    elif sitting.sending:
        parts.append("saving…")
    elif sitting.saved:
        parts.append(f"saved {sitting.saved}")
    return ", ".join(parts)


def state_text(detail: InspectionDetail, bad: list[str], signed_at: str, against: str | None) -> str:
    """Return what an inspection that runs no more has come to, and what it waits for.

    `against` says why the reader may not sign it, None when they may.
    """
    row = detail.inspection
    if row.archived_at is not None:
        return "put away; it counts for nothing"
    if row.state is InspectionState.SIGNED:
        meaning = f': "{row.meaning}"' if row.meaning else ""
        more = f"; corrected by {row.corrected_by}" if row.corrected_by else ""
        return f"{_result(row.result, bad)}, signed by {row.signed_by} {signed_at}{meaning}{more}"
    if row.state is InspectionState.FAILED:
        return f"failed on {_named(bad)}; it needs a concession or a new inspection"
    waits = f"waits for a signature by {detail.may_sign}"
    if row.result is InspectionResult.CONCESSION:
        waits = f"passes with a concession by {row.conceded_by} ({row.reason}), {waits}"
    else:
        waits = f"passed, {waits}"
    return waits + (f"; not by you: {against}" if against is not None else "; you may sign")


def kind_hint(item: ItemRow) -> str:
    """Return what a question takes, as a sentence for a key that does not fit."""
    return {
        ItemKind.YES_NO: "This question takes y or n" + (", or x where it does not apply." if item.na_allowed else "."),
        ItemKind.MEASUREMENT: "This question takes a number: type it and press enter.",
        ItemKind.CHOICE: f"This question takes one of its choices: 1 to {min(len(item.choices), 9)}.",
        ItemKind.TEXT: "This question takes text: enter opens a line.",
    }[item.kind]


def _result(result: InspectionResult | None, bad: list[str]) -> str:
    if result is InspectionResult.FAIL:
        return f"failed on {_named(bad)}"
    return "passed with a concession" if result is InspectionResult.CONCESSION else "passed"


def _named(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more
