"""Stories at the dashboard: what a sponsor sees, where the cursor goes, what is behind figures and charts."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import update

from prodtui.screens import dashboard_look
from prodtui.screens.chart import ChartScreen
from prodtui.screens.dashboard import DashboardScreen
from prodtui.screens.dashboard_words import CHARTS
from prodtui.screens.figure import FigureScreen
from prodtui.services import board, boards, issues, tasks
from prodtui.services.charts import CHARTS as KINDS
from prodtui.storage.tables.boards import Step
from prodtui.storage.tables.types import table_of
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Team
from tests.tui.driver import TURN_SECONDS, Reader, keystroke, sitting_at


def dashboard(reader: Reader) -> DashboardScreen:
    return next(screen for screen in reader.app.screen_stack if isinstance(screen, DashboardScreen))


def on_top(reader: Reader) -> object:
    return reader.app.screen


async def test_one_page_says_how_well_we_do(works: Team) -> None:
    async with sitting_at(works) as sam:
        await sam.press("7")
        sam.sees("7 DASH", "26 Oct to 24 Nov 2026, 30 days", "all tasks", "last entry, calendar time, elapsed")
        sam.sees("Throughput", "tasks/week", "Cycle time, 85 %", "On-time delivery", "Open issues", "Flow efficiency")
        sam.sees("Cumulative flow", "Cycle times · days", "Ageing work in progress", "Issues by category")
        sam.sees("85%", "50%", "under way", "was ")


async def test_no_data_is_not_zero(works: Team) -> None:
    async with sitting_at(works, size=(200, 60)) as ann:
        await ann.press("7")
        lines = ann.lines
        at = next(y for y, line in enumerate(lines) if "First-pass yield" in line)
        x = lines[at].index("First-pass yield")
        assert lines[at + 1][x:].startswith("no data")


async def test_better_and_worse_are_words(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        assert "better" in ann.text or "worse" in ann.text


def test_every_chart_has_its_place() -> None:
    assert sorted(CHARTS) == sorted(KINDS)


async def test_the_cursor_walks_over_figures_and_charts(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        assert dashboard(ann).here == "throughput"
        await ann.press("l", "right")
        assert dashboard(ann).here == "cycle-time-85"
        await ann.press("j", "down")
        assert dashboard(ann).here == "chart-flow"
        ann.sees("▶ Cumulative flow")
        await ann.press("l", "j")
        assert dashboard(ann).here == "chart-issues"
        ann.sees("▶ Issues by category").sees_not("▶ Cumulative flow")
        await ann.press("g")
        assert dashboard(ann).here == "throughput"
        await ann.press("backspace")
        assert dashboard(ann).here == "chart-issues"
        await ann.press("tab", "G", "k", "h", "ctrl+u")
        assert str(dashboard(ann).here) in [key for row in dashboard(ann).rows for key in row]


async def test_on_a_small_screen_the_cursor_keeps_itself_in_sight(works: Team) -> None:
    async with sitting_at(works, size=(80, 24)) as ann:
        await ann.press("7")
        ann.sees("Throughput").sees_not("Issues by category")
        await ann.press("G")
        ann.sees("▶ Issues by category").sees_not("Throughput")
        await ann.press("g")
        ann.sees("Throughput", "Cycle time, 50 %")


async def test_a_large_screen_shows_more(works: Team) -> None:
    async with sitting_at(works, size=(200, 60)) as ann:
        await ann.press("7")
        ann.sees("Little's law", "Control chart of cycle times", "Time in step", "How long tasks took")


async def test_enter_on_a_figure_shows_what_is_behind_it(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "l", "l", "enter")
        assert isinstance(on_top(ann), FigureScreen)
        ann.sees("Cycle time, 85 %", "start to finish, nearest rank", "values in order", "Behind it", "Order ")
        await ann.press("j", "enter")
        ann.sees("history")
        await ann.press("escape", "escape")
        ann.sees("7 DASH")


async def test_what_was_left_out_is_listed_with_its_reason(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "/", *"on-time", "enter", "enter")
        ann.sees("On-time delivery", "Left out", "it had no due date")


async def test_an_issue_behind_a_figure_opens(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "/", *"open issues", "enter", "enter")
        ann.sees("OPS-I")
        await ann.press("enter")
        ann.sees("what", "OPS-I")
        assert type(on_top(ann)).__name__ == "IssueScreen"


async def test_words_are_found_behind_a_figure(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "enter", "/", *"OPS-19", "enter")
        screen = on_top(ann)
        assert isinstance(screen, FigureScreen)
        row = screen.list.cursor_row
        assert row is not None and row.item.ref == "OPS-19"
        await ann.press("/", *"zorro", "enter")
        assert "zorro" in ann.notice


async def test_a_chart_fills_the_screen_and_its_points_are_told(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "j", "j", "l", "l", "l", "enter")
        screen = on_top(ann)
        assert isinstance(screen, ChartScreen)
        ann.sees("Cycle times · days", "finished")
        await ann.press("h")
        assert screen.chart.selected_ref is not None
        ann.sees(f"{screen.chart.selected_ref} Order")
        await ann.press("l", "k", "g", "G", "enter")
        ann.sees("history")
        await ann.press("escape", "escape")
        assert dashboard(ann).here == "chart-cycle"


async def test_a_point_is_found_by_its_words(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "c", *"cycle times", "enter", "/", *"Order 12", "enter")
        ann.sees("Order 12: ")
        await ann.press("/", *"zorro", "enter")
        assert "zorro" in ann.notice


async def test_every_chart_is_one_choice_away(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        for key in CHARTS:
            await ann.press("c", *KINDS[key].label.lower(), "enter")
            screen = on_top(ann)
            assert isinstance(screen, ChartScreen) and screen.key == key
            ann.sees(KINDS[key].label)
            await ann.press("l", "h", "e")
            assert ann.dialog == "ShowText"
            await ann.press("escape", "escape")


async def test_brackets_go_from_chart_to_chart(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "G", "enter")
        ann.sees("Issues by category")
        await ann.press("[")
        ann.sees("Ageing work in progress")
        await ann.press("]", "]")
        ann.sees("Throughput · tasks a week")


async def test_the_control_chart_names_each_signal_and_its_rule(works: Team) -> None:
    clock = works.clock
    slow = works.task("The slow one", at="doing").ref
    clock.forward(days=60)
    board.move(works.ann, slow, "done")
    async with sitting_at(works) as ann:
        await ann.press("7", "w", *"year", "enter", "c", *"control", "enter", "e")
        ann.sees("Signals, each with the rule:", f"{slow} outside the limits")
        ann.sees("mean", "limits")


async def test_a_click_goes_there_and_a_second_one_opens(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        await ann.pilot.click("#tiles", offset=(45, 1))
        await ann.settle()
        assert dashboard(ann).here == "cycle-time-85"
        await ann.pilot.click("#tiles", offset=(45, 2))
        await ann.settle()
        assert isinstance(on_top(ann), FigureScreen)
        await ann.press("escape")
        await ann.pilot.click("#chart-cycle", offset=(3, 0))
        await ann.settle()
        assert dashboard(ann).here == "chart-cycle"
        await ann.pilot.click("#about", offset=(3, 0))
        await ann.settle()
        assert ann.dialog == "Picker"


async def test_an_empty_board_teaches_what_fills_it(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("7")
        ann.sees("Nothing has happened on this board yet", "2  cards that are added")
        await ann.press("j", "l", "tab", "G")
        assert dashboard(ann).here is None
        await ann.press("enter")
        assert "no figure under the cursor" in ann.notice
        works = tasks.add(team.bo, "The first one").value
        await ann.beat()
        ann.sees("Throughput", "Cumulative flow").sees_not("Nothing has happened")
        assert works.ref == "OPS-1"


async def test_what_others_do_shows_by_itself(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "/", *"open issues", "enter")
        before = _tile(ann, "Open issues")
        issues.raise_issue(works.bo, "Another burr", severity="major")
        await ann.beat()
        assert _tile(ann, "Open issues") != before
        assert dashboard(ann).here == "open-issues"
        assert "bo changed OPS-I6" in dashboard(ann).header.news


async def test_what_others_do_shows_behind_a_figure_and_on_a_chart_too(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "/", *"open issues", "enter", "enter")
        issues.raise_issue(works.bo, "Another burr", severity="major")
        await ann.beat()
        ann.sees("OPS-I6")
        await ann.press("escape")
        ann.sees("7 DASH")
        await ann.press("c", *"issues by", "enter")
        ann.sees("Issues by category")
        issues.raise_issue(works.bo, "And another", severity="major", category="Late delivery")
        await ann.beat()
        ann.sees("Late delivery")


async def test_a_sponsor_and_a_reader_see_all_of_it(works: Team) -> None:
    async with sitting_at(works, who="sam", read_only=True) as sam:
        await sam.press("7", "enter")
        sam.sees("Behind it")
        await sam.press("escape", "c", *"ageing", "enter", "h", "escape", "p", "enter")
        assert sam.dialog == "ForecastDialog"
        sam.sees("of the runs")


async def test_another_board_has_figures_of_its_own(works: Team) -> None:
    boards.create_board(works.ann, "LAB", "Laboratory", timezone="UTC")
    async with sitting_at(works) as ann:
        await ann.press("7", "]")
        ann.sees("LAB", "Nothing has happened on this board yet")
        await ann.press("[")
        ann.sees("Throughput")


def _tile(reader: Reader, label: str) -> str:
    """Return the lines of a tile."""
    lines = reader.lines
    y = next(at for at, line in enumerate(lines) if label in line)
    x = lines[y].index(label)
    return "\n".join(line[x : x + 19] for line in lines[y : y + 4])


async def test_on_a_small_screen_a_cursor_key_first_shows_the_rest_of_a_chart(works: Team) -> None:
    async with sitting_at(works, size=(80, 24)) as ann:
        await ann.press("7", "j", "j", "j", "j")
        assert dashboard(ann).here == "chart-flow"
        ann.sees("▶ Cumulative flow").sees_not("23 Nov")
        await ann.press("j")
        assert dashboard(ann).here == "chart-flow"
        ann.sees("▶ Cumulative flow", "23 Nov")
        await ann.press("j")
        assert dashboard(ann).here == "chart-cycle"
        await ann.press(*["k"] * 12)
        assert dashboard(ann).here == "cycle-time-50"
        ann.sees("Throughput")


async def test_the_first_frame_says_that_figures_are_read(works: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard_look, "PATIENCE_SECONDS", 0.001)
    go_on = threading.Event()
    async with sitting_at(works) as ann:
        held = [asyncio.create_task(ann.app.bridge.read(lambda ws: go_on.wait(20))) for _ in range(2)]
        ann.app.post_message(keystroke("7"))
        while "Reading the figures…" not in ann.text or "reading…" not in ann.text:
            await asyncio.sleep(TURN_SECONDS)
        go_on.set()
        assert all(await asyncio.gather(*held))
        await ann.settle()
        ann.sees("Throughput", "Cumulative flow").sees_not("Reading the figures…", "reading…")


async def test_a_step_that_goes_ends_the_filter_with_a_sentence(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "f", *"step:review", "enter", "a", *"yesterday", "enter")
        ann.sees("· step:review ·")
        with write(works.store, works.ann.actor, "test", now=NOW) as unit:
            unit.session.execute(
                update(table_of(Step)).where(table_of(Step).c.key == "review").values(key="seen", name="Seen")
            )
            unit.touch("steps:1")
            unit.commit()
        await ann.beat()
        ann.sees("The filter step:review has ended.", "all tasks", "as of 2026-11-23")


async def test_why_something_was_left_out_stands_there_at_80_columns_too(works: Team) -> None:
    async with sitting_at(works, size=(80, 24)) as ann:
        await ann.press("7", "/", *"on-time", "enter", "enter", "G")
        ann.sees("Left out", "it had no due date")
