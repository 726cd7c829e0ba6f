"""What dialogs of the plan say: a release before it is made, a proposal, a promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from textual.content import Content

from prodtui.domain.planning.foresight import Move, left_text, moves_of, overload_of
from prodtui.domain.planning.periods import amount_text, day_name, index_of, period_name
from prodtui.domain.rows_planning import CapacityChangeRow, LevelProposal, LoadRow, PeriodRow, PlanGrid, Promise
from prodtui.domain.rows_release import ReleaseLot, ReleasePreview, ReleaseShare
from prodtui.domain.task_template import template_texts, with_amount
from prodtui.screens.sentences import of_count
from prodtui.widgets.plan_words import hours
from prodtui.widgets.spans import plain

MOST_LINES = 300


def release_text(shown: ReleasePreview, today: date) -> Content:
    """Return the tasks that a release makes, and what it takes of materials."""
    lines = [Content(_lot(shown, lot, today)) for lot in shown.lots]
    lines += [Content(plain(text)) for text in template_texts(shown)]
    for need in shown.materials:
        short = need.quantity - max(need.free, 0.0)
        text = f"{plain(need.name)}: {amount_text(need.quantity)} {plain(need.unit)} reserved, "
        text += f"{amount_text(need.free)} free"
        lines.append(Content(text if short <= 0 else f"{text}: {amount_text(short)} short"))
        if short > 0:
            lines[-1] = lines[-1].stylize("$wrong")
    return Content("\n").join(lines)


def shares_text(shares: Sequence[ReleaseShare]) -> Content:
    """Return what is released of each product of a period, then of which nothing is, and why."""
    lines = [Content(plain(f"{row.name}: {_share(row)}")) for row in shares if not row.why]
    lines += [
        Content(plain(f"{name}: {amount_text(short)} {unit} short")).stylize("$wrong")
        for name, unit, short in _short(shares)
    ]
    kept = [Content(plain(row.why)) for row in shares if row.why]
    if lines and kept:
        lines += [Content(""), Content.styled("Not released", "bold")]
    return Content("\n").join(cut([*lines, *kept]))


def _share(row: ReleaseShare) -> str:
    return f"{amount_text(row.quantity)} {row.unit}, {of_count(row.lots, 'task')}"


def _short(shares: Sequence[ReleaseShare]) -> Iterator[tuple[str, str, float]]:
    """Yield name, unit and missing quantity of each material that the products together take more of than lies free."""
    needs = [need for row in shares for need in row.materials]
    for first in {need.material: need for need in needs}.values():
        short = sum(need.quantity for need in needs if need.material == first.material) - max(first.free, 0.0)
        if short > 0:
            yield first.name, first.unit, short


def proposal_text(grid: PlanGrid, proposal: LevelProposal, after: Sequence[LoadRow]) -> Content:
    """Return what a proposal moves from where to where, why overload stays, and the load before and after it."""
    over = f"{hours(overload_of(grid.loads))} over now, {hours(overload_of(after))} afterwards."
    names = {row.key: f"{row.unit} of {row.name}" for row in grid.products}
    moves = [Content(plain(_move(grid, move, names))) for move in moves_of(proposal.edits)]
    left = [Content(plain(left_text(each, grid.today))).stylize("$wrong") for each in proposal.left]
    loads = [Content(plain(text)) for text in _loads(grid.periods, grid.loads, after, grid.today)]
    return (
        Content("\n").join([Content.styled(over, "bold"), *cut(left), *cut(moves), Content(""), *cut(loads)]).rstrip()
    )


def promise_text(said: Promise, unit: str, name: str, today: date) -> Content:
    """Return the answer to whether so much can be delivered by a day."""
    what = f"{amount_text(said.quantity)} {plain(unit)} of {plain(name)}"
    by = f"by {said.by:%a} {day_name(said.by, today)}."
    if said.yes:
        head = f"Yes: {what} can be delivered {by}"
    elif said.first:
        first = f"{said.first:%a} {day_name(said.first, today)}"
        head = f"No: {what} cannot be delivered {by} The first day that works is {first}."
    else:
        head = f"No: {what} cannot be delivered {by} No day within the next year works."
    sentences = (*said.in_the_way, *said.notes)
    return Content("\n").join([Content(head), *(Content(f"  {plain(sentence)}") for sentence in sentences)])


def _lot(shown: ReleasePreview, lot: ReleaseLot, today: date) -> str:
    order = f" for {lot.demand}" if lot.demand else ""
    what = with_amount(plain(lot.title), f"{amount_text(lot.quantity)} {plain(shown.unit)}")
    text = f"{what}{order}, {hours(lot.hours)}, "
    start, end = day_name(lot.planned_start, today), day_name(lot.planned_finish, today)
    return text + f"{start} to {end}, due {day_name(lot.due, today)}"


def _move(grid: PlanGrid, move: Move, names: dict[str, str]) -> str:
    what = f"{amount_text(move.quantity)} {names.get(move.product, move.product)}"
    parts = [f"from {_when(grid.periods, move.source, grid.today)}"] if move.source else ["new"]
    parts += [f"to {_when(grid.periods, move.target, grid.today)}"] if move.target else ["away"]
    return f"{what} {' '.join(parts)}"


def _loads(
    periods: Sequence[PeriodRow], before: Iterable[LoadRow], after: Iterable[LoadRow], today: date
) -> Iterator[str]:
    """Yield the loads that differ: "Doing, the week of 30 Nov: 32 → 24 of 24 h"."""
    for ours, theirs in zip(before, after, strict=True):
        for period, was, now in zip(periods, ours.cells, theirs.cells, strict=True):
            if abs(was.load - now.load) < 0.05 and was.capacity == now.capacity:
                continue
            there = "" if now.capacity is None else f" of {hours(now.capacity, unit=False)}"
            if was.capacity != now.capacity and was.capacity is not None:
                there = f" of {hours(was.capacity, unit=False)} →{there.removeprefix(' of')}"
            moved = f"{hours(was.load, unit=False)} → {hours(now.load, unit=False)}{there} h"
            yield f"{ours.kind} {ours.name}, {period_name(period, today)}: {moved}"


def capacity_text(row: CapacityChangeRow, today: date) -> str:
    """Return a change of capacity in words."""
    days = f"{day_name(row.starts, today)} to {day_name(row.ends, today)}"
    return f"{row.kind} {row.target} {row.hours:+g} h a day, {days}{f' ({row.reason})' if row.reason else ''}"


def _when(periods: Sequence[PeriodRow], day: date, today: date) -> str:
    at = index_of(periods, day)
    return day_name(day, today) if at is None else period_name(periods[at], today)


def cut(lines: list[Content]) -> list[Content]:
    """Return as many lines as can be read, and how many more there are."""
    more = len(lines) - MOST_LINES
    return [*lines[:MOST_LINES], Content(f"and {of_count(more, 'line')} more")] if more > 0 else lines
