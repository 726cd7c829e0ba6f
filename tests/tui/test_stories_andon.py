"""Stories of the andon: one key on a card, and every open board rings until somebody has seen it."""

from __future__ import annotations

import pytest

from prodtui.services import downtime, issues, undo
from tests.helpers.quality import solved
from tests.helpers.team import Clock, Team
from tests.tui.driver import Reader, sitting_at


def alarm(reader: Reader) -> str:
    return reader.app.screen.alarm.text  # type: ignore[attr-defined]


async def test_one_key_and_enter_raise_an_issue_on_the_card(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "l", "!")
        ann.sees("what is wrong with OPS-5?", "Move the archive: waits for the supplier", "(*) major")
        await ann.press("enter")
        row = issues.show_issue(desk.ann, "I1").issue
        assert (row.task, row.step, row.andon, row.severity.value) == ("OPS-5", "doing", True, "major")
        assert row.title == "Move the archive: waits for the supplier"
        assert alarm(ann) == ""  # whoever raised it knows
        await ann.press("u")
        assert issues.list_issues(desk.ann) == ()


async def test_what_is_typed_replaces_the_title_and_keys_choose_the_rest(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("!")
        await ann.type("Key is lost")
        await ann.press("up", "tab", "enter")
        row = issues.show_issue(desk.ann, "I1").issue
        assert (row.title, row.severity.value) == ("Key is lost", "critical")
        clock = downtime.list_downtime(desk.ann)[0]
        assert (clock.step, clock.reason, clock.issue, clock.ended_at) == ("backlog", "Key is lost", "OPS-I1", None)
        await ann.press("!", "tab", "enter")
        assert ann.dialog == "RaiseDialog"  # its clock runs already: nothing typed is lost, and the sentence says it
        ann.sees("stands still since")
        await ann.press("tab", "enter")
        assert len(issues.list_issues(desk.ann)) == 2


async def test_the_card_is_blocked_by_the_issue_in_the_same_act(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("!")
        await ann.type("Key is lost")
        ann.sees("[ ] the card is blocked")
        await ann.press("shift+tab")
        ann.sees("[x] the card is blocked")
        await ann.press("enter")
        ref = issues.show_issue(desk.ann, "I1").issue.task or ""
        assert desk.get(ref).blocked_reason == "OPS-I1 Key is lost"
        await ann.press("u")
        assert (desk.get(ref).blocked_reason, issues.list_issues(desk.ann)) == (None, ())


async def test_it_rings_on_other_boards_until_it_is_seen(desk: Team) -> None:
    async with sitting_at(desk, bell=True) as ann:
        bells: list[int] = []
        ann.app.bell = lambda: bells.append(1)  # type: ignore[method-assign]
        issues.raise_issue(desk.bo, "Tape torn", task="OPS-5", andon=True)
        await ann.beat()
        assert alarm(ann) == "ANDON OPS-5 at Doing, bo, 10:00: Tape torn"
        ann.sees("ANDON OPS-5 at Doing, bo, 10:00: Tape torn", "esc seen")
        assert bells == [1]
        await ann.press("j")
        assert alarm(ann)  # other keys do not silence it
        await ann.press("escape")
        assert alarm(ann) == ""
        ann.sees("2 BOARD")


@pytest.mark.parametrize("how", ["put away", "closed", "undone"])
async def test_it_falls_silent_with_its_issue(desk: Team, how: str) -> None:
    async with sitting_at(desk) as ann:
        ref = issues.raise_issue(desk.bo, "Tape torn", andon=True).value.ref
        await ann.beat()
        issues.raise_issue(desk.bo, "Fire", andon=True)
        await ann.press("5")
        await ann.beat()
        assert alarm(ann).endswith("Fire (and 1 more)")
        if how == "put away":
            issues.put_away_issue(desk.bo, "OPS-I2")
        elif how == "closed":
            solved(desk, "OPS-I2")
        else:
            undo.undo(desk.bo)
        await ann.beat()
        assert alarm(ann).endswith("Tape torn")
        issues.put_away_issue(desk.bo, ref)
        await ann.beat()
        assert alarm(ann) == ""


async def test_the_bell_is_silent_unless_it_is_switched_on(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        bells: list[int] = []
        ann.app.bell = lambda: bells.append(1)  # type: ignore[method-assign]
        issues.raise_issue(desk.bo, "Tape torn", task="OPS-5", andon=True)
        await ann.beat()
        assert alarm(ann) and bells == []


async def test_it_falls_silent_after_half_a_minute(desk: Team, ticking: Clock) -> None:
    async with sitting_at(desk) as ann:
        issues.raise_issue(desk.bo, "Tape torn", task="OPS-5", andon=True)
        await ann.beat()
        ticking.forward(seconds=29)
        ann.board.tick()
        assert alarm(ann)
        ticking.forward(seconds=2)
        ann.board.tick()
        assert alarm(ann) == ""


@pytest.mark.parametrize("keys", [("enter",), ("5",), ("5", "enter")])
async def test_it_rings_wherever_the_reader_is(log: Team, keys: tuple[str, ...]) -> None:
    async with sitting_at(log) as ann:
        await ann.press(*keys)
        issues.raise_issue(log.bo, "Tape torn", task="OPS-5", andon=True)
        await ann.beat()
        assert "Tape torn" in alarm(ann)
        await ann.press("ctrl+a")
        ann.sees("OPS-I6 Tape torn", "with an andon")
        assert alarm(ann) == ""


async def test_no_issue_that_was_raised_quietly_rings(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        issues.raise_issue(desk.bo, "Quiet", task="OPS-5")
        await ann.beat()
        assert alarm(ann) == ""
        await ann.press("ctrl+a")
        assert ann.notice == "No andon rings."


async def test_an_issue_is_raised_quietly_from_the_issues_of_a_card(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("i")
        await ann.type("zzz")
        ann.sees("Nothing matches.").sees_not("has no issues")
        await ann.press("backspace", "backspace", "backspace")
        await ann.choose("Raise")
        await ann.type("Label missing")
        await ann.press("enter")
        row = issues.show_issue(desk.ann, "I1").issue
        assert (row.title, row.task, row.andon) == ("Label missing", "OPS-1", False)


async def test_only_looking_raises_nothing(desk: Team) -> None:
    async with sitting_at(desk, read_only=True) as ann:
        await ann.press("!")
        assert "reading only" in ann.notice
        await ann.press("i")
        ann.sees("OPS-1 has no issues.")
