"""Six weeks of work on the team's board, for screens of figures: what was finished, and what is under way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from prodtui.domain.enums import ServiceClass
from prodtui.services import board, products
from tests.helpers.team import Team

WEEKS = 6
_EVERY = 1.75
_OFF = 0.1


def fill_history(team: Team) -> None:
    """Let 24 tasks come, one each 42 hours; the clock stands where it stood before.

    Every third is of bo and labelled line, every fourth has a due date, every fifth is a bracket; the first is
    expedited. They take from one to five days; the last ones are still under way.
    """
    start = team.clock.now - timedelta(weeks=WEEKS)
    products.add_product(team.ann, "Bracket", key="bracket")
    told: list[tuple[float, Callable[[], object]]] = []
    refs: dict[int, str] = {}

    def came(number: int) -> None:
        refs[number] = team.task(
            f"Order {number}",
            at="ready",
            labels=("line",) if number % 3 == 0 else (),
            assignees=("bo",) if number % 3 == 0 else ("cy",),
            due=team.clock.now + timedelta(days=4) if number % 4 == 0 else None,
            product="bracket" if number % 5 == 0 else None,
            service_class=ServiceClass.EXPEDITE if number == 0 else ServiceClass.STANDARD,
        ).ref

    def goes(number: int, step: str) -> Callable[[], object]:
        return lambda: board.move(team.ann, refs[number], step)

    for number in range(24):
        day = _OFF + number * _EVERY
        worked = 1 + number * 7 % 5
        told.append((day, lambda number=number: came(number)))  # type: ignore[misc]
        told.append((day + 0.5, goes(number, "doing")))
        told.append((day + 0.5 + worked / 2, goes(number, "review")))
        told.append((day + 0.5 + worked, goes(number, "done")))
    now = team.clock.now
    for day, act in sorted(told, key=lambda each: each[0]):
        at = start + timedelta(days=day)
        if at < now:
            team.clock.now = at
            act()
    team.clock.now = now
