"""The verbs of design, for every screen that shows a step: on the map, and on the look at one step."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from prodtui.domain.rows import StepRow
from prodtui.screens.flow_desk import FlowDesk
from prodtui.screens.verbs import Target, Verbs


class FlowDesign(Verbs):
    """A screen with a step under the cursor, or open."""

    def __init__(self) -> None:
        super().__init__()
        self._desk = FlowDesk(self)

    def steps(self) -> Sequence[StepRow]:
        """Return the steps of the board in order."""
        raise NotImplementedError

    def step_key(self) -> str | None:
        """Return the key of the step that verbs work on."""
        raise NotImplementedError

    def show_step(self, key: str) -> None:
        """Bring a step under the cursor."""

    @property
    def has_ways(self) -> bool:
        """Tell whether ways are laid down on the board, so that a new step has none."""
        return False

    def targets(self) -> tuple[Target, ...]:
        return ()

    def _on_step(self, work: Callable[[StepRow], Awaitable[None]]) -> None:
        step = next((step for step in self.steps() if step.key == self.step_key()), None)
        if step is not None:
            self.talk(lambda: work(step))

    def do_edit_step(self) -> None:
        self._on_step(self._desk.edit)

    def do_add_step(self) -> None:
        step = next((step for step in self.steps() if step.key == self.step_key()), None)
        self.talk(lambda: self._desk.add(step))

    def do_split_step(self) -> None:
        self._on_step(self._desk.split)

    def do_join_step(self) -> None:
        self._on_step(self._desk.join)

    def do_step_ways(self) -> None:
        self._on_step(self._desk.ways)

    def do_step_gates(self) -> None:
        self._on_step(self._desk.gates)

    def do_drop_step(self) -> None:
        self._on_step(self._desk.drop)

    def do_step_earlier(self) -> None:
        self._move(-1)

    def do_step_later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        async def move() -> None:
            # read again: keys that are pressed fast move it on from where the last one left it
            step = next((step for step in self.steps() if step.key == self.step_key()), None)
            if step is not None:
                await self._desk.move(step, by)

        self.verb(move)
