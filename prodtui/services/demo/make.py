"""Makes a demo store and plays its history up to the present."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from prodtui.domain.enums import Role, Via
from prodtui.domain.rows import Actor
from prodtui.errors import Refused
from prodtui.services import boards, filters, people, recurring
from prodtui.services.demo.agenda import Agenda
from prodtui.services.demo.desk import Desk
from prodtui.services.demo.deviations import Deviations
from prodtui.services.demo.floor import Floor
from prodtui.services.demo.hands import Clock, Hands
from prodtui.services.demo.improver import Improver
from prodtui.services.demo.log_script import load_log
from prodtui.services.demo.plan_script import load_plan
from prodtui.services.demo.planner import Planner
from prodtui.services.demo.script import BOARDS, BoardScript, load_board, load_crowd
from prodtui.services.demo.when import When
from prodtui.services.templates import load_template
from prodtui.services.workspace import Workspace, system_login, utc_now, workspace_on
from prodtui.storage.engine import Store, open_store
from prodtui.storage.migrate import create_store

HISTORY_DAYS = 122
#: What the last acts of a round may take; a round closer to the present than this is left out.
_ROUND_TIME = timedelta(minutes=30)
#: A store that nobody else has seen yet may be lost with the power.
_FAST = {"synchronous": "OFF"}
#: What SQLite may have put beside the store, and the store itself.
_FILES = ("", "-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Play:
    """One board in motion."""

    floor: Floor
    agenda: Agenda
    deviations: Deviations


@dataclass(frozen=True, slots=True)
class Round:
    """One look at a board: `number` of the day from 0, `days_left` working days before the present, 1 on the last."""

    at: datetime
    play: Play
    number: int
    days_left: int


def make_demo(
    path: Path, *, seed: int = 1, now: datetime | None = None, timezone: str | None = None, days: int = HISTORY_DAYS
) -> Path:
    """Make a store at `path` with `days` days of history that end at `now`, and return the path.

    The content depends on the arguments and the login alone; the time zone is this machine's when None. Raises Refused
    when there is a store already, Rejected for an unknown time zone, StoreProblem when the place cannot be written.
    """
    path, present = path.absolute(), (now or utc_now()).astimezone(UTC).replace(microsecond=0)
    tz = ZoneInfo(boards.clean_timezone(timezone or boards.local_timezone()))
    if not create_store(path):
        raise Refused(
            f"There is a store at {path} already, and the demo would mix with it.",
            hint="Name a new file with --store, or leave --store out for a temporary one.",
        )
    ids, story = Random(seed), Random(seed)  # noqa: S311 - a story that can be told again, no secret
    store = open_store(path, pragmas=_FAST, new_txn=lambda: f"{ids.getrandbits(64):016x}")
    try:
        _play(store, story, present, days, tz)
    except BaseException:
        store.close()
        for suffix in _FILES:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        raise
    store.close()
    return path


def _play(store: Store, random: Random, present: datetime, days: int, tz: ZoneInfo) -> None:
    me = system_login()
    today = present.astimezone(tz).date()
    clock = Clock(datetime.combine(today - timedelta(days=days), time(5), tzinfo=tz).astimezone(UTC))
    founder = Actor(me, me, Role.MANAGER, None, None, Via.CLI)
    _hire(Workspace(store, founder, None, clock), me)
    ws = workspace_on(store, via=Via.CLI, clock=clock)
    rounds: list[Round] = []
    for name in BOARDS:
        script = load_board(name)
        boards.create_board(ws, script.key, script.name, template=script.template, timezone=tz.key)
        hands = Hands(ws.with_board(script.key), clock, random)
        _set_up(script, hands, clock())
        plan = _plan(script, clock(), present, tz)
        when = When(len(plan), today - timedelta(days=days), today, tz, load_template(script.template).settings, me)
        log, agenda = load_log(name), Agenda()
        own = Random(script.key)  # noqa: S311 - so that planning changes nothing of the story
        planner = Planner(load_plan(name), script.lead, Hands(ws.with_board(script.key), clock, own), agenda, when)
        planner.set_up()
        desk = Desk(script, hands, random, planner=planner, tz=tz, present=today, me=me)
        floor = Floor(script, hands, desk, random, tz)
        deviations = Deviations(log, hands, floor, agenda, when)
        Improver(log, hands, deviations, agenda, when)
        rounds += _rounds(plan, Play(floor, agenda, deviations))
    for each in sorted(rounds, key=lambda item: item.at):
        clock.jump(each.at)
        if each.number == 0:
            each.play.floor.morning(each.at, each.days_left)
        each.play.floor.round(each.at, each.days_left)
        each.play.agenda.round(each.at, each.days_left, each.number)
        each.play.deviations.round(each.at)


def _hire(ws: Workspace, me: str) -> None:
    """Add whoever makes the demo as a manager, then everybody of the script."""
    crowd = load_crowd()
    known = next((person for person in crowd if person.login == me), None)
    people.add_person(
        ws, me, name=known.name if known else None, role=Role.MANAGER, skills=known.skills if known else ()
    )
    for person in crowd:
        if person is not known:
            people.add_person(ws, person.login, name=person.name, role=person.role, skills=person.skills)


def _set_up(script: BoardScript, hands: Hands, start: datetime) -> None:
    for saved in script.filters:
        filters.save_filter(hands.of(script.lead), saved.name, saved.text)
    for rule in script.recurring:
        recurring.add_recurring(hands.of(script.lead), rule.rule, rule.fields, start=start.replace(second=0))


def _plan(script: BoardScript, start: datetime, present: datetime, tz: ZoneInfo) -> list[list[datetime]]:
    """Return the rounds of a board on each working day from `start` to the present."""
    times = [time.fromisoformat(text) for text in script.rounds]
    plan: list[list[datetime]] = []
    day, last = start.astimezone(tz).date(), present.astimezone(tz).date()
    while day <= last:
        moments = [datetime.combine(day, at, tzinfo=tz).astimezone(UTC) for at in times] if day.weekday() < 5 else []
        moments = [moment for moment in moments if start < moment <= present - _ROUND_TIME]
        if moments:
            plan.append(moments)
        day += timedelta(days=1)
    return plan


def _rounds(plan: list[list[datetime]], play: Play) -> Iterator[Round]:
    for left, moments in zip(range(len(plan), 0, -1), plan, strict=True):
        for number, moment in enumerate(moments):
            yield Round(moment, play, number, left)
