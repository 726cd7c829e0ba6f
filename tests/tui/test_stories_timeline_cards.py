"""Stories of tasks on the timeline: found, filtered, marked and worked on as on the board."""

from __future__ import annotations

from prodtui.services import filters, steps, tasks
from tests.helpers.team import Team
from tests.tui.driver import sitting_at
from tests.tui.timeline_reader import ref, timeline, to


async def test_filters_are_saved_and_shared_with_the_board(desk: Team) -> None:
    filters.save_filter(desk.bo, "stand-up", "blocked")
    async with sitting_at(desk) as ann:
        await ann.press("3", "F")
        ann.sees("stand-up  blocked")
        await ann.choose("stand")
        ann.sees("OPS-5", "1 shown").sees_not("OPS-3")
        await ann.press("escape", "f")
        await ann.type("late")
        await ann.press("enter", "F")
        await ann.choose("save")
        await ann.type("lost")
        await ann.press("enter")
        ann.sees('Saved the filter as "lost"; F finds it again.', "OPS-3").sees_not("OPS-5")
        assert {row.name: row.text for row in filters.list_filters(desk.ann)}["lost"] == "late"
        await ann.press("2", "F")
        await ann.choose("lost")
        assert ann.board.filter_text == "late"


async def test_a_saved_filter_that_means_nothing_here_is_said(desk: Team) -> None:
    filters.save_filter(desk.bo, "elsewhere", "step:welding")
    async with sitting_at(desk) as ann:
        await ann.press("3", "F")
        await ann.choose("elsewhere")
        ann.sees("welding", "OPS-3")
        assert timeline(ann).filter_text == ""


async def test_the_next_match_and_the_one_before(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "g", "/")
        await ann.type("re")
        await ann.press("enter")
        first = ref(ann)
        await ann.press("n")
        assert ref(ann) != first
        await ann.press("N")
        assert ref(ann) == first


async def test_marked_tasks_are_started_together_and_undone_together(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        for each in ("OPS-1", "OPS-3"):
            await to(ann, each)
            await ann.press("v")
        ann.sees("2 marked")
        await ann.press("s")
        assert all(desk.get(each).started_at is not None for each in ("OPS-1", "OPS-3"))
        ann.sees("Started 2 tasks. u takes it back.").sees_not("2 marked")
        await ann.press("u")
        assert desk.get("OPS-1").started_at is None and desk.get("OPS-3").started_at is None


async def test_all_are_marked_and_moved_after_a_choice(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "V")
        ann.sees("5 marked")
        await ann.press("V")
        ann.sees_not("marked")
        await ann.press("V", "m")
        ann.sees("Move 5 tasks to")
        await ann.press("escape", "escape")
        ann.sees_not("marked")


async def test_marking_all_of_a_group_marks_no_other(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "S")
        await to(ann, "OPS-5")
        await ann.press("V")
        assert {row.ref for row in timeline(ann).pane.selection()} == {"OPS-1", "OPS-5"}


async def test_a_filter_takes_the_marks_of_what_it_hides(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "V", "f")
        await ann.type("blocked")
        await ann.press("enter")
        assert {row.ref for row in timeline(ann).pane.selection()} == {"OPS-5"}


async def test_verbs_of_one_task_say_so_when_several_are_marked(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "V", "]")
        ann.sees("This works on one task at a time and 5 are marked")
        await ann.press("e")
        ann.sees("This works on one task at a time and 5 are marked")


async def test_the_verbs_of_the_board_work_on_the_task_under_the_cursor(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("p")
        await ann.choose("urgent")
        assert desk.get("OPS-3").priority == "urgent"
        await to(ann, "OPS-3")
        await ann.press("b")
        await ann.type("no disk")
        await ann.press("enter")
        ann.sees("blocked: no disk")
        await ann.press("b")
        assert desk.get("OPS-3").blocked_reason is None
        await ann.press("c")
        await ann.type("It is on its way.")
        await ann.press("enter")
        ann.sees("Commented on OPS-3.")
        await to(ann, "OPS-3")
        await ann.press("m")
        await ann.choose("doing")
        assert desk.get("OPS-3").step == "doing"
        await to(ann, "OPS-3")
        await ann.press("d")
        assert desk.get("OPS-3").finished_at is not None
        ann.sees_not("OPS-3 Replace")


async def test_a_refused_verb_can_be_overridden_or_looked_at_on_the_card(desk: Team) -> None:
    steps.edit_step(desk.ann, "doing", wip_limit=1)
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-3")
        await ann.press("m")
        await ann.choose("doing")
        ann.sees("OPS-3 cannot go to Doing", "o override", "enter card")
        await ann.press("o")
        await ann.type("the disk is urgent")
        await ann.press("enter")
        assert desk.get("OPS-3").step == "doing"


async def test_ctrl_click_marks(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        y = next(at for at, line in enumerate(ann.lines) if "OPS-3 " in line)
        await ann.pilot.click(offset=(5, y), control=True)
        await ann.settle()
        assert {row.ref for row in timeline(ann).pane.selection()} == {"OPS-3"}
        ann.sees("1 marked", "●OPS-3")


async def test_the_palette_goes_to_a_task_also_to_one_that_is_filtered_away(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3", "ctrl+p")
        await ann.choose("OPS-5")
        assert ref(ann) == "OPS-5"
        await ann.press("f")
        await ann.type("@bo")
        await ann.press("enter", "ctrl+p")
        await ann.choose("OPS-3 disk")
        ann.sees("3 TIMELINE")
        assert (ref(ann), timeline(ann).filter_text) == ("OPS-3", "")


async def test_archived_tasks_go_and_come_back(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("3")
        await to(ann, "OPS-4")
        await ann.press("x")
        ann.sees("Archived OPS-4. u takes it back.").sees_not("OPS-4 Renew")
        await ann.press("u")
        ann.sees("OPS-4 Renew")
        assert tasks.get(desk.ann, "OPS-4").archived_at is None
