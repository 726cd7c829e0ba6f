"""Stories of a no: which rule, every reason, and how somebody who may goes on all the same."""

from __future__ import annotations

from prodtui.services import board, history, people, tasks, undo
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
        await bo.press("l", "L")
        bo.sees("A lead or a manager may override it.", "w all reasons").sees_not("o override")
        await bo.press("o")
        assert bo.dialog == ""
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


async def test_a_card_for_a_full_lane_is_asked_about_and_added_with_a_reason(desk: Team) -> None:
    desk.step("ready", wip_limit=1)
    async with sitting_at(desk, who="lea") as lea:
        await lea.press("l", "a")
        await lea.type("Buy tape\n")
        lea.sees("A task cannot be added to Ready: Ready is at its limit 1/1.", "enter override").sees_not("--override")
        await lea.type("customer waits\n")
        assert (lea.dialog, lea.cursor, lea.lane_of("OPS-6")) == ("", "OPS-6", "ready")
        made = history.events(desk.ann, ref="OPS-6")[0]
        assert (made.actor, made.reason) == ("lea", "override of wip_step: customer waits")


async def test_a_card_for_a_full_lane_stays_typed_when_no_reason_is_given(desk: Team) -> None:
    desk.step("ready", wip_limit=1)
    async with sitting_at(desk, who="lea") as lea:
        await lea.press("l", "a")
        await lea.type("Buy tape\n")
        await lea.press("escape")
        lea.sees("Buy tape", "Ready is at its limit 1/1.", "Enter asks again for a reason").sees_not("--override")
        await lea.press("enter")
        lea.sees("enter override")
        await lea.press("escape")
        await lea.type(" step:backlog\n")
        assert lea.lane_of("OPS-6") == "backlog"


async def test_a_member_is_told_at_once_who_may_fill_a_full_lane(desk: Team) -> None:
    desk.step("ready", wip_limit=1)
    async with sitting_at(desk, who="bo") as bo:
        await bo.press("l", "a")
        await bo.type("Buy tape\n")
        bo.sees("Buy tape", "Ready is at its limit 1/1.", "A lead or a manager may override").sees_not("--override")


async def test_the_form_asks_for_a_reason_to_give_somebody_too_much(desk: Team) -> None:
    people.edit_person(desk.ann, "bo", wip_limit=1)
    tasks.assign(desk.ann, "OPS-5", remove=("all",))
    desk.task("Busy", at="doing", assignees=("bo",))
    async with sitting_at(desk, who="lea") as lea:
        lea.board.jump("OPS-5")
        await lea.press("e")
        lea.app.screen.query_one("#field-assignees").focus()
        await lea.settle()
        await lea.paste("bo")
        await lea.press("enter")
        lea.sees("bo already has 1 of 1", "enter override")
        await lea.type("only one who can\n")
        assert desk.get("OPS-5").assignees == ("bo",)
