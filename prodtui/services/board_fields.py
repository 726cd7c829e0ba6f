"""The fields of a board document, part by part, each with the check of its values."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from prodtui.domain.codec import to_dict
from prodtui.domain.enums import DependencyKind, Priority, Role, ServiceClass, StepKind, TransitionKind, Via
from prodtui.domain.filters import parse_filter
from prodtui.domain.imports import MAX_TEXT
from prodtui.domain.rows import BoardSettings
from prodtui.domain.task_fields import moment
from prodtui.domain.text import scrub
from prodtui.services.boards import changed_settings, clean_key, clean_timezone
from prodtui.services.recurring import clean_rule, clean_template

Check = Callable[[Any], Any]
"""Returns the value as the store keeps it, or raises ValueError with what is wrong, or a ProdtuiError."""

_MOST = 2**62


def _line(limit: int) -> Check:
    return lambda value: _clean(value, limit, multiline=False)


def _text(limit: int) -> Check:
    return lambda value: _clean(value, limit, multiline=True)


def _clean(value: Any, limit: int, *, multiline: bool) -> str:
    if not isinstance(value, str):
        raise ValueError("is not a text")
    if scrub(value, limit=limit, multiline=multiline)[1]:
        raise ValueError(f"holds characters that cannot be shown, or more than {limit} of them")
    return value


def _whole(low: int, high: int) -> Check:
    def check(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError(f"is not a whole number from {low} to {high}")
        return value

    return check


def _number(high: float) -> Check:
    def check(value: Any) -> float:
        if (
            not isinstance(value, int | float)
            or isinstance(value, bool)
            or not (math.isfinite(value) and 0 <= value <= high)
        ):
            raise ValueError(f"is not a number from 0 to {high:g}")
        return float(value)

    return check


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is not true or false")
    return value


def _choice(kind: type[StrEnum]) -> Check:
    def check(value: Any) -> str:
        if value not in list(kind):
            raise ValueError(f"is not one of {', '.join(kind)}")
        return str(value)

    return check


def _moment(value: Any) -> datetime:
    found = moment(value, "it") if isinstance(value, str) else None
    if found is None:
        raise ValueError("is not a date")
    return found


def _maybe(check: Check) -> Check:
    return lambda value: None if value is None else check(value)


def _list(check: Check) -> Check:
    def checked(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise ValueError("is not a list")
        found = [check(each) for each in value]
        if len(set(found)) < len(found):
            raise ValueError("names something twice")
        return found

    return checked


def _settings(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    settings = changed_settings(BoardSettings(), value)
    for words in (settings.roles, settings.issue_categories):
        _list(_line(200))(list(words))
    return to_dict(settings)


def _template_fields(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    clean_template(value)
    return value


def _filter_text(value: Any) -> str:
    text = _clean(value, 1_000, multiline=False)
    parse_filter(text)
    return text


def _rule(value: Any) -> str:
    if not isinstance(value, str) or clean_rule(value) != value:
        raise ValueError("is not a rule")
    return value


def _zone(value: Any) -> str:
    return clean_timezone(_clean(value, 60, multiline=False))


def _board_key(value: Any) -> str:
    key = _clean(value, 10, multiline=False)
    if clean_key(key) != key:
        raise ValueError("is not a board key")
    return key


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("is not an object")
    return value


def _step_key(value: Any) -> str:
    key = _clean(value, 80, multiline=False)
    if not key or key != key.casefold() or any(mark in key for mark in " ,#>"):
        raise ValueError("is not a step key")
    return key


_name, _word, _version, _ID = _line(200), _line(60), _whole(1, _MOST), _whole(-_MOST, _MOST)
_when, _maybe_line = _maybe(_moment), _maybe(_line(200))
_amount = _maybe(_number(1e9))
_limit = _maybe(_whole(1, 10_000))

_TASK: Mapping[str, Check] = {
    "title": _line(200),
    "notes": _text(MAX_TEXT),
    "rank": _whole(-_MOST, _MOST),
    "priority": _choice(Priority),
    "service_class": _choice(ServiceClass),
    "product": _maybe_line,
    "quantity": _amount,
    "unit": _maybe_line,
    "estimate_hours": _amount,
    "due": _when,
    "due_committed": _when,
    "planned_start": _when,
    "planned_finish": _when,
    "blocked_reason": _maybe_line,
    "blocked_since": _when,
    "blocked_by": _maybe_line,
    "external_key": _maybe_line,
    "wait_until": _when,
    "occurrence": _maybe_line,
    "created_at": _moment,
    "created_by": _name,
    "entered_at": _moment,
    "started_at": _when,
    "finished_at": _when,
    "archived_at": _when,
    "step": _step_key,
    "parent": _maybe_line,
    "assignees": _list(_word),
    "labels": _list(_word),
}
_STEP: Mapping[str, Check] = {
    "key": _step_key,
    "name": _name,
    "kind": _choice(StepKind),
    "position": _whole(0, 10_000),
    "wip_limit": _limit,
    "role": _maybe_line,
    "criteria": _text(2_000),
    "standard_hours": _amount,
    "archived_at": _when,
}
_BOARD: Mapping[str, Check] = {
    "key": _board_key,
    "name": _name,
    "timezone": _zone,
    "template": _maybe_line,
    "settings": _settings,
    "next_number": _whole(1, _MOST),
    "archived_at": _when,
}
_RECURRENCE: Mapping[str, Check] = {
    "rule": _rule,
    "start": _moment,
    "fields": _template_fields,
    "last_occurrence": _maybe_line,
    "active": _flag,
}
_LINK: Mapping[str, Check] = {
    "predecessor": _name,
    "successor": _name,
    "kind": _choice(DependencyKind),
    "lag_hours": _number(10_000),
}
_WAY: Mapping[str, Check] = {"from_step": _step_key, "to_step": _step_key, "kind": _choice(TransitionKind)}
_FILTER: Mapping[str, Check] = {"name": _line(40), "text": _filter_text}
_COMMENT: Mapping[str, Check] = {"ref": _name, "at": _moment, "author": _name, "text": _text(MAX_TEXT)}
_WORK: Mapping[str, Check] = {
    "ref": _name,
    "at": _moment,
    "person": _name,
    "minutes": _whole(1, 6_000),
    "note": _line(200),
}
#: What an event of each kind may hold before and after; those of people belong to the store, not to a board.
PAYLOADS: Mapping[str, Mapping[str, Check]] = {
    "task": {**_TASK, "recurrence_id": _maybe(_whole(-_MOST, _MOST))},
    "step": _STEP,
    "board": _BOARD,
    "recurrence": {**_RECURRENCE, "rested": _maybe_line},
    "dependency": {**_LINK, "id": _ID},
    "transition": _WAY,
    "filter": _FILTER,
    "comment": {**_COMMENT, "id": _ID},
    "work": {**_WORK, "id": _ID},
}
#: Without these a whole object cannot be told, or taken back.
NEEDED: Mapping[str, Sequence[str]] = {
    "dependency": tuple(_LINK),
    "transition": tuple(_WAY),
    "filter": tuple(_FILTER),
    "comment": ("id", "at", "author", "text"),
    "work": ("id", "at", "person", "minutes"),
}


def _event_kind(value: Any) -> str:
    if value not in PAYLOADS:
        raise ValueError(f"is not one of {', '.join(PAYLOADS)}")
    return str(value)


PARTS: Mapping[str, Mapping[str, Check]] = {
    "board": {**_BOARD, "version": _version},
    "people": {
        "login": _word,
        "name": _word,
        "initials": _line(3),
        "role": _choice(Role),
        "skills": _list(_line(40)),
        "hours_per_day": _number(24),
        "wip_limit": _limit,
        "active": _flag,
    },
    "steps": {**_STEP, "version": _version},
    "transitions": _WAY,
    "labels": {"name": _word},
    "filters": _FILTER,
    "recurrences": {**_RECURRENCE, "version": _version},
    "tasks": {"ref": _name, **_TASK, "recurrence": _maybe(_whole(1, _MOST)), "version": _version},
    "dependencies": _LINK,
    "comments": _COMMENT,
    "work": _WORK,
    "events": {
        "at": _moment,
        "recorded_at": _moment,
        "actor": _name,
        "typed_by": _maybe_line,
        "via": _choice(Via),
        "command": _name,
        "kind": _event_kind,
        "ref": _name,
        "before": _maybe(_object),
        "after": _maybe(_object),
        "version": _version,
        "txn": _line(64),
        "undoes": _maybe(_line(64)),
        "request_id": _maybe_line,
        "reason": _maybe(_line(400)),
    },
}
