"""The pure parts of the screens: lines into fields, values into text, errors into sentences."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from prodtui.domain.enums import DependencyKind, Priority, Role, ServiceClass
from prodtui.domain.rows import PersonRow
from prodtui.errors import Busy, Refused, Rejected, Usage
from prodtui.screens import sentences
from prodtui.screens.form_fields import FIELDS, Reading, person, read_changes
from prodtui.screens.program_verbs import words_of
from prodtui.screens.quick_line import read_quick_line
from prodtui.screens.toasts import Toasts
from prodtui.screens.verbs_task import read_link, read_time
from tests.helpers.team import NOW

BY_NAME = {field.name: field for field in FIELDS}

BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = tuple(
    PersonRow(number, login, name, login[:2], Role.MEMBER, (), 8.0, None, True, 1)
    for number, (login, name) in enumerate([("ann", "Ann Smith"), ("anna", "Anna Lund"), ("bo", "Bo Berg")], start=1)
)
READING = Reading(NOW, BERLIN, PEOPLE)


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Fix the press", "Fix the press", {}),
        ("Fix @ann press @bo", "Fix press", {"assignees": ("ann", "bo")}),
        ("Fix #a #b-2", "Fix", {"labels": ("a", "b-2")}),
        ("Fix !h", "Fix", {"priority": Priority.HIGH}),
        ("Fix !urgent", "Fix", {"priority": Priority.URGENT}),
        ("Fix due:fri", "Fix", {"due": datetime(2026, 11, 27, 22, 59, tzinfo=UTC)}),
        ("Fix est:1h30 step:ready", "Fix", {"estimate_hours": 1.5, "step": "ready"}),
        ('Mail "@home" and "#1" now', "Mail @home and #1 now", {}),
        ("Wow! 3 @ 5 # x: y", "Wow! 3 @ 5 # x: y", {}),
        ("http://a.b/c due: soon", "http://a.b/c due: soon", {}),
    ],
)
def test_a_quick_line_is_title_and_fields(text: str, title: str, rest: dict[str, object]) -> None:
    assert read_quick_line(text).fields(NOW, BERLIN) == {"title": title, **rest}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "title"),
        ("@ann #x", "title"),
        ("Fix !huge", '"!huge" is not a priority'),
        ("Fix due:someday", "someday"),
        ("Fix est:long", "long"),
    ],
)
def test_a_quick_line_that_means_nothing_says_why(text: str, said: str) -> None:
    with pytest.raises(Rejected, match=said):
        read_quick_line(text).fields(NOW, BERLIN)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Fix"),
        ("notes", "a\nb"),
        ("assignees", ("ann", "bo")),
        ("labels", ("a", "b-2")),
        ("priority", Priority.LOW),
        ("service_class", ServiceClass.EXPEDITE),
        ("due", datetime(2026, 11, 27, 22, 59, tzinfo=UTC)),
        ("due", datetime(2026, 11, 27, 14, 0, tzinfo=UTC)),
        ("wait_until", datetime(2026, 11, 26, 23, 0, tzinfo=UTC)),
        ("estimate_hours", 1.5),
        ("quantity", 40.0),
        ("unit", None),
        ("due", None),
        ("parent", "OPS-3"),
    ],
)
def test_a_field_reads_back_what_it_shows(name: str, value: object) -> None:
    field = BY_NAME[name]
    assert field.read(field.show(value, BERLIN), READING) == value


def test_only_what_was_changed_is_read() -> None:
    before = dict.fromkeys(BY_NAME, "") | {"title": "Fix", "due": "not a date, but nobody touched it"}
    values, problems = read_changes(before, before | {"unit": "pc", "quantity": "many"}, READING)
    assert values == {"unit": "pc"}
    assert list(problems) == ["quantity"]


def test_people_are_found_by_login_name_or_a_beginning_that_only_one_has() -> None:
    assert [person(name, PEOPLE) for name in ("ann", "@bo", "Anna Lund", "b")] == ["ann", "bo", "anna", "bo"]
    with pytest.raises(Rejected, match="may be ann or anna"):
        person("an", PEOPLE)
    with pytest.raises(Rejected, match='no person "zorro"'):
        person("zorro", PEOPLE)


def test_time_and_links_are_read_from_a_line() -> None:
    assert read_time("1h30 fixture was loose") == (90, "fixture was loose")
    assert read_link("OPS-1 started +4h") == ("OPS-1", DependencyKind.START_START, 4.0)
    assert read_link("Calibrate press 3 +4h") == ("Calibrate press 3", DependencyKind.FINISH_START, 4.0)
    for text in ("", "OPS-1 +never"):
        with pytest.raises(Rejected):
            read_link(text)


def test_a_command_line_is_split_as_a_shell_does() -> None:
    assert words_of("prodtui task add 'a b'") == ["task", "add", "a b"]
    for line in ("", "prodtui", "task add 'open"):
        with pytest.raises(Usage):
            words_of(line)


def test_references_stay_a_short_list() -> None:
    refs = [f"OPS-{number}" for number in range(1, 8)]
    assert sentences.of_refs(refs[:1]) == "OPS-1"
    assert sentences.of_refs(refs[:2]) == "OPS-1 and OPS-2"
    assert sentences.of_refs(refs) == "OPS-1, OPS-2, OPS-3 and 4 more"
    assert (sentences.of_tasks(refs), sentences.of_tasks(refs[:1])) == ("7 tasks", "OPS-1")


def test_errors_say_what_was_kept_and_what_to_do() -> None:
    busy = Busy("The store is busy.", hint="Try again.")
    assert sentences.of_error(busy, kept=True) == "The store is busy. What you typed is kept here. Try again."


@pytest.mark.parametrize(("overridable", "answer"), [([True, True], True), ([True, False], False), ([], False)])
def test_only_a_refusal_of_limits_alone_can_be_overridden(overridable: list[bool], answer: bool) -> None:
    reasons = [{"ref": "OPS-1", "text": "no", "overridable": each} for each in overridable]
    assert sentences.can_override(Refused("No.", details={"reasons": reasons})) is answer


def test_toasts_are_three_at_most_and_the_rest_is_counted() -> None:
    now = [100.0]
    shown: list[str] = []
    app = SimpleNamespace(
        notify=lambda text, **_: shown.append(text),
        clear_notifications=shown.clear,
        call_later=lambda show: show(),
    )
    toasts = Toasts(app, clock=lambda: now[0])  # type: ignore[arg-type]
    for number in range(5):
        toasts.say(str(number))
    assert shown == ["2", "3", "4", "and 2 more"]
    now[0] += 60
    assert toasts.texts == ()
