"""Checklists as TOML, so that they live in version control: what is written is read back to the same."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from prodtui.domain.codec import to_json
from prodtui.domain.rows_quality import ChecklistDetail, ItemRow, SignRow
from prodtui.errors import NotFound, Rejected

_FIELDS = ("key", "name", "sign", "items")


def write_checklists(details: Iterable[ChecklistDetail]) -> str:
    """Return checklists as TOML text: the draft of each where there is one, else its newest version.

    Fields that say nothing are left out. Raises NotFound for a checklist without any content.
    """
    import tomlkit

    document = tomlkit.document()
    entries = tomlkit.aot()
    for detail in details:
        entries.append(_entry(detail))
    document.add("checklists", entries)
    return tomlkit.dumps(document)


def read_checklists(data: bytes, name: str) -> list[dict[str, Any]]:
    """Return the checklists of a TOML text as mappings. Raises Rejected with the place where it cannot be read."""
    where = "Standard input" if name == "-" else f"The file {name}"
    try:
        document = tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Rejected(f"{where} cannot be read: {reason}.", hint="Correct that place; nothing was changed.") from None
    entries = document.get("checklists")
    if not isinstance(entries, list) or not entries or set(document) != {"checklists"}:
        raise Rejected(f"{where} holds no checklists.", hint="See what `prodtui check template export` writes.")
    return [_checked(entry, place, where) for place, entry in enumerate(entries, start=1)]


def _checked(entry: Any, place: int, where: str) -> dict[str, Any]:
    if not isinstance(entry, Mapping):
        raise Rejected(f"{where}: checklist {place} is no table.", hint="Begin it with [[checklists]].")
    strange = [name for name in entry if name not in _FIELDS]
    if strange:
        raise Rejected(
            f"{where}: checklist {place} has no field {strange[0][:40]!r}.", hint=f"There are: {', '.join(_FIELDS)}."
        )
    items, sign = entry.get("items", []), entry.get("sign", {})
    if not isinstance(items, list) or not isinstance(sign, Mapping):
        raise Rejected(
            f"{where}: checklist {place} needs a list of items and a table sign.", hint="Write [[checklists.items]]."
        )
    return dict(entry)


def _entry(detail: ChecklistDetail) -> Any:
    import tomlkit

    row = detail.checklist
    content = detail.draft or (detail.versions[-1].content if detail.versions else None)
    if content is None:
        raise NotFound(f"{row.name} has no content.", hint="Add items to it first.")
    entry = tomlkit.table()
    entry.add("key", row.key)
    entry.add("name", row.name)
    sign = tomlkit.table()
    sign.update(_said(content.sign))
    entry.add("sign", sign)
    items = tomlkit.aot()
    for item in content.items:
        table = tomlkit.table()
        table.update(_said(item))
        items.append(table)
    entry.add("items", items)
    return entry


def _said(row: ItemRow | SignRow) -> dict[str, Any]:
    """Return the fields of a row that say something else than their default; what names it always."""
    always = {"key", "text", "kind", "rule"}
    found: dict[str, Any] = {}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name in always or value != field.default:
            found[field.name] = to_json(value)
    return found
