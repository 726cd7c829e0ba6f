"""When so many tasks will be done, and how many by a day: a forecast from the board's own past throughput."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from prodtui.domain.calendar import is_working_day
from prodtui.domain.enums import PeriodKind, TimeKind
from prodtui.domain.flow.window import Window, window
from prodtui.domain.forecast import MOST_PERIODS, SHARES, TRIALS, Odds, doubts, how_long, how_many
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_figures import Forecast, ForecastLine
from prodtui.errors import NotFound, Rejected
from prodtui.services.as_of import Past, moment_of
from prodtui.services.change import Change
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.kpi import tasks_that_pass
from prodtui.services.workspace import Workspace
from prodtui.storage.queries.flow import open_tasks, released_for
from prodtui.storage.unit_of_work import read

_DAY = timedelta(days=1)
_MOST_ITEMS = 100_000


class Outlook:
    """The past throughput of the tasks that count, in periods, and the periods to come."""

    def __init__(self, facts: FlowFacts, pace: str, days: int, period: PeriodKind) -> None:
        if period is PeriodKind.MONTH:
            raise Rejected("A forecast is made of days or weeks.", hint="Choose --by day or --by week.")
        self.facts, self.pace, self.period = facts, pace, period
        self.today = facts.now.astimezone(facts.zone).date()
        self._works: Callable[[date], bool] = lambda day: True
        if facts.conventions.time is TimeKind.WORKING:
            self._works = lambda day: is_working_day(day, facts.board.settings)
        self.last = self.today - _DAY
        over = window(self.today - days * _DAY, self.last, facts.zone)
        self._weeks = self._by_week(over)
        self.history = self._by_day(over) if period is PeriodKind.DAY else self._weeks
        if not self.history or not facts.has_tasks(over):
            raise NotFound(
                f"There is no throughput to forecast from in the {days} days before {self.today}.",
                hint="Choose a longer --window, or another filter.",
            )

    def answer(self, about: str, items: int | None, by: date | None, odds: Odds, seed: int) -> Forecast:
        """Return a forecast about some tasks as a row."""
        when = by is None
        lines = (
            ForecastLine(share, items, self._day(odds.at_most(share)))
            if when
            else ForecastLine(share, odds.at_least(share), by)
            for share in SHARES
        )
        outcomes = tuple((str(self._day(each) if when else each), runs) for each, runs in odds.outcomes)
        board = self.facts.board
        return Forecast(
            board.key, about, self.pace, items, by, self.period.value, self.last, self.today + _DAY, self.history,
            seed, odds.trials, odds.never, tuple(lines), outcomes, doubts(self.history, self._weeks),
            self.facts.conventions.time.value,
        )  # fmt: skip

    def periods_until(self, by: date) -> int:
        """Return how many whole periods there are until a day, that day included. Raises Rejected for one gone by."""
        if by <= self.today:
            raise Rejected(f"{by} is not to come.", hint="Choose a day after today.")
        days = (by - self.today).days
        if days > MOST_PERIODS:
            raise Rejected(f"{by} is more than ten years away.", hint="Choose an earlier day.")
        if self.period is PeriodKind.WEEK:
            return days // 7
        return sum(self._works(self.today + at * _DAY) for at in range(1, days + 1))

    def _by_day(self, over: Window) -> tuple[int, ...]:
        zone, counts = self.facts.zone, dict[date, int]()
        for _, at in self.facts.flow.finished(over):
            day = at.astimezone(zone).date()
            while not self._works(day) and day < over.last:  # what was finished on a day off counts on the next
                day += _DAY
            counts[day] = counts.get(day, 0) + 1
        days = (over.first + at * _DAY for at in range(over.days))
        return tuple(counts.get(day, 0) for day in days if self._works(day))

    def _by_week(self, over: Window) -> tuple[int, ...]:
        """Return what was finished in each week of seven days, the last one ending yesterday."""
        weeks = [0] * (over.days // 7)
        for _, at in self.facts.flow.finished(over):
            back = (over.last - at.astimezone(self.facts.zone).date()).days // 7
            if back < len(weeks):
                weeks[-1 - back] += 1
        return tuple(weeks)

    def _day(self, periods: int | None) -> date | None:
        """Return the day on which the so manieth period to come ends, today for none."""
        if periods is None:
            return None
        if self.period is PeriodKind.WEEK:
            return self.today + 7 * periods * _DAY
        day, left = self.today, periods
        while left > 0:
            day += _DAY
            left -= self._works(day)
        return day


def when_done(
    ws: Workspace,
    items: int | None = None,
    *,
    filter: str = "",
    demand: str | None = None,
    pace: str = "",
    days: int = 84,
    period: PeriodKind = PeriodKind.DAY,
    seed: int = 1,
    trials: int = TRIALS,
    as_of: date | None = None,
) -> Forecast:
    """Return when so many tasks will be done, as if they were done first: those open, of a filter or a demand line.

    The throughput is that of what the filter `pace` picks, of the whole board without one. With `as_of` all is told as
    it would have been at the end of that day. Raises Rejected for a number
    that is none, NotFound where nothing is open or nothing was ever finished, Usage for a filter that cannot be read.
    """
    if items is not None and not 0 < items <= _MOST_ITEMS:
        raise Rejected(f"{items} is no number of tasks.", hint=f"Choose one from 1 to {_MOST_ITEMS}.")
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        board = change.board()
        outlook = _outlook(change, board, pace, days, period, as_of)
        if items is None:
            items = _count_open(outlook.facts, filter, demand)
        odds = how_long(outlook.history, items, seed, trials)
        return outlook.answer(demand or filter, items, None, odds, seed)


def how_many_by(
    ws: Workspace,
    by: date,
    *,
    pace: str = "",
    days: int = 84,
    period: PeriodKind = PeriodKind.DAY,
    seed: int = 1,
    trials: int = TRIALS,
    as_of: date | None = None,
) -> Forecast:
    """Return how many tasks, of what the filter `pace` picks, will be done by the end of a day; see `when_done`."""
    with read(ws.store) as session:
        change = Change.looking(ws, session)
        outlook = _outlook(change, change.board(), pace, days, period, as_of)
        odds = how_many(outlook.history, outlook.periods_until(by), seed, trials)
        return outlook.answer("", None, by, odds, seed)


def _outlook(change: Change, board: BoardRow, pace: str, days: int, period: PeriodKind, as_of: date | None) -> Outlook:
    past = None if as_of is None else Past(change, board, moment_of(as_of, board, change.now))
    board = past.board if past is not None else board
    only = tasks_that_pass(change, board, pace, past) if pace.strip() else None
    today = as_of or change.now.astimezone(change.ws.tz()).date()
    return Outlook(FlowFacts(change, board, today - days * _DAY, only=only, past=past), pace, days, period)


def _count_open(facts: FlowFacts, text: str, demand: str | None) -> int:
    """Return how many tasks are open of a filter, of a demand line, or at all. Raises NotFound where none is."""
    change, board, past = facts.change, facts.board, facts.past
    if past is None:
        open_ = open_tasks(change.session, board.id)
    else:
        open_ = frozenset(id for id, task in past.tasks.items() if not _has_ended(task))
    if demand is not None:
        open_ &= _released_for(change, demand)
    elif text.strip():
        open_ &= tasks_that_pass(change, board, text, past)
    if not open_:
        raise NotFound("None of these tasks is open.", hint="Name how many there are, or another filter.")
    return len(open_)


def _has_ended(task: Mapping[str, Any]) -> bool:
    return task.get("finished_at") is not None or task.get("archived_at") is not None


def _released_for(change: Change, demand: str) -> frozenset[int]:
    """Return the tasks that were released for a demand line. Raises NotFound."""
    from prodtui.services.recordbook import RecordBook

    _, line = RecordBook(change).find("demand", demand)
    return released_for(change.session, line.id or 0)
