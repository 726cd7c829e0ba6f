"""The actions of the issue log: its three lists, one issue, one improvement, and the andon on a card."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    EVERYWHERE,
    GO,
    IMPROVEMENT,
    INSPECTION,
    ISSUE,
    ISSUES,
    LOOK,
    ON_PLAN,
    ON_ROWS,
    ON_TASKS,
    Action,
    Selection,
    When,
    all_of,
    has_card,
    single,
    still_open,
    write,
)  # fmt: skip


def _on(*kinds: str) -> When:
    """Return a condition that asks for one of these kinds of things."""

    def when(now: Selection) -> str | None:
        if now.what in kinds:
            return None
        return f"This works on an {' or an '.join(kinds)}, and here is a list of {now.what}s; tab shows the next list."

    return when


_LIST, _ONE, _TRIAL = frozenset({ISSUES}), frozenset({ISSUE}), frozenset({IMPROVEMENT})
_BOTH, _ALL = _LIST | _ONE, frozenset({ISSUES, ISSUE, IMPROVEMENT})
_issue, _either = _on("issue"), _on("issue", "improvement")
_look = all_of(_issue, has_card)
_change = all_of(write, _issue, has_card)
_live = all_of(write, _issue, has_card, still_open)
_change_either = all_of(write, _either, has_card)
_live_either = all_of(write, _either, has_card, still_open)
_row = all_of(write, has_card)
_card = all_of(write, single)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_issues", ("5",), "Issues", "Show what went wrong, and what is done about it.", GO,
           EVERYWHERE - {INSPECTION}),
    Action("next_list", ("tab",), "Next tab", "Go on to the next tab.", GO, _LIST | ON_PLAN),
    Action("improvements", ("I",), "Improvements", "Show what is tried, and whether it helps.", GO, _LIST),
    Action("downtime", ("D",), "Downtime", "Show which steps stood still, and which do now.", GO, _LIST),
    Action("see_andon", ("ctrl+a",), "Go to the andon", "Open the issue of the andon that rings.", GO),
    # The lists
    Action("add_entry", ("a",), "Add", "Raise an issue, or add to the list that is shown.", CHANGE, _LIST, write,
           "add"),
    Action("open_entry", ("enter",), "Open", "Show everything about it.", LOOK, _LIST, has_card, "open"),
    Action("stop_clock", ("s",), "Start or stop a clock", "Say that a step stands still, or that it runs again.",
           CHANGE, _LIST, write),
    Action("pareto", ("P",), "Pareto", "Show which few causes make most of the issues.", LOOK, _LIST),
    Action("filter_issues", ("f",), "Filter", "Show only some of the list.", LOOK, _LIST),
    Action("sort_issues", ("o",), "Order", "Choose the order of the issues.", LOOK, _LIST, _issue),
    Action("closed_too", ("A",), "Closed too", "Show closed ones too, or only what is open.", LOOK, _LIST),
    # One issue or improvement
    Action("add_action", ("a",), "Add an action", "Say what somebody does about it.", CHANGE, _ONE, write, "action"),
    Action("advance", ("L", ">"), "Next state", "Take it to its next state; asks for what that needs.", CHANGE, _ALL,
           _change_either, "next"),
    Action("go_back", ("H", "<"), "State before", "Take it back to the state before, with a reason.", CHANGE, _ALL,
           _change_either),
    Action("edit_entry", ("e",), "Edit", "Open all its fields in a form.", CHANGE, _ALL, all_of(_row, still_open)),
    Action("action_done", ("d",), "Action done", "Say that an action is done, and what came of it.", CHANGE, _BOTH,
           _live),
    Action("owner", ("@",), "Owner", "Choose who sees to it.", CHANGE, _ALL, _live_either),
    Action("say", ("c",), "Comment", "Say something about the issue.", CHANGE, _BOTH, _change),
    Action("touch", ("+",), "Link a card", "Say that the issue touches a further card.", CHANGE, _BOTH, _live),
    Action("reopen", ("R",), "Reopen", "Open it again, or the older issue that it repeats.", CHANGE, _BOTH, _change),
    Action("measure", ("m",), "Measure again", "Compute baseline and result from what is known now.", CHANGE, _TRIAL,
           all_of(write, has_card, still_open), "measure"),
    Action("drop_entry", ("x",), "Put away", "Take it out of the log; undo brings it back.", CHANGE, _ALL, _row),
    Action("follow", ("enter", "i"), "Follow a link", "Open the card, the issue or the improvement that it names.",
           LOOK, _ONE | _TRIAL, has_card, "links"),
    # On a card
    Action("andon", ("!",), "Andon", "Raise an issue on the card now; every open board rings.", CHANGE,
           ON_TASKS | ON_ROWS, _card),
    Action("card_issues", ("i",), "Issues of the card", "Open an issue of the card, or raise one.", LOOK,
           ON_TASKS | ON_ROWS, single),
)  # fmt: skip
