"""How much each fault test does: little in every run of the suite, all of it by `make soak`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Amount:
    """How often something happens: `small` in every run, `full` in a night."""

    small: int
    full: int

    def of(self, full_size: bool) -> int:
        """Return the amount for this run."""
        return self.full if full_size else self.small


#: F1: processes that count together, and how far each counts
COUNTERS, COUNTS = Amount(4, 8), Amount(20, 500)
#: F2: commands that are killed
KILLS = Amount(4, 500)
#: F4: pages after which the disk is full
PAGES = Amount(12, 200)
#: F5: first starts at once, and how often
STARTERS, STARTS = Amount(4, 8), Amount(2, 20)
#: F6: seconds for which the holder of the lock stands still, and for which others wait
STOPPED, PATIENCE = Amount(1, 15), Amount(1, 10)
#: F7: how often the terminal goes away in each way
LOST = Amount(1, 20)
#: F9: examples of two users' stories, and steps in each
STORIES, STORY_STEPS = Amount(15, 1000), Amount(25, 50)
#: Examples of what two users do with the issue log, in as many steps
LOG_STORIES = Amount(10, 1000)
#: F11: points at which a migration is killed
MIGRATION_KILLS = Amount(2, 50)
#: F13: writers during a backup, backups, readers during a restore
WRITERS, BACKUPS, READERS = Amount(2, 4), Amount(3, 100), Amount(2, 3)
#: F14: processes that try the same requests, the requests, and the kills
TRIERS, REQUESTS, TRIER_KILLS = Amount(3, 8), Amount(10, 200), Amount(2, 100)
#: F17: pairs of edits of one field
PAIRS = Amount(15, 500)
#: Kills in the middle of answering an inspection, and pairs of people who sign one at once
ANSWER_KILLS, SIGNERS = Amount(3, 100), Amount(4, 100)
#: F18: boards that watch, scripts that write, changes of each script
WATCHERS, SCRIPTS, CHANGES = Amount(2, 24), Amount(2, 8), Amount(25, 4000)
#: F18: programs on terminals of their own
TERMINALS = Amount(1, 24)
