"""Stories of the inbox: how much is new stands in the header, and one key shows it, opens it and marks it as read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from prodtui.services import boards, handovers, inbox, inspections, issues, rights, tasks
from prodtui.services import talk as talks
from prodtui.widgets.header import BoardHeader
from tests.helpers.quality import inspect, publish
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


def say(team: Team, ref: str = "OPS-1", text: str = "please look, @ann") -> None:
    talks.comment(team.bo, ref, text)


def new_in(reader: Reader) -> str:
    """Return what the header tells of the inbox."""
    before, found, _ = reader.lines[0].partition(" new ")
    return before.split()[-1] if found else ""


def rows(reader: Reader) -> list[str]:
    """Return kind and reference of what the list shows, those that are new with their sign."""
    lines = (line.split() for line in reader.lines[2:])
    known = ("mention", "assigned", "andon", "signature", "hand-over", "unblocked")
    return [" ".join([*words[:1], *words[2:4]] if words[0] == "●" else words[1:3]) for words in lines
            if len(words) > 3 and set(words[1:3]) & set(known)]  # fmt: skip


@pytest.fixture
def told(desk: Team) -> Team:
    """Two things concern ann: bo asks her, and OPS-4 is hers."""
    say(desk)
    tasks.assign(desk.bo, ["OPS-4"], add=["ann"])
    return desk


async def test_nothing_new_is_not_told(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        assert new_in(ann) == ""
        await ann.press("E")
        ann.sees("Inbox of Ann Smith", "0 new notices", "Nothing is new in your inbox.")


async def test_the_header_counts_what_comes_at_once_and_on_every_view(told: Team) -> None:
    async with sitting_at(told) as ann:
        assert new_in(ann) == "2"
        say(told, text="and again, @ann")
        talks.comment(told.bo, "OPS-1", "nothing for her")
        await ann.beat()
        assert new_in(ann) == "3"
        await ann.press("5")
        assert new_in(ann) == "3"
        inbox.mark_read(told.ann)  # by herself, in a shell
        await ann.beat()
        assert new_in(ann) == ""
        await ann.press("2")
        assert new_in(ann) == ""


async def test_newest_first_with_all_of_the_text_below(told: Team) -> None:
    async with sitting_at(told, size=(80, 24)) as ann:
        await ann.press("E")
        ann.sees("2 new notices")
        assert rows(ann) == ["● assigned OPS-4", "● mention OPS-1"]
        await ann.press("j")
        ann.sees("OPS-1 Rotate the backup keys  mention, by bo, Tue 10:00", "please look, @ann")
        await ann.press("E")
        ann.sees("2 BOARD")


async def test_one_key_opens_it_from_every_view_and_over_a_card(told: Team) -> None:
    async with sitting_at(told) as ann:
        for view in "12345678":
            await ann.press(view, "E")
            ann.sees("Inbox of Ann Smith")
            await ann.press("E")
            ann.sees_not("Inbox of Ann Smith")
        await ann.press("2", "enter", "E")
        ann.sees("Inbox of Ann Smith")


async def test_the_palette_and_the_mouse_open_it_too(told: Team) -> None:
    async with sitting_at(told) as ann:
        await ann.press("ctrl+p")
        await ann.choose("Inbox")
        ann.sees("Inbox of Ann Smith")
        await ann.press("escape")
        await ann.pilot.click(BoardHeader, offset=(ann.lines[0].index("2 new"), 0))
        await ann.settle()
        ann.sees("Inbox of Ann Smith")


async def test_enter_opens_what_it_is_about_and_marks_it_as_read(told: Team) -> None:
    async with sitting_at(told) as ann:
        await ann.press("E", "j", "enter")
        ann.sees("OPS-1 Rotate the backup keys", "please look, @ann", "talk and history")
        assert [row.ref for row in inbox.inbox(told.ann)] == ["OPS-4"]
        await ann.press("E")  # back to the list, which is still there
        assert rows(ann) == ["● assigned OPS-4"]
        await ann.press("escape")
        assert new_in(ann) == "1"


async def test_space_reads_one_and_a_key_reads_all(told: Team) -> None:
    async with sitting_at(told) as ann:
        await ann.press("E", "space")
        assert rows(ann) == ["● mention OPS-1"]
        await ann.press("A")
        assert rows(ann) == ["assigned OPS-4", "● mention OPS-1"]
        await ann.press("g", "space")
        assert ann.notice == "This notice was read already."
        await ann.press("R")
        assert ann.notice == "Marked 1 notice as read. A shows what was read too."
        assert (rows(ann), inbox.inbox(told.ann)) == (["assigned OPS-4", "mention OPS-1"], ())
        await ann.press("A")
        ann.sees("Nothing is new in your inbox.")


async def test_words_are_found(told: Team) -> None:
    async with sitting_at(told) as ann:
        await ann.press("E", "/")
        await ann.type("please")
        await ann.press("enter")
        ann.sees("mention, by bo")


async def test_what_comes_while_it_is_open_shows_and_what_ends_by_itself_goes(desk: Team) -> None:
    publish(desk, rule="named", people=["ann"])
    async with sitting_at(desk) as ann:
        await ann.press("E")
        say(desk)
        inspect(desk.cy, None)
        await ann.beat()
        assert rows(ann) == ["● signature OPS-Q1", "● mention OPS-1"]
        inspections.sign(desk.ann, "OPS-Q1")
        await ann.beat()
        assert rows(ann) == ["● mention OPS-1"]
        ann.sees("1 new notice")


async def test_whatever_ends_goes_at_once_and_comes_back_with_it(told: Team) -> None:
    ref = issues.raise_issue(told.bo, "Tape torn", andon=True).value.ref
    handovers.write_handover(told.lea, "All is well")
    async with sitting_at(told) as ann:
        assert new_in(ann) == "4"
        issues.put_away_issue(told.bo, ref)
        tasks.assign(told.bo, ["OPS-4"], remove=["ann"])
        handovers.acknowledge_handover(told.of("ann"))
        await ann.beat()
        assert new_in(ann) == "1"
        await ann.press("E")
        assert rows(ann) == ["● mention OPS-1"]
        issues.restore_issue(told.bo, ref)
        await ann.beat()
        assert rows(ann) == ["● andon OPS-I1", "● mention OPS-1"]
        await ann.press("R", "A")
        assert rows(ann) == ["andon OPS-I1", "mention OPS-1"]
        issues.put_away_issue(told.bo, ref)  # what was read ends too
        await ann.beat()
        assert rows(ann) == ["mention OPS-1"]


async def test_who_gets_a_right_is_told_what_it_lets_them_do(desk: Team) -> None:
    rights.revoke(desk.ann, "manager", "hand-over")
    handovers.write_handover(desk.lea, "All is well")
    async with sitting_at(desk) as ann:
        assert new_in(ann) == ""
        rights.grant(desk.ann, "manager", "hand-over")
        await ann.beat()
        assert new_in(ann) == "1"


async def test_of_another_board_goes_there(told: Team) -> None:
    boards.create_board(told.ann, "QA", "Quality", template="it-service")
    qa = told.of("bo", board="QA")
    tasks.add(qa, "File the report", assignees=("ann",))
    async with sitting_at(told) as ann:
        await ann.press("E")
        assert rows(ann)[0] == "● assigned QA-1"
        await ann.press("enter")
        ann.sees("QA-1 File the report")
        await ann.press("escape", "escape")
        ann.sees(" QA  Quality")


@pytest.mark.parametrize("what", ["issue", "shift"])
async def test_other_things_open_too(desk: Team, what: str) -> None:
    if what == "issue":
        issues.raise_issue(desk.bo, "Tape torn", task="OPS-5", andon=True)
    else:
        handovers.write_handover(desk.lea, "All is well")
    async with sitting_at(desk) as ann:
        await ann.press("E", "enter")
        ann.sees("OPS-I1 Tape torn" if what == "issue" else "8 STAND-UP")
        assert inbox.inbox(desk.ann) == ()


async def test_only_looking_marks_nothing(told: Team) -> None:
    async with sitting_at(told, read_only=True) as ann:
        await ann.press("E", "space")
        assert "reading only" in ann.notice
        await ann.press("enter")
        ann.sees("OPS-4 Renew certificates")
    assert len(inbox.inbox(told.ann)) == 2


async def test_whoever_only_looks_at_the_board_reads_their_own_inbox(desk: Team) -> None:
    for number in (1, 2, 3, 4):
        say(desk, f"OPS-{number}", "please look, @sam")
    async with sitting_at(desk, who="sam") as sam:
        await sam.press("E", "space")
        assert rows(sam) == ["● mention OPS-3", "● mention OPS-2", "● mention OPS-1"]
        await sam.press("enter", "E")
        assert rows(sam) == ["● mention OPS-2", "● mention OPS-1"]
        await sam.press("R")
        assert sam.notice == "Marked 2 notices as read. A shows what was read too."
    assert inbox.inbox(desk.sam) == ()


async def test_somebody_whom_the_store_does_not_know_is_told_what_to_do(told: Team) -> None:
    async with sitting_at(told) as ann:
        bridge = ann.app.bridge
        actor = replace(bridge.workspace.actor, login="eve", name="eve", person_id=None)
        bridge._workspace = replace(bridge.workspace, actor=actor)
        await ann.app.show_board()
        await ann.settle()
        say(told, text="@eve")
        await ann.beat()
        assert new_in(ann) == ""
        await ann.press("E")
        ann.sees("The store does not know eve", "`prodtui person add eve`")
        await ann.press("R")
        assert "person add eve" in ann.notice


async def test_whoever_is_acted_as_has_an_inbox_of_their_own(told: Team) -> None:
    async with sitting_at(told) as ann:
        await ann.press("A")
        await ann.choose("Cy")
        assert new_in(ann) == "1"
        talks.comment(told.bo, "OPS-1", "@cy too")
        await ann.beat()
        assert new_in(ann) == "2"


# --- bell and desktop


def ears(reader: Reader) -> list[str]:
    """Return a list that fills with what the reader's terminal is told beside the frames."""
    heard: list[str] = []
    reader.app.bell = lambda: heard.append("bell")  # type: ignore[method-assign]
    reader.app.to_terminal = heard.append
    return heard


