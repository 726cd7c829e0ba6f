"""The calendar, products, machines and absences of a board as its event log says that they were at a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from prodtui.domain.codec import from_dict
from prodtui.domain.rows import BoardRow, BoardSettings
from prodtui.domain.rows_planning import AbsenceRow, ProductRow, ResourceRow
from prodtui.services.kinds import KINDS, split_number
from prodtui.storage.queries import events as queries
from prodtui.storage.queries.production import said

Fields = dict[str, Any]
_EVER = datetime.max.replace(tzinfo=UTC)
#: What an event leaves out because it is empty.
_NO_PRODUCT: Fields = {"routing": (), "materials": (), "task_title": ""} | dict.fromkeys(
    ("checklist", "lot_size", "archived_at")
)
_NO_RESOURCE: Fields = {"pool": "", "unit": "", "stock": 0.0, "reserved": 0.0, "expected": 0.0} | dict.fromkeys(
    ("workweek", "reorder_level", "archived_at")
)
_NO_ABSENCE: Fields = {"reason": ""} | dict.fromkeys(("person", "resource", "uid", "archived_at"))


class PastPlant:
    """What a board worked with at a moment `at`.

    Imported history may be older than its board: all of a board that was made later counts as it was when it was made,
    and so does a product that was made later.
    """

    def __init__(self, session: Session, board: BoardRow, at: datetime) -> None:
        self._session, self._board, self._at = session, board, at

    @cached_property
    def settings(self) -> BoardSettings:
        """The settings of the board, its calendar among them."""
        told = [(at, after["settings"]) for at, after in self._told if "settings" in after]
        then = [settings for at, settings in told if at <= self._at] or [settings for _, settings in told[:1]]
        return from_dict(BoardSettings, then[-1]) if then else self._board.settings

    @cached_property
    def products(self) -> list[ProductRow]:
        """The products that there were, archived ones too."""
        return [from_dict(ProductRow, _NO_PRODUCT | fields) for fields in self._things("product", younger=True)]

    @cached_property
    def resources(self) -> list[ResourceRow]:
        """The resources that there were, archived ones too, without what lies in stock."""
        return [from_dict(ResourceRow, _NO_RESOURCE | fields) for fields in self._things("resource")]

    @cached_property
    def absences(self) -> list[AbsenceRow]:
        """The absences of resources that were known of, those put away left out."""
        keys = {row.ref: row.key for row in self.resources}
        return [
            from_dict(AbsenceRow, _NO_ABSENCE | fields | {"resource": keys[fields["resource"]]})
            for fields in self._things("absence")
            if fields.get("archived_at") is None and fields.get("resource") in keys
        ]

    @cached_property
    def _told(self) -> list[tuple[datetime, Fields]]:
        about = queries.events_about(self._session, self._board.id, [self._board.key], ["board"])
        return [(event.at, dict(event.after or {})) for event in about]

    @cached_property
    def _is_younger(self) -> bool:
        """Whether the board was made after the moment."""
        return all(at > self._at for at, _ in self._told)

    def _things(self, kind: str, *, younger: bool = False) -> list[Fields]:
        """Return the fields of each thing of a kind; with `younger` those that were made later count too."""
        found: dict[int, Fields] = {}
        gone: set[int] = set()
        for id, ref, at, after in said(self._session, self._board, kind, KINDS[kind].letter, _EVER):
            if at > self._at and (id in found or id in gone or not (younger or self._is_younger)):
                continue
            if after is None:
                gone.add(id)
                found.pop(id, None)
                continue
            number = split_number(kind, ref).number
            found.setdefault(id, {"id": id, "ref": ref, "number": number, "version": 1}).update(after)
        return list(found.values())
