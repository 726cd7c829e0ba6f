"""Figures of production: how much of the plan was made, the pace of demand, and how well equipment is used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from prodtui.domain.flow.delivery import Equipment, Oee, oee, takt
from prodtui.domain.flow.outcome import NO_DATA, Item, Outcome
from prodtui.domain.planning.periods import TINY, amount_text

#: Why figures of the whole board say nothing of some of its tasks.
WHOLE_BOARD = "a plan, a calendar and a machine are those of all tasks: leave the filter out"


@dataclass(frozen=True, slots=True)
class Planned:
    """A quantity of a product that was planned for a period, and how much of it was made by its end, or so far.

    `hours` is the standard time of one unit, None where nobody said.
    """

    ref: str
    told: str
    unit: str
    hours: float | None
    planned: float
    made: float
    running: bool = False

    @property
    def attained(self) -> float:
        """What counts of what was made: no more than was planned, because it makes up for nothing else."""
        return min(self.made, self.planned)


def plan_attainment(lines: Iterable[Planned]) -> Outcome:
    """Return the percentage of what was planned that was made.

    Quantities of one unit are added; where products differ in their units, the standard hours of their quantities, and
    a product without standard time is left out. So is a period that is not over.
    """
    known = [line for line in lines if line.planned > TINY]
    asked = [line for line in known if not line.running]
    units = {line.unit for line in asked}
    in_hours = len(units) > 1
    rows = [(line, (line.hours or 0.0) if in_hours else 1.0) for line in asked]
    counted, excluded = [each for each in rows if each[1]], [line for line, weight in rows if not weight]
    left_out = (
        *(Item(line.ref, None, f"{line.told}: it has no standard time") for line in excluded),
        *(Item(line.ref, None, f"{_amounts(line)} so far") for line in known if line.running),
    )
    planned, made = (sum(getattr(line, name) * weight for line, weight in counted) for name in ("planned", "attained"))
    if not planned:
        return Outcome(None, 0, (), left_out)
    unit = "h of standard time" if in_hours else next(iter(units))
    items = tuple(_attained(line) for line, _ in counted)
    told = f"{amount_text(made)} of {amount_text(planned)} {unit} x 100"
    return Outcome(100 * made / planned, len(counted), items, left_out, told)


def _attained(line: Planned) -> Item:
    more = f", {amount_text(line.made - line.planned)} more do not count" if line.made > line.planned + TINY else ""
    return Item(line.ref, 100 * line.attained / line.planned, f"{_amounts(line)}{more}")


def _amounts(line: Planned) -> str:
    return f"{line.told}: {amount_text(line.attained)} of {amount_text(line.planned)} {line.unit}"


@dataclass(frozen=True, slots=True)
class Asked:
    """An order that is due in a window: its reference, what is asked for, how much, and its unit."""

    ref: str
    told: str
    unit: str
    quantity: float


def takt_time(minutes: float, orders: Sequence[Asked]) -> Outcome:
    """Return the net available minutes for each unit that is due; units that differ cannot be added."""
    items = tuple(Item(each.ref, each.quantity, f"{each.quantity:g} {each.unit} {each.told}") for each in orders)
    demand: dict[str, float] = {}
    for each in orders:
        demand[each.unit] = demand.get(each.unit, 0.0) + each.quantity
    paces = [(unit, asked, takt(minutes, asked)) for unit, asked in demand.items()]
    told = "; ".join(
        f"{amount_text(minutes)} min / {amount_text(asked)} {unit} = {pace:.2f}" for unit, asked, pace in paces if pace
    )
    if len(paces) == 1:
        return Outcome(paces[0][2], len(orders), items, (), told)
    return Outcome(None, 0, (), items, f"{told}; units differ, so there is no takt of all") if paces else NO_DATA


@dataclass(frozen=True, slots=True)
class Stand:
    """A downtime within a window, with the minutes of equipment that it took."""

    ref: str
    step: str
    reason: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Piece:
    """What a task gave at a step: the standard minutes of all that came out, and how much of it was good."""

    task: int
    step: str
    ideal: float
    units: float
    good: float

    @property
    def lost(self) -> float:
        """The standard minutes of what was not good."""
        return self.ideal * (1 - self.good / self.units) if self.units else 0.0


def effectiveness(
    minutes: Sequence[tuple[str, float]], stands: Sequence[Stand], pieces: Sequence[Piece], unknown: Iterable[Item] = ()
) -> Outcome:
    """Return the overall equipment effectiveness of steps, of which `minutes` is the working time of each.

    Units of different products are weighed by their standard time, so that all of them can be added. Behind it are the
    minutes of each loss: standing still, running slower than the standard time, and making what is not good.
    `unknown` has no standard time.
    """
    rows = []
    for step, working in minutes:
        mine = [piece for piece in pieces if piece.step == step]
        ideal, lost = sum(piece.ideal for piece in mine), sum(piece.lost for piece in mine)
        down = sum(stand.minutes for stand in stands if stand.step == step)
        rows.append(Equipment(step, working, down, ideal, ideal, ideal - lost))
    found, excluded = oee(rows), tuple(unknown)
    if found is None:
        return Outcome(None, 0, (), excluded, "nothing with a standard time came out of the steps that stood still")
    items = [Item(stand.ref, stand.minutes, f"min {stand.step} stood still: {stand.reason}") for stand in stands]
    for row in rows:
        ran = row.minutes - row.down
        told = f"{ran:.0f} min ran, {row.ideal:.0f} min of standard time came out"
        items.append(Item(row.name, ran - row.ideal, f"min slower than standard, or without work: {told}"))
    items += [Item(task, lost, f"min of what was not good: {told}") for task, (lost, told) in _lost(pieces).items()]
    tasks = {piece.task for piece in pieces}
    return Outcome(100 * found.value, len(tasks), tuple(items), excluded, _told(rows, found))


def _lost(pieces: Iterable[Piece]) -> dict[int, tuple[float, str]]:
    """Return by task the standard minutes at all steps of what was not good, and how much was."""
    found: dict[int, tuple[float, str]] = {}
    for piece in pieces:
        if piece.lost > TINY:
            before, _ = found.get(piece.task, (0.0, ""))
            told = f"{amount_text(piece.good)} of {amount_text(piece.units)} good"
            found[piece.task] = before + piece.lost, told
    return found


def _told(rows: Sequence[Equipment], found: Oee) -> str:
    minutes, down, ideal, good = (
        sum(getattr(row, name) for row in rows) for name in ("minutes", "down", "ideal", "good")
    )
    running = minutes - down
    return (
        f"availability {running:.0f} / {minutes:.0f} min = {100 * found.availability:.2f} %, "
        f"performance {ideal:.1f} / {running:.0f} min = {100 * found.performance:.2f} %, "
        f"quality {good:.1f} / {ideal:.1f} min = {100 * found.quality:.2f} %, multiplied"
    )
