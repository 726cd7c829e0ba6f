"""A card as text: what it says, in which order, and what is left out where there is no room."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from prodtui.domain.enums import Priority, ServiceClass
from prodtui.domain.rows_board import CardRow
from prodtui.widgets.card_lines import CardContext, Face, card_lines
from prodtui.widgets.signs import ASCII, UNICODE, signs_for
from prodtui.widgets.spans import Ink, clip, line, plain
from tests.helpers.rows import AT, a_card

UTC = ZoneInfo("UTC")
CONTEXT = CardContext(now=AT, tz=UTC, age_lines=(2.0, 4.0), initials={"ann": "an", "bo": "bo"})
DAY = timedelta(days=1)


def a_waiting_card(**changes: Any) -> CardRow:
    """Return a card that nobody has started."""
    return a_card(started_at=None, step="ready", title="Housing A", **changes)


def texts(card: CardRow, width: int = 40, context: CardContext = CONTEXT, **look: Any) -> list[str]:
    return ["".join(text for text, _ in row).rstrip() for row in card_lines(card, width, context, **look)]


def test_two_lines_say_what_who_and_when() -> None:
    card = a_waiting_card(assignees=("ann", "bo"), due=AT + 3 * DAY, labels=("jig",))
    assert texts(card) == ["▎OPS-1 Housing A", "  an bo  3d  #jig"]


def test_one_line_says_the_same_when_there_is_room() -> None:
    card = a_waiting_card(assignees=("ann",), due=AT + 3 * DAY)
    context = CardContext(now=AT, tz=UTC, compact=True, initials={"ann": "an"})
    assert texts(card, 40, context) == ["▎OPS-1 Housing A" + " " * 17 + "an  3d"]


def test_the_title_is_cut_at_its_end() -> None:
    card = a_card(title="Repair jig for the long press")
    assert texts(card, 20)[0] == "▎OPS-1 Repair jig…"


def test_nobody_on_a_card_is_said() -> None:
    assert texts(a_waiting_card()) == ["▎OPS-1 Housing A", "  —"]


@pytest.mark.parametrize(
    ("card", "says", "ink"),
    [
        (a_waiting_card(due=AT - 2 * DAY), "2d late", Ink.WRONG),
        (a_waiting_card(due=AT + timedelta(hours=2)), "today", Ink.SOON),
        (a_waiting_card(due=AT + 9 * DAY), "9d", Ink.MUTED),
        (a_waiting_card(due=AT + 9 * DAY, service_class=ServiceClass.FIXED_DATE), "◇ 9d", Ink.MUTED),
        (a_card(started_at=AT - DAY), "⏱ 1d", Ink.MUTED),
        (a_card(started_at=AT - 3 * DAY), "⏱ 3d+", Ink.MUTED),
        (a_card(started_at=AT - 6 * DAY), "⏱ 6d!", Ink.SOON),
        (a_card(blocked_reason="no steel"), "⛔ no steel", Ink.WRONG),
        (a_waiting_card(waiting_for=("OPS-9",)), "waits for OPS-9", Ink.MUTED),
        (a_card(waiting_for=("OPS-9", "OPS-8")), "waits for OPS-9 +1", Ink.SOON),
        (a_waiting_card(wait_until=AT + 3 * DAY), "rests 3d", Ink.MUTED),
        (a_waiting_card(labels=("jig",)), "#jig", Ink.MUTED),
        (a_card(check="failed"), "✗ check failed", Ink.WRONG),
        (a_card(check="waiting"), "✍ sign-off", Ink.SOON),
        (a_card(check="running"), "check runs", Ink.MUTED),
        (a_card(check="due"), "check due", Ink.MUTED),
        (a_card(issues=1), "1 issue", Ink.SOON),
        (a_card(issues=3), "3 issues", Ink.SOON),
    ],
)
def test_each_fact_has_its_word_and_its_ink(card: CardRow, says: str, ink: Ink) -> None:
    second = card_lines(card, 40, CONTEXT)[1]
    assert next(own for text, own in second if says in text) is ink


def test_blocked_beats_late_beats_ageing_beats_label() -> None:
    everything = a_card(
        blocked_reason="no steel",
        due=AT - DAY,
        started_at=AT - 6 * DAY,
        labels=("jig",),
        assignees=("ann",),
    )
    unblocked = a_card(due=AT - DAY, started_at=AT - 6 * DAY, labels=("jig",), assignees=("ann",))
    timely = a_card(started_at=AT - 6 * DAY, labels=("jig",), assignees=("ann",))
    assert texts(everything, 14)[1] == "  ⛔ no steel"
    assert texts(unblocked, 12)[1] == "  1d late"
    assert texts(timely, 10)[1] == "  ⏱ 6d!"
    assert texts(timely, 60)[1] == "  an  ⏱ 6d!  #jig"


def test_a_label_never_jumps_another() -> None:
    card = a_waiting_card(labels=("very-long-label", "x"), assignees=("ann",))
    assert texts(card, 20)[1] == "  an"


def test_no_age_line_means_no_mark() -> None:
    context = CardContext(now=AT, tz=UTC)
    assert texts(a_card(started_at=AT - 60 * DAY), context=context)[1] == "  —  ⏱ 60d"


def test_a_finished_card_is_quiet_and_says_when() -> None:
    card = a_card(finished_at=AT - 2 * DAY, assignees=("ann",), due=AT - 9 * DAY)
    first, second = card_lines(card, 30, CONTEXT)
    assert texts(card, 30) == ["▎OPS-1 Sweep the hall       ✓", "  an  2d ago"]
    assert {ink for _, ink in (*first, *second)} == {Ink.MUTED, Ink.GOOD}


def test_priority_has_a_shape_and_not_only_a_colour() -> None:
    bars = {texts(a_card(priority=priority))[0][0] for priority in Priority}
    assert len(bars) == len(Priority)


def test_expedite_is_marked() -> None:
    assert texts(a_card(service_class=ServiceClass.EXPEDITE))[0] == "▎OPS-1 » Sweep the hall"


def test_a_marked_card_has_a_sign_and_one_ink() -> None:
    rows = card_lines(a_card(), 30, CONTEXT, face=Face.MARK, marked=True)
    assert rows[0][0][0].startswith("●OPS-1")
    assert {ink for row in rows for _, ink in row} == {Ink.MARK}


def test_a_flash_names_who() -> None:
    assert texts(a_card(assignees=("ann",)), face=Face.FLASH, author="bo")[1].startswith("  ✎ bo  an")


def test_compact_narrow_lanes_keep_the_sign_of_trouble() -> None:
    context = CardContext(now=AT, tz=UTC, compact=True)
    blocked = texts(a_card(blocked_reason="waits for the steel from Linz"), 20, context)
    late = texts(a_waiting_card(due=AT - DAY), 20, context)
    assert blocked[0].endswith("⛔")
    assert late[0].endswith("!")


def test_many_people_are_counted() -> None:
    card = a_waiting_card(assignees=("ann", "bo", "cy", "di", "ed"))
    assert texts(card)[1] == "  an bo cy +2"


@pytest.mark.parametrize("hostile", ["[red]x[/]", "[/]", "[@click=app.quit]go[/]", "\x1b]52;c;aGk=\x07", "a\u202eb\nc"])
def test_text_from_people_is_text(hostile: str) -> None:
    card = a_card(title=hostile, labels=(hostile,), blocked_reason=hostile, assignees=(hostile,))
    shown = "".join(texts(card, 120, author=hostile))
    assert shown.isprintable()
    if hostile.startswith("["):
        assert hostile in shown


def test_ascii_signs_are_ascii() -> None:
    card = a_card(
        title="Housing A, a very long title that must be cut",
        priority=Priority.URGENT,
        service_class=ServiceClass.EXPEDITE,
        blocked_reason="a very long reason that must be cut somewhere",
        labels=("jig",),
        waiting_for=("OPS-2",),
    )
    context = CardContext(now=AT, tz=UTC, signs=ASCII, age_lines=(2.0, 4.0))
    assert "".join(texts(card, 24, context) + texts(a_card(finished_at=AT), 24, context)).isascii()


@pytest.mark.parametrize(
    ("encoding", "terminal", "signs"),
    [
        ("utf-8", "xterm-256color", UNICODE),
        ("ascii", "xterm", ASCII),
        ("latin-1", "xterm", ASCII),
        ("UTF8", "linux", ASCII),
    ],
)
def test_signs_follow_the_terminal(encoding: str, terminal: str, signs: object) -> None:
    assert signs_for(encoding, terminal) is signs


TEXTS = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["検査治具の修理", "é" * 9, "👩‍🔧 works", "✔️ done", "a\u0301" * 20, "🇦🇹 flag", "\u200d\u200d", ""]
)


@given(TEXTS, st.integers(0, 60), st.booleans(), st.booleans())
def test_every_line_has_exactly_its_cells(title: str, width: int, compact: bool, finished: bool) -> None:
    card = a_card(
        title=title, labels=(title,), blocked_reason=title or None, finished_at=AT if finished else None, due=AT - DAY
    )
    context = CardContext(now=AT, tz=UTC, compact=compact, age_lines=(1.0, 2.0))
    for row in card_lines(card, width, context, author=title):
        assert cell_len("".join(text for text, _ in row)) == width
        assert all(one is not two for (_, one), (_, two) in pairwise(row))


@given(TEXTS, st.integers(0, 20))
def test_cutting_never_splits_a_character(text: str, width: int) -> None:
    assert cell_len(clip(plain(text), width)) <= width


def test_wide_characters_are_cut_whole() -> None:
    assert clip("検査治具", 5) == "検査…"
    assert clip("検査治具", 6) == "検査…"


def test_blanks_at_the_end_cost_no_change_of_ink() -> None:
    assert line([("x", Ink.MUTED)], 5) == (("x    ", Ink.MUTED),)
    assert line([("x", Ink.CURSOR)], 3) == (("x", Ink.CURSOR), ("  ", Ink.TEXT))
