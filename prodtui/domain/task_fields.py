"""What each field of a task may hold: the one place where a value from outside becomes a value of the domain."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from prodtui.domain.dates import local
from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.text import clean_line, clean_text, nearest, slug
from prodtui.errors import Rejected, Usage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

E = TypeVar("E", bound=StrEnum)

_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_MOST = 1e9


def choice(kind: type[E], value: object, what: str) -> E:
    """Return the member of `kind` that `value` names. Raises Rejected with the members."""
    try:
        return kind(str(value).strip().lower())
    except ValueError:
        members = [member.value for member in kind]
        close = nearest(str(value), members)
        ask = f"Did you mean {close!r}? " if close else ""
        raise Rejected(
            f"{what} {str(value)[:40]!r} is unknown.", hint=f"{ask}Choose one of {', '.join(members)}."
        ) from None


def moment(value: object, what: str) -> datetime | None:
    """Return an aware UTC datetime from a datetime or ISO text. Raises Rejected for anything else."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise Rejected(
                f"{what} {str(value)[:40]!r} is not a date.", hint="Write it like 2026-11-24T15:00:00Z."
            ) from None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise Rejected(f"{what} needs a date with a time zone.", hint="Write it like 2026-11-24T15:00:00Z.")
    value = value.astimezone(UTC)
    if not _EARLIEST <= value < _LATEST:
        raise Rejected(f"{what} {value.date()} lies outside 1900 to 2200.", hint="Check the year.")
    return value


def finish_problem(start: datetime | None, finish: datetime | None, tz: ZoneInfo) -> str | None:
    """Return what is wrong with a planned finish as the end of a sentence, None when nothing is."""
    if start is None or finish is None or start <= finish:
        return None
    return f"is before the planned start {local(start, tz)}"


def check_plan(
    start: datetime | None, finish: datetime | None, tz: ZoneInfo, *, changed: str = "planned_finish"
) -> None:
    """Raise Rejected for a planned finish before the planned start; `details["field"]` is the field `changed`."""
    problem = finish_problem(start, finish, tz)
    if problem is not None and finish is not None:
        sentence = f"The planned finish {local(finish, tz)} {problem}."
        raise Rejected(sentence, hint="Move one of them.", details={"field": changed})


def amount(value: object, what: str) -> float | None:
    """Return a number of at least 0. Raises Rejected for text, negative, infinite or absurd values."""
    if value is None or value == "":
        return None
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise Rejected(f"{what} {str(value)[:40]!r} is not a number.", hint="Write it like 40 or 2.5.") from None
    if not math.isfinite(number) or number < 0 or number > _MOST:
        raise Rejected(f"{what} {str(value)[:40]} must lie between 0 and {_MOST:.0f}.", hint="Check the number.")
    return number


def label(value: object) -> str:
    """Return a label as the store keeps it: lower case, words joined by hyphens. Raises Rejected for an empty one."""
    name = slug(clean_line(str(value), limit=60, what="label").lstrip("#"))
    if not name:
        raise Rejected(
            f"The label {str(value)[:40]!r} holds no letter or digit.", hint="Write it like rework or line-2."
        )
    return name


def _words(value: object, clean: Callable[[object], str]) -> tuple[str, ...]:
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, Iterable):
        raise Rejected(f"{str(value)[:40]!r} is not a list of words.", hint="Separate them by commas, like ann, bo.")
    return tuple(sorted({clean(item) for item in items if str(item).strip()}))


def _optional_line(limit: int, what: str) -> Callable[[object], str | None]:
    def clean(value: object) -> str | None:
        return None if value is None or value == "" else clean_line(str(value), limit=limit, what=what)

    return clean


def _plain(value: object) -> str:
    return str(value).strip().lstrip("@")


_CLEAN: Mapping[str, Callable[[Any], Any]] = {
    "title": lambda value: clean_line("" if value is None else str(value)),
    "notes": lambda value: clean_text(str(value or "")),
    "priority": lambda value: choice(Priority, value, "The priority"),
    "service_class": lambda value: choice(ServiceClass, value, "The class of service"),
    "assignees": lambda value: _words(value or (), _plain),
    "labels": lambda value: _words(value or (), label),
    "product": _optional_line(100, "product"),
    "quantity": lambda value: amount(value, "The quantity"),
    "unit": _optional_line(20, "unit"),
    "estimate_hours": lambda value: amount(value, "The estimate"),
    "due": lambda value: moment(value, "The due date"),
    "planned_start": lambda value: moment(value, "The planned start"),
    "planned_finish": lambda value: moment(value, "The planned finish"),
    "parent": _optional_line(200, "parent"),
    "external_key": _optional_line(200, "external key"),
    "wait_until": lambda value: moment(value, "The waiting date"),
    "pinned_start": lambda value: moment(value, "The pinned start"),
}

#: What `edit` takes; the other fields move by verbs.
EDITABLE = tuple(_CLEAN)


def clean_field(name: str, value: object) -> Any:
    """Return the value of a task's field as the domain keeps it.

    Raises Usage for a field that does not exist or is moved by a verb, Rejected for a value that does not fit.
    """
    if name not in _CLEAN:
        close = nearest(name, EDITABLE)
        hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(EDITABLE)}."
        raise Usage(f"A task has no field {name[:40]!r} that can be edited.", hint=hint)
    return _CLEAN[name](value)


def clean_fields(values: Mapping[str, object]) -> dict[str, Any]:
    """Return all of `values` cleaned; see `clean_field`."""
    return {name: clean_field(name, value) for name, value in values.items()}
