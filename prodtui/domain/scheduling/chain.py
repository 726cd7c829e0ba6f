"""The chain of causes behind a start: what it waits for, what that waits for, down to what waits for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prodtui.domain.enums import StartKind
from prodtui.domain.rows_schedule import PartRow, ScheduledRow, ScheduleView

_WAITS = frozenset({StartKind.BUSY, StartKind.LIMIT, StartKind.PREDECESSOR})


@dataclass(frozen=True, slots=True)
class Cause:
    """A piece of work in a chain of causes: a task and one of its parts."""

    row: ScheduledRow
    part: PartRow


def chain(view: ScheduleView, row: ScheduledRow) -> tuple[Cause, ...]:
    """Return the chain of causes behind the last part of a task, that part first, the root last."""
    return tuple(_links(view, row))


def _links(view: ScheduleView, row: ScheduledRow) -> Iterator[Cause]:
    by_ref = {each.ref: each for each in view.tasks}
    at: Cause | None = Cause(row, row.parts[-1]) if row.parts else None
    seen: set[tuple[str, int]] = set()
    while at is not None:
        place = at.row.parts.index(at.part)
        if (at.row.ref, place) in seen:
            return
        seen.add((at.row.ref, place))
        yield at
        reason = at.part.reason
        before = by_ref.get(reason.ref or "") if reason.kind in _WAITS else None
        if before is None or not before.parts:
            return
        if before is at.row and place:
            at = Cause(before, before.parts[place - 1])
        else:
            ended = (part for part in before.parts if part.ends == reason.until)
            at = Cause(before, next(ended, before.parts[-1 if reason.kind is not StartKind.PREDECESSOR else 0]))


def sooner(causes: tuple[Cause, ...]) -> tuple[str, ...]:
    """Return what would make the end of a chain come sooner, as sentences, nearest cause first."""
    return tuple(dict.fromkeys(_remedy(cause, causes) for cause in causes))


def _remedy(cause: Cause, causes: tuple[Cause, ...]) -> str:
    reason, ref = cause.part.reason, cause.row.ref
    match reason.kind:
        case StartKind.BUSY:
            alike = (
                each for each in causes if (each.part.reason.kind, each.part.reason.what) == (reason.kind, reason.what)
            )
            refs = dict.fromkeys(name for each in alike for name in (each.row.ref, each.part.reason.ref) if name)
            return f"More hours of {reason.what}, or {' or '.join(refs)} done by another."
        case StartKind.LIMIT:
            return f"A higher limit of {reason.what}, or less to do of {reason.ref}."
        case StartKind.PREDECESSOR if reason.ref is None:
            return f"A shorter lag after {reason.what}."
        case StartKind.PREDECESSOR if reason.ref == ref:
            return f"Less to do of {ref} in the step before {cause.part.step}."
        case StartKind.PREDECESSOR:
            return f"{reason.ref} done sooner, or {ref} not waiting for it."
        case StartKind.MATERIAL:
            return f"An earlier delivery of {reason.what}."
        case StartKind.RELEASE:
            return f"An earlier planned start of {ref}."
        case StartKind.PINNED:
            return f"Another start of {ref}, which is pinned: prodtui task edit {ref} --unpin"
        case StartKind.PROMISED:
            return f"Giving up what was promised of {ref}: prodtui schedule refresh --thaw"
        case StartKind.NOW | StartKind.BEGUN:
            return f"Less to do of {ref}, or more people on it."
    return ""
