"""Stories of the edit form: fields, errors, two people at one task."""

from __future__ import annotations

from datetime import UTC, datetime

from prodtui.services import tasks
from tests.helpers.team import Team
from tests.tui.driver import Reader, sitting_at


async def field(reader: Reader, name: str, text: str) -> None:
    """Put a text into a field of the form."""
    reader.app.screen.query_one(f"#field-{name}").focus()
    await reader.settle()
    await reader.paste(text)


async def test_the_form_has_a_label_for_every_field(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        ann.sees("Edit OPS-1", "Title", "Notes", "Who", "Labels", "Priority", "Class", "Due", "Not before", "Estimate")
        ann.sees("Product", "Quantity", "Unit", "Part of", "External key", "They are in the safe.", "2026-11-26 10:00")


async def test_enter_saves_what_was_changed_and_nothing_else(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await ann.type(" of the mail server")
        await field(ann, "due", "fri")
        await field(ann, "estimate_hours", "1h30")
        await ann.press("enter")
        task = desk.get("OPS-1")
        assert (task.title, task.estimate_hours) == ("Rotate the backup keys of the mail server", 1.5)
        assert task.due is not None
        assert task.due.isoformat() == "2026-11-27T22:59:00+00:00"
        assert ann.notice == "Saved OPS-1."


async def test_what_is_wrong_is_said_at_the_field(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await field(ann, "due", "someday")
        await field(ann, "assignees", "an, zorro")
        await ann.press("enter")
        ann.sees('There is no person "zorro".', "someday")
        assert ann.app.focused is not None
        assert ann.app.focused.id == "field-assignees"
        await field(ann, "assignees", "an")
        await field(ann, "due", "")
        await ann.press("enter")
        task = desk.get("OPS-1")
        assert (task.assignees, task.due) == (("ann",), None)


async def test_a_plan_that_ends_before_it_begins_is_said_at_the_field(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await field(ann, "planned_start", "2026-11-27 07:00")
        await field(ann, "planned_finish", "2026-11-26")
        await ann.press("enter")
        ann.sees("The planned finish 2026-11-26 23:59 is before the planned start 2026-11-27")
        assert ann.app.focused is not None
        assert ann.app.focused.id == "field-planned_finish"
        await field(ann, "planned_finish", "2026-11-27")
        await ann.press("enter")
        assert desk.get("OPS-1").planned_finish is not None


async def test_a_start_is_pinned_moved_and_unpinned(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        ann.sees("Pinned start", "such as mon 9:00; empty: the schedule says when")
        await field(ann, "pinned_start", "sometime")
        await ann.press("enter")
        ann.sees('"sometime"')
        assert ann.app.focused is not None
        assert ann.app.focused.id == "field-pinned_start"
        for text, pinned in (
            ("thu 9:30", datetime(2026, 11, 26, 8, 30, tzinfo=UTC)),
            ("2026-11-27 14:00", datetime(2026, 11, 27, 13, 0, tzinfo=UTC)),
        ):
            await field(ann, "pinned_start", text)
            await ann.press("enter")
            assert desk.get("OPS-1").pinned_start == pinned
            await ann.press("e")
        ann.sees("2026-11-27 14:00")
        for nothing in ("none", ""):
            await field(ann, "pinned_start", nothing)
            await ann.press("enter")
            assert desk.get("OPS-1").pinned_start is None
            await ann.press("u", "e")
            ann.sees("2026-11-27 14:00")


async def test_tab_goes_from_field_to_field(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        seen = []
        for _ in range(4):
            seen.append(ann.app.focused.id if ann.app.focused else "")
            await ann.press("tab")
        assert seen == ["field-title", "field-notes", "field-assignees", "field-labels"]


async def test_escape_asks_only_when_something_was_typed(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e", "escape")
        assert ann.dialog == ""
        await ann.press("e")
        await ann.type("!")
        await ann.press("escape")
        ann.sees("Throw away what you typed?")
        await ann.press("n")
        ann.sees("Rotate the backup keys!")
        await ann.press("escape", "y")
        assert (ann.dialog, desk.get("OPS-1").title) == ("", "Rotate the backup keys")


async def test_changes_of_different_fields_are_both_kept(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        tasks.set_priority(desk.bo, "OPS-1", "urgent")
        await ann.beat()
        ann.sees("Changed by bo at 10:00. Saving keeps both changes, or asks.")
        await ann.type("!")
        await ann.press("enter")
        task = desk.get("OPS-1")
        assert (task.title, task.priority) == ("Rotate the backup keys!", "urgent")
        assert ann.notice == "bo changed priority meanwhile; both changes are kept."


async def test_a_conflict_is_settled_with_mine(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await ann.type(" mine")
        tasks.edit(desk.bo, "OPS-1", {"title": "Theirs"})
        await ann.press("enter")
        ann.sees("Title: changed by bo at 10:00", "before  Rotate the backup keys", "theirs  Theirs", "mine    Rotate")
        await ann.press("m")
        assert desk.get("OPS-1").title == "Rotate the backup keys mine"


async def test_a_conflict_is_settled_with_theirs(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await ann.type(" mine")
        await field(ann, "unit", "pc")
        tasks.edit(desk.bo, "OPS-1", {"title": "Theirs"})
        await ann.press("enter", "t")
        task = desk.get("OPS-1")
        assert (task.title, task.unit) == ("Theirs", "pc")


async def test_a_conflict_is_settled_by_editing(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await ann.type(" mine")
        tasks.edit(desk.bo, "OPS-1", {"title": "Theirs"})
        await ann.press("enter", "e")
        await ann.type(" and theirs")
        await ann.press("enter")
        assert desk.get("OPS-1").title == "Rotate the backup keys mine and theirs"


async def test_turning_back_from_a_conflict_keeps_the_form(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await ann.type(" mine")
        tasks.edit(desk.bo, "OPS-1", {"title": "Theirs"})
        await ann.press("enter", "escape")
        assert ann.dialog == "EditForm"
        ann.sees("Rotate the backup keys mine", "bo changed title of OPS-1 meanwhile")
        assert desk.get("OPS-1").title == "Theirs"
        tasks.set_priority(desk.bo, "OPS-1", "urgent")
        await ann.beat()
        ann.sees("bo changed title of OPS-1 meanwhile").sees_not("Saving keeps both")


async def test_a_conflict_over_dates_and_people(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        await field(ann, "due", "2026-12-01")
        await field(ann, "assignees", "ann")
        tasks.edit(desk.cy, "OPS-1", {"due": "2026-12-24T12:00:00+00:00", "assignees": ("cy",)})
        await ann.press("enter")
        ann.sees("Who: changed by cy", "theirs  cy", "mine    ann")
        await ann.press("m")
        ann.sees("Due: changed by cy", "theirs  2026-12-24 13:00", "mine    2026-12-01")
        await ann.press("t")
        task = desk.get("OPS-1")
        assert task.assignees == ("ann",)
        assert task.due is not None
        assert task.due.isoformat() == "2026-12-24T12:00:00+00:00"


async def test_enter_saves_from_a_long_field_too_and_a_new_line_has_a_key_of_its_own(desk: Team) -> None:
    async with sitting_at(desk) as ann:
        await ann.press("e")
        ann.sees("enter save", "ctrl+n new line")
        await field(ann, "notes", "")
        await ann.type("one")
        await ann.press("ctrl+n")
        await ann.type("two")
        await ann.press("enter")
        assert ann.dialog == ""
        assert desk.get("OPS-1").notes == "one\ntwo"
