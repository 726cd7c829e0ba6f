"""What changed since the last stand-up, from events: each thing once for what became of it, what was taken back not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from prodtui.domain.enums import InspectionState, IssueState, StepKind
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_event import EventRow
from prodtui.domain.rows_standup import ChangeGroup, StandupChange

FINISHED = "finished"
#: The kinds of change that a stand-up tells, in its order; of one list a thing is told the last that happened to it.
_WORDS: Sequence[Sequence[str]] = (
    (FINISHED, "reopened", "sent back", "started", "added", "put away"),
    ("blocked", "unblocked"),
    ("issue raised", "issue closed"),
    ("check failed", "check signed"),
    ("stood still",),
    ("asked for", "planned"),
)
#: What a change of the plan is told as, by the kind of thing.
PLANNING = {"demand": "asked for", "plan_line": "planned"}


def changes(events: Sequence[EventRow], steps: Iterable[StepRow], titles: Mapping[str, str]) -> tuple[ChangeGroup, ...]:
    """Return what changed by these events, oldest first, in groups; `titles` names things by reference."""
    rows = list(steps)
    kinds = {step.key: step.kind for step in rows}
    places = {step.key: place for place, step in enumerate(rows)}
    found: dict[tuple[int, str], tuple[str, EventRow]] = {}
    for event in standing(events):
        for word in _told(event, kinds, places):
            part = next(at for at, words in enumerate(_WORDS) if word in words)
            known = found.get((part, event.ref))
            if known is not None and known[0] == FINISHED and word == "reopened":
                del found[part, event.ref]  # it stands where it stood
                continue
            found[part, event.ref] = (word, event)
    return tuple(
        ChangeGroup(word, tuple(_change(event, titles) for told, event in reversed(found.values()) if told == word))
        for words in _WORDS
        for word in words
        if any(told == word for told, _ in found.values())
    )


def standing(events: Sequence[EventRow]) -> list[EventRow]:
    """Return the events whose change still stands: neither what was taken back is told, nor taking it back."""
    here = {event.txn for event in events}
    cancelled: set[str] = set()
    kept = []
    for event in reversed(events):
        if event.txn in cancelled:
            continue
        if event.undoes in here:
            cancelled.add(event.undoes or "")
            continue
        kept.append(event)
    return kept[::-1]


def _told(event: EventRow, kinds: Mapping[str, StepKind], places: Mapping[str, int]) -> Iterator[str]:
    before, after = event.before, event.after or {}
    if event.kind == "task":
        yield from _task(before, after, kinds, places)
    elif event.kind == "issue":
        if before is None:
            yield "issue raised"
        elif after.get("state") == IssueState.CLOSED:
            yield "issue closed"
    elif event.kind == "inspection":
        if after.get("state") == InspectionState.FAILED:
            yield "check failed"
        elif after.get("state") == InspectionState.SIGNED:
            yield "check signed"
    elif event.kind == "downtime" and before is None:
        yield "stood still"
    elif event.kind in PLANNING and "what_if" not in after:
        yield PLANNING[event.kind]


def _task(
    before: Mapping[str, object] | None, after: Mapping[str, object], kinds: Mapping[str, StepKind],
    places: Mapping[str, int],
) -> Iterator[str]:  # fmt: skip
    if before is None:
        yield "added"
        return
    if "step" in after:
        yield from _moved(str(before.get("step")), str(after["step"]), before, kinds, places)
    if "blocked_since" in after or "blocked_reason" in after:
        yield "blocked" if after.get("blocked_reason") else "unblocked"
    if after.get("archived_at"):
        yield "put away"


def _moved(
    source: str, target: str, before: Mapping[str, object], kinds: Mapping[str, StepKind], places: Mapping[str, int]
) -> Iterator[str]:
    if kinds.get(target) is StepKind.DONE:
        yield FINISHED
    elif kinds.get(source) is StepKind.DONE:
        yield "reopened"
    elif places.get(target, 0) < places.get(source, 0):
        yield "sent back"
    elif kinds.get(target) is StepKind.ACTIVE and kinds.get(source) is StepKind.QUEUE:
        yield "started"


def _change(event: EventRow, titles: Mapping[str, str]) -> StandupChange:
    named = (event.after or {}).get("title") or (event.after or {}).get("reason") or ""
    return StandupChange(event.ref, titles.get(event.ref) or str(named), event.at, event.actor)
