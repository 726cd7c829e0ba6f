"""Plans side by side as text: what each comes to, then every product, step, role and pool in which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from prodtui.domain.enums import PeriodKind
from prodtui.domain.planning.periods import day_name, period_of, whole
from prodtui.domain.rows_comparison import PlanComparison, PlanSide
from prodtui.domain.rows_planning import CapacityChangeRow, LoadCell
from prodtui.screens.plan_texts import capacity_text, cut
from prodtui.screens.sentences import of_count
from prodtui.widgets.plan_words import hours, period_title, short
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Span, cells, clip, plain

_LEAST_LEFT, _MOST_SIDE, _WHEN = 30, 18, 9
NOTHING: Span = ("none", Ink.MUTED)
_STYLES: Mapping[Ink, str] = {Ink.WRONG: "$wrong", Ink.SOON: "$soon", Ink.MUTED: "$muted", Ink.HEAD: "bold"}


def sides_text(shown: PlanComparison, today: date, width: int, signs: Signs) -> Content:
    """Return plans side by side in lines of at most `width` cells, the plan itself on the left."""
    table = _Table(shown, today, width, signs)
    parts = [table.heads(), *table.totals(), Content("")]
    if not shown.differs:
        return Content("\n").join([*parts, Content("Nothing differs from the plan.")])
    for title, lines in (
        ("Planned", table.products()),
        ("Load", table.loads()),
        ("Capacity", table.capacity()),
    ):
        found = list(lines)
        if found:
            parts += [Content.styled(title, "bold"), *cut(found), Content("")]
    return Content("\n").join(parts[:-1])


@dataclass(frozen=True, slots=True)
class _Table:
    """A label and a period on the left, then a column for each side."""

    shown: PlanComparison
    today: date
    width: int
    signs: Signs

    def heads(self) -> Content:
        names = [(plain(side.name or "the plan"), Ink.HEAD) for side in self.shown.sides]
        return self._row(("", Ink.HEAD), "", names)

    def totals(self) -> Iterator[Content]:
        """Yield overload, late orders, and a line for each unit of what is owed at the end."""
        sides, signs = self.shown.sides, self.signs
        over = [(f"{hours(side.over)}{signs.over}", Ink.WRONG) if side.over else NOTHING for side in sides]
        late = [(f"{side.late}{signs.past_most}", Ink.WRONG) if side.late else NOTHING for side in sides]
        yield self._row(("Overload", Ink.TEXT), "", over)
        yield self._row(("Late orders", Ink.TEXT), "", late)
        for unit in dict.fromkeys(unit for side in sides for unit in side.backlog) or ("",):
            owed = [side.backlog.get(unit, 0.0) for side in sides]
            label = f"Backlog at the end{f', {plain(unit)}' if unit else ''}"
            yield self._row(
                (label, Ink.TEXT), "", [(short(each, self._side - 2), Ink.SOON) if each else NOTHING for each in owed]
            )

    def products(self) -> Iterator[Content]:
        before = ""
        for cell in self.shown.products:
            name = "" if cell.product == before else plain(f"{cell.name}, {cell.unit}")
            before = cell.product
            nothing: Span = (self.signs.none, Ink.MUTED)
            values = [(short(each, self._side - 2), Ink.TEXT) if each else nothing for each in cell.planned]
            yield self._row((name, Ink.TEXT), self._when(cell.starts), values)

    def loads(self) -> Iterator[Content]:
        before = None
        for row in self.shown.loads:
            name = "" if (row.kind, row.key) == before else plain(f"{row.name}, {row.kind}")
            before = row.kind, row.key
            yield self._row((name, Ink.TEXT), self._when(row.starts), [self._load(cell) for cell in row.cells])

    def capacity(self) -> Iterator[Content]:
        for side in self.shown.sides:
            for word, rows in (("more", side.added), ("gone", side.removed)):
                for row in rows:
                    yield self._change(side, word, row)

    def _change(self, side: PlanSide, word: str, row: CapacityChangeRow) -> Content:
        of = f"{plain(side.name or '')}, " if len(self.shown.sides) > 2 else ""
        return Content(f"{of}{word}: {plain(capacity_text(row, self.today))}")

    def _load(self, cell: LoadCell) -> Span:
        ink = Ink.WRONG if cell.over else Ink.TEXT
        sign = self.signs.over if cell.over else ""
        if not cell.capacity:
            there = self.signs.unknown if cell.capacity is None else "0"
            return f"{short(cell.load, self._side - 6)}/{there} h{sign}", ink
        share = f"{whole(100 * cell.load / cell.capacity)}%{sign}"
        text = f"{hours(cell.load, unit=False)}/{hours(cell.capacity, unit=False)} h {share}"
        return (text if len(text) < self._side else share), ink

    def _when(self, starts: date) -> str:
        kind = self.shown.periods[0].kind
        return day_name(starts, self.today) if kind is PeriodKind.DAY else period_title(period_of(kind, starts))

    @property
    def _side(self) -> int:
        return max(min(_MOST_SIDE, (self.width - _LEAST_LEFT) // len(self.shown.sides)), 5)

    def _row(self, label: Span, when: str, values: Sequence[Span]) -> Content:
        """Return a line: the label cut where it must be, the period and the values to the right of their columns."""
        apart = f"{when:>{_WHEN}}" if when else ""
        room = max(self.width - self._side * len(values) - len(apart), 0)
        name = clip(label[0], room, self.signs.more)
        parts = [_inked((name + " " * (room - cells(name)), label[1])), _inked((apart, Ink.MUTED))]
        for text, ink in values:
            value = clip(text, self._side - 1, self.signs.more)
            parts.append(_inked((" " * (self._side - cells(value)) + value, ink)))
        return Content("").join(parts)


def _inked(span: Span) -> Content:
    text, ink = span
    return Content.styled(text, _STYLES[ink]) if ink in _STYLES else Content(text)


def heading_of(shown: PlanComparison) -> str:
    """Return which plans stand side by side."""
    names = [plain(side.name) for side in shown.sides if side.name]
    return f"{names[0]} beside the plan" if len(names) == 1 else f"{of_count(len(names), 'what-if')} beside the plan"
