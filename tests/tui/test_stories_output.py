"""Stories of what came out of a task: asked when it is done, whole by enter, kept while a rule refuses it."""

from __future__ import annotations

import pytest

from prodtui.domain.rows_detail import TaskPlan
from prodtui.services import board, links, task_view
from prodtui.widgets.grid import BoardGrid
from tests.helpers.team import Team
from tests.tui.driver import sitting_at


def made(team: Team, **fields: object) -> str:
    """Add a task of 40 housings in Review and return its reference."""
    return team.task("Housing", **{"product": "housing", "quantity": 40, "unit": "pc", "at": "review"} | fields).ref


def said(team: Team, ref: str) -> TaskPlan | None:
    return task_view.show(team.sam, ref).plan


async def test_done_asks_what_came_out_and_enter_takes_all_as_good(team: Team) -> None:
    ref = made(team)
    async with sitting_at(team, size=(80, 24)) as ann:
        await ann.press("l", "l", "l", "d")
        assert ann.dialog == "OutputForm"
        ann.sees(f"Finish {ref}: what came out of its 40 pc?", "Good", "Scrap", "Rework", "enter finish")
        await ann.press("enter")
        assert ann.notice == f"Finished {ref}: 40 good. u takes it back."
        assert (ann.lane_of(ref), said(team, ref)) == ("done", TaskPlan(good=40, scrap=0, rework=0))
        await ann.press("u")
        assert (ann.lane_of(ref), said(team, ref)) == ("review", None)


async def test_scrap_and_rework_leave_the_good_ones_until_somebody_says_how_many(team: Team) -> None:
    ref = made(team)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "d", "tab", "3", "tab", "1", "enter")
        assert said(team, ref) == TaskPlan(good=36, scrap=3, rework=1)
        assert ann.notice == f"Finished {ref}: 36 good, 3 scrap, 1 rework. u takes it back."
        await ann.press("u", "d", "3", "8", "tab", "3", "enter")
        assert said(team, ref) == TaskPlan(good=38, scrap=3, rework=0)


async def test_what_is_no_number_or_too_much_is_said_in_the_form(team: Team) -> None:
    ref = made(team)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "d")
        await ann.paste("many")
        await ann.press("tab", "-", "1", "enter")
        ann.sees("Good 'many' is not a number.", "Scrap -1 must lie between 0 and")
        await ann.press("escape")
        ann.sees("Throw away what you typed?")
        await ann.press("y")
        assert (ann.lane_of(ref), ann.dialog) == ("review", "")


async def test_more_than_its_quantity_is_taken_and_said(team: Team) -> None:
    ref = made(team)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "d", "5", "0", "0", "enter")
        assert ann.notice == f"{ref} gave 500, 460 more than its 40 pc."
        assert (ann.lane_of(ref), said(team, ref)) == ("done", TaskPlan(good=500, scrap=0, rework=0))


@pytest.mark.parametrize("keys", [("L",), ("m",)])
async def test_every_way_into_a_done_step_asks(team: Team, keys: tuple[str, ...]) -> None:
    ref = made(team)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", *keys)
        if keys == ("m",):
            await ann.choose("done")
        assert ann.dialog == "OutputForm"
        await ann.press("tab", "2", "enter")
        assert (ann.lane_of(ref), said(team, ref)) == ("done", TaskPlan(good=38, scrap=2, rework=0))


async def test_a_card_that_is_dropped_on_a_done_lane_is_asked_about(team: Team) -> None:
    ref = made(team)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l")
        card = ann.card(ref)
        ann.board.grid.post_message(BoardGrid.CardDropped((card,), "done", None, None))
        await ann.settle()
        assert ann.dialog == "OutputForm"
        await ann.press("tab", "2", "enter")
        assert (ann.lane_of(ref), said(team, ref)) == ("done", TaskPlan(good=38, scrap=2, rework=0))


async def test_the_detail_asks_too_and_one_step_that_is_not_the_end_does_not(team: Team) -> None:
    ref = made(team, at="doing")
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "L")
        assert (ann.lane_of(ref), ann.dialog) == ("review", "")
        await ann.press("enter", "d", "tab", "1", "enter")
        ann.sees("39")
        assert said(team, ref) == TaskPlan(good=39, scrap=1, rework=0)


async def test_keys_that_come_in_one_burst_reach_the_question(team: Team) -> None:
    ref = made(team)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l")
        await ann.burst("d", "tab", "5", "enter")
        assert said(team, ref) == TaskPlan(good=35, scrap=5, rework=0)


@pytest.mark.parametrize("fields", [{"product": None}, {"quantity": None}])
async def test_a_task_without_product_or_quantity_is_done_as_ever(team: Team, fields: dict[str, None]) -> None:
    ref = made(team, **fields)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "d")
        assert (ann.dialog, ann.lane_of(ref), said(team, ref)) == ("", "done", None)


async def test_several_are_done_as_a_whole_and_the_notice_says_so(team: Team) -> None:
    refs = [made(team), made(team), team.task("Sweep", at="review").ref]
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "V", "d")
        assert ann.notice == "3 finished, each with its full quantity. u takes it back."
        assert {ann.lane_of(ref) for ref in refs} == {"done"}
        await ann.press("u", "V", "L")
        assert ann.notice == "3 finished, each with its full quantity. u takes it back."
        await ann.press("u")
        assert {ann.lane_of(ref) for ref in refs} == {"review"}


async def test_a_refusal_stays_in_the_form_with_what_was_typed(team: Team) -> None:
    ref = made(team)
    board.block(team.bo, ref, "waits for the gauge")
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "d", "tab", "4", "enter")
        assert ann.dialog == "OutputForm"
        ann.sees("is blocked: waits for the gauge", "36")
        board.unblock(team.bo, ref)
        await ann.press("enter")
        assert said(team, ref) == TaskPlan(good=36, scrap=4, rework=0)


async def test_who_may_pass_a_rule_is_asked_for_the_reason_on_top(team: Team) -> None:
    ref, first = made(team), team.task("Cast", at="review").ref
    links.link(team.ann, first, ref)
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "d", "tab", "4", "enter")
        assert ann.dialog == "LineDialog"
        await ann.press("escape")
        assert ann.dialog == "OutputForm"
        await ann.press("enter")
        await ann.type("the customer waits")
        await ann.press("enter")
        assert (ann.dialog, said(team, ref)) == ("", TaskPlan(good=36, scrap=4, rework=0))


async def test_a_task_that_comes_back_is_asked_about_anew(team: Team) -> None:
    ref = made(team)
    board.finish(team.bo, ref, output={"scrap": 5})
    async with sitting_at(team) as ann:
        await ann.press("l", "l", "l", "l", "H")
        assert (ann.lane_of(ref), said(team, ref)) == ("review", None)
        await ann.press("L", "enter")
        assert said(team, ref) == TaskPlan(good=40, scrap=0, rework=0)
        await ann.press("u", "u")
        assert said(team, ref) == TaskPlan(good=35, scrap=5, rework=0)
