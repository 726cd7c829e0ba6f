"""What others changed, told in the header for some seconds: a line that is there already costs a tenth of a toast."""

from __future__ import annotations

from datetime import datetime, timedelta

SHOWN = timedelta(seconds=6)


class News:
    """Sentences with the moment from which on they are old."""

    def __init__(self) -> None:
        self._live: list[tuple[datetime, str]] = []

    def add(self, sentence: str, now: datetime) -> None:
        """Take in a sentence."""
        self._live.append((now + SHOWN, sentence))

    def text(self, now: datetime) -> str:
        """Return the newest sentence and how many more are not old yet, "" when none is."""
        self._live = [(until, sentence) for until, sentence in self._live if until > now]
        if not self._live:
            return ""
        rest = len(self._live) - 1
        return self._live[-1][1] + (f" and {rest} more" if rest else "")
