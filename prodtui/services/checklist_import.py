"""Checklists from files: each becomes the draft of the one with its key, or a new one, all of them or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from prodtui.domain.checklist_fields import clean_name, content_of
from prodtui.domain.codec import to_dict
from prodtui.domain.permissions import Permission
from prodtui.domain.rows_quality import ChecklistRow, ContentRow
from prodtui.domain.text import slug
from prodtui.errors import Rejected
from prodtui.services import checklists
from prodtui.services.change import begin
from prodtui.services.signing import nobody_signs
from prodtui.services.workspace import Done, Workspace


@dataclass(frozen=True, slots=True)
class ImportedChecklist:
    """What an import did with one checklist: "added", "changed", or "unchanged", and each difference as a line.

    `published` is the version that is in use now.
    """

    key: str
    name: str
    done: str
    published: int | None
    differences: tuple[str, ...]


def import_checklists(
    ws: Workspace, entries: Sequence[Mapping[str, Any]], *, publish: bool = False, dry_run: bool = False,
    request_id: str | None = None,
) -> Done[tuple[ImportedChecklist, ...]]:  # fmt: skip
    """Make or change the drafts of checklists; with `publish` those that differ get a new version at once.

    `entries` hold name, items, and if you like key and sign, as `add_checklist` takes them. Raises Rejected, Usage.
    """
    clean = [_clean(entry) for entry in entries]
    body = {"entries": [[name, content, e.get("key")] for name, content, e in clean], "publish": publish}
    with begin(ws, "check.import", need=Permission.CHECKLISTS, request_id=request_id, body=body) as change:
        if change.first_answer:
            return change.repeat_many(ImportedChecklist)
        board, found = change.board(), []
        there = {row.key: row for row in checklists.list_in(change, board)}
        for name, content, entry in clean:
            key = slug(str(entry.get("key") or name))[:40].strip("-")
            row = there.get(key)
            lines: tuple[str, ...] = ("+ new",)
            if row is None:
                new, done = checklists.make(change, board, name, content, key=key or None), "added"
            else:
                lines = tuple(_differences(row, checklists.content_now(change, row), name, content))
                new, done = checklists.alter(change, board, row, name, content), "changed" if lines else "unchanged"
            if publish and new.has_draft:
                with _naming(name):
                    new = checklists.freeze(change, board, new)
            found.append(ImportedChecklist(new.key, new.name, done, new.published, lines))
            there[new.key] = new
        answer = tuple(found)
        notes = [f"{name}: {note}" for name, content, _ in clean for note in nobody_signs(change, content.sign)]
        return Done(answer, (*notes, "Nothing was stored.")) if dry_run else change.done(answer, notes)


def _clean(entry: Mapping[str, Any]) -> tuple[str, ContentRow, Mapping[str, Any]]:
    name = clean_name(entry.get("name", ""))
    with _naming(name):
        return name, content_of(None, entry.get("items", ()), entry.get("sign")), entry


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say of which checklist of a file a fault is told."""
    try:
        yield
    except Rejected as error:
        error.message = f"{name}: {error.message}"
        raise


def _differences(row: ChecklistRow, old: ContentRow, name: str, new: ContentRow) -> Iterator[str]:
    if name != row.name:
        yield f"~ name: {row.name} -> {name}"
    before, after = ({item.key: item for item in content.items} for content in (old, new))
    yield from (f"- item {key}" for key in before.keys() - after.keys())
    for key, item in after.items():
        if key not in before:
            yield f"+ item {key}"
        elif item != before[key]:
            was, is_ = to_dict(before[key]), to_dict(item)
            fields = (
                f"{field}: {_said(was[field])} -> {_said(is_[field])}" for field in is_ if is_[field] != was[field]
            )
            yield f"~ item {key}  {'; '.join(fields)}"
    if before.keys() == after.keys() and list(before) != list(after):
        yield "~ order of the items"
    if old.sign != new.sign:
        yield f"~ sign: {_said(to_dict(old.sign))} -> {_said(to_dict(new.sign))}"


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_said(each)}" for name, each in value.items() if each)
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)
