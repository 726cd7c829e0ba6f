"""The demo store: a team's last four months, played through the same use cases that people and scripts use."""

from prodtui.services.demo.make import make_demo

__all__ = ["make_demo"]
