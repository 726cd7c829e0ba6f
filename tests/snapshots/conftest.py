"""Pictures are taken of the same desk that the stories are told at."""

from tests.tui.conftest import built_store, desk, log, mill, store_path, team, ticking

__all__ = ["built_store", "desk", "log", "mill", "store_path", "team", "ticking"]
