"""What comes in out of files, in words before it comes in: demand and absences; a forecast as lines. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from prodtui.domain.demand_imports import DemandReport
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_demand import DemandForecast
from prodtui.screens.plan_calendar_words import absence_text
from prodtui.screens.sentences import of_count
from prodtui.widgets.signs import ASCII, Signs
from prodtui.widgets.spans import plain

if TYPE_CHECKING:
    from prodtui.services.absences import Brought

MOST_LINES = 200
"""So many lines of each sort are shown."""
_BLOCKS, _PLAIN_BLOCKS = "▁▂▃▄▅▆▇█", "_.:-=+*#"
SPARK_PERIODS = 40


def counts_of(report: DemandReport) -> str:
    """Return how many rows of a file are what."""
    parts = (
        (report.created, "new"), (report.changed, "changed"), (report.unchanged, "as they are here"),
        (len(report.bad), "bad"),
    )  # fmt: skip
    return ", ".join(f"{count:,} {word}" for count, word in parts if count) or "no rows"


def demand_text(report: DemandReport) -> Content:
    """Return what an import of demand would do, row by row where something changes or is wrong."""
    bad = [
        f"{report.unit} {row.line}{f', {plain(row.field)}' if row.field else ''}"
        f"{f' {plain(row.value)[:40]}' if row.value else ''}: {plain(row.reason)}"
        for row in report.bad
    ]
    changes = [f"{each.ref} {each.field}: {plain(each.before) or '–'} → {plain(each.after)}" for each in report.changes]
    new = [f"{count:,} of {plain(product)}" for product, count in report.products]
    lines = [
        *_section("Bad, and left out", bad, "$wrong"),
        *_section("Changed", changes),
        *_section("New", new),
        *(Content.styled(plain(note), "$muted") for note in report.notes),
    ]
    return Content("\n").join(lines)


def absences_text(brought: Brought, skipped: Sequence[str], names: Mapping[str, str]) -> Content:
    """Return what an import of absences would do, day by day, and what of the file is none."""
    said = (
        f"{brought.added} new, {brought.changed} changed, {brought.removed} taken away, {brought.same} as they are here"
    )
    days = [plain(absence_text(row, names)) for row in brought.absences]
    lines = [
        Content(said),
        *_section("Away", days),
        *_section("Not as it may seem", [plain(each) for each in skipped], "$muted"),
    ]
    return Content("\n").join(lines)


def forecast_text(seen: DemandForecast, signs: Signs) -> Content:
    """Return how a forecast was found, the past and what is to come as one line of bars, and each period to come."""
    unit, kind = plain(seen.unit), seen.kind
    method = seen.method if seen.error is None else f"exponential smoothing, {seen.method}"
    facts = [f"{method}: {amount_text(round(seen.level, 2))} {unit} for each {kind}"]
    facts += [f"trend {seen.trend:+.2f} for each {kind}"] if seen.trend else []
    facts += [f"season of {len(seen.season)} {kind}s"] if seen.season else []
    facts += [f"off by {amount_text(round(seen.error, 2))} {unit}, one {kind} ahead"] if seen.error is not None else []
    past = [period.orders for period in seen.past[-SPARK_PERIODS:]]
    ahead = [period.expected or 0.0 for period in seen.ahead[:SPARK_PERIODS]]
    bars = bars_of([*past, *ahead], signs)
    rows = [
        f"{period.starts}  {amount_text(round(period.expected or 0.0, 2)):>10}  {amount_text(period.orders):>8}  "
        f"{amount_text(period.kept):>8}"
        for period in seen.ahead
    ]
    return Content("\n").join(
        [
            Content("; ".join(facts)),
            Content(bars[: len(past)]) + Content.styled(bars[len(past) :], "$soon"),
            Content.styled(f"{of_count(len(seen.past), kind)} of the past, then what is to come", "$muted"),
            Content(""),
            Content.styled(f"{kind.capitalize():<10}  {'expected':>10}  {'ordered':>8}  {'kept':>8}", "$muted"),
            *map(Content, rows),
        ]
    )


def bars_of(values: Sequence[float], signs: Signs) -> str:
    """Return a bar of one cell for each value, the highest for the greatest."""
    blocks = _PLAIN_BLOCKS if signs is ASCII else _BLOCKS
    most = max(values, default=0.0) or 1.0
    return "".join(blocks[min(int(value / most * len(blocks)), len(blocks) - 1)] for value in values)


def _section(heading: str, lines: Sequence[str], style: str = "") -> Iterator[Content]:
    if not lines:
        return
    yield Content.styled(heading, "bold")
    for text in lines[:MOST_LINES]:
        yield Content.styled(f"  {text}", style) if style else Content(f"  {text}")
    if len(lines) > MOST_LINES:
        yield Content.styled(f"  and {len(lines) - MOST_LINES:,} more", "$muted")
