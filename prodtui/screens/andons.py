"""The andons that ring: who stopped which card where, for half a minute or until the reader has seen it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from prodtui.domain.rows_issues import IssueRow

ANDON_SECONDS = 30.0


class Andons:
    """Andons with the moment from which on they are silent."""

    def __init__(self) -> None:
        self._live: list[tuple[datetime, IssueRow, str]] = []

    def add(self, issue: IssueRow, steps: Mapping[str, str], now: datetime, when: str) -> None:
        """Let an andon ring; `steps` are names by key, `when` is the local time at which it was raised."""
        at = f" at {steps.get(issue.step, issue.step)}" if issue.step else ""
        who = f"{issue.raised_by}, {when}"
        sentence = f"ANDON {issue.task or issue.ref}{at}, {who}: {issue.title}"
        self._live.append((now + timedelta(seconds=ANDON_SECONDS), issue, sentence))

    def text(self, now: datetime) -> str:
        """Return the newest andon and how many more ring, "" when none does."""
        live = self._ringing(now)
        if not live:
            return ""
        rest = len(live) - 1
        return live[-1][2] + (f" (and {rest} more)" if rest else "")

    def newest(self, now: datetime) -> IssueRow | None:
        """Return the issue of the newest andon that rings."""
        live = self._ringing(now)
        return live[-1][1] if live else None

    def ids(self, now: datetime) -> tuple[int, ...]:
        """Return the ids of the issues whose andons ring."""
        return tuple(issue.id for _, issue, _ in self._ringing(now))

    def end_those(self, ids: Collection[int]) -> None:
        """Let the andons of some issues be silent, by their ids."""
        self._live = [each for each in self._live if each[1].id not in ids]

    def end(self) -> bool:
        """Take note that the reader has seen them; return whether any rang."""
        had, self._live = bool(self._live), []
        return had

    def _ringing(self, now: datetime) -> list[tuple[datetime, IssueRow, str]]:
        self._live = [each for each in self._live if each[0] > now]
        return self._live
