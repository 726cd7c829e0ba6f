"""The search for a better order: asked for, watched, looked at, and taken as one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prodtui.domain.enums import ScheduleGoal
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.progress import Progress, Watch
from prodtui.screens.sentences import of_count
from prodtui.screens.timeline_texts import change_text

if TYPE_CHECKING:
    from prodtui.screens.timeline import TimelineScreen
    from prodtui.screens.timeline_log import TimelineLog

SECONDS = "10"
MOST_SECONDS = 3600.0
COMPUTING = "Computing what follows…"
#: Before the goal of a search that asks the solver of the extra too.
_EXACT = "exact "
_GOALS = (
    (ScheduleGoal.LATENESS, "little lateness", "what counts more first"),
    (ScheduleGoal.MAKESPAN, "an early end of all", "whatever is due when"),
)
_MISSING = "install prodtui[optimise] first"


def goal_choices(*, exact: bool) -> list[Choice]:
    """Return what a better order may be good at; `exact` tells whether the solver of the extra is there."""
    beside = "with OR-Tools besides" if exact else _MISSING
    choices = [Choice(goal.value, text, note) for goal, text, note in _GOALS]
    return choices + [Choice(f"{_EXACT}{goal.value}", f"{text}, exact", beside) for goal, text, _ in _GOALS]


async def optimise(screen: TimelineScreen, log: TimelineLog) -> None:
    """Search for a better order for as long as the reader wants, show what it changes, and take it after a yes."""
    installed = await screen.prodtui.bridge.read(lambda _: deferred.optimise_exact.is_installed())
    choices = goal_choices(exact=installed)
    picked = await screen.ask(Picker("What is a better order good at?", choices, chosen={ScheduleGoal.LATENESS.value}))
    if picked is None:
        return
    exact, goal = picked.startswith(_EXACT), ScheduleGoal(picked.removeprefix(_EXACT))
    if exact and not installed:
        screen.notice("The exact search needs OR-Tools; install it with: pip install 'prodtui[optimise]'", wrong=True)
        return

    async def take(seconds: float) -> float:
        return seconds

    keys = "enter search   esc back"
    seconds = await screen.ask(
        LineDialog("How many seconds may it take?", take, read=read_seconds, value=SECONDS, keys=keys)
    )
    if seconds is None:
        return

    async def search(watch: Watch) -> Any:
        return await screen.prodtui.bridge.read(
            lambda ws: deferred.schedule_optimise.propose(
                ws,
                goal=goal,
                seconds=seconds,
                exact=exact,
                stop=watch.stop,
                progress=lambda tried, best: watch.say(search_words(goal, tried, best)),
            )
        )

    found = await screen.ask(Progress("Looking for a better order", search))
    if found is None:
        return
    if not found.sequence:
        screen.notice(f"No better order was found in {found.change.steps:,} tries; everything stays as it is.")
        return

    async def store(_: object) -> Any:
        return await screen.submit(lambda ws: deferred.schedule_optimise.apply(ws, found))

    text = change_text(found.change, log.model.zone, log.read_at)
    heading = f"A better order, the best of {found.change.steps:,} tries"
    done = await screen.ask(Look(heading, text, store, verb="take it"))
    if done is not None:
        screen.report(done, "The schedule follows the new order. u takes all of it back.")


async def clear_order(screen: TimelineScreen, log: TimelineLog) -> None:
    """Take the order away that was agreed on, after a look at what follows."""
    count, change = await screen.read(lambda ws: deferred.schedule_trial.unordered(ws), COMPUTING)
    if not count:
        screen.notice("No order was agreed on, so the rule of the board decides already.")
        return

    async def store(_: object) -> Any:
        return await screen.submit(lambda ws: deferred.schedule_optimise.clear(ws))

    text = change_text(change, log.model.zone, log.read_at)
    heading = f"Take the agreed order of {of_count(count, 'task')} away, and let the rule of the board decide?"
    done = await screen.ask(Look(heading, text, store, verb="take it away"))
    if done is not None:
        screen.report(done, "The rule of the board decides again. u brings the order back.")


def read_seconds(text: str) -> float:
    """Return a number of seconds. Raises Rejected for none, or more than an hour."""
    try:
        seconds = float(text.strip().removesuffix("s").replace(",", "."))
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:
        raise Rejected("It needs a number of seconds, an hour at most.", hint="Write it like 10.")
    return seconds


def search_words(goal: ScheduleGoal, tried: int, best: float) -> str:
    """Return how far a search is: how many orders were tried, and what the best of them is worth (hours)."""
    worth = "all done after {:,.0f} hours of work" if goal is ScheduleGoal.MAKESPAN else "{:,.1f} weighted hours late"
    return f"{tried:,} orders tried, the best so far: {worth.format(best)}"
