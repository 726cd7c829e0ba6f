"""Stories of the detail view."""

from __future__ import annotations

from prodtui.services import checklists, inspections, issues, purge, schedule, tasks
from tests.helpers.quality import WELD, gate
from tests.helpers.team import Team
from tests.tui.driver import sitting_at
from tests.tui.quality import at_inspection


async def test_everything_about_a_task_is_there(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "l", "enter")
        ann.sees("OPS-5 Move the archive", "Doing", "waits for the supplier", "Bo Berg")
        ann.sees("estimate 9h   spent 1h30   left 7h30", "The tape drive is loose.", "logged 1h30: inventory")
        ann.sees("moved ready → doing", "blocked: waits for the supplier")


async def test_the_place_in_the_schedule_shows_as_soon_as_there_is_one(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        ann.sees_not("scheduled")
        schedule.refresh(desk.bo)
        await ann.beat()
        ann.sees("scheduled", "starts then")


async def test_the_chain_shows_what_comes_before_and_after(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("l", "enter")
        lines = ann.text.splitlines()
        before = next(number for number, line in enumerate(lines) if "OPS-2    Patch the mail server" in line)
        here = next(number for number, line in enumerate(lines) if "▶ OPS-4" in line)
        assert before < here
        await ann.press("escape", "h", "j", "enter")
        lines = ann.text.splitlines()
        here = next(number for number, line in enumerate(lines) if "▶ OPS-2" in line)
        after = next(number for number, line in enumerate(lines) if "OPS-4    Renew certificates" in line)
        assert here < after


async def test_the_inspections_of_a_card_stand_beside_its_issues_and_are_opened_there(desk: Team) -> None:
    row = checklists.add_checklist(desk.quinn, "Weld check", items=WELD).value
    checklists.publish_checklist(desk.quinn, row.key)
    inspections.answer(desk.bo, inspections.start(desk.bo, row.key, "OPS-1").value.ref, "burrs", False)
    issues.raise_issue(desk.bo, "Burrs", task="OPS-1")
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        lines = ann.lines
        places = [next(at for at, line in enumerate(lines) if text in line) for text in ("─ checks", "─ issues")]
        assert places == sorted(places)
        ann.sees("OPS-Q1   Weld check  1 of ")
        await ann.press("q")
        assert at_inspection(ann).ref == "OPS-Q1"
        await ann.press("escape")
        ann.sees("OPS-1 Rotate the backup keys", "─ checks")


async def test_a_gate_that_nobody_has_begun_stands_among_the_checks(desk: Team) -> None:
    gate(desk, "backlog")
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        ann.sees("─ checks", "Weld check  not started, gate")
        inspections.start(desk.bo, "weld", "OPS-1")
        await ann.beat()
        ann.sees("OPS-Q1   Weld check  0 of 5 answered")
        assert "not started" not in ann.text


async def test_verbs_work_there(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("enter", "s")
        assert desk.get("OPS-1").step == "doing"
        ann.sees("moved backlog → doing")
        await ann.press("c")
        await ann.type("on it")
        await ann.press("enter")
        ann.sees("on it")
        assert ann.notice == "Commented on OPS-1."
        await ann.press("u")
        await ann.press("escape")
        assert ann.cursor == "OPS-1"


async def test_a_refused_verb_can_be_overridden_there(desk: Team) -> None:
    desk.step("doing", wip_limit=1)
    async with sitting_at(desk) as ann:
        await ann.press("l", "enter", "L")
        ann.sees("waits for OPS-2 (not done)", "o override")
        await ann.press("o")
        await ann.type("urgent")
        await ann.press("enter")
        assert desk.get("OPS-4").step == "doing"


async def test_it_scrolls_and_finds(desk: Team) -> None:
    tasks.edit(desk.ann, "OPS-1", {"notes": "\n".join(f"line {number}" for number in range(1, 81))})
    async with sitting_at(desk, size=(80, 24)) as ann:
        await ann.press("enter")
        ann.sees("line 5").sees_not("line 70")
        await ann.press("G")
        ann.sees("talk and history").sees_not("line 5\n")
        await ann.press("g", "/")
        await ann.type("line 70")
        await ann.press("enter")
        ann.sees("line 70")


async def test_a_task_that_was_purged_says_so(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("enter")
        tasks.archive(desk.ann, "OPS-1")
        purge.purge(desk.ann, "OPS-1")
        await ann.beat()
        assert ann.notice == "OPS-1 is gone: somebody purged it. esc goes back."
        await ann.press("escape")
        ann.sees("OPS-2")
