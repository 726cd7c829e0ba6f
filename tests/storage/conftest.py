"""What these tests stand on: a store with a team and a board."""

from tests.helpers.fixtures import filled, rollback_journal, store_path, team, ticking

__all__ = ["filled", "rollback_journal", "store_path", "team", "ticking"]
