"""What a board document may hold: every field of every part checked before anything of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.task_fields import finish_problem
from prodtui.domain.text import nearest, quoted, scrub
from prodtui.errors import ProdtuiError, Rejected
from prodtui.services.board_fields import FIELDS_SINCE, NEEDED, PARTS, PAYLOADS, SINCE
from prodtui.services.document_checks import Check

FORMAT, VERSION = "prodtui-board", 6


@dataclass(frozen=True, slots=True)
class BoardDocument:
    """A checked document: the board, and the elements of each other part, with moments as datetimes."""

    board: dict[str, Any]
    parts: Mapping[str, list[dict[str, Any]]]

    def __getitem__(self, part: str) -> list[dict[str, Any]]:
        """Return the elements of a part."""
        return self.parts[part]


def read_document(value: Any) -> BoardDocument:
    """Return a checked document. Raises Rejected with part, element and field of the first thing that does not fit."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Rejected(
            "The file is not a board that prodtui exported.",
            hint="Import CSV or Taskwarrior files with `prodtui import csv` or `prodtui import taskwarrior`.",
        )
    if value.get("version") not in range(1, VERSION + 1):
        found = quoted(str(value.get("version")), limit=20)
        raise Rejected(
            f"The board format has version {found}; this program reads {VERSION}.",
            hint="Import it with the program that wrote it, or upgrade this one; nothing was imported.",
        )
    unknown = next((name for name in value if name not in ("format", "version", *PARTS)), None)
    if unknown is not None:
        raise wrong(scrub(unknown, limit=40)[0], 0, "", "it is not a part of a board")
    value = _as_of_now(value)
    parts = {name: _part(name, value.get(name), fields) for name, fields in PARTS.items()}
    if len(parts["board"]) != 1:
        raise wrong("board", 0, "", "there must be exactly one")
    if not parts["events"]:
        raise wrong("events", 0, "", "there must be at least the making of the board")
    zone = ZoneInfo(parts["board"][0]["timezone"])
    for place, task in enumerate(parts["tasks"], start=1):
        problem = finish_problem(task["planned_start"], task["planned_finish"], zone)
        if problem is not None:
            raise wrong("tasks", place, "planned_finish", f"it {problem}")
    for place, event in enumerate(parts["events"], start=1):
        _check_event(place, event)
    return BoardDocument(parts.pop("board")[0], parts)


def _as_of_now(value: dict[str, Any]) -> dict[str, Any]:
    """Return a document of an earlier version as this version would have written it."""
    later = range(value["version"] + 1, VERSION + 1)
    found = {name: [] for version in later for name in SINCE.get(version, ())} | value
    for part, fields in ((part, fields) for version in later for part, fields in FIELDS_SINCE.get(version, {}).items()):
        if isinstance(found.get(part), list):
            found[part] = [{**fields, **each} if isinstance(each, dict) else each for each in found[part]]
    return found


def _part(name: str, elements: Any, fields: Mapping[str, Check]) -> list[dict[str, Any]]:
    if not isinstance(elements, list):
        raise wrong(name, 0, "", "it is missing or not a list")
    return [_element(name, place, element, fields) for place, element in enumerate(elements, start=1)]


def _element(part: str, place: int, element: Any, fields: Mapping[str, Check]) -> dict[str, Any]:
    if not isinstance(element, dict):
        raise wrong(part, place, "", "it is not an object")
    odd = fields.keys() ^ element.keys()
    if odd:
        name = sorted(odd)[0]
        close = nearest(name, fields) if name not in fields else None
        ask = f"; did the file mean {quoted(close)}" if close else ""
        raise wrong(part, place, scrub(name, limit=40)[0], "it is missing" if name in fields else f"it is unknown{ask}")
    checked = {}
    for name, check in fields.items():
        checked[name] = _checked(part, place, name, element[name], check)
    return checked


def _checked(part: str, place: int, name: str, value: Any, check: Check) -> Any:
    try:
        return check(value)
    except ProdtuiError as error:
        raise wrong(part, place, name, error.message.rstrip(".")) from None
    except ValueError as error:
        raise wrong(part, place, name, f"it {error}") from None


def _check_event(place: int, event: Mapping[str, Any]) -> None:
    """Check the fields before and after: history shows them, and undo writes them back."""
    fields = PAYLOADS[event["kind"]]
    if event["before"] is None and event["after"] is None:
        raise wrong("events", place, "after", "before and after are both missing")
    for side in ("before", "after"):
        for name, value in (event[side] or {}).items():
            if name not in fields:
                raise wrong("events", place, side, f"{quoted(name, limit=40)} is no field of a {event['kind']}")
            _checked("events", place, f"{side}, {name}", value, fields[name])
    whole = event["after"] if event["before"] is None else event["before"] if event["after"] is None else None
    needed = NEEDED.get(event["kind"], ())
    if whole is not None and any(whole.get(name) is None for name in needed):
        raise wrong("events", place, "after", f"a {event['kind']} needs {', '.join(needed)}")


def wrong(part: str, place: int, name: str, what: str) -> Rejected:
    """Return the error for one field of one element (0 for the whole part) of a document."""
    where = ", ".join(word for word in (part, f"element {place}" if place else "", name) if word)
    return Rejected(
        f"The board in the file cannot be taken: {where}: {what}.",
        hint="Export the board again; nothing was imported.",
        details={"part": part, "element": place, "field": name},
    )
