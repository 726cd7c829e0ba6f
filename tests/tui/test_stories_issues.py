"""Stories of the issue log: what needs us first, from state to state, links, filters, others' changes."""

from __future__ import annotations

import pytest

from prodtui.domain.enums import IssueState
from prodtui.domain.rows_issues import IssueRow
from prodtui.services import board, checklists, downtime, issue_actions, issues, tasks
from prodtui.services.issues import show_issue
from tests.helpers.quality import WELD, inspect
from tests.helpers.team import Clock, Team
from tests.tui.driver import Reader, sitting_at
from tests.tui.quality import at_inspection


def issue(team: Team, ref: str) -> IssueRow:
    return show_issue(team.ann, ref).issue


def places(reader: Reader, *texts: str) -> list[int]:
    """Return on which line below the header each text stands first."""
    lines = reader.lines
    return [next(number for number, line in enumerate(lines) if number and text in line) for text in texts]


async def test_what_needs_us_stands_first(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5")
        ann.sees("5 ISSUES", "4 open", "1 overdue", "24d late")
        order = places(
            ann, "Overdue actions", "OPS-I2", "Effect to be checked", "OPS-I3", "Critical", "OPS-I4", "Minor", "OPS-I5"
        )
        assert order == sorted(order)
        ann.sees_not("OPS-I1")
        await ann.press("2")
        ann.sees("2 BOARD")


async def test_what_is_due_of_an_issue_is_a_date_or_that_there_is_none(desk: Team) -> None:
    issues.raise_issue(desk.bo, "Burrs", step="doing")
    issues.raise_issue(desk.bo, "Scratches", step="doing")
    issue_actions.add_action(desk.bo, "I2", "Polish", kind="containment", owner="bo")
    async with sitting_at(desk, size=(80, 24)) as ann:
        await ann.press("5")
        lines = {line.split()[2]: " ".join(line.split()) for line in ann.lines if "OPS-I" in line}
        ann.sees("Due")
        assert lines["OPS-I1"].endswith("no action") and lines["OPS-I2"].endswith("no date")


async def test_an_empty_log_teaches(team: Team) -> None:
    async with sitting_at(team) as ann:
        await ann.press("5")
        ann.sees("Nothing went wrong on this board yet", "a  raises an issue", "!  on a card")
        await ann.press("I")
        ann.sees("a  registers an improvement")
        await ann.press("D")
        ann.sees("No step has stood still.")


async def test_an_issue_is_raised_in_a_form_and_taken_back(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("5", "a", "enter")
        assert ann.dialog == "Form"
        await ann.type("Wrong label")
        await ann.press("tab")
        await ann.type("cri")
        await ann.press("right", "tab", "tab")
        await ann.type("Review")
        await ann.press("enter")
        assert ann.dialog == ""
        row = issue(desk, "OPS-I1")
        assert (row.title, row.severity.value, row.step, row.raised_by) == ("Wrong label", "critical", "review", "ann")
        ann.sees("Critical", "Wrong label", "nobody")
        assert ann.notice == "Raised OPS-I1. u takes it back."
        await ann.press("u")
        ann.sees_not("Wrong label")


async def test_from_open_to_closed_each_state_asks_for_what_it_needs(desk: Team) -> None:
    issues.raise_issue(desk.bo, "Burrs", step="doing")
    async with sitting_at(desk) as ann:
        await ann.press("5", "enter")
        ann.sees("▶ open", "next is contained: it needs what was done to contain it")
        await ann.press("L")
        ann.sees("OPS-I1 becomes contained")
        await ann.type("Parts sorted")
        await ann.press("enter")
        await ann.press("L")
        await ann.type("cy")
        await ann.press("enter")
        assert (issue(desk, "I1").state, issue(desk, "I1").owner) == (IssueState.ANALYSING, "cy")
        await ann.press(">")
        await ann.type("Torn edge")
        await ann.press("tab")
        await ann.type("Blunt tool")
        await ann.press(*["tab"] * 4)
        await ann.type("Changed by calendar")
        await ann.press("enter")
        assert "cause" in ann.text and ann.dialog == "Form"  # the category is still missing
        await ann.press("tab")
        await ann.type("method")
        await ann.press("enter")
        row = issue(desk, "I1")
        assert (row.state, row.whys, row.cause) == (
            IssueState.ACTING,
            ("Torn edge", "Blunt tool"),
            "Changed by calendar",
        )
        ann.sees("1 why? Torn edge", "  2 why? Blunt tool", "lies with method")
        await ann.press("L")
        ann.sees("What is done about OPS-I1?")
        await ann.type("Change by wear")
        await ann.press("enter", "L")
        assert ann.notice == "OPS-I1 cannot be verifying yet: it needs action 1 (corrective) to be done."
        await ann.press("d")
        await ann.type("Counter set")
        await ann.press("enter", "L", "enter")
        assert issue(desk, "I1").state is IssueState.VERIFYING
        await ann.press("L")
        await ann.type("yes")
        await ann.press("tab")
        await ann.type("No burr in 40 parts")
        await ann.press("enter")
        ann.sees("The effect of what was done about OPS-I1 is looked at on 2026-12-24")
        assert issue(desk, "I1").effective is None
        await ann.press("tab")
        await ann.type("Seen in the first batch")
        await ann.press("enter")
        row = issue(desk, "I1")
        assert (row.state, row.effective, row.evidence) == (IssueState.CLOSED, True, "No burr in 40 parts")
        ann.sees("✓ closed", "it helped")
        await ann.press("e")
        assert ann.notice == "OPS-I1 is closed and stays as it is; R opens it again."


async def test_an_effect_that_did_not_come_sends_it_back(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "j", "enter")
        ann.sees("OPS-I3", "to be checked now")
        await ann.press("L")
        await ann.type("no")
        await ann.press("enter")
        ann.sees("Say what still goes wrong")
        await ann.press("tab")
        await ann.type("Still drifts")
        await ann.press("enter")
        assert issue(log, "I3").state is IssueState.ANALYSING
        ann.sees("▶ analysing")


async def test_an_effect_is_not_kept_when_the_issue_cannot_be_closed_with_it(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "j", "enter", "L")
        await ann.type("yes")
        await ann.press("tab")
        await ann.type("No drift in 60 parts")
        await ann.press("enter")
        ann.sees("it lacks the end of its downtime OPS-S2 at review")
        row = issue(log, "I3")
        assert (row.state, row.effective, row.evidence) == (IssueState.VERIFYING, None, "")
        downtime.stop_downtime(log.cy, "review")
        await ann.press("enter")
        assert issue(log, "I3").state is IssueState.CLOSED


async def test_the_way_back_asks_for_the_reason(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "H")
        ann.sees("Why does OPS-I2 go back to analysing?")
        await ann.type("Another cause")
        await ann.press("enter")
        assert issue(log, "I2").state is IssueState.ANALYSING
        await ann.press("u")
        assert issue(log, "I2").state is IssueState.ACTING


async def test_an_issue_that_came_back_points_to_the_closed_one_and_reopens_it(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "G", "enter")
        ann.sees("OPS-I5", "Same step and cause as OPS-I1, closed 40d ago: did it come back?", "R reopens OPS-I1")
        await ann.press("R")
        await ann.type("Burrs again")
        await ann.press("enter")
        assert issue(log, "I1").state is IssueState.ANALYSING
        assert "Corrective action OPS-I1.1 was: Change the tool by wear." in ann.notice
        ann.sees("Repeats OPS-I1, still analysing")
        await ann.press("enter")
        ann.sees("OPS-I1 Burrs at the edge", "came back OPS-I3, OPS-I5")
        await ann.press("escape", "escape")
        ann.sees("5 ISSUES")


async def test_links_lead_to_the_card_and_back(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("l", "l", "i")
        ann.sees("Issues of OPS-5", "OPS-I4 Tape drive loose again  critical, open", "Raise an issue on OPS-5")
        await ann.press("enter")
        ann.sees("OPS-I4", "card      OPS-5")
        await ann.press("enter")
        await ann.choose("OPS-5")
        ann.sees("OPS-5 Move the archive", "talk and history")
        await ann.press("escape")
        ann.sees("OPS-I4", "card      OPS-5")
        await ann.press("escape")
        ann.sees("2 BOARD")
        assert ann.cursor == "OPS-5"


async def test_escape_from_a_card_that_an_issue_named_leads_back_to_the_issues(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "/")
        await ann.type("Tape drive loose")
        await ann.press("enter", "enter", "enter")
        await ann.choose("OPS-5")
        ann.sees("OPS-5 Move the archive", "talk and history")
        await ann.press("escape")
        ann.sees("OPS-I4", "card      OPS-5")
        await ann.press("escape")
        ann.sees("5 ISSUES", "OPS-I4").sees_not("2 BOARD")


async def test_a_link_to_a_card_that_was_archived_shows_the_card_itself(log: Team) -> None:
    board.unblock(log.ann, "OPS-5")
    tasks.archive(log.ann, "OPS-5")
    async with sitting_at(log) as ann:
        await ann.press("5", "/")
        await ann.type("Tape drive loose")
        await ann.press("enter", "enter")
        ann.sees("OPS-I4", "card      OPS-5")
        await ann.press("enter")
        if ann.dialog:
            await ann.choose("OPS-5")
        ann.sees("OPS-5 Move the archive", "talk and history")


async def test_an_issue_leads_to_its_inspection_and_back(desk: Team) -> None:
    row = checklists.add_checklist(desk.quinn, "Weld check", items=WELD).value
    checklists.publish_checklist(desk.quinn, row.key)
    issues.raise_issue(desk.bo, "Burrs", inspection=inspect(desk.bo, None, burrs=False).ref)
    async with sitting_at(desk) as ann:
        await ann.press("5", "enter")
        ann.sees("inspection OPS-Q1")
        await ann.press("enter")
        assert at_inspection(ann).ref == "OPS-Q1"
        await ann.press("escape")
        ann.sees("OPS-I1", "inspection OPS-Q1")


async def test_an_issue_is_linked_to_a_further_card(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "enter", "+")
        await ann.type("OPS-1")
        await ann.press("enter")
        ann.sees("card      OPS-1")
        await ann.press("u")
        ann.sees_not("card      OPS-1")


async def test_comment_owner_and_actions(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "enter", "c")
        await ann.type("Tooling is ordered")
        await ann.press("enter", "@")
        await ann.choose("Quinn")
        assert issue(log, "I2").owner == "quinn"
        ann.sees("Tooling is ordered", "Quinn Moss")
        await ann.press("d")
        ann.sees("Which action of OPS-I2 is done?")
        await ann.choose("other cell")
        await ann.press("enter")
        assert show_issue(log.ann, "I2").actions[1].done_by == "ann"
        await ann.press("x")
        assert issue(log, "I2").archived_at is not None
        ann.sees("Put away")


async def test_two_people_edit_the_same_field_and_are_asked(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "e")
        await ann.type(" mine")
        issues.edit_issue(log.bo, "I2", title="Theirs")
        await ann.beat()
        ann.sees("Changed by bo at")
        await ann.press("enter")
        ann.sees("OPS-I2 was changed by somebody else", "theirs  Theirs")
        await ann.press("m")
        assert issue(log, "I2").title.endswith("mine")


async def test_different_fields_of_two_people_are_both_kept(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "e")
        await ann.type(" again")
        issues.edit_issue(log.bo, "I2", severity="critical")
        await ann.press("enter")
        row = issue(log, "I2")
        assert (row.title, row.severity.value) == ("Drawing B-114 came in revision B again", "critical")


async def test_the_filter_speaks_the_language_of_the_command_line(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "f")
        ann.sees("Show only", "overdue", "sev:critical", "Everything is shown.")
        await ann.type("sev:critical")
        ann.sees("2 of the 4 issues")
        await ann.press("enter")
        ann.sees("OPS-I3", "OPS-I4", "sev:critical").sees_not("OPS-I2", "OPS-I5")
        await ann.press("f")
        await ann.type(" sev:worst")
        ann.sees("worst")
        await ann.press("enter")
        assert ann.dialog == "FilterDialog"
        await ann.press("escape", "escape")
        ann.sees("OPS-I2", "OPS-I5")


async def test_closed_ones_order_and_finding(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "A")
        ann.sees("Closed 1", "OPS-I1")
        await ann.press("o")
        await ann.choose("the newest first")
        order = places(ann, "OPS-I5", "OPS-I4", "OPS-I3", "OPS-I2")
        assert order == sorted(order)
        ann.sees("the newest first")
        await ann.press("/")
        await ann.type("bore")
        await ann.press("enter", "enter")
        ann.sees("OPS-I3 Fixture lets the bore drift")


async def test_others_changes_are_named_in_the_header(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5")
        issue_actions.comment_issue(log.bo, "I2", "On it")
        await ann.beat()
        assert ann.app.screen.header.news == "bo changed OPS-I2 Drawing B-114 came in revision B"  # type: ignore[attr-defined]
        issues.raise_issue(log.cy, "Paint drips", severity="critical")
        await ann.beat()
        ann.sees("Paint drips")


async def test_what_becomes_overdue_moves_up_within_a_minute(log: Team, ticking: Clock) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5")
        action = issue_actions.add_action(log.bo, "I5", "Deburr", due=ticking.now.replace(hour=9, minute=30)).value
        await ann.beat()
        assert action.number == 1 and places(ann, "Minor") < places(ann, "OPS-I5")
        ticking.forward(hours=1)
        ann.app.screen.tick()  # type: ignore[attr-defined]
        await ann.settle()
        ann.sees("2 overdue")
        assert places(ann, "OPS-I5") < places(ann, "Effect to be checked")


async def test_a_long_log_is_read_page_by_page(team: Team) -> None:
    for number in range(230):
        issues.raise_issue(team.bo, f"Issue number {number}")
    async with sitting_at(team) as ann:
        await ann.press("5")
        ann.sees("30 more; go on down to see them", "230 open")
        await ann.press("G")
        await ann.press("G")
        ann.sees("Issue number 229").sees_not("more; go on")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (("a",), "reading only"),
        (("L",), "reading only"),
        (("e",), "reading only"),
        (("D", "s"), "reading only"),
        (("n",), "Nothing is being looked for"),
        (("D", "L"), "here is a list of downtimes"),
        (("D", "o"), "here is a list of downtimes"),
    ],
)
async def test_a_key_that_cannot_work_says_why(log: Team, keys: tuple[str, ...], says: str) -> None:
    async with sitting_at(log, read_only="reading" in says) as ann:
        await ann.press("5", *keys)
        assert says in ann.notice


async def test_everything_is_in_the_palette(log: Team) -> None:
    async with sitting_at(log) as ann:
        await ann.press("5", "ctrl+p")
        await ann.choose("Pareto")
        ann.sees("Pareto of issues by category, last 90 days")
        await ann.press("tab", "w")
        ann.sees("Pareto of issues by step, last 365 days", "Doing")
        await ann.press("enter")
        ann.sees("step:doing").sees_not("OPS-I2")


async def test_the_mouse_opens_tabs_and_rows(log: Team) -> None:
    async with sitting_at(log) as ann:
        tab = ann.lines[0].index("5 Issues")
        await ann.pilot.click(offset=(tab + 2, 0))
        await ann.settle()
        ann.sees("5 ISSUES")
        y = places(ann, "OPS-I4")[0]
        await ann.pilot.click(offset=(20, y))
        await ann.settle()
        await ann.pilot.click(offset=(20, y))
        await ann.settle()
        ann.sees("OPS-I4 Tape drive loose again", "next is contained")
        await ann.press("escape")
        x = ann.lines[1].index("Improvements")
        await ann.pilot.click(offset=(x, 1))
        await ann.settle()
        ann.sees("IMPROVEMENTS", "OPS-K1")
