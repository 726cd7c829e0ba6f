"""What the stories stand on: a store with a team, empty or with a few cards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from prodtui.domain.enums import Priority
from prodtui.services import board, links, talk
from tests.helpers.fixtures import Filled, filled, rollback_journal, store_path, team, ticking
from tests.helpers.history import fill_history
from tests.helpers.log import fill_log
from tests.helpers.plan import fill_plan
from tests.helpers.team import Team

__all__ = ["desk", "filled", "log", "mill", "rollback_journal", "store_path", "team", "ticking", "works"]


def fill_desk(team: Team) -> None:
    """Add OPS-1 to OPS-3 in Backlog, OPS-4 in Ready waiting for OPS-2, and OPS-5 in Doing, blocked."""
    now = team.clock()
    team.task("Rotate the backup keys", assignees=("bo",), due=now + timedelta(days=2), notes="They are in the safe.")
    team.task("Patch the mail server", priority=Priority.HIGH, labels=("security",))
    team.task("Replace disk 4", due=now - timedelta(days=2), assignees=("ann",))
    team.task("Renew certificates", assignees=("cy",), at="ready")
    team.task("Move the archive", estimate_hours=9.0, assignees=("bo",), at="ready")
    board.start(team.bo, "OPS-5")
    board.block(team.bo, "OPS-5", "waits for the supplier")
    links.link(team.ann, "OPS-2", "OPS-4")
    talk.comment(team.cy, "OPS-5", "The tape drive is loose.")
    talk.log_work(team.bo, "OPS-5", 90, note="inventory")


@pytest.fixture
def desk(filled: Filled) -> Team:
    """The team with five cards; see `fill_desk`."""
    return filled(fill_desk)


@pytest.fixture
def log(filled: Filled) -> Team:
    """The desk with an issue log; see `fill_log`."""
    return filled(fill_desk, fill_log)


@pytest.fixture
def mill(filled: Filled) -> Team:
    """The team with a plan; see `fill_plan`."""
    return filled(fill_plan)


@pytest.fixture
def works(filled: Filled) -> Team:
    """The desk with an issue log and six weeks of history; see `fill_history`."""
    return filled(fill_desk, fill_log, fill_history)
