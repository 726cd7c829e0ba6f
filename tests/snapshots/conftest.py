"""Pictures are taken of the same desk that the stories are told at."""

from tests.tui.conftest import desk, filled, log, mill, store_path, team, ticking, works

__all__ = ["desk", "filled", "log", "mill", "store_path", "team", "ticking", "works"]
