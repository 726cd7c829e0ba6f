"""The list of a dialog from which one line is chosen."""

from __future__ import annotations

from textual.widgets import OptionList


class Choices(OptionList):
    """A list whose lines are broken for the room that its scrollbar leaves them.

    Textual breaks them for the room without one, and does it again only for a list whose own size has changed.
    """

    def watch_show_vertical_scrollbar(self) -> None:
        """Break the lines anew when the scrollbar comes or goes."""
        self._clear_caches()
