"""Events of stand-ups and hand-overs in words; see `history`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prodtui.domain.rows_event import EventRow


def _standup(event: EventRow) -> str:
    after = event.after or {}
    if event.before is None:
        return "started the stand-up"
    if "archived_at" in after:
        return "put the stand-up away" if after["archived_at"] else "brought the stand-up back"
    if "ended_at" in after:
        return "ended the stand-up" if after["ended_at"] else "went on with the stand-up"
    there, were = after.get("people", []), event.before.get("people", [])
    came, left = [each for each in there if each not in were], [each for each in were if each not in there]
    return ", ".join(f"{' and '.join(names)} {word}" for names, word in ((came, "came"), (left, "left")) if names)


def _note(event: EventRow) -> str:
    after = event.after or {}
    if event.before is None:
        made = f", which became {after['made']}" if after.get("made") else ""
        word = "talked about" if after["kind"] == "talked" else f"{after['kind']}:"
        return f"{word} {after['text']}{made}"
    return "took a note away" if after.get("archived_at") else "brought a note back"


def _handover(event: EventRow) -> str:
    after = event.after or {}
    if event.before is None:
        return "wrote the hand-over"
    if "archived_at" in after:
        return "put the hand-over away" if after["archived_at"] else "brought the hand-over back"
    if "acknowledged_at" in after:
        return "took the shift over" if after["acknowledged_at"] else "has not taken the shift over"
    return "changed the hand-over"


#: Kind of event to its sentence.
PARTS: Mapping[str, Callable[[EventRow], str]] = {
    "standup": _standup,
    "standup_note": _note,
    "handover": _handover,
}
