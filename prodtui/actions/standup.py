"""The actions of the stand-up: going through it, and writing down what came of it."""

from __future__ import annotations

from prodtui.actions.rows import (
    CHANGE,
    EVERYWHERE,
    GO,
    INSPECTION,
    LOOK,
    ON_BOARD,
    ON_ROWS,
    STANDUP,
    Action,
    all_of,
    still_open,
    write,
)

_HERE = frozenset({STANDUP})
_write = all_of(write, still_open)

ACTIONS: tuple[Action, ...] = (
    # Go
    Action("view_standup", ("8",), "Stand-up", "Show what needs us first, then person by person.", GO,
           EVERYWHERE - {INSPECTION}),
    Action("next_topic", ("tab",), "Next one", "Go to the next one that was not talked about.", GO, _HERE),
    # Change
    Action("talked", ("space",), "Talked about", "Mark it as talked about and go to the next one.", CHANGE, _HERE,
           _write, "talked"),
    Action("standup_note", ("n",), "Note", "Write a note about what is under the cursor.", CHANGE, _HERE, _write,
           "note"),
    Action("decide", ("D",), "Decision", "Write a decision down.", CHANGE, _HERE, _write),
    Action("park", ("P",), "Park", "Park something for after the stand-up.", CHANGE, _HERE, _write),
    Action("attend", ("W",), "Who is there", "Say who is in the stand-up.", CHANGE, _HERE, _write),
    Action("finish_standup", ("S",), "Finish and send", "End the stand-up, and copy or save what it came to.", CHANGE,
           _HERE, _write, "finish"),
    Action("hand_over", ("X",), "Hand-over", "Take a shift over, or hand this one over with a text.", CHANGE,
           ON_BOARD | ON_ROWS, _write),
    # Look
    Action("open_line", ("enter",), "Open", "Show everything about what is under the cursor.", LOOK, ON_ROWS,
           footer="open"),
    Action("standup_notes", ("O",), "Notes", "Show what was written down so far.", LOOK, _HERE),
    Action("since", ("F",), "Since when", "Choose since when changes are told.", LOOK, _HERE),
)  # fmt: skip
