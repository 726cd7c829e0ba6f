"""Stories of a team at work: what others change shows here, and disturbs nobody."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from prodtui.screens.toasts import Toasts
from prodtui.services import board, boards, demand, demand_rules, people, products, recurring, steps, tasks
from prodtui.storage.sqlite import sqlite3
from prodtui.storage.unit_of_work import read
from tests.helpers.team import FAST, Clock, Team
from tests.tui.driver import sitting_at


async def test_a_change_by_somebody_else_shows_flashes_and_names_who(desk: Team) -> None:
    async with sitting_at(desk, size=(160, 40)) as ann:  # the header has room for all of the news
        board.move(desk.bo, "OPS-1", "doing")
        await ann.beat()
        assert ann.lane_of("OPS-1") == "doing"
        ann.sees("✎ bo")
        assert ann.news == "bo changed OPS-1 Rotate the backup keys"
        ann.sees("bo changed OPS-1")


async def test_news_come_by_themselves(desk: Team) -> None:
    async with sitting_at(desk, beat_seconds=0.05) as ann:
        board.move(desk.bo, "OPS-1", "doing")
        for _ in range(400):
            await ann.pilot.pause(0.01)
            if ann.lane_of("OPS-1") == "doing":
                return
        raise AssertionError("the change of somebody else never came")


async def test_my_own_change_neither_flashes_nor_is_news(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("L")
        ann.sees_not("✎ ann")
        assert ann.news == ""


async def test_my_own_change_from_another_window_does(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        board.move(desk.ann, "OPS-1", "ready")
        await ann.beat()
        assert ann.news == "ann changed OPS-1 Rotate the backup keys"


async def test_the_cursor_stays_on_its_card(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("j")
        tasks.archive(desk.bo, "OPS-1")
        await ann.beat()
        assert ann.cursor == "OPS-2"
        tasks.archive(desk.bo, "OPS-2")
        await ann.beat()
        assert ann.cursor == "OPS-3"


async def test_nothing_that_somebody_types_is_disturbed(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("a")
        await ann.type("Half a ti")
        board.move(desk.bo, "OPS-1", "doing")
        await ann.beat()
        assert ann.lane_of("OPS-1") == "doing"
        assert isinstance(ann.app.focused, Input)
        await ann.type("tle")
        await ann.press("enter")
        assert ann.card("OPS-6").title == "Half a title"


async def test_the_detail_view_follows_too(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        ann.sees("Rotate the backup keys", "Backlog")
        tasks.edit(desk.bo, "OPS-1", {"notes": "They are with Cy now."})
        await ann.beat()
        ann.sees("They are with Cy now.")


async def test_a_board_behind_another_screen_catches_up_when_it_is_back(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        board.move(desk.bo, "OPS-1", "doing")
        await ann.beat()
        await ann.press("escape")
        assert ann.lane_of("OPS-1") == "doing"


async def test_new_steps_and_people_show_without_a_restart(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        desk.step("doing", name="Busy", wip_limit=4)
        people.edit_person(desk.ann, "bo", name="Bo Bergman")
        boards.edit_board(desk.ann, name="Ops")
        await ann.beat()
        ann.sees("Busy 1/4", "OPS  Ops")
        await ann.press("@")
        ann.sees("Bo Bergman")


async def test_the_newest_change_is_told_and_how_many_more(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        for number, ref in enumerate(("OPS-1", "OPS-2", "OPS-3")):
            tasks.edit(desk.bo, ref, {"title": f"Title {number}"})
            await ann.beat()
        assert ann.news == "bo changed OPS-3 Title 2 and 2 more"
        desk.clock.forward(minutes=1)  # type: ignore[attr-defined]
        ann.board.tick()
        assert ann.news == ""


async def test_many_changes_at_once_are_one_sentence(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        tasks.set_priority(desk.bo, ["OPS-1", "OPS-2", "OPS-3", "OPS-4", "OPS-5"], "low")
        await ann.beat()
        assert ann.news == "bo changed OPS-1, OPS-2, OPS-3 and 2 more"


@pytest.mark.usefixtures("rollback_journal")
async def test_a_store_that_does_not_answer_is_told_in_the_header(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        lock = sqlite3.connect(desk.path, isolation_level=None)
        lock.execute("PRAGMA locking_mode=EXCLUSIVE")
        lock.execute("BEGIN EXCLUSIVE")
        desk.clock.forward(minutes=1)  # type: ignore[attr-defined]
        await ann.beat()
        ann.sees("○ not live since 10:01")
        await ann.press("j")
        assert ann.cursor == "OPS-2"
        lock.execute("ROLLBACK")
        lock.close()
        await ann.beat()
        ann.sees_not("not live").sees("●")


async def test_the_board_goes_on_while_a_change_waits_for_the_store(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        lock = sqlite3.connect(desk.path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        await ann.pilot.press("L", "j", "j", "l", "/")
        await ann.pilot.pause()
        assert (ann.cursor, ann.dialog) == ("OPS-4", "LineDialog")
        assert desk.get("OPS-1").step == "backlog"
        lock.execute("ROLLBACK")
        lock.close()
        await ann.settle()
        assert desk.get("OPS-1").step == "ready"


async def test_a_full_disk_is_one_sentence_and_keeps_what_was_typed(desk: Team) -> None:
    with read(desk.store) as session:
        pages = session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    async with sitting_at(desk, pragmas={**FAST, "max_page_count": pages}) as ann:
        await ann.press("c")
        await ann.paste("x" * 15_000)
        await ann.press("enter")
        ann.sees("full", "What you typed is kept here.", "xxxxxxxx")
        assert ann.dialog == "CommentDialog"


async def test_an_open_board_makes_the_demand_that_is_due_by_rule(desk: Team, ticking: Clock) -> None:
    products.add_product(desk.ann, "Chair")
    demand_rules.add_rule(desk.ann, "daily", "chair", 40, ahead=1)
    async with sitting_at(desk) as ann:
        ticking.forward(days=1)
        ann.board.tick()
        await ann.settle()
        assert [row.due.day for row in demand.list_demand(desk.bo)] == [24, 25, 26]
        products.archive_product(desk.ann, "chair")
        ticking.forward(days=1)
        ann.board.tick()
        await ann.settle()
        assert list(ann.toasts) == ["The rule OPS-E1 rests until this is mended: Chair is archived."]


@pytest.mark.parametrize("opened", ["before", "after"])
async def test_a_rule_that_rests_is_told_once_on_each_board(desk: Team, ticking: Clock, opened: str) -> None:
    words = "The rule OPS-R1 \"Clean\" rests until this is mended: There is no step 'review'."
    async with sitting_at(desk) as ann:
        ann.app.toasts = Toasts(ann.app, clock=lambda: 0.0)  # toasts that do not go
        recurring.add_recurring(desk.ann, "daily", {"title": "Clean", "step": "review"}, start=ticking.now)
        steps.archive_step(desk.ann, "review")
        if opened == "after":
            recurring.catch_up(desk.bo)
        for _ in range(3):
            ticking.forward(minutes=1)
            ann.board.tick()
            await ann.settle()
        assert list(ann.toasts) == [words]
        steps.restore_step(desk.ann, "review")
        ticking.forward(minutes=1)
        ann.board.tick()
        await ann.settle()
        ann.sees("Clean")
