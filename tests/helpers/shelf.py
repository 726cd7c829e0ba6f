"""Closed stores that a function has filled once, for each test to copy: what many tests stand on is dear to make."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.helpers.team import NOW, Clock, Team

Fill = Callable[[Team], object]


class Shelf:
    """Keeps the stores of a run, each made when it is first asked for; nobody has one of them open."""

    def __init__(self, folder: Path, empty: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[Fill, ...], tuple[Path, datetime]] = {(): (empty, NOW)}

    def copy(self, fills: tuple[Fill, ...], path: Path) -> datetime:
        """Put a copy of the store that these functions filled, one after the other, at a path; return its clock's time.

        The same functions, not others that do the same, find the store again.
        """
        kept, now = self._keep(fills)
        shutil.copyfile(kept, path)
        path.chmod(0o600)
        return now

    def _keep(self, fills: tuple[Fill, ...]) -> tuple[Path, datetime]:
        if fills not in self._kept:
            before, now = self._keep(fills[:-1])
            path = self._folder / f"{len(self._kept)}.db"
            shutil.copyfile(before, path)
            team = Team(path, Clock(now))
            try:
                fills[-1](team)
            finally:
                team.close()
            self._kept[fills] = path, team.clock()
        return self._kept[fills]