async def test_a_notice_rings_and_shows_on_the_desktop_once_when_that_is_wished_for(
    told: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TMUX", raising=False)
    async with sitting_at(told, bell=True, desktop_notice=True) as ann:
        heard = ears(ann)
        await ann.beat()
        assert heard == []  # what was there before is counted, no more
        say(told, text="now @ann")
        await ann.beat()
        text = "\x1b]9;prodtui: mention  OPS-1 Rotate the backup keys: now @ann (bo)\x07"
        assert heard == ["bell", text]
        await ann.press("E", "space")
        await ann.beat()
        assert len(heard) == 2


async def test_several_at_once_are_one_sound(desk: Team) -> None:
    async with sitting_at(desk, bell=True, desktop_notice=True) as ann:
        heard = ears(ann)
        for ref in ("OPS-1", "OPS-2", "OPS-3"):
            say(desk, ref)
        await ann.beat()
        assert heard[0] == "bell" and len(heard) == 2
        assert "OPS-3" in heard[1] and "(and 2 more)" in heard[1]


async def test_an_andon_rings_once_here_and_from_another_board(desk: Team) -> None:
    boards.create_board(desk.ann, "QA", "Quality", template="it-service")
    async with sitting_at(desk, bell=True) as ann:
        heard = ears(ann)
        issues.raise_issue(desk.bo, "Tape torn", task="OPS-5", andon=True)
        await ann.beat()
        assert heard == ["bell"]
        issues.raise_issue(desk.of("bo", board="QA"), "Fire", andon=True)
        await ann.beat()
        assert heard == ["bell", "bell"]


async def test_both_are_silent_unless_they_are_switched_on(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        heard = ears(ann)
        say(desk)
        await ann.beat()
        assert (heard, new_in(ann)) == ([], "1")
