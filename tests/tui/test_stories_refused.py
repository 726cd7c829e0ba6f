"""Stories of a no: which rule, every reason, and how somebody who may goes on all the same."""

from __future__ import annotations

from prodtui.services import board, history, people, undo
from tests.helpers.team import Team
from tests.tui.driver import sitting_at


async def test_a_refused_move_says_why_in_one_line(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk) as ann:
        await ann.press("l", "L")
        assert ann.notice == "OPS-4 cannot go to Doing: waits for OPS-2 (not done); Doing is at its limit 1/1."
        ann.sees("o override", "w all reasons")
        assert desk.get("OPS-4").step == "ready"


async def test_every_reason_is_listed_with_who_may_override_it(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk) as ann:
        await ann.press("l", "L", "w")
        ann.sees("waits for OPS-2 (not done)", "Doing is at its limit 1/1", "(may be overridden)")


async def test_a_lead_overrides_with_a_reason_that_is_recorded(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk, who="lea") as lea:
        await lea.press("l", "L", "o")
        await lea.type("customer waits")
        await lea.press("enter")
        assert desk.get("OPS-4").step == "doing"
        moved = history.events(desk.ann, ref="OPS-4", newest=True, limit=1)[-1]
        assert (moved.actor, moved.reason) == ("lea", "override of predecessor, wip_step: customer waits")
        await lea.press("o")
        assert lea.notice == "No refused move waits for an override."


async def test_a_member_is_told_who_may_override(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk, who="bo") as bo:
        await bo.press("l", "L", "o")
        await bo.type("I want to")
        await bo.press("enter")
        bo.sees("bo (member) may not", "I want to")
        assert desk.get("OPS-4").step == "ready"


async def test_a_blocked_card_cannot_be_forced(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "l", "L")
        assert ann.notice.startswith("OPS-5 cannot go to Review: is blocked: waits for the supplier.")
        ann.sees_not("o override")


async def test_the_notice_goes_with_the_next_key(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "l", "L")
        assert ann.notice
        await ann.press("j")
        assert ann.notice == ""


async def test_why_answers_before_anything_is_tried(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("w")
        ann.sees("OPS-1 can go to ready.")
        await ann.press("escape", "l", "w")
        ann.sees("OPS-4", "waits for OPS-2 (not done)")


async def test_a_key_that_does_nothing_now_says_why(team: Team) -> None:
    async with sitting_at(team) as ann:
        for key, sentence in (
            ("L", "There is no card under the cursor; move to one first."),
            ("o", "No refused move waits for an override."),
            ("n", "Nothing is being looked for yet; start with find."),
        ):
            await ann.press(key)
            assert ann.notice == sentence


async def test_a_limit_on_adding_keeps_the_line(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk) as ann:
        await ann.press("l", "l", "a")
        await ann.type("One more")
        await ann.press("enter")
        ann.sees("One more", "Doing is at its limit 1/1")
        await ann.type(" step:backlog")
        await ann.press("enter")
        assert "OPS-6" in desk.lane("backlog")


async def test_an_overridden_move_is_done_again_with_its_reason(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk, who="lea") as lea:
        await lea.press("l", "L", "o")
        await lea.type("customer waits")
        await lea.press("enter", "u")
        assert desk.get("OPS-4").step == "ready"
        await lea.press("U")
        assert desk.get("OPS-4").step == "doing"
        assert lea.notice == (
            "Did the move of OPS-4 again. u takes it back. "
            "OPS-4 was overridden again for the reason given before: customer waits."
        )
        again = history.events(desk.ann, ref="OPS-4", newest=True, limit=1)[-1]
        assert again.reason == "override of predecessor, wip_step: customer waits"


async def test_an_overridden_move_is_not_done_again_by_who_may_not_any_more(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    board.move(desk.lea, "OPS-4", "doing", override="customer waits")
    undo.undo(desk.lea)
    people.edit_person(desk.ann, "lea", role="member")
    async with sitting_at(desk, who="lea") as lea:
        await lea.press("U")
        assert lea.notice == (
            "OPS-4 cannot go back to Doing: waits for OPS-2 (not done); Doing is at its limit 1/1. "
            "It had been done with an override, and only a lead or a manager may do that again."
        )
        assert desk.get("OPS-4").step == "ready"
