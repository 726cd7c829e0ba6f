"""A filter over the tasks of a board: typed as one line, taken from the saved ones, or saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from prodtui.domain.filters import FilterContext
from prodtui.domain.rows import StepRow
from prodtui.domain.rows_board import FilterRow
from prodtui.screens import deferred
from prodtui.screens.dialogs.filter import FilterDialog
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.finding import Finding

AgeLines = tuple[float, float]
EVERYTHING, SAVE, MINE = "everything", "save", "mine"
_TERMS = (
    Choice(MINE, MINE, "what I work on"),
    Choice("late", "late", "due before now"),
    Choice("blocked", "blocked", "something stops it"),
    Choice("ageing", "ageing", "older than most get"),
    Choice("waiting", "waiting", "for another task"),
    Choice("unassigned", "unassigned", "nobody works on it"),
    Choice("to-check", "to-check", "a check holds it at its step"),
    Choice("to-sign", "to-sign", "waits for my signature"),
    Choice("open-issue", "open-issue", "something is wrong with it"),
)


class Filtering(Finding):
    """The part of a screen that shows only the tasks of a board that a filter picks."""

    @property
    def filter_text(self) -> str:
        """Return the filter that is in force, "" for none."""
        raise NotImplementedError

    def context(self) -> FilterContext:
        """Return what a filter is read against now."""
        raise NotImplementedError

    def context_with(
        self, steps: Iterable[StepRow], people: Iterable[str], labels: Iterable[str], age: AgeLines | None = None
    ) -> FilterContext:
        """Return the context of the reader, now, with what the board has: steps, logins, labels, age lines."""
        app = self.prodtui
        return FilterContext(
            now=app.now(),
            tz=app.zone,
            me=app.bridge.workspace.actor.login if app.bridge.is_open else None,
            steps={step.key: step for step in steps},
            people=tuple(people),
            labels=tuple(labels),
            age_lines=age,
        )

    def named(self) -> tuple[Iterable[str], Iterable[str]]:
        """Return the people and the labels that a filter may ask for with effect."""
        raise NotImplementedError

    def would_show(self, text: str) -> str:
        """Return in words what a filter would show. Raises as `use_filter` does."""
        raise NotImplementedError

    def use_filter(self, text: str) -> None:
        """Show only what a filter text picks; "" shows all. Raises as `parse_filter` and `check` do."""
        raise NotImplementedError

    _before_mine = ""

    def do_only_mine(self) -> None:
        """Show only what is the reader's, or again what was shown before."""
        if self.filter_text == MINE:
            self.use_filter(self._before_mine)
        else:
            self._before_mine = self.filter_text
            self.use_filter(MINE)

    def do_filter(self) -> None:
        self.talk(self._filter)

    async def _filter(self) -> None:
        text = await self.ask(FilterDialog(self.filter_text, self._terms(), self.would_show))
        if text is not None:
            self.use_filter(text)

    def _terms(self) -> Sequence[Choice]:
        terms = _TERMS if self.context().me is not None else _TERMS[1:]
        people, labels = (sorted(set(each)) for each in self.named())
        return [
            *terms,
            *(Choice(f"@{login}", f"@{login}", "works on it") for login in people),
            *(Choice(f"#{label}", f"#{label}", "label") for label in labels),
        ]

    def do_saved_filters(self) -> None:
        self.talk(self._saved_filters)

    async def _saved_filters(self) -> None:
        rows: tuple[FilterRow, ...] = await self.prodtui.bridge.read(lambda ws: deferred.filters.list_filters(ws))
        choices = [Choice(f"={row.name}", row.name, row.text) for row in rows]
        if self.filter_text:
            choices.append(Choice(SAVE, "Save the present filter…", self.filter_text))
            choices.append(Choice(EVERYTHING, "Show everything"))
        empty = "No filter is saved yet. Set one with f first, then save it here."
        answer = await self.ask(Picker("Saved filters", choices, empty=empty))
        if answer == SAVE:
            await self._save_filter()
        elif answer is not None:
            texts = {f"={row.name}": row.text for row in rows}
            self.use_filter(texts.get(answer, ""))

    async def _save_filter(self) -> None:
        text = self.filter_text

        async def store(name: str) -> str:
            await self.submit(lambda ws: deferred.filters.save_filter(ws, name, text))
            return name

        name = await self.ask(LineDialog("Name of the filter", store, hint="stand-up"))
        if name is not None:
            self.notice(f'Saved the filter as "{name}"; F finds it again.')
