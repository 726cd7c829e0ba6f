"""The figures of a board over a window of days: all with their trends, or one with everything that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from prodtui.domain.flow.conventions import Conventions
from prodtui.domain.flow.outcome import Item
from prodtui.domain.flow.window import Window, window
from prodtui.domain.rows import BoardRow
from prodtui.domain.rows_figures import FigureItem, FigurePage, FigureProof, FigureTrend
from prodtui.errors import Rejected
from prodtui.services.as_of import Past, moment_of
from prodtui.services.board_view import age_lines
from prodtui.services.change import Change
from prodtui.services.figures import FIGURES, FigureKind, check_window, figure_of, pick_figure
from prodtui.services.flowfacts import FlowFacts
from prodtui.services.flowmemory import FlowMemory
from prodtui.services.workspace import Workspace
from prodtui.storage.queries import flow as flow_queries
from prodtui.storage.queries import names as name_queries
from prodtui.storage.queries import tasks as task_queries
from prodtui.storage.queries.cards import cards
from prodtui.storage.queries.titles import titles_of
from prodtui.storage.unit_of_work import read

if TYPE_CHECKING:
    from prodtui.domain.rows_board import BoardNames

#: A course has at most so many parts.
_PARTS = 10


@dataclass(frozen=True, slots=True)
class Look:
    """What figures are asked for: a window of local days, both included, the tasks that count, and how to count.

    With `as_of` they are what they were at the end of that day. `conventions` are the board's when None.
    """

    first: date
    last: date
    filter: str = ""
    conventions: Conventions | None = None
    as_of: date | None = None


def figures(ws: Workspace, look: Look, keys: Iterable[str] = FIGURES) -> FigurePage:
    """Return figures over a window, each with what it was before and its course.

    Raises Rejected for a window or a figure that is none, Usage for a filter that cannot be read.
    """
    kinds = [pick_figure(key) for key in keys]
    with read(ws.store) as session:
        return page_of(*look_at(Change.looking(ws, session), look), look, kinds)


def page_of(facts: FlowFacts, over: Window, look: Look, kinds: Iterable[FigureKind]) -> FigurePage:
    """Return figures from facts that are read already."""
    rows = tuple(_trend(kind, facts, over) for kind in kinds)
    return FigurePage(facts.board.key, over.first, over.last, look.filter, str(facts.conventions), facts.now, rows)


def explain(ws: Workspace, key: str, look: Look) -> FigureProof:
    """Return one figure with the arithmetic and the things behind it. Raises as `figures` does."""
    kind = pick_figure(key)
    with read(ws.store) as session:
        facts, over = look_at(Change.looking(ws, session), look)
        came_to = kind.came_to(facts, over)
        named = _names_of(facts, (*came_to.items, *came_to.excluded))
        return FigureProof(
            figure_of(kind, facts, over, came_to),
            came_to.arithmetic,
            tuple(map(named, came_to.items)),
            tuple(map(named, came_to.excluded)),
        )


def look_at(change: Change, look: Look, memory: FlowMemory | None = None) -> tuple[FlowFacts, Window]:
    """Return the facts that a look is about, from the window before its own on, and its window; raises as `figures`."""
    check_window(look.first, look.last)
    board = change.board()
    past = None
    if look.as_of is not None:
        past = Past(change, board, moment_of(look.as_of, board, change.now))
        board = past.board
    only = _picked(change, board, look.filter, past, memory) if look.filter.strip() else None
    begins = look.first - (look.last - look.first) - timedelta(days=1)
    facts = FlowFacts(change, board, begins, conventions=look.conventions, only=only, past=past, memory=memory)
    return facts, window(look.first, look.last, facts.zone)


def _picked(change: Change, board: BoardRow, text: str, past: Past | None, memory: FlowMemory | None) -> frozenset[int]:
    from prodtui.domain.filters import parse_filter

    if memory is None or past is not None or not parse_filter(text).rests_on_tasks_alone():
        return tasks_that_pass(change, board, text, past)
    about = (change.ws.store.path, board.id, change.actor.login, text)
    return memory.picked(
        change.session, board.id, about, lambda among: tasks_that_pass(change, board, text, among=among)
    )


def tasks_that_pass(
    change: Change, board: BoardRow, text: str, past: Past | None = None, among: Collection[int] | None = None
) -> frozenset[int]:
    """Return the ids of the tasks that a filter picks, archived ones too, as they are or as they were; all, or `among`.

    Raises Usage for a filter that cannot be read, Rejected for one that asks of the past what is not told of it.
    """
    from prodtui.domain.filters import FilterContext, parse_filter

    wanted, session = parse_filter(text), change.session
    lines = None
    if not wanted.rests_on_tasks_alone():
        lines = past.age_lines() if past else age_lines(session, board)
    names: BoardNames = name_queries.names(session, board.id)
    context = FilterContext(
        now=past.at if past else change.now,
        tz=change.ws.tz(),
        me=change.actor.login,
        steps={step.key: step for step in names.steps},
        people=names.people,
        labels=names.labels,
        age_lines=lines,
    )
    passes = wanted.bind(context)
    if past is not None:
        if wanted.asks_for_signs():
            raise Rejected(
                "What checklists and issues say of tasks is not told of a past day.",
                hint="Leave to-check, to-sign and open-issue out of the filter, or --as-of.",
            )
        return frozenset(card.id for card in past.cards() if passes(card))
    found = cards(session, board, task_queries.on_board(board, ids=among, archived=True), change.now)
    if wanted.asks_for_signs():
        from prodtui.services import needs  # the other looks do without its tables

        found = needs.marked(change, board, found)
    return frozenset(card.id for card in found if passes(card))


def _trend(kind: FigureKind, facts: FlowFacts, over: Window) -> FigureTrend:
    came_to = kind.came_to(facts, over)
    now = figure_of(kind, facts, over, came_to)
    before = kind.came_to(facts, over.before).value
    better = 0
    if now.value is not None and before is not None:
        better = kind.better * ((now.value > before) - (now.value < before))
    course = tuple(kind.came_to(facts, part).value for part in _parts(over, facts))
    return FigureTrend(now, before, better, course, kind.parts(came_to))


def _parts(over: Window, facts: FlowFacts) -> Iterable[Window]:
    """Yield a window in parts of about as many days each, as far as they have begun."""
    count = min(over.days, _PARTS)
    marks = [over.first + timedelta(days=round(over.days * at / count)) for at in range(count + 1)]
    for first, following in pairwise(marks):
        part = window(first, following - timedelta(days=1), facts.zone)
        if part.begins <= facts.now:
            yield part


def _names_of(facts: FlowFacts, items: Sequence[Item]) -> Callable[[Item], FigureItem]:
    """Return what gives the things behind a figure their references and titles, those purged since included."""
    known = facts.traits
    lost = {item.thing for item in items if isinstance(item.thing, int)} - known.keys()
    refs = flow_queries.refs_of(facts.change.session, lost) if lost else {}
    titles = titles_of(facts.change.session, facts.board, {item.thing for item in items if isinstance(item.thing, str)})
    key = facts.board.key

    def named(item: Item) -> FigureItem:
        thing, note = item.thing, item.note or _told(item, facts)
        if isinstance(thing, str):
            return FigureItem(thing, titles.get(thing, ""), item.value, note)
        if thing in known:
            return FigureItem(f"{key}-{known[thing].number}", known[thing].title, item.value, note)
        return FigureItem(refs.get(thing, f"#{thing}"), "(purged)", item.value, note)

    return named


def _told(item: Item, facts: FlowFacts) -> str:
    if item.told is not None:
        return item.told(facts.zone)
    moments = [f"{at.astimezone(facts.zone):%Y-%m-%d %H:%M}" for at in item.span or () if at is not None]
    return " to ".join(moments)
