"""Stories at the timeline: looking along it, moving bars after a look at what follows, asking what if."""

from __future__ import annotations

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from prodtui.screens import base
from prodtui.screens.timeline_log import read_timeline
from prodtui.services import boards, rights, schedule, tasks
from prodtui.widgets.timeline_scale import Zoom
from tests.helpers.team import Team
from tests.tui.driver import TURN_SECONDS, Reader, keystroke, sitting_at
from tests.tui.timeline_reader import ref, timeline, to

#: What bars are drawn with.
BAR = "▐▌█▒▓▚"


def bar(reader: Reader, ref: str) -> tuple[int, int]:
    """Return the line of a task's bar on the screen, and its first column."""
    y = next(at for at, line in enumerate(reader.lines) if f"{ref} " in line)
    return y, next(at for at in range(36, 120) if reader.lines[y][at] in BAR)


async def test_a_digit_opens_it_with_the_tasks_of_the_board(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        ann.sees("3 TIME", "Tue 24", "OPS-1 Rotate the backup keys", "OPS-5 Move the archive", "load")
        await ann.press("2")
        ann.sees("2 BOARD")


async def test_the_line_below_says_who_when_and_why(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-5")
        ann.sees("OPS-5 Move the archive · Tue 10:00", "Bo Berg")
        ann.sees("because it was begun", "blocked: waits for the supplier")


async def test_enter_goes_to_the_card(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-4")
        await ann.press("enter")
        ann.sees("2 BOARD")
        assert ann.cursor == "OPS-4"


async def test_zoom_and_turning_sideways(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        ann.sees("Tue 24  Wed 25")
        await ann.press("+")
        ann.sees("10:00   12:00")
        assert timeline(ann).pane.zoom is Zoom.HOUR
        await ann.press("+", "-", "-")
        ann.sees("23 Nov 30 Nov 7 Dec")
        await ann.press("-", "-")
        ann.sees("'27")
        await ann.press("+", "+", "home", "l")
        ann.sees("Wed 25  Thu 26").sees_not("Tue 24")
        await ann.press("h", "h")
        ann.sees("Mon 23  Tue 24")
        await ann.press("l", "l", "l", "home")
        ann.sees("Tue 24  Wed 25")


async def test_nobody_gets_lost_in_time(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", *["l"] * 60)
        far = ann.lines[1][:40]
        await ann.press("l")
        assert ann.lines[1][:40] == far
        await ann.press(".")
        ann.sees("Tue 24")


async def test_the_cursor_stays_on_its_task_when_others_change_things(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        tasks.add(desk.bo, "Look at the fan", assignees=["bo"], estimate_hours=2.0)
        await ann.beat()
        assert ref(ann) == "OPS-3"
        ann.sees("OPS-6 Look at the fan")
        assert "bo" in ann.app.screen.header.news  # type: ignore[attr-defined]


async def test_grouping_by_person_and_back(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "S")
        ann.sees("Bo Berg 2", "Cy Young 2", "Grouped by person.")
        await ann.press("S", "S", "S", "S")
        ann.sees("Not grouped.").sees_not("Bo Berg 2")


async def test_the_filter_is_that_of_the_board(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "f")
        await ann.type("@bo")
        await ann.press("enter")
        ann.sees("OPS-1", "OPS-5").sees_not("OPS-3")
        await ann.press("escape")
        ann.sees("OPS-3")
        await ann.press("f")
        await ann.type("nothing of the kind")
        await ann.press("enter")
        ann.sees("No task matches the filter.")


async def test_finding_goes_to_a_task(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "/")
        await ann.type("archive")
        await ann.press("enter")
        assert ref(ann) == "OPS-5"


async def test_moving_a_bar_shows_what_follows_before_anything_is_stored(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("]", "]")
        ann.sees("OPS-3 would start", "what follows")
        assert tasks.get(desk.ann, "OPS-3").pinned_start is None
        await ann.press("enter")
        assert ann.dialog == "Look"
        ann.sees("Pin the start of OPS-3 to", "OPS-3 Replace disk 4")
        await ann.press("escape")
        assert ann.dialog == ""
        assert tasks.get(desk.ann, "OPS-3").pinned_start is None
        ann.sees_not("would start")


async def test_a_yes_pins_the_start_and_undo_takes_it_back(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("]", "]", "enter", "enter")
        ann.sees("Saved OPS-3. u takes it back.")
        pinned = tasks.get(desk.ann, "OPS-3").pinned_start
        assert pinned == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
        row = timeline(ann).pane.row
        assert row is not None and row.starts == pinned
        assert ref(ann) == "OPS-3"
        await ann.press("u")
        assert tasks.get(desk.ann, "OPS-3").pinned_start is None


async def test_unpinning_asks_too(desk: Team) -> None:
    tasks.edit(desk.ann, "OPS-3", {"pinned_start": desk.clock() + timedelta(days=2)})
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("P")
        ann.sees("Unpin OPS-3?")
        await ann.press("enter")
        assert tasks.get(desk.ann, "OPS-3").pinned_start is None
        await ann.press("P")
        ann.sees("Its start is not pinned.")


async def test_esc_lets_go_of_a_bar_that_is_dragged(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        y, x = bar(ann, "OPS-3")
        await ann.pilot.mouse_down(offset=(x, y))
        await ann.pilot.hover(offset=(x + 8, y))
        await ann.settle()
        ann.sees("OPS-3 would start")
        await ann.press("escape")
        await ann.pilot.hover(offset=(x + 16, y))
        await ann.pilot.mouse_up(offset=(x + 16, y))
        await ann.settle()
        ann.sees_not("would start")
        assert ann.dialog == ""


async def test_another_zoom_ends_a_trial(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("]", "]", "+")
        ann.sees_not("would start", "what follows")


async def test_esc_leaves_a_trial(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("]", "escape")
        ann.sees_not("would start")
        await ann.press("]", "[")
        ann.sees_not("would start")


async def test_a_longer_bar_is_a_greater_estimate(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-5")
        await ann.press("}", "}")
        ann.sees("OPS-5 would be done by")
        await ann.press("enter")
        ann.sees("Estimate OPS-5 at")
        await ann.press("enter")
        longer = tasks.get(desk.ann, "OPS-5").estimate_hours
        assert longer is not None and longer > 9.0
        await ann.press("{", "{", "{", "enter", "enter")
        shorter = tasks.get(desk.ann, "OPS-5").estimate_hours
        assert shorter is not None and shorter < longer


async def test_dragging_a_bar_is_the_same(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        pane = timeline(ann).pane
        y, x = bar(ann, "OPS-3")
        await ann.pilot.mouse_down(offset=(x, y))
        await ann.pilot.hover(offset=(x + 8, y))
        await ann.pilot.mouse_up(offset=(x + 8, y))
        await ann.settle()
        assert ann.dialog == "Look"
        ann.sees("Pin the start of OPS-3 to Wed")
        await ann.press("escape")
        assert pane.trial is None
        assert tasks.get(desk.ann, "OPS-3").pinned_start is None


async def test_dragging_the_end_of_a_bar_makes_it_longer(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-4")
        y, x = bar(ann, "OPS-4")
        end = max(at for at in range(x, len(ann.lines[y])) if ann.lines[y][at] in BAR)
        await ann.pilot.mouse_down(offset=(end, y))
        await ann.pilot.hover(offset=(end + 3, y))
        await ann.settle()
        ann.sees("OPS-4 would be done by")
        await ann.pilot.mouse_up(offset=(end + 3, y))
        await ann.settle()
        ann.sees("Estimate OPS-4 at", "OPS-4 Renew certificates: done by")
        await ann.press("enter")
        assert (desk.get("OPS-4").estimate_hours or 0) > 4.0


async def test_a_start_that_cannot_be_is_said_with_the_reason(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-4")
        await ann.press("[", "[", "enter")
        ann.sees("It cannot start then; it would start Tue 15:00, because OPS-2 comes before it.")


async def test_a_refused_pin_says_why_and_stores_nothing(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("]", "]", "enter")
        boards.archive_board(desk.ann, "OPS")
        await ann.press("enter")
        ann.sees("OPS is archived")
        assert ann.dialog == "Look"
        await ann.press("escape")
        ann.sees_not("would start")
        assert desk.get("OPS-3").pinned_start is None


async def test_what_if_somebody_is_away(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "w")
        await ann.choose("Bo Berg")
        ann.sees("When is Bo Berg away?")
        await ann.type("tue fri")
        ann.sees("Tue 24 Nov to Fri 27 Nov")
        await ann.press("enter")
        ann.sees("If Bo Berg is away", "would move")
        await ann.press("enter")
        ann.sees("if Bo Berg is away", "┄")
        await ann.press("]")
        ann.sees("This is only what would be")
        await ann.press("escape")
        ann.sees_not("if Bo Berg is away", "┄")


async def test_days_that_cannot_be_read_are_asked_again(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "w")
        await ann.choose("Bo Berg")
        await ann.type("fri 2026-11-25")
        await ann.press("enter")
        ann.sees("The last day lies before the first.")


async def test_peek_edit_and_assign(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-1")
        await ann.press("space")
        ann.sees("They are in the safe.")
        await ann.press("escape", "@")
        await ann.type("Cy")
        await ann.press("space", "enter")
        assert "cy" in tasks.get(desk.ann, "OPS-1").assignees
        await ann.press("e")
        assert ann.dialog == "EditForm"


async def test_reading_only_looks(desk: Team) -> None:
    async with sitting_at(desk, read_only=True) as ann:
        await ann.press("3", "]")
        ann.sees("The board is open for reading only")
        await ann.press("O")
        ann.sees("The board is open for reading only")


async def test_somebody_who_may_not_is_told(desk: Team) -> None:
    rights.revoke(desk.ann, "member", "work")
    rights.grant(desk.ann, "member", "hand-over")
    async with sitting_at(desk, who="bo") as bo:
        await bo.press("3", "]")
        bo.sees("Only a quality or a lead or a manager may work on tasks; you can look at all of it.")
    async with sitting_at(desk, who="sam") as sam:
        await sam.press("3", "]")
        sam.sees("A sponsor only looks at this board")


async def test_an_empty_board_says_what_to_do(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("3")
        ann.sees("There is no open task on this board", "2  goes to the board").sees_not("optimise")
        await ann.press("O")
        ann.sees("No task is shown, so there is nothing to schedule.")


async def test_no_estimate_anywhere_is_said(team: Team) -> None:
    team.task("Look at the fan")
    async with sitting_at(team) as ann:
        await ann.press("3")
        ann.sees("No task has an estimate, so all lengths are guesses", "≈")


@pytest.mark.parametrize("size", [(20, 5), (40, 8), (80, 24), (200, 60)])
async def test_every_size_can_be_used(desk: Team, size: tuple[int, int]) -> None:
    async with sitting_at(desk, size=size) as ann:
        await ann.press("3", "j", "j", "+", "-", "-", "l", "h", "S", "G", "g", "]", "escape", "home", "space", "escape")
        assert len(ann.lines) == size[1]
        assert ref(ann)


async def test_what_was_stored_is_seen_first(desk: Team) -> None:
    schedule.current(desk.ann)
    tasks.add(desk.bo, "Look at the fan", assignees=["bo"], estimate_hours=2.0)
    async with sitting_at(desk) as ann:
        await ann.press("3")
        ann.sees("OPS-1", "OPS-6 Look at the fan")
        assert timeline(ann).pane.model is not None


async def test_before_the_first_schedule_is_made_there_are_dates_of_people(
    desk: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def made_later(*asked: Any) -> Any:
        go_on.wait(20)
        return read_timeline(*asked)

    monkeypatch.setattr("prodtui.screens.timeline.read_timeline", made_later)
    async with sitting_at(desk) as ann:
        ann.app.post_message(keystroke("3"))
        while "computing…" not in ann.text:
            await asyncio.sleep(TURN_SECONDS)
        ann.sees("3 TIME", "OPS-5 Move the archive").sees_not("5 open")
        marked = timeline(ann).pane.selection()
        timeline(ann).pane.toggle_mark()
        go_on.set()
        await ann.settle()
        assert [row.ref for row in timeline(ann).pane.selection()] == [row.ref for row in marked]
        ann.sees("1 marked")
        ann.sees_not("computing…").sees("5 open", "OPS-2 Patch the mail server · Tue 10:00")


async def test_what_takes_long_to_read_says_so_until_it_is_there(desk: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "PATIENCE_SECONDS", 0.001)
    go_on = threading.Event()
    async with sitting_at(desk) as ann:
        await ann.press("3")
        reading = asyncio.create_task(timeline(ann).read(lambda ws: go_on.wait(20), "Computing what follows…"))
        while "Computing" not in ann.text and not reading.done():
            await asyncio.sleep(TURN_SECONDS)
        ann.sees("Computing what follows…")
        go_on.set()
        assert await reading
        ann.sees_not("Computing")
