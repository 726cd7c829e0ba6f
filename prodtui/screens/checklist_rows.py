"""Checklists and their items as lines. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from prodtui.domain.enums import ItemKind
from prodtui.domain.quality import who_signs
from prodtui.domain.quality_text import uses_text
from prodtui.domain.rows_quality import ChecklistDetail, ContentRow, ItemRow, SignRow
from prodtui.screens.inspection_text import sizes_text
from prodtui.widgets.columns import Column, fit, heading, row_line
from prodtui.widgets.row_list import Section
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, line, plain

LISTS = (
    Column("name", "Checklist", 20, wide=True),
    Column("version", "Version", 14, 90),
    Column("items", "Items", 5, 80, right=True),
    Column("uses", "Needed by", 32, 60),
)
ITEMS = (
    Column("mark", "", 1, 90),
    Column("text", "Item", 24, wide=True),
    Column("kind", "Kind", 11, 70),
    Column("rule", "Passes when", 30, 80),
)


def content_of(detail: ChecklistDetail) -> ContentRow:
    """Return what an edit starts from: the draft, else the newest version."""
    if detail.draft is not None:
        return detail.draft
    return detail.versions[-1].content if detail.versions else ContentRow((), SignRow())


def version_text(detail: ChecklistDetail) -> str:
    """Return the newest version, and whether changes wait to be published."""
    row = detail.checklist
    if row.archived_at is not None:
        return "archived"
    if row.published is None:
        return "draft"
    return f"v{row.published}" + (" + draft" if row.has_draft else "")


def checklist_line(detail: ChecklistDetail, width: int, signs: Signs) -> Line:
    """Return a checklist as a line of the list."""
    row = detail.checklist
    gone = row.archived_at is not None
    texts: dict[str, list[Span]] = {
        "name": [(plain(row.name), Ink.MUTED if gone else Ink.TEXT)],
        "version": [(version_text(detail), Ink.SOON if row.has_draft else Ink.MUTED)],
        "items": [(str(len(content_of(detail).items)), Ink.MUTED)],
        "uses": [(plain(uses_text(row)) or "by hand", Ink.MUTED)],
    }
    return row_line(texts, fit(LISTS, width), width, signs.more)


def checklists_head(width: int) -> Line:
    """Return the titles of the columns of the list of checklists."""
    return heading(fit(LISTS, width), width)


def editor_head(detail: ChecklistDetail, width: int, signs: Signs) -> list[Line]:
    """Return what a checklist is, who signs it, and what needs it."""
    row, sign = detail.checklist, content_of(detail).sign
    title = line([(f" {plain(row.name)} ", Ink.HEAD_HERE)], max(width - 16, 0), signs.more, fill=Ink.HEAD)
    state = f"{version_text(detail):>15} "
    meaning = f' as "{plain(sign.meaning)}"' if sign.meaning else ""
    state_now = f"{len(content_of(detail).items)} items; ! is critical"
    draft = "not published yet: P freezes it as a version" if row.published is None else state_now
    draft = (
        "changed since: P publishes the draft, running inspections keep their version"
        if row.has_draft and row.published
        else draft
    )
    return [
        line([*title, (state, Ink.HEAD_COUNT)], width, "", fill=Ink.HEAD),
        line([(" signed by ", Ink.MUTED), (f"{plain(who_signs(sign))}{meaning}", Ink.TEXT)], width, signs.more),
        line(
            [(" needed by ", Ink.MUTED), (plain(uses_text(row)) or "nothing; it is started by hand", Ink.TEXT)],
            width,
            signs.more,
        ),
        line([(f" {draft}", Ink.SOON)], width, signs.more),
    ]


def item_line(item: ItemRow, width: int, signs: Signs) -> Line:
    """Return an item as a line of the editor."""
    samples = f", {item.samples} readings" if item.samples > 1 else ""
    rule = {
        ItemKind.YES_NO: "yes",
        ItemKind.MEASUREMENT: sizes_text(item, signs) + samples,
        ItemKind.CHOICE: " or ".join(item.accepted) if item.accepted else f"any of {len(item.choices)} choices",
        ItemKind.TEXT: "something is written",
    }[item.kind]
    texts: dict[str, list[Span]] = {
        "mark": [("!", Ink.SOON) if item.critical else (" ", Ink.TEXT)],
        "text": [(plain(item.text), Ink.TEXT)],
        "kind": [(item.kind.value, Ink.MUTED)],
        "rule": [(plain(rule), Ink.MUTED)],
    }
    return row_line(texts, fit(ITEMS, width), width, signs.more)


def items_head(width: int) -> Line:
    """Return the titles of the columns of the editor."""
    return heading(fit(ITEMS, width), width)


def item_sections(items: Sequence[ItemRow]) -> list[Section[ItemRow]]:
    """Return the items under the titles of their sections."""
    return [Section(title, tuple(members)) for title, members in groupby(items, key=lambda item: item.section)]


def moved(items: Sequence[ItemRow], key: str, by: int) -> tuple[ItemRow, ...] | None:
    """Return the items with one of them put lower (1) or higher (-1); at the border of a section it changes over.

    None when there is no further place.
    """
    rows = list(items)
    at = next(place for place, item in enumerate(rows) if item.key == key)
    to = at + by
    if not 0 <= to < len(rows):
        return None
    if rows[to].section != rows[at].section:
        rows[at] = replace(rows[at], section=rows[to].section)
    else:
        rows[at], rows[to] = rows[to], rows[at]
    return tuple(rows)
