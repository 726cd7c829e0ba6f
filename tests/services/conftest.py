"""What these tests stand on: a store with a team and a board, and the demo."""

from tests.helpers.demo import demo, events
from tests.helpers.fixtures import elsewhere, filled, store_path, team, ticking

__all__ = ["demo", "elsewhere", "events", "filled", "store_path", "team", "ticking"]
