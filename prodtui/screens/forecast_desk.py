"""Asking for a forecast: about what is open, what the filter picks, a demand line, a number, or until a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from prodtui.domain.dates import parse_when
from prodtui.domain.enums import PeriodKind
from prodtui.domain.rows_figures import Forecast
from prodtui.domain.rows_planning import DemandRow
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.sentences import of_count
from prodtui.widgets.spans import plain

if TYPE_CHECKING:
    from prodtui.screens.dashboard_desk import DashboardDesk
    from prodtui.services.workspace import Workspace

T = TypeVar("T")
OPEN, FILTERED, NUMBER, UNTIL = "open", "filtered", "number", "until"
MOST_DEMAND = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What a forecast is asked: when a number of tasks, a filter's or a demand line's are done, or how many by a day.

    Without any of these it is about all that is open. With `as_of` it is asked at the end of that day.
    """

    items: int | None = None
    filter: str = ""
    demand: str | None = None
    by: date | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a forecast is drawn: days of the past, in which periods, from which seed."""

    days: int = 84
    period: PeriodKind = PeriodKind.DAY
    seed: int = 1


async def ask_forecast(screen: DashboardDesk) -> None:
    """Ask what a forecast is to be about, and show it."""
    from prodtui.screens.dialogs.forecast import ForecastDialog

    demand = await screen.read(_demand, "Reading demand…")
    text = screen.filter_text
    choices = [Choice(OPEN, "When will all that is open be done?")]
    if text:
        choices.append(Choice(FILTERED, f"When will {plain(text)} be done?", "what the filter picks, as if done first"))
    choices += [
        Choice(UNTIL, "How many will be done by a day?"),
        Choice(NUMBER, "When will a number of tasks be done?"),
        *(Choice(row.ref, f"When will {row.ref} be done?", plain(_about(row))) for row in demand),
    ]
    answer = await screen.ask(Picker("Forecast", choices))
    question = await _question(screen, answer, text) if answer is not None else None
    as_of = screen.source.wish.as_of
    if question is not None:
        await screen.ask(ForecastDialog(replace(question, as_of=as_of)))


def forecast(ws: Workspace, question: Question, drawing: Drawing) -> Forecast:
    """Return the answer, for a worker thread; raises as the services do."""
    days, period, seed, as_of = drawing.days, drawing.period, drawing.seed, question.as_of
    if question.by is not None:
        return deferred.outlook.how_many_by(ws, question.by, days=days, period=period, seed=seed, as_of=as_of)
    about, line = question.filter, question.demand
    return deferred.outlook.when_done(
        ws, question.items, filter=about, demand=line, days=days, period=period, seed=seed, as_of=as_of
    )


def title_of(question: Question, found: Forecast) -> str:
    """Return what a forecast is about."""
    then = f", as of {question.as_of}" if question.as_of is not None else ""
    if question.by is not None:
        return f"How many tasks will be done by {question.by:%a} {question.by}{then}"
    tasks = of_count(found.items or 0, "task")
    about = f" of {plain(question.demand or question.filter)}" if question.demand or question.filter else ""
    return f"When {tasks}{about or ('' if question.items else ' that are open')} will be done{then}"


async def _question(screen: DashboardDesk, answer: str, text: str) -> Question | None:
    if answer == OPEN:
        return Question()
    if answer == FILTERED:
        return Question(filter=text)
    if answer == NUMBER:
        items: int | None = await screen.ask(
            LineDialog("How many tasks?", _held, read=read_number, hint="30", keys="enter forecast   esc back")
        )
        return Question(items=items) if items is not None else None
    if answer == UNTIL:
        app = screen.prodtui

        def day(text: str) -> date:
            found = parse_when(text, app.now(), app.zone).astimezone(app.zone).date()
            today = screen.source.wish.as_of or app.now().astimezone(app.zone).date()
            if found <= today:
                raise Rejected(f"{found} is not to come.", hint=f"Choose a day after {today}.")
            return found

        by: date | None = await screen.ask(
            LineDialog(
                "By the end of which day?", _held, read=day, preview=lambda text: f"{day(text):%A} {day(text)}",
                hint="+14d, fri, eom or 2026-12-18", keys="enter forecast   esc back",
            )
        )  # fmt: skip
        return Question(by=by) if by is not None else None
    return Question(demand=answer)


def read_number(text: str) -> int:
    """Return a number of tasks. Raises Rejected for what is none."""
    word = text.strip()
    if not (word.isascii() and word.isdigit() and len(word) <= 6 and int(word)):
        raise Rejected(f"{word[:20]!r} is no number of tasks.", hint="Type one such as 30.")
    return int(word)


def _demand(ws: Workspace) -> tuple[DemandRow, ...]:
    return tuple(deferred.demand.list_demand(ws, limit=MOST_DEMAND))


def _about(row: DemandRow) -> str:
    return f"{row.quantity:g} {row.product}{f' for {row.customer}' if row.customer else ''}"


async def _held(value: T) -> T:
    return value
