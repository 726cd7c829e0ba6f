"""What the timeline looks like: bars, marks, shades, arrows, load and words, each as text and ink."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prodtui.domain.enums import Priority
from prodtui.domain.rows_planning import RoutingRow
from prodtui.widgets.signs import ASCII, UNICODE
from prodtui.widgets.spans import Ink, cells
from prodtui.widgets.timeline_load import Load, bars_line, loads, shares_line
from prodtui.widgets.timeline_scale import ZOOMS, Scale, Unit, Zoom
from prodtui.widgets.timeline_trial import Trial
from tests.helpers.floors import a_floor, a_machine, a_routing, at, away, made, waits, work
from tests.tui.timeline import Drawing

WELD = work(2, assignees=("bo",), step="weld")
VIEW = made(a_floor(work(1), work(2)))
HOSTILE = "\x1b]0;x\x07[/]‮\u200bevil\n漢字👩‍👩‍👧"


def test_a_bar_lies_from_start_to_end() -> None:
    # At the zoom of days a column is three hours: 8:00 lies in the second half of the third, 12:00 begins the fifth.
    drawing = Drawing(made(a_floor(work(1), work(2))))
    assert drawing.bar("OPS-1")[:8] == "..▐▓  .."
    assert drawing.bar("OPS-2")[:8] == "..┊ ▓▌.."


def test_nights_and_days_off_are_shaded_and_now_is_a_line() -> None:
    drawing = Drawing(made(a_floor(work(1), work(2, estimate_hours=20.0))), zoom=Zoom.WEEK)
    assert drawing.lines[0][drawing.left :].startswith("23 Nov 30 Nov 7 Dec")
    empty = Drawing(made(a_floor(work(1)))).lines[5]
    assert empty[24:48] == "..┊   ..░░░░░░░░░░░░░░░░"


def test_progress_fills_a_bar_from_the_left() -> None:
    drawing = Drawing(made(a_floor(work(1, estimate_hours=80.0, spent_hours=40.0))), size=(120, 24))
    bar = drawing.bar("OPS-1")
    assert 0.45 < bar.count("█") / (bar.count("█") + bar.count("▓")) < 0.55
    assert bar.index("█") < bar.index("▓")


def test_the_part_after_the_due_date_is_marked_by_sign_and_ink_and_said_in_words() -> None:
    view = made(a_floor(work(1, estimate_hours=24.0, due=at("11-30 12:00"))))
    inks = Drawing(view).inks("OPS-1")
    assert "◇" in inks[Ink.SOON] and "▚" in inks[Ink.SOON] and "1.5 d late" in inks[Ink.SOON]
    over = made(a_floor(work(1, estimate_hours=24.0, due=at("11-26 12:00"))))
    assert "▚" in Drawing(over).inks("OPS-1")[Ink.WRONG]


def test_a_due_date_that_is_kept_is_marked_quietly() -> None:
    inks = Drawing(made(a_floor(work(1, due=at("12-1 12:00"))))).inks("OPS-1")
    assert "◇" in inks[Ink.MUTED]
    assert Ink.SOON not in inks and Ink.WRONG not in inks


def test_the_critical_path_has_a_sign_and_an_ink_of_its_own() -> None:
    view = made(a_floor(work(1), work(2, assignees=("bo",), step="weld", estimate_hours=30.0)))
    drawing = Drawing(view)
    assert "■" in drawing.name("OPS-2") and "■" not in drawing.name("OPS-1")
    assert "▓" in drawing.inks("OPS-2")[Ink.URGENT] and "▒" in drawing.inks("OPS-1")[Ink.REF]


def test_names_bear_marks() -> None:
    view = made(
        a_floor(
            work(1, blocked="waits for the supplier"),
            work(2, pinned_start=at("11-30 9:00")),
            work(3, estimate_hours=None),
        )
    )
    drawing = Drawing(view)
    assert "⛔" in drawing.name("OPS-1")
    assert "⊤" in drawing.name("OPS-2")
    assert "≈" in drawing.name("OPS-3")


def test_a_task_without_a_place_comes_last_and_says_why() -> None:
    view = made(a_floor(work(1), work(2), work(3), waits=[waits(1, 2), waits(2, 1)]))
    drawing = Drawing(view, size=(120, 24))
    assert [line[1:6] for line in drawing.lines[1:5]] == ["OPS-3", "witho", "OPS-1", "OPS-2"]
    assert "It waits for itself: OPS-1 waits for OPS-2 waits for OPS-1." in drawing.inks("OPS-1")[Ink.WRONG]


def test_bars_out_of_sight_are_hinted_at() -> None:
    view = made(a_floor(work(1), work(2, pinned_start=at("12-21 9:00"))))
    assert Drawing(view).bar("OPS-2").endswith("›")
    assert Drawing(view, first=80).bar("OPS-1").startswith("‹")


def test_waiting_between_two_steps_is_a_thin_line() -> None:
    product = a_routing(RoutingRow("cut", 4.0), RoutingRow("weld", 4.0))
    floor = a_floor(
        work(1, product="chair", quantity=1.0),
        work(2, assignees=("bo",), step="weld", estimate_hours=16.0, pinned_start=at("11-27 8:00")),
        products={"chair": product},
        people=[person for person in a_floor().people if person.login != "cy"],
    )
    assert "─" in Drawing(made(floor), size=(120, 24)).bar("OPS-1")


class TestArrows:
    def test_lead_from_what_comes_before_to_what_waits(self) -> None:
        floor = a_floor(work(1), WELD, work(3, assignees=("cy",)), waits=[waits(1, 2)])
        drawing = Drawing(made(floor), ref="OPS-2", zoom=Zoom.HOUR, size=(140, 24))
        order = [line[1:6] for line in drawing.lines[1:4]]
        assert order == ["OPS-1", "OPS-3", "OPS-2"]
        assert "┐" in drawing.bar("OPS-1") and "│" in drawing.bar("OPS-3") and "▶" in drawing.bar("OPS-2")
        column = drawing.bar("OPS-1").index("┐")
        assert drawing.bar("OPS-3")[column] == "│"

    def test_are_those_of_the_row_under_the_cursor_alone(self) -> None:
        floor = a_floor(work(1), WELD, work(3, assignees=("cy",)), waits=[waits(1, 2)])
        drawing = Drawing(made(floor), ref="OPS-3", zoom=Zoom.HOUR, size=(140, 24))
        assert not set("┐│▶") & set("".join(drawing.lines[1:4]))

    def test_hint_at_the_edge_where_the_other_end_is_hidden(self) -> None:
        tasks = [work(number) for number in range(1, 40)]
        view = made(a_floor(*tasks, waits=[waits(1, 39)]))
        below = Drawing(view, ref="OPS-1", zoom=Zoom.MONTH)
        assert "↓" in below.lines[19]
        above = Drawing(view, ref="OPS-39", zoom=Zoom.MONTH, top=25)
        assert "↑" in above.lines[1]

    def test_never_lie_over_a_bar(self) -> None:
        floor = a_floor(
            work(1), work(2, assignees=("bo",), step="weld", estimate_hours=40.0),
            work(3, assignees=("cy",), pinned_start=at("12-1 8:00")), waits=[waits(1, 3)],
        )  # fmt: skip
        view = made(floor)
        with_arrows, without = Drawing(view, ref="OPS-3"), Drawing(view, ref="OPS-2")
        assert with_arrows.bar("OPS-2").count("▓") == without.bar("OPS-2").count("▓")


class TestLoad:
    def test_is_that_of_whoever_does_the_task_under_the_cursor(self) -> None:
        drawing = Drawing(made(a_floor(work(1, estimate_hours=6.0), WELD)), ref="OPS-1")
        assert drawing.lines[20].startswith(" Ann")
        assert drawing.lines[21][24:32].strip() == "75%"
        assert Drawing(made(a_floor(work(1), WELD)), ref="OPS-2").lines[20][:4] == " Bo "

    def test_a_machine_counts_all_that_it_does_at_once(self) -> None:
        product = a_routing(RoutingRow("cut", 4.0, pool="saw"))
        floor = a_floor(
            work(1, product="chair", quantity=1.0, assignees=("ann",)),
            resources=[a_machine("saw", parallel=2)],
            products={"chair": product},
            people=(),
        )
        drawing = Drawing(made(floor), ref="OPS-1")
        assert drawing.lines[20].startswith(" Saw (2 at once)")
        assert drawing.lines[21][24:32].strip() == "25%"

    def test_more_than_there_is_has_a_sign_and_an_ink(self) -> None:
        full, over = Load(60, 60), Load(90, 60)
        assert shares_line([Unit(0, 8, "Fri 27", True)], [over] * 8, UNICODE) == (("150%▲   ", Ink.WRONG),)
        chart = Drawing(VIEW).chart
        assert bars_line(chart, [full, over, Load(0, 60), Load(20, 60)]) == (
            ("█", Ink.REF), ("▲", Ink.WRONG), (" ▃", Ink.REF),
        )  # fmt: skip

    @given(st.sampled_from(ZOOMS), st.integers(-40, 400))
    def test_columns_have_every_booked_minute_once(self, zoom: Zoom, first: int) -> None:
        model = Drawing(VIEW).model
        scale = Scale(zoom, model.zone, model.view.origin)
        found = loads(model.lanes["ann"], model.booked["ann"], scale, first, 60)
        begin, end = scale.edge(first), scale.edge(first + 60)
        working = model.lanes["ann"].working
        there = sum(max(min(b, end) - max(a, begin), 0) for a, b in working)
        assert sum(load.there for load in found) == there
        whole = loads(model.lanes["ann"], model.booked["ann"], Scale(Zoom.WEEK, model.zone, model.view.origin), 0, 60)
        assert sum(load.booked for load in whole) == 480
        assert not any(load.over for load in found)


def test_a_name_and_how_late_a_task_is_stand_apart_from_the_shades() -> None:
    view = made(a_floor(work(1, title="t" * 60, estimate_hours=24.0, due=at("11-30 12:00"))))
    drawing = Drawing(view, size=(160, 24))
    assert drawing.name("OPS-1").endswith("… ") or drawing.name("OPS-1").endswith("■ ")
    assert " 1.5 d late " in drawing.bar("OPS-1")


def test_the_edge_of_a_name_has_the_ink_of_its_priority_as_on_the_board() -> None:
    for priority, ink in ((Priority.URGENT, Ink.URGENT), (Priority.HIGH, Ink.HIGH), (Priority.NORMAL, Ink.REF)):
        drawing = Drawing(made(a_floor(work(1, priority=priority))))
        name = drawing.frame[1][0].line
        assert name[0][1] is ink and name[0][0].startswith(UNICODE.priority[priority])


class TestWords:
    def test_say_who_when_and_why(self) -> None:
        view = made(a_floor(work(1), work(2)))
        lines = Drawing(view, ref="OPS-2", size=(140, 24)).lines
        assert "OPS-2 Task 2 · Fri 13:00 – Fri 17:00 · Ann" in lines[22]
        assert "busy with OPS-1" in lines[23]

    def test_a_long_title_leaves_room_for_how_late_it_is(self) -> None:
        title = "A long title " * 9
        view = made(a_floor(work(1, title=title, estimate_hours=24.0, due=at("11-30 12:00"))))
        lines = Drawing(view, ref="OPS-1").lines
        assert lines[22].rstrip().endswith("· Ann · due Mon 12:00, 1.5 d late")
        assert "A long title" in lines[22]

    def test_a_trial_says_what_it_would_be(self) -> None:
        drawing = Drawing(made(a_floor(work(1))), ref="OPS-1", trial=Trial(2))
        assert "OPS-1 would start Fri 12:00" in drawing.lines[22]
        assert drawing.bar("OPS-1")[:8] == "..┄┄▓ .."

    def test_what_if_shows_where_bars_were(self) -> None:
        floor = a_floor(work(1), work(2))
        without = made(a_floor(work(1), work(2), absences=[away("ann", date(2026, 11, 27), date(2026, 11, 27))]))
        drawing = Drawing(without, before=made(floor))
        assert "┄" in drawing.bar("OPS-1")
        assert "▒" in drawing.bar("OPS-1") or "▓" in drawing.bar("OPS-1")


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 5), (7, 3), (1, 1), (200, 60)])
@pytest.mark.parametrize("signs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_every_row_is_as_wide_as_the_screen(zoom: Zoom, size: tuple[int, int], signs: object) -> None:
    floor = a_floor(
        work(1, title=HOSTILE, blocked=HOSTILE, labels=("a",)), work(2, due=at("11-26 9:00")),
        work(3, assignees=("cy",)), work(4, assignees=("bo",), step="weld", title="漢字" * 40),
        waits=[waits(1, 2), waits(4, 2)],
    )  # fmt: skip
    drawing = Drawing(made(floor), zoom=zoom, size=size, ref="OPS-2", signs=signs)  # type: ignore[arg-type]
    assert len(drawing.lines) == size[1]
    assert {cells(line) for line in drawing.lines} == {size[0]}
    assert all(char.isprintable() for line in drawing.lines for char in line)


def test_the_ascii_set_is_ascii() -> None:
    tasks = work(1, blocked="x"), work(2, due=at("11-26 9:00")), work(3, pinned_start=at("12-1 9:00"))
    floor = a_floor(*tasks, waits=[waits(1, 2)])
    for zoom in ZOOMS:
        text = "\n".join(Drawing(made(floor), zoom=zoom, ref="OPS-2", signs=ASCII, size=(120, 30)).lines)
        assert text.isascii(), [char for char in text if not char.isascii()]


@given(st.integers(-60, 60), st.integers(-60, 60), st.sampled_from(ZOOMS), st.booleans())
def test_any_trial_can_be_drawn(moved: int, longer: int, zoom: Zoom, moves: bool) -> None:
    trial = Trial(moved) if moves else Trial(0, longer)
    drawing = Drawing(VIEW, zoom=zoom, ref="OPS-1", trial=trial)
    assert {cells(line) for line in drawing.lines} == {80}


def test_a_task_without_a_place_yet_shows_when_it_is_due() -> None:
    view = made(a_floor(work(1, due=at("12-1 12:00"))))
    row = replace(view.tasks[0], starts=None, ends=None, parts=())
    drawing = Drawing(replace(view, tasks=(row,)), ref="OPS-1")
    assert drawing.bar("OPS-1").count("◇") == 1
    assert UNICODE.failed not in drawing.bar("OPS-1")
    assert "due Tue 12:00" in drawing.lines[-1]
