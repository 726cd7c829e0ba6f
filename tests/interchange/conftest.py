"""What these tests stand on: a store with a team and a board."""

from tests.helpers.fixtures import filled, store_path, team, ticking

__all__ = ["filled", "store_path", "team", "ticking"]
