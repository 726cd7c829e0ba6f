"""Stories of asking the dashboard: other days, some tasks alone, another way to count, a day that is over."""

from __future__ import annotations

from pathlib import Path

import pytest

from prodtui.cli.run import run_words
from prodtui.services import boards, tasks
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.test_stories_dashboard import dashboard


def n_of(reader: Reader, key: str) -> int:
    """Return on how many things a figure rests."""
    log = dashboard(reader).source.shown
    assert log is not None
    return next(each.figure.n for each in log.page.figures if each.figure.kpi == key)


async def test_the_window_is_chosen_from_a_list(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        month = n_of(ann, "throughput")
        await ann.press("w", *"7 days", "enter")
        ann.sees("18 Nov to 24 Nov 2026, 7 days")
        assert n_of(ann, "throughput") < month
        await ann.press("w", *"year", "enter")
        ann.sees("25 Nov 2025 to 24 Nov 2026, a year")
        assert n_of(ann, "throughput") > month


WINDOWS = [
    ("2026-11-02 2026-11-08", "2 Nov to 8 Nov 2026, 7 days"),
    ("6w", "14 Oct to 24 Nov 2026, 42 days"),
    ("2026-11-02..2026-11-08", "2 Nov to 8 Nov 2026, 7 days"),
    ("-2w to today", "10 Nov to 24 Nov 2026, 15 days"),
]


async def test_the_window_may_be_any_days(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        for typed, seen in WINDOWS:
            await ann.press("w", *"other", "enter", "ctrl+u")
            await ann.type(typed)
            assert ann.dialog == "LineDialog"
            await ann.press("enter")
            ann.sees(seen)


async def test_days_that_are_none_are_refused_where_they_are_typed(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "w", *"other", "enter")
        for typed in ("", "soon", "2026-11-08 2026-11-02", "0d", "99999999999d"):
            await ann.press("ctrl+u")
            await ann.type(typed)
            await ann.press("enter")
            assert ann.dialog == "LineDialog", typed
        await ann.press("escape")
        ann.sees("30 days")


TERMS = [("#l", "#line"), ("pro", "product:bracket"), ("@b", "@bo"), ("class:e", "class:expedite")]


async def test_label_product_person_and_class_are_a_few_keys_away(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        everything = n_of(ann, "cycle-time-50")
        for typed, term in TERMS:
            await ann.press("f", *typed, "tab", "enter")
            ann.sees(f"· {term} ·")
            assert 0 <= n_of(ann, "cycle-time-50") < everything
            await ann.press("escape")
            ann.sees("all tasks")
            assert n_of(ann, "cycle-time-50") == everything


async def test_a_filter_is_saved_and_found_again(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "f", *"#line", "enter", "F", *"Save", "enter", *"the line", "enter")
        await ann.press("escape")
        ann.sees("all tasks")
        await ann.press("F", *"the line", "enter")
        ann.sees("· #line ·")


async def test_a_filter_that_matches_nothing_says_so_and_the_way_back(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "f", *"zorro", "enter")
        ann.sees("No task matches zorro.", "esc  shows all tasks again").sees_not("Cumulative flow")
        await ann.press("escape")
        ann.sees("Cumulative flow", "Throughput")


async def test_a_filter_that_cannot_be_read_is_refused_where_it_is_typed(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "f", *"@nobody", "enter")
        assert ann.dialog == "FilterDialog"


async def test_a_window_without_tasks_says_so(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "w", *"other", "enter", *"2020-01-01 2020-01-31", "enter")
        ann.sees("No task was on the board in this window.", "w  chooses other days")
        assert ann.notice == "Nothing was finished in this window; the next finish was on Thu 2026-10-15."


async def test_a_window_without_a_finish_says_when_the_last_one_was(works: Team) -> None:
    works.clock.forward(days=60)
    async with sitting_at(works) as ann:
        await ann.press("7")
        assert ann.notice == "Nothing was finished in this window; the last finish was on Sun 2026-11-22."
        await ann.press("j")
        tasks.add(works.bo, "Look at the fan")
        await ann.beat()
        assert ann.notice == ""


async def test_other_conventions_are_tried_once(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "C", *"days", "enter")
        ann.sees("tried: last entry, calendar time, both days count", "nothing is stored")
        await ann.press("C", *"time: working", "enter")
        ann.sees("tried: last entry, working time, both days count", "working days")
        await ann.press("C", *"agreed", "enter")
        ann.sees("· last entry, calendar time, elapsed").sees_not("tried")
    settings = boards.show_board(works.ann).settings
    assert (settings.count_days.value, settings.count_time.value) == ("elapsed", "calendar")


async def test_a_past_day_shows_what_was_known_then(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7")
        now = n_of(ann, "cycle-time-50")
        await ann.press("a", *"-5w", "enter")
        ann.sees("21 Sep to 20 Oct 2026", "as of 2026-10-20")
        assert n_of(ann, "cycle-time-50") < now
        await ann.press("escape")
        ann.sees("26 Oct to 24 Nov 2026").sees_not("as of")


async def test_a_day_to_come_is_no_past(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "a", *"+3d", "enter")
        assert ann.dialog == "LineDialog"
        ann.sees("2026-11-27 is still to come.")
        await ann.press("escape")
        ann.sees("30 days")


async def test_what_is_looked_at_holds_behind_a_figure_and_on_a_chart(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "enter", "f", *"#line", "enter")
        ann.sees("only", "#line")
        await ann.press("escape")
        ann.sees("· #line ·")
        await ann.press("c", *"how long", "enter", "w", *"7 days", "enter")
        ann.sees("18 Nov to 24 Nov 2026, 7 days")
        await ann.press("escape")
        ann.sees("18 Nov to 24 Nov 2026, 7 days", "Throughput")


async def test_a_forecast_says_when_how_sure_and_from_what(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "p", *"all that is open", "enter")
        ann.sees(
            "tasks that are open will be done", "85% of the runs  by ", "Outcomes of all runs", "seed 1", "84 days"
        )
        await ann.press("s", "w")
        ann.sees("seed 2", "182 days")
        await ann.press("d")
        ann.sees("26 weeks")
        await ann.press("escape")
        ann.sees("7 DASHBOARD")


async def test_a_forecast_tells_what_speaks_against_it(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "p", "enter", "d", "w", "w", "w")
        ann.sees("! It rests on 4 periods only")


async def test_how_many_by_a_day(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "p", *"by a day", "enter", *"yesterday", "enter")
        ann.sees("is not to come")
        await ann.press("escape", "p", *"by a day", "enter", *"+14d", "enter")
        ann.sees("How many tasks will be done by Tue 2026-12-08", "or more")


async def test_a_forecast_is_that_of_the_past_day_that_is_looked_at(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "a", *"-1w", "enter", "p", *"a number", "enter", *"5", "enter")
        ann.sees("When 5 tasks will be done, as of 2026-11-17", "until 2026-11-16")
        await ann.press("escape", "p", *"by a day", "enter", *"2026-11-20", "enter")
        ann.sees("How many tasks will be done by Fri 2026-11-20, as of 2026-11-17")


async def test_a_forecast_is_about_a_number_or_what_the_filter_picks(works: Team) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", "p", *"a number", "enter", *"many", "enter")
        assert ann.dialog == "LineDialog"
        await ann.press(*["backspace"] * 4, *"12", "enter")
        ann.sees("When 12 tasks will be done")
        await ann.press("escape", "f", *"@cy", "enter", "p", *"filter", "enter")
        ann.sees("of @cy will be done")


async def test_a_forecast_without_a_past_says_so(team: Team) -> None:
    team.task()
    async with sitting_at(team) as ann:
        await ann.press("7", "p", "enter")
        ann.sees("There is no throughput to forecast from")


async def test_a_report_is_written_and_says_where(works: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with sitting_at(works, run_words=run_words) as ann:
        await ann.press("7", "f", *"#line", "enter", "r")
        await ann.paste("november.html")
        await ann.press("enter")
        assert ann.app.screen is dashboard(ann)
        ann.sees("The report is written to", "november.html.")
        page = Path("november.html").read_text("utf-8")
        assert "<svg" in page and "what matches #line" in page and "2026-10-26 to 2026-11-24" in page
        await ann.press("r")
        await ann.paste("november.html")
        ann.sees("replaced.")  # not at the first time: the place may break the sentence anywhere


@pytest.mark.parametrize("place", ["", "~nobody-of-that-name/x.html", "{tmp}/no/such/folder/x.html"])
async def test_a_report_that_cannot_be_written_says_why_and_keeps_the_name(
    works: Team, tmp_path: Path, place: str
) -> None:
    async with sitting_at(works, run_words=run_words) as ann:
        await ann.press("7", "r")
        await ann.paste(place.replace("{tmp}", str(tmp_path)))
        await ann.press("enter")
        assert ann.dialog == "LineDialog"


async def test_the_report_is_that_of_what_is_looked_at(works: Team) -> None:
    said: list[list[str]] = []

    def run(words: object, ws: object) -> str:
        said.append(list(words))  # type: ignore[call-overload]
        return ""

    async with sitting_at(works, run_words=run) as ann:
        await ann.press("7", "w", *"7 days", "enter", "C", *"entry", "enter", "a", *"yesterday", "enter", "r", "enter")
    assert said[0][:3] == ["kpi", "report", "--window=7d"]
    assert said[0][4:] == ["--as-of=2026-11-23", "--entry=first", "--days=elapsed", "--time=calendar"]


@pytest.mark.parametrize("where", [(), ("enter",), ("c", "enter")])
async def test_more_days_than_can_be_looked_at_are_refused_and_all_stays(works: Team, where: tuple[str, ...]) -> None:
    async with sitting_at(works) as ann:
        await ann.press("7", *where, "w", *"other", "enter", *"1999-01-01 today", "enter")
        ann.sees("A window has at most ten years.")
        if where:
            await ann.press("escape")
        ann.sees("26 Oct to 24 Nov 2026, 30 days")
