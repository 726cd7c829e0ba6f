"""The fields of the edit form: how a value of a task stands as text, and how text becomes a value. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from prodtui.domain.dates import parse_duration, parse_when
from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows import PersonRow
from prodtui.domain.task_fields import clean_field
from prodtui.domain.text import nearest
from prodtui.errors import Rejected


@dataclass(frozen=True, slots=True)
class Reading:
    """What text is read against: the present, the board's time zone and the people who can be named."""

    now: datetime
    tz: ZoneInfo
    people: Sequence[PersonRow] = ()


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form; `show` and `read` are each other's inverse, `words` are offered while typing.

    A `long` one takes several lines; in a `replaced` one the first key typed replaces what stands there.
    """

    name: str
    label: str
    hint: str
    show: Callable[[Any, ZoneInfo], str]
    read: Callable[[str, Reading], Any]
    words: tuple[str, ...] = ()
    long: bool = False
    replaced: bool = False


def _plain(value: Any, _: ZoneInfo) -> str:
    return "" if value is None else str(value)


def _listed(value: Any, _: ZoneInfo) -> str:
    return ", ".join(value or ())


def _number(value: Any, _: ZoneInfo) -> str:
    return "" if value is None else f"{value:g}"


def _moment(whole_day: tuple[int, int]) -> Callable[[Any, ZoneInfo], str]:
    """Return how to show a moment; one at the local time `whole_day` is written as a date alone."""

    def show(value: Any, tz: ZoneInfo) -> str:
        if value is None:
            return ""
        local = value.astimezone(tz)
        return f"{local:%Y-%m-%d}" if (local.hour, local.minute) == whole_day else f"{local:%Y-%m-%d %H:%M}"

    return show


def _read(name: str) -> Callable[[str, Reading], Any]:
    return lambda text, _: clean_field(name, text.strip() or None) if name != "title" else clean_field(name, text)


def _read_moment(text: str, reading: Reading, *, end_of_day: bool = True) -> datetime | None:
    """Return the moment that a text means, None for none, as the command line does."""
    if text.strip().casefold() in ("", "none"):
        return None
    return parse_when(text, reading.now, reading.tz, end_of_day=end_of_day)


def _read_start(text: str, reading: Reading) -> datetime | None:
    return _read_moment(text, reading, end_of_day=False)


def _read_hours(text: str, _: Reading) -> float | None:
    if not text.strip():
        return None
    try:
        return float(clean_field("estimate_hours", text.strip()))
    except Rejected:
        return parse_duration(text) / 60


def _read_people(text: str, reading: Reading) -> tuple[str, ...]:
    names = text.replace(",", " ").split()
    return tuple(dict.fromkeys(person(name, reading.people) for name in names))


def _read_labels(text: str, _: Reading) -> tuple[str, ...]:
    return tuple(clean_field("labels", text.replace(",", " ").split()))


def person(name: str, people: Sequence[PersonRow]) -> str:
    """Return the login that `name` means: a login, a whole name or the beginning of just one. Raises Rejected."""
    wanted = name.lstrip("@").casefold()
    for row in people:
        if wanted in (row.login.casefold(), row.name.casefold()):
            return row.login
    starts = [row.login for row in people if row.active and wanted and row.login.casefold().startswith(wanted)]
    if len(starts) == 1:
        return starts[0]
    logins = [row.login for row in people if row.active]
    near = nearest(name, logins)
    if starts:
        raise Rejected(f'"{name}" may be {" or ".join(starts)}.', hint="Write more of the name.")
    hint = f'Did you mean "{near}"?' if near else f"There are: {', '.join(logins[:12]) or 'no people yet'}."
    raise Rejected(f'There is no person "{name}".', hint=hint)


_PRIORITIES = tuple(priority.value for priority in Priority)
_CLASSES = tuple(each.value for each in ServiceClass)

FIELDS: tuple[FormField, ...] = (
    FormField("title", "Title", "what is to be done", _plain, _read("title")),
    FormField("notes", "Notes", "", _plain, _read("notes"), long=True),
    FormField("assignees", "Who", "such as ann, bo", _listed, _read_people),
    FormField("labels", "Labels", "such as rework, line-2", _listed, _read_labels),
    FormField("priority", "Priority", ", ".join(_PRIORITIES), _plain, _read("priority"), _PRIORITIES),
    FormField("service_class", "Class", ", ".join(_CLASSES), _plain, _read("service_class"), _CLASSES),
    FormField("due", "Due", "such as fri, +14d, eom", _moment((23, 59)), _read_moment),
    FormField("wait_until", "Not before", "such as mon, +2w", _moment((0, 0)), _read_start),
    FormField("planned_start", "Planned start", "such as mon, mon 07:00, +14d", _moment((0, 0)), _read_start),
    FormField("planned_finish", "Planned finish", "such as fri, +14d, eom", _moment((23, 59)), _read_moment),
    FormField(
        "pinned_start", "Pinned start", "such as mon 9:00; empty: the schedule says when", _moment((0, 0)), _read_start
    ),
    FormField("estimate_hours", "Estimate", "hours, or 1h30", _number, _read_hours),
    FormField("product", "Product", "", _plain, _read("product")),
    FormField("quantity", "Quantity", "such as 40", _number, _read("quantity")),
    FormField("unit", "Unit", "such as pc", _plain, _read("unit")),
    FormField("parent", "Part of", "such as OPS-12", _plain, _read("parent")),
    FormField("external_key", "External key", "", _plain, _read("external_key")),
)


def texts_of(row: object, tz: ZoneInfo, fields: Sequence[FormField] = FIELDS) -> dict[str, str]:
    """Return each field of a form as it stands before anybody types."""
    return {field.name: field.show(getattr(row, field.name), tz) for field in fields}


def read_changes(
    before: Mapping[str, str], now: Mapping[str, str], reading: Reading, fields: Sequence[FormField] = FIELDS
) -> tuple[dict[str, Any], dict[str, Rejected]]:
    """Return the values of the fields whose text differs, and by field what cannot be read."""
    values: dict[str, Any] = {}
    problems: dict[str, Rejected] = {}
    for field in fields:
        if now[field.name] == before.get(field.name, ""):
            continue
        try:
            values[field.name] = field.read(now[field.name], reading)
        except Rejected as error:
            problems[field.name] = error
    return values, problems
