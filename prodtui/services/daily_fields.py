"""The fields of stand-ups, their notes and hand-overs in a board document, each with its check."""

from __future__ import annotations

from collections.abc import Mapping

from prodtui.domain.enums import NoteKind
from prodtui.domain.imports import MAX_TEXT
from prodtui.services.document_checks import MOST, Check, a_moment, choice, line, list_of, maybe, text, whole

_name, _word, _version = line(200), line(60), whole(1, MOST)
_when, _maybe_line = maybe(a_moment), maybe(line(200))

_STANDUP: Mapping[str, Check] = {
    "started_at": a_moment,
    "started_by": _name,
    "since": a_moment,
    "people": list_of(_word),
    "ended_at": _when,
    "ended_by": _maybe_line,
    "archived_at": _when,
}
_NOTE: Mapping[str, Check] = {
    "standup": _name,
    "kind": choice(NoteKind),
    "text": text(MAX_TEXT),
    "about": _maybe_line,
    "made": _maybe_line,
    "at": a_moment,
    "by": _name,
    "archived_at": _when,
}
_HANDOVER: Mapping[str, Check] = {
    "since": a_moment,
    "until": a_moment,
    "text": text(MAX_TEXT),
    "written_at": a_moment,
    "written_by": _name,
    "acknowledged_at": _when,
    "acknowledged_by": _maybe_line,
    "archived_at": _when,
}
#: The numbered things, by the word of their events, in the order in which they refer to each other.
NUMBERED: Mapping[str, Mapping[str, Check]] = {"standup": _STANDUP, "standup_note": _NOTE, "handover": _HANDOVER}
#: What they are called as parts of the document.
PART_OF: Mapping[str, str] = {kind: f"{kind}s" for kind in NUMBERED}
PARTS: Mapping[str, Mapping[str, Check]] = {
    PART_OF[kind]: {"ref": _name, "version": _version, **fields} for kind, fields in NUMBERED.items()
}
