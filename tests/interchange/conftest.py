"""What these tests stand on: a store with a team and a board."""

from tests.helpers.fixtures import built_store, store_path, team, ticking

__all__ = ["built_store", "store_path", "team", "ticking"]
