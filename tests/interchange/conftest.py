"""What these tests stand on: a store with a team and a board."""

from tests.helpers.fixtures import elsewhere, filled, other, store_path, team, ticking

__all__ = ["elsewhere", "filled", "other", "store_path", "team", "ticking"]
