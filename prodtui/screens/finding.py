"""Words that are looked for on a screen: asked for once, then gone through one by one."""

from __future__ import annotations

from prodtui.screens.base import BaseScreen
from prodtui.screens.dialogs.line import LineDialog


class Finding(BaseScreen):
    """The part of a screen that looks for words in what it shows; `found` are the words, "" before the first."""

    FIND_HINT = ""

    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def find_on(self, step: int) -> None:
        """Go on to the next place, or with -1 to the one before, that holds `found`; say so when there is none."""
        raise NotImplementedError

    def do_find(self) -> None:
        self.talk(self._find)

    async def _find(self) -> None:
        async def go(words: str) -> str:
            return words

        dialog = LineDialog("Find", go, value=self.found, hint=self.FIND_HINT, keys="enter find   esc back")
        words = await self.ask(dialog)
        if words is not None:
            self.found = words.strip()
            self._find_again(1)

    def do_find_next(self) -> None:
        self._find_again(1)

    def do_find_prev(self) -> None:
        self._find_again(-1)

    def _find_again(self, step: int) -> None:
        if self.found:
            self.find_on(step)
