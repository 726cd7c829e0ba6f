"""The change feed: it tells what was touched, by whom ever, and never waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from prodtui.services import boards, filters, people, tasks
from prodtui.storage import engine
from prodtui.storage.changes import ChangeFeed, Locked
from prodtui.storage.engine import connect
from prodtui.storage.sqlite import sqlite3
from prodtui.storage.unit_of_work import write
from tests.helpers.team import NOW, Clock, Team
from tests.storage.test_unit_of_work import ANN


@pytest.fixture
def feed(team: Team) -> Iterator[ChangeFeed]:
    feed = ChangeFeed(team.store)
    yield feed
    feed.close()


def test_nothing_happened_nothing_told(team: Team, feed: ChangeFeed) -> None:
    team.get(team.task().ref)
    feed.poll()
    team.lane("doing")
    assert feed.poll() == frozenset()


def test_it_names_the_topics_once(team: Team, feed: ChangeFeed) -> None:
    team.task()
    assert feed.poll() == {"tasks:1"}
    assert feed.poll() == frozenset()


def test_changes_between_two_polls_come_together(team: Team, feed: ChangeFeed) -> None:
    team.task()
    people.add_person(team.ann, "dee")
    filters.save_filter(team.ann, "mine", "mine")
    boards.create_board(team.ann, "LAB", "Lab")
    team.step("doing", wip_limit=3)
    assert feed.poll() == {"tasks:1", "people", "filters:1", "boards", "steps:1", "steps:2"}


def test_a_change_that_was_rolled_back_is_no_news(team: Team, feed: ChangeFeed) -> None:
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.touch("tasks:1")
    assert feed.poll() == frozenset()


def test_a_write_without_topics_wakes_nobody(team: Team, feed: ChangeFeed) -> None:
    with write(team.store, ANN, "x", now=NOW) as unit:
        unit.session.execute(team_label())
        unit.commit()
    assert feed.poll() == frozenset()


def team_label() -> object:
    from sqlalchemy import text

    return text("INSERT INTO label (board_id, name) VALUES (1, 'quiet')")


@pytest.mark.usefixtures("rollback_journal")
def test_a_locked_store_is_said_at_once_and_the_news_come_later(
    store_path: Path, ticking: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the rollback journal lets a writer keep readers out."""
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    team = Team(store_path, ticking)
    feed = ChangeFeed(team.store)
    ref = team.task().ref
    feed.poll()
    tasks.set_priority(team.bo, ref, "high")
    holder = connect(team.path)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Locked):
        feed.poll()
    holder.execute("ROLLBACK")
    holder.close()
    assert feed.poll() == {"tasks:1"}
    feed.close()
    team.close()


def test_topics_that_go_back_or_vanish_are_news_too(team: Team, feed: ChangeFeed) -> None:
    team.task()
    feed.poll()
    other = sqlite3.connect(team.path)
    other.execute("UPDATE revision SET value = value - 1 WHERE topic = 'tasks:1'")
    other.execute("DELETE FROM revision WHERE topic = 'people'")
    other.commit()
    other.close()
    assert feed.poll() == {"tasks:1", "people"}
