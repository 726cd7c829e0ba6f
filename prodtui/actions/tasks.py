"""The actions on tasks, on the board and in the detail view."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    CHART,
    DASHBOARD,
    DAY,
    FIGURE,
    FLOW,
    GO,
    LOOK,
    ON_BOARD,
    ON_ROWS,
    ON_TASKS,
    PLAN,
    STANDUP,
    TIMELINE,
    WITH_REFS,
    Action,
    all_of,
    has_card,
    not_done,
    open_lane,
    refused,
    single,
    write,
)  # fmt: skip

_cards = all_of(write, has_card)
_one_card = all_of(write, single)
_ranked = all_of(write, single, open_lane)
_unfinished = all_of(write, has_card, not_done)
_SIDEWAYS = ON_BOARD | {PLAN, TIMELINE, FLOW, DASHBOARD}
_AND_TIME = ON_TASKS | ON_ROWS | {TIMELINE}
_AND_ROWS = ON_TASKS | ON_ROWS
_PEEKED = ON_BOARD | {TIMELINE}
_FILTERED = _PEEKED | {FLOW, DASHBOARD, FIGURE, CHART}
_override = all_of(write, refused)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("cursor_left", ("h", "left"), "Left", "Go to the lane, step or time on the left.", GO, _SIDEWAYS),
    Action("cursor_right", ("l", "right"), "Right", "Go to the lane, step or time on the right.", GO, _SIDEWAYS),
    # Change
    Action(
        "add",
        ("a",),
        "Add a card",
        "Add a card to the lane, or an action to the stand-up.",
        CHANGE,
        ON_BOARD | {STANDUP},
        write,
        "add",
    ),
    Action("move_prev", ("H",), "Move back", "Move to the step on the left.", CHANGE, _AND_ROWS, _cards, "move"),
    Action("move_next", ("L",), "Move on", "Move to the step on the right.", CHANGE, _AND_ROWS, _cards, "move"),
    Action("move_to", ("m",), "Move to…", "Choose the step to move to.", CHANGE, _AND_TIME, _cards),
    Action("move_down", ("J",), "Lower in the lane", "Put the card below the next one.", CHANGE, ON_BOARD, _ranked),
    Action("move_up", ("K",), "Higher in the lane", "Put the card above the previous one.", CHANGE, ON_BOARD, _ranked),
    Action("edit", ("e",), "Edit", "Open all fields of the card in a form.", CHANGE, _AND_TIME, _one_card),
    Action(
        "start",
        ("s",),
        "Start",
        "Begin work on the card.",
        CHANGE,
        _AND_TIME,
        _unfinished,
        footer_at={DAY: "start"},
    ),
    Action(
        "finish",
        ("d",),
        "Done",
        "Move the card to the first done step.",
        CHANGE,
        _AND_TIME,
        _unfinished,
        footer_at={DAY: "done"},
    ),
    Action(
        "block",
        ("b",),
        "Block or unblock",
        "Say what stops the card, or that it goes on.",
        CHANGE,
        _AND_TIME,
        _cards,
    ),
    Action("assign", ("@",), "Assign", "Choose who works on the card.", CHANGE, _AND_TIME, _cards),
    Action("priority", ("p",), "Priority", "Choose how important the card is.", CHANGE, _AND_TIME, _cards),
    Action("log_time", ("t",), "Log time", "Record time spent on the card.", CHANGE, _AND_ROWS, _one_card),
    Action("comment", ("c",), "Comment", "Say something about the card.", CHANGE, _AND_TIME, _one_card),
    Action("link", ("+",), "Link", "Make the card wait for another one.", CHANGE, _AND_ROWS, _one_card),
    Action("archive", ("x",), "Archive", "Put the card away; it can be brought back.", CHANGE, _AND_TIME, _cards),
    Action(
        "override",
        ("o",),
        "Override",
        "Make the refused move, with a recorded reason.",
        CHANGE,
        _AND_TIME,
        _override,
    ),
    # Look
    Action("open", ("enter",), "Open", "Show everything about the card.", LOOK, ON_BOARD, has_card, "open"),
    Action("peek", ("space",), "Peek", "Show the notes of the card beside the board.", LOOK, _PEEKED, has_card),
    Action("why", ("w",), "Why not?", "List every reason why the card cannot move.", LOOK, _AND_ROWS, has_card),
    Action("copy_ref", ("y",), "Copy reference", "Put the reference on the clipboard.", LOOK, WITH_REFS, has_card),
    Action("filter", ("f",), "Filter", "Show only some cards.", LOOK, _FILTERED),
    Action("only_mine", ("M",), "Only mine", "Show only what I work on, or again what was shown.", LOOK, _PEEKED),
    Action("saved_filters", ("F",), "Saved filters", "Choose a saved filter, or save this one.", LOOK, _FILTERED),
    Action("swimlanes", ("S",), "Swimlanes", "Group by person, priority, label, or not at all.", LOOK, ON_BOARD),
    Action("compact", ("C",), "Card size", "Draw each card on one line or on two.", LOOK, ON_BOARD),
)
