"""News from any program: what screens poll, without ever waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from prodtui.services import boards, people, recurring, tasks, undo
from prodtui.services.feed import Feed
from prodtui.storage import engine
from prodtui.storage.engine import connect
from tests.helpers.team import NOW, Clock, Team


@pytest.fixture
def feed(team: Team) -> Iterator[Feed]:
    feed = Feed(team.bo)
    yield feed
    feed.close()


def test_it_tells_topics_of_others_and_of_oneself(team: Team, feed: Feed) -> None:
    assert feed.poll() == frozenset()
    ref = team.task().ref
    tasks.set_priority(team.bo, ref, "high")
    assert feed.poll() == {"tasks:1"}
    assert feed.poll() == frozenset()


def test_each_board_has_topics_of_its_own(team: Team, feed: Feed) -> None:
    boards.create_board(team.ann, "LAB", "Lab", template="it-service")
    feed.poll()
    tasks.add(team.of("ann", board="LAB"), "x")
    assert feed.poll() == {"tasks:2"}


def test_an_undo_is_news_of_the_same_topic(team: Team, feed: Feed) -> None:
    people.edit_person(team.ann, "bo", wip_limit=2)
    feed.poll()
    undo.undo(team.ann)
    assert feed.poll() == {"people"}


def test_a_rule_that_makes_a_task_touches_both(team: Team, feed: Feed) -> None:
    recurring.add_recurring(team.ann, "daily", {"title": "x"}, start=NOW)
    assert feed.poll() == {"recurrences:1"}
    recurring.run_due(team.ann)
    assert feed.poll() == {"recurrences:1", "tasks:1"}


def test_a_change_that_was_refused_is_no_news(team: Team, feed: Feed) -> None:
    with pytest.raises(Exception, match="no task"):
        tasks.set_priority(team.bo, "OPS-9", "high")
    assert feed.poll() == frozenset()


def test_a_busy_store_is_no_error_and_nothing_is_missed(
    store_path: Path, ticking: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the rollback journal lets a writer keep readers out."""
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    team = Team(store_path, ticking)
    feed = Feed(team.bo)
    ref = team.task().ref
    feed.poll()
    tasks.set_priority(team.cy, ref, "high")
    holder = connect(team.path)
    holder.execute("BEGIN EXCLUSIVE")
    assert (feed.poll(), feed.stale_since) == (frozenset(), NOW)
    ticking.forward(seconds=5)
    assert (feed.poll(), feed.stale_since) == (frozenset(), NOW)
    holder.execute("ROLLBACK")
    holder.close()
    assert (feed.poll(), feed.stale_since) == ({"tasks:1"}, None)
    feed.close()
    team.close()


def test_it_does_not_stand_in_the_way_of_a_writer(team: Team, feed: Feed) -> None:
    feed.poll()
    other = connect(team.path, busy_seconds=0)
    other.execute("BEGIN EXCLUSIVE")
    other.execute("ROLLBACK")
    other.close()


def test_several_feeds_do_not_take_each_others_news(team: Team, feed: Feed) -> None:
    other = Feed(team.cy)
    team.task()
    assert feed.poll() == other.poll() == {"tasks:1"}
    other.close()


def test_a_feed_that_begins_later_begins_with_now(team: Team, ticking: Clock) -> None:
    team.task()
    ticking.now += timedelta(days=1)
    feed = Feed(team.bo)
    assert feed.poll() == frozenset()
    feed.close()
