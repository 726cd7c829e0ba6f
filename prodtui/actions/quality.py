"""The actions of quality control: the list of inspections, one inspection, and the checklists that they follow."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    CHECKLIST,
    CHECKLISTS,
    EVERYWHERE,
    GO,
    INSPECTION,
    LOOK,
    ON_ROWS,
    ON_TASKS,
    QUALITY,
    Action,
    Selection,
    When,
    all_of,
    found_wrong,
    has_card,
    may_sign,
    single,
    still_open,
    write,
)


def _at(*stages: str) -> When:
    """Return a condition that asks for an inspection in one of these states."""

    def when(now: Selection) -> str | None:
        return None if not now.stage or now.stage in stages else _WHY_NOT[now.stage, stages]

    return when


_TO_SIGN, _FAILED, _SIGNED, _RUNNING = ("waiting", "failed"), ("failed",), ("signed",), ("running",)
_BEGUN = ("running", "waiting", "failed", "signed")
_WHY_NOT = {
    ("due", _TO_SIGN): "It has not been started; enter starts it.",
    ("due", _BEGUN): "It has not been started; enter starts it.",
    ("due", _FAILED): "It has not been started; enter starts it.",
    ("running", _TO_SIGN): "It is still running; complete it before it is signed.",
    ("signed", _TO_SIGN): "It is signed already and never changes again.",
    ("due", _RUNNING): "It has not been started, so there is nothing to put away.",
    ("waiting", _RUNNING): "It is complete; only a running inspection can be put away.",
    ("failed", _RUNNING): "It is complete; only a running inspection can be put away.",
    ("signed", _RUNNING): "It is signed and never changes again.",
    ("running", _FAILED): "It is still running; only one that was completed and failed can pass with a concession.",
    ("waiting", _FAILED): "It passed, so there is nothing to concede.",
    ("signed", _FAILED): "It is signed and never changes again.",
    ("running", _SIGNED): "It is still running, so its answers can be changed; only a signed one needs a correction.",
    ("waiting", _SIGNED): "It is not signed yet; only a signed one needs a correction.",
    ("failed", _SIGNED): "It is not signed yet; only a signed one needs a correction.",
}

_LIST, _ONE = frozenset({QUALITY}), frozenset({INSPECTION})
_LISTS, _ITEMS = frozenset({CHECKLISTS}), frozenset({CHECKLIST})
_SIGNED_WHERE = frozenset({QUALITY, INSPECTION})
_row: When = all_of(write, has_card)
_sign: When = all_of(write, has_card, _at(*_TO_SIGN), may_sign)
_wrong: When = all_of(write, has_card, _at(*_BEGUN), found_wrong)
_put_away: When = all_of(write, has_card, _at(*_RUNNING))
_concede: When = all_of(write, has_card, _at(*_FAILED))
_correct: When = all_of(write, has_card, _at(*_SIGNED))
_answer: When = all_of(write, has_card, still_open)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_quality", ("4",), "Quality", "Show what is inspected.", GO, EVERYWHERE - {INSPECTION}),
    Action("next_open", ("space",), "Next open one", "Go to the next question without an answer.", GO, _ONE, has_card),
    # The list
    Action(
        "open_check",
        ("enter",),
        "Open",
        "Open an inspection, or start one that is due.",
        LOOK,
        _LIST,
        has_card,
        "open",
        {"due": "start"},
    ),
    Action(
        "start_check",
        ("a",),
        "Start by hand",
        "Choose a checklist and begin to inspect.",
        CHANGE,
        _LIST,
        write,
        "by hand",
    ),
    Action(
        "sign", ("s",), "Sign", "Sign what was inspected; it never changes again.", CHANGE, _SIGNED_WHERE, _sign, "sign"
    ),
    Action(
        "checklists", ("c",), "Checklists", "Write checklists and say what needs them.", LOOK, _LIST, footer="lists"
    ),
    Action(
        "put_away", ("x",), "Put away", "Take away an inspection that was started by mistake.", CHANGE, _LIST, _put_away
    ),
    Action("filter_checks", ("f",), "Filter", "Show only some inspections.", LOOK, _LIST),
    Action("all_checks", ("A",), "All", "Show all, or only the newest ones of each state.", LOOK, _LIST),
    # On a card
    Action("checks", ("q",), "Inspect", "Open or begin an inspection of the card.", LOOK, ON_TASKS | ON_ROWS, single),
    # Answers
    Action("answer_yes", ("y",), "Yes", "Answer yes: it is as it should be.", CHANGE, _ONE, _answer, "yes/no"),
    Action("answer_no", ("n",), "No", "Answer no: it is not.", CHANGE, _ONE, _answer, "yes/no"),
    Action("answer_na", ("x",), "Not applicable", "Say that the question does not apply here.", CHANGE, _ONE, _answer),
    Action(
        "answer_line",
        ("enter", "t"),
        "Type an answer",
        "Save the typed number, or open a line; digits begin one.",
        CHANGE,
        _ONE,
        _answer,
        "answer",
    ),
    Action("answer_note", ("o",), "Note", "Add a note to the answer.", CHANGE, _ONE, _answer),
    Action(
        "clear_answer",
        ("delete",),
        "Take back",
        "Take the answer back; the question is open again.",
        CHANGE,
        _ONE,
        _answer,
    ),
    Action(
        "complete", ("d",), "Complete", "End the inspection when all is answered.", CHANGE, _ONE, _answer, "complete"
    ),
    Action(
        "concede",
        ("p",),
        "Pass with a concession",
        "Let a failed inspection pass, with a reason.",
        CHANGE,
        _SIGNED_WHERE,
        _concede,
        "concede",
    ),
    Action(
        "raise_from_check",
        ("!",),
        "Raise an issue",
        "Put what failed into the issue log.",
        CHANGE,
        _SIGNED_WHERE,
        _wrong,
        "issue",
    ),
    Action(
        "correct",
        ("c",),
        "Correct",
        "Begin a new inspection in place of a signed one.",
        CHANGE,
        _ONE,
        _correct,
        "correct",
    ),
    Action(
        "guidance", ("i",), "Guidance", "Show all that the checklist says about the question.", LOOK, _ONE, has_card
    ),
    # Checklists
    Action("open_checklist", ("enter",), "Open", "Show the items of the checklist.", LOOK, _LISTS, has_card, "open"),
    Action("add_checklist", ("a",), "New checklist", "Write a new checklist.", CHANGE, _LISTS, write, "new"),
    Action(
        "archive_checklist",
        ("x",),
        "Archive or restore",
        "Put the checklist away, or bring it back.",
        CHANGE,
        _LISTS,
        _row,
    ),
    Action("all_checklists", ("A",), "Archived too", "Show the archived checklists too.", LOOK, _LISTS),
    Action("add_item", ("a",), "New item", "Add an item below the cursor.", CHANGE, _ITEMS, write, "add"),
    Action("edit_item", ("enter", "e"), "Edit", "Change the item under the cursor.", CHANGE, _ITEMS, _row, "edit"),
    Action("remove_item", ("x",), "Remove", "Take the item out of the draft.", CHANGE, _ITEMS, _row),
    Action("item_down", ("J",), "Lower", "Put the item below the next one.", CHANGE, _ITEMS, _row, "order"),
    Action("item_up", ("K",), "Higher", "Put the item above the previous one.", CHANGE, _ITEMS, _row, "order"),
    Action("sign_rule", ("s",), "Who signs", "Say who may sign, and what a signature means.", CHANGE, _ITEMS, write),
    Action("attach", ("+",), "Attach", "Say which cards need the checklist.", CHANGE, _ITEMS, write, "attach"),
    Action("detach", ("-",), "Detach", "Take away a use of the checklist.", CHANGE, _ITEMS, write),
    Action("rename_checklist", ("r",), "Rename", "Give the checklist another name.", CHANGE, _ITEMS, write),
    Action("publish", ("P",), "Publish", "Freeze the draft as a new version.", CHANGE, _ITEMS, write, "publish"),
)
