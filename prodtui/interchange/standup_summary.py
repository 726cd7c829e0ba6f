"""What a stand-up came to, as a page to send: who was there, decisions, actions, what was parked and talked about."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from prodtui.domain.dates import local
from prodtui.domain.enums import NoteKind
from prodtui.domain.rows_standup import StandupNoteRow, StandupRow
from prodtui.interchange.report import NOTHING, Page, Section

_TITLES: Mapping[NoteKind, str] = {
    NoteKind.DECISION: "Decisions",
    NoteKind.ACTION: "Actions",
    NoteKind.PARKED: "Parked for later",
    NoteKind.NOTE: "Notes",
    NoteKind.TALKED: "Talked about",
}


def summary_page(row: StandupRow, names: Mapping[str, str], zone: ZoneInfo) -> Page:
    """Return a stand-up as a page; `names` are those of people by login."""
    ended = f" to {row.ended_at.astimezone(zone):%H:%M}" if row.ended_at else ", still on"
    there = ", ".join(names.get(login, login) for login in row.people) or "nobody"
    sections = []
    for kind, title in _TITLES.items():
        notes = [note for note in row.notes if note.kind is kind]
        if notes:
            sections.append(Section(title, [(names.get(note.by, note.by), _note(note)) for note in notes]))
    return Page(
        f"Stand-up {row.ref}, {local(row.started_at, zone)}{ended}",
        sections or [Section("Notes", paragraphs=(NOTHING,))],
        f"There: {there}.",
    )


def _note(note: StandupNoteRow) -> str:
    about = f"{note.about}: " if note.about and note.kind is not NoteKind.TALKED else ""
    return f"{about}{note.text}" + (f" ({note.made})" if note.made else "")
