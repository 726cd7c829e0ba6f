"""A dialog with everything about one row of the plan: its fields, what belongs to it, and its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content

from prodtui.domain.history import byline, sentence
from prodtui.domain.rows_event import EventRow
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.paragraphs import Part, section, talk
from prodtui.screens.task_lines import TaskContext
from prodtui.widgets.spans import Ink, plain

MOST_EVENTS = 60
"""So many of the newest changes are told."""


def about(heading: str, parts: Sequence[Part], events: Sequence[EventRow], context: TaskContext) -> ShowText:
    """Return the dialog."""
    told = [
        (event.at, byline(event), [Part([(plain(sentence(event, context.tz)), Ink.MUTED)])])
        for event in events[-MOST_EVENTS:]
    ]
    return ShowText(heading, content_of([*parts, *section("history", talk(told, context.now, context.tz))]))


def content_of(parts: Iterable[Part]) -> Content:
    """Return paragraphs as text that a dialog wraps; labels, headings and quiet words stand back."""
    lines = []
    for part in parts:
        said = [Content.styled(part.lead, "$muted")] if part.lead else []
        said += [
            Content.styled(text, "$wrong" if ink is Ink.WRONG else "$muted") if ink in _INKED else Content(text)
            for text, ink in part.spans
        ]
        lines.append(Content("").join(said))
    return Content("\n").join(lines)


_INKED = frozenset({Ink.MUTED, Ink.BAND, Ink.WRONG})
