"""The actions that exist on many screens: going about, finding, undo, and what concerns the whole program."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    EVERYWHERE,
    GO,
    INSPECTION,
    LOOK,
    ON_BOARD,
    ON_TASKS,
    ON_VIEWS,
    PROGRAM,
    SELECT,
    STANDUP,
    TIMELINE,
    Action,
    all_of,
    boards,
    finding,
    has_card,
    others,
    redoable,
    shown,
    undoable,
    write,
)  # fmt: skip

_undo = all_of(write, undoable)
_redo = all_of(write, redoable)
#: Where n is no answer.
_TEXTS = EVERYWHERE - {INSPECTION}
#: Where n is no note either.
_MATCHES = _TEXTS - {STANDUP}
#: Where brackets turn to another board: on the timeline they move bars.
_BRACKETS = ON_VIEWS - {TIMELINE}

_MARKED = ON_BOARD | {TIMELINE}

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("cursor_down", ("j", "down"), "Down", "Go down by one.", GO),
    Action("cursor_up", ("k", "up"), "Up", "Go up by one.", GO),
    Action(
        "cursor_first", ("g", "home"), "First", "Go to the first one of the lane or list.", GO, EVERYWHERE - {TIMELINE}
    ),
    Action("cursor_last", ("G", "end"), "Last", "Go to the last one of the lane or list.", GO),
    Action("half_page_down", ("ctrl+d", "pagedown"), "Half a page down", "Go down by half of what is seen.", GO),
    Action("half_page_up", ("ctrl+u", "pageup"), "Half a page up", "Go up by half of what is seen.", GO),
    Action("prev_board", ("[",), "Previous board", "Show the board before this one.", GO, _BRACKETS, boards),
    Action("next_board", ("]",), "Next board", "Show the board after this one.", GO, _BRACKETS, boards),
    Action("switch_board", ("B",), "Switch board", "Choose a board from the list.", GO, ON_VIEWS),
    Action("view_board", ("2",), "Board", "Show the board.", GO, _TEXTS),
    # Change
    Action("undo", ("u",), "Undo", "Take back your last change.", CHANGE, EVERYWHERE, _undo),
    Action("redo", ("U",), "Redo", "Do again what undo took back.", CHANGE, EVERYWHERE, _redo),
    Action(
        "identity", ("A",), "Act as somebody else", "Record your changes as made for them.", CHANGE, ON_TASKS, others
    ),
    # Look
    Action("find", ("/",), "Find", "Look for words in what is shown.", LOOK, _TEXTS, footer="find"),
    Action("find_next", ("n",), "Next match", "Go to the next match.", LOOK, _MATCHES, finding),
    Action("find_prev", ("N",), "Previous match", "Go to the previous match.", LOOK, _MATCHES, finding),
    # Select
    Action("mark", ("v",), "Mark", "Mark the card; actions then take all marked ones.", SELECT, _MARKED, has_card),
    Action("mark_all", ("V",), "Mark all", "Mark every card of the lane or group, or none.", SELECT, _MARKED, shown),
    Action("back", ("escape",), "Back", "Close what is open, else unmark, else end the filter.", SELECT),
    # Program
    Action("help", ("?",), "Help", "List the keys that work here.", PROGRAM, footer="more"),
    Action("palette", ("ctrl+p",), "Command palette", "Find an action by its name.", PROGRAM),
    Action("command_line", (":",), "Command line", "Type a command with the words of the shell.", PROGRAM),
    Action("rights", ("&",), "Rights", "See what each role may do on the board, or change it.", PROGRAM, ON_VIEWS),
    Action("theme", ("T",), "Theme", "Choose the colours.", PROGRAM),
    Action("repaint", ("ctrl+l",), "Draw anew", "Draw the screen anew, over what others wrote on it.", PROGRAM),
    Action("suspend", ("ctrl+z",), "Suspend", "Go back to the shell; fg returns.", PROGRAM),
    Action("quit", ("ctrl+q",), "Quit", "Leave the program.", PROGRAM),
)
