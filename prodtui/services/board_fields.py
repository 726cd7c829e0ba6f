"""The fields of a board document, part by part, each with the check of its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from prodtui.domain.codec import to_dict, to_json
from prodtui.domain.enums import DependencyKind, Priority, Role, ServiceClass, StepKind, TransitionKind, Via
from prodtui.domain.filters import parse_filter
from prodtui.domain.imports import MAX_TEXT
from prodtui.domain.permissions import Permission, RightRow, rights_of
from prodtui.domain.rows import BoardSettings
from prodtui.services import daily_fields, planning_fields, record_fields
from prodtui.services.boards import changed_settings, clean_key, clean_timezone
from prodtui.services.document_checks import (
    MOST,
    Check,
    a_moment,
    a_rule,
    an_object,
    choice,
    flag,
    line,
    list_of,
    maybe,
    number,
    step_key,
    text,
    whole,
)  # fmt: skip
from prodtui.services.recurring import clean_template


def _settings(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    settings = changed_settings(BoardSettings(), value)
    for words in (settings.roles, settings.issue_categories):
        list_of(line(200))(list(words))
    return to_dict(settings)


def _rights(value: Any) -> list[Any] | None:
    if not isinstance(value, list):
        raise ValueError("is not a list")
    cells = []
    for each in value:
        if not isinstance(each, dict) or each.keys() != RightRow.__dataclass_fields__.keys():
            raise ValueError("holds something that is not a role, a right and whether it is granted")
        role, right = choice(Role)(each["role"]), choice(Permission)(each["right"])
        cells.append(RightRow(Role(role), Permission(right), flag(each["granted"])))
    return to_json(rights_of(cells).changes) or None


def _template_fields(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    clean_template(value)
    return value


def _filter_text(value: Any) -> str:
    words: str = line(1_000)(value)
    parse_filter(words)
    return words


def _zone(value: Any) -> str:
    return clean_timezone(line(60)(value))


def _board_key(value: Any) -> str:
    key: str = line(10)(value)
    if clean_key(key) != key:
        raise ValueError("is not a board key")
    return key


_name, _word, _version, _ID = line(200), line(60), whole(1, MOST), whole(-MOST, MOST)
_when, _maybe_line = maybe(a_moment), maybe(line(200))
_amount = maybe(number(1e9))
_limit = maybe(whole(1, 10_000))

_TASK: Mapping[str, Check] = {
    "title": line(200),
    "notes": text(MAX_TEXT),
    "rank": whole(-MOST, MOST),
    "priority": choice(Priority),
    "service_class": choice(ServiceClass),
    "product": _maybe_line,
    "quantity": _amount,
    "unit": _maybe_line,
    "estimate_hours": _amount,
    "due": _when,
    "due_committed": _when,
    "planned_start": _when,
    "planned_finish": _when,
    "pinned_start": _when,
    "sequence": maybe(whole(-MOST, MOST)),
    "blocked_reason": _maybe_line,
    "blocked_since": _when,
    "blocked_by": _maybe_line,
    "external_key": _maybe_line,
    "wait_until": _when,
    "occurrence": _maybe_line,
    "created_at": a_moment,
    "created_by": _name,
    "entered_at": a_moment,
    "started_at": _when,
    "finished_at": _when,
    "archived_at": _when,
    "step": step_key,
    "parent": _maybe_line,
    "assignees": list_of(_word),
    "labels": list_of(_word),
}
_STEP: Mapping[str, Check] = {
    "key": step_key,
    "name": _name,
    "kind": choice(StepKind),
    "position": whole(0, 10_000),
    "wip_limit": _limit,
    "role": _maybe_line,
    "criteria": text(2_000),
    "standard_hours": _amount,
    "archived_at": _when,
}
_BOARD: Mapping[str, Check] = {
    "key": _board_key,
    "name": _name,
    "timezone": _zone,
    "template": _maybe_line,
    "settings": _settings,
    "next_number": whole(1, MOST),
    "archived_at": _when,
    "rights": maybe(_rights),
}
_RECURRENCE: Mapping[str, Check] = {
    "rule": a_rule,
    "start": a_moment,
    "fields": _template_fields,
    "last_occurrence": _maybe_line,
    "active": flag,
}
_LINK: Mapping[str, Check] = {
    "predecessor": _name,
    "successor": _name,
    "kind": choice(DependencyKind),
    "lag_hours": number(10_000),
}
_WAY: Mapping[str, Check] = {"from_step": step_key, "to_step": step_key, "kind": choice(TransitionKind)}
_FILTER: Mapping[str, Check] = {"name": line(40), "text": _filter_text}
_COMMENT: Mapping[str, Check] = {"ref": _name, "at": a_moment, "author": _name, "text": text(MAX_TEXT)}
_WORK: Mapping[str, Check] = {
    "ref": _name,
    "at": a_moment,
    "person": _name,
    "minutes": whole(1, 6_000),
    "note": line(200),
}
#: What an event of each kind may hold before and after; those of people belong to the store, not to a board.
PAYLOADS: Mapping[str, Mapping[str, Check]] = {
    "task": {**_TASK, "recurrence_id": maybe(whole(-MOST, MOST))},
    "step": _STEP,
    "board": _BOARD,
    "recurrence": {**_RECURRENCE, "rested": _maybe_line},
    "dependency": {**_LINK, "id": _ID},
    "transition": _WAY,
    "filter": _FILTER,
    "right": {"granted": flag},
    "comment": {**_COMMENT, "id": _ID},
    "work": {**_WORK, "id": _ID},
    **record_fields.PAYLOADS,
    **planning_fields.PAYLOADS,
    **daily_fields.NUMBERED,
}
#: Without these a whole object cannot be told, or taken back.
NEEDED: Mapping[str, Sequence[str]] = {
    "dependency": tuple(_LINK),
    "transition": tuple(_WAY),
    "filter": tuple(_FILTER),
    "comment": ("id", "at", "author", "text"),
    "work": ("id", "at", "person", "minutes"),
    **record_fields.NEEDED,
    **planning_fields.NEEDED,
}


def _event_kind(value: Any) -> str:
    if value not in PAYLOADS:
        raise ValueError(f"is not one of {', '.join(PAYLOADS)}")
    return str(value)


#: The parts that files of earlier versions do not have, by the version that brought them.
SINCE: Mapping[int, frozenset[str]] = {
    2: frozenset(record_fields.PARTS), 3: frozenset(planning_fields.PARTS), 5: frozenset(daily_fields.PARTS),
}  # fmt: skip
#: Fields of other parts that came with a version, and what they hold in earlier files.
FIELDS_SINCE: Mapping[int, Mapping[str, Mapping[str, Any]]] = {
    3: {"people": {"workweek": None}},
    4: {"tasks": {"pinned_start": None, "sequence": None}},
    6: {"board": {"rights": None}},
}

PARTS: Mapping[str, Mapping[str, Check]] = {
    "board": {**_BOARD, "version": _version},
    "people": {
        "login": _word,
        "name": _word,
        "initials": line(3),
        "role": choice(Role),
        "skills": list_of(line(40)),
        "hours_per_day": number(24),
        "wip_limit": _limit,
        "active": flag,
        "workweek": maybe(planning_fields.a_week),
    },
    "steps": {**_STEP, "version": _version},
    "transitions": _WAY,
    "labels": {"name": _word},
    "filters": _FILTER,
    "recurrences": {**_RECURRENCE, "version": _version},
    "tasks": {"ref": _name, **_TASK, "recurrence": maybe(whole(1, MOST)), "version": _version},
    "dependencies": _LINK,
    "comments": _COMMENT,
    "work": _WORK,
    **record_fields.PARTS,
    **planning_fields.PARTS,
    **daily_fields.PARTS,
    "events": {
        "at": a_moment,
        "recorded_at": a_moment,
        "actor": _name,
        "typed_by": _maybe_line,
        "via": choice(Via),
        "command": _name,
        "kind": _event_kind,
        "ref": _name,
        "before": maybe(an_object),
        "after": maybe(an_object),
        "version": _version,
        "txn": line(64),
        "undoes": maybe(line(64)),
        "request_id": _maybe_line,
        "reason": maybe(line(400)),
    },
}
