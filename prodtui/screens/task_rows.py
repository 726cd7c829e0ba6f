"""A view that lists rows about tasks: the verbs are for the task of the row under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult

from prodtui import actions
from prodtui.domain.permissions import Permission
from prodtui.domain.rows import BoardRow, PersonRow, StepRow
from prodtui.domain.rows_board import CardRow
from prodtui.domain.rows_event import EventRow
from prodtui.screens import deferred
from prodtui.screens.check_verbs import CheckVerbs
from prodtui.screens.issue_on_card import CardIssues
from prodtui.screens.line_pane import LinePane
from prodtui.screens.list_look import ListLook
from prodtui.screens.opening import open_entry
from prodtui.screens.paragraphs import Part, shaped
from prodtui.screens.shift_desk import ShiftVerbs
from prodtui.screens.verbs_task import TaskVerbs
from prodtui.screens.view import ViewScreen
from prodtui.widgets.row_list import RowList
from prodtui.widgets.spans import Ink, plain

if TYPE_CHECKING:
    from prodtui.services.workspace import Workspace

_MOST_NEWS = 200
#: What enter opens by its reference; the others have no page of their own.
_WITH_PAGES = frozenset("IKQ0123456789")


class Spot(Protocol):
    """A row: what enter opens, and the task that verbs are for; None for none."""

    @property
    def ref(self) -> str | None:
        """The reference of what the row is about."""

    @property
    def task(self) -> str | None:
        """The reference of the task concerned."""


class Here(Protocol):
    """What was read of a board, its open cards by reference, and the last event of then."""

    @property
    def board(self) -> BoardRow:
        """The board."""

    @property
    def steps(self) -> Sequence[StepRow]:
        """Its steps in order."""

    @property
    def people(self) -> Sequence[PersonRow]:
        """Everybody who is active."""

    @property
    def cards(self) -> Mapping[str, CardRow]:
        """Its cards by reference."""

    @property
    def last_event(self) -> int:
        """The newest event that is in it."""


S = TypeVar("S", bound=Spot)
H = TypeVar("H", bound=Here)


@dataclass(frozen=True, slots=True)
class Read(Generic[H]):
    """What was read for one look: what is shown, the boards of the store, what happened since the look before."""

    here: H
    boards: tuple[BoardRow, ...]
    events: tuple[EventRow, ...]


class TaskRows(TaskVerbs, CheckVerbs, CardIssues, ShiftVerbs, ListLook[S], ViewScreen, Generic[S, H]):
    """Shows a list, and below it all that the row under the cursor says."""

    CSS_PATH = "task_rows.tcss"
    AUTO_FOCUS = "RowList"

    def __init__(self) -> None:
        super().__init__()
        self.about = LinePane(id="about")
        self.here: H | None = None

    def text_of(self, row: S) -> str:
        """Return all that a row says, which its line may cut."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        yield self.list
        yield self.about

    def on_mount(self) -> None:
        super().on_mount()
        if self.prodtui.bridge.is_open:
            self.reload()

    # --- what there is

    def shown_board(self) -> BoardRow | None:
        return self.here.board if self.here is not None else None

    def steps(self) -> Sequence[StepRow]:
        return self.here.steps if self.here is not None else ()

    def people(self) -> Sequence[PersonRow]:
        return self.here.people if self.here is not None else ()

    def known_cards(self) -> Iterable[CardRow]:
        return self.here.cards.values() if self.here is not None else ()

    def targets(self) -> tuple[CardRow, ...]:
        row = self.list.cursor_row
        card = self.here.cards.get(row.task or "") if self.here is not None and row is not None else None
        return (card,) if card is not None else ()

    def selection(self) -> actions.Selection:
        targets = self.targets()
        return actions.Selection(
            what="task",
            has_card=bool(targets),
            read_only=self.prodtui.read_only,
            closed=self._why_not(),
            blocked=bool(targets) and targets[0].blocked_reason is not None,
            can_override=self.may_override,
            finding=bool(self.found),
            boards=len(self.boards),
            cards=self.list.count,
        )

    def _why_not(self) -> str:
        """Return why the reader may not write, "" when there is nothing against it."""
        return self.prodtui.bridge.why_not(Permission.WORK)

    # --- the refresh road

    def wants(self, topics: frozenset[str]) -> bool:
        board = self.shown_board()
        if board is None:
            return "boards" in topics
        own = {f"{kind}:{board.id}" for kind in ("tasks", "steps", "checks", "issues", "plan", "daily")}
        return bool(topics & {"boards", "people", *own})

    async def look(self, read: Callable[[Workspace], H]) -> Read[H]:
        """Read what is shown, with the boards of the store and what happened since the last look."""
        before = self.here

        def call(ws: Workspace) -> Read[H]:
            here = read(ws)
            events = deferred.history.events_after(ws, before.last_event, _MOST_NEWS) if before is not None else ()
            return Read(here, deferred.boards.list_boards(ws), events)

        return await self.prodtui.bridge.read(call)

    def tell(self, events: Sequence[EventRow], here: H) -> None:
        """Name in the header who else changed what, and let their rows flash."""
        foreign = self.others_in(events, here.board.key)
        self.tell_changes(foreign, {ref: card.title for ref in foreign if (card := here.cards.get(ref)) is not None})
        self.flash(foreign)

    def minute_passed(self, now: datetime) -> None:
        self.reload()

    def cursor_moved(self) -> None:
        self.show_footer()
        row = self.list.cursor_row
        parts = [Part([(plain(self.text_of(row)), Ink.TEXT)])] if row is not None else []
        self.about.show(lambda width: shaped(parts, width), from_top=True)

    # --- going about

    def do_back(self) -> None:
        self.found = ""

    @on(RowList.RowOpened)
    def _row_opened(self) -> None:
        self.act("open_line")

    def do_open_line(self) -> None:
        row = self.list.cursor_row
        ref = row.ref if row is not None else None
        if ref is None or ref.rpartition("-")[2][0] not in _WITH_PAGES:
            self.notice("There is nothing more to show about it.")
        else:
            open_entry(self, ref.partition(".")[0])
