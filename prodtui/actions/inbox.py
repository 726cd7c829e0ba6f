"""The actions of the inbox: opening it from anywhere, and what is done with a notice in it."""

from __future__ import annotations

from prodtui.actions.rows import CHANGE, GO, INBOX, LOOK, Action, all_of, allowed, has_card, shown, write

_HERE = frozenset({INBOX})

ACTIONS: tuple[Action, ...] = (
    Action("inbox", ("E",), "Inbox", "Show what concerns you, or go back from there.", GO),
    Action(
        "open_notice", ("enter",), "Open", "Show what the notice is about, and mark it as read.", LOOK, _HERE, has_card,
        "open",
    ),
    Action(
        "read_notice", ("space",), "Read", "Mark the notice as read.", CHANGE, _HERE, all_of(write, allowed, has_card),
        "read",
    ),
    Action(
        "read_all", ("R",), "All read", "Mark everything in the inbox as read.", CHANGE, _HERE,
        all_of(write, allowed, shown), "all read",
    ),
    Action(
        "read_too", ("A",), "Read ones too", "Show what was read too, or only what is new.", LOOK, _HERE,
        footer="read ones too",
    ),
)  # fmt: skip
