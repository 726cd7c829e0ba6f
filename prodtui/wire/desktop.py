"""A line that the terminal shows outside its window, as a notification of the desktop."""

from __future__ import annotations

import os

#: So long a line fits into a notification.
MOST_CHARACTERS = 160


def notification(text: str, *, in_tmux: bool | None = None) -> str:
    """Return the sequence (OSC 9) that shows a text; tmux, by default as TMUX says, is told to pass it on.

    Whatever is not printable becomes a space. The name before the text is more than a title: after digits some
    terminals would take the text for an order.
    """
    line = "".join(char if char.isprintable() else " " for char in text)[:MOST_CHARACTERS]
    sequence = f"\x1b]9;prodtui: {line}\x07"
    if in_tmux is None:
        in_tmux = bool(os.environ.get("TMUX"))
    return f"\x1bPtmux;\x1b{sequence}\x1b\\" if in_tmux else sequence
