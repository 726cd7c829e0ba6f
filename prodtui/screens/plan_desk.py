"""What a reader does with the plan beside writing quantities: release, level, promise, overtime."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from prodtui.domain.dates import parse_when
from prodtui.domain.enums import CapacityKind
from prodtui.domain.planning.foresight import load_after
from prodtui.domain.planning.periods import day_name, period_name
from prodtui.domain.rows_planning import (
    CapacityChangeRow,
    LevelProposal,
    LoadRow,
    PlanGrid,
    PlanProduct,
    ProductRow,
    Promise,
)
from prodtui.domain.rows_release import ReleasePreview, ReleaseShare
from prodtui.errors import Rejected
from prodtui.screens import deferred
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.look import OTHERWISE, Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.progress import Progress, Watch
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.form_fields import Reading
from prodtui.screens.plan_release_fields import release_fields
from prodtui.screens.plan_texts import capacity_text, promise_text, proposal_text, release_text, shares_text
from prodtui.screens.sentences import of_count, of_refs
from prodtui.widgets.plan_grid import Spot
from prodtui.widgets.plan_words import within

if TYPE_CHECKING:
    from prodtui.screens.plan import PlanScreen
    from prodtui.services.workspace import Workspace

_DAY = timedelta(days=1)
NEW = ""


class PlanDesk:
    """Works on the plan for its screen."""

    def __init__(self, screen: PlanScreen) -> None:
        self._screen = screen

    async def release(self, grid: PlanGrid, spot: Spot, product: PlanProduct) -> None:
        """Make tasks of what is planned in a cell, after a look at them; `e` there makes them in another way."""
        screen, period, key = self._screen, spot.period, product.key
        wish: dict[str, Any] = {}

        def preview_of(wish: dict[str, Any]) -> Awaitable[ReleasePreview]:
            return screen.prodtui.bridge.read(
                lambda ws: deferred.plan_release.preview(ws, key, period.starts, kind=period.kind, **wish)
            )

        async def store(_: object) -> Any:
            return await screen.submit_or_ask(
                lambda ws, why: deferred.plan_release.release(
                    ws, key, period.starts, kind=period.kind, override=why, **wish
                )
            )

        async def change(values: dict[str, Any]) -> dict[str, Any]:
            wished = {name: value for name, value in {**wish, **values}.items() if value is not None}
            await preview_of(wished)  # what cannot be done is said in the form
            return wished

        preview = await preview_of(wish)

        if not preview.lots:
            async with screen.turn:
                screen.report(await store(None))
            return
        done: Any = OTHERWISE
        while done is OTHERWISE:
            number, text = of_count(len(preview.lots), "task"), release_text(preview, grid.today)
            heading = f"Release {product.name} for {period_name(period, grid.today)} as {number}?"
            done = await screen.ask(Look(heading, text, store, verb=f"make {number}", otherwise="other lots or day"))
            if done is OTHERWISE:
                fields, reading = release_fields(product.unit), Reading(screen.prodtui.now(), screen.prodtui.zone)
                before = {field.name: field.show(wish.get(field.name), reading.tz) for field in fields}
                form = Form(f"How is {product.name} released?", fields, before, reading, change, verb="look at it")
                wish = await screen.ask(form) or wish
                preview = await preview_of(wish)
        if done is not None:
            refs = of_refs([task.ref for task in done.value])
            screen.report(done, f"Released {refs}. u takes it back.")

    async def release_all(self, grid: PlanGrid, spot: Spot) -> None:
        """Make tasks of all that is planned for a period, after a look at them."""
        screen, period = self._screen, spot.period
        before: tuple[ReleaseShare, ...] = await screen.prodtui.bridge.read(
            lambda ws: deferred.plan_release_all.preview_all(ws, period.starts, kind=period.kind)
        )
        when, tasks = period_name(period, grid.today), sum(row.lots for row in before)
        if not tasks:
            await screen.ask(ShowText(f"Nothing is left to release for {when}", shares_text(before), wide=True))
            return

        async def store(_: object) -> Any:
            return await screen.submit(
                lambda ws: deferred.plan_release_all.release_all(ws, period.starts, kind=period.kind)
            )

        what = f"{of_count(sum(not row.why for row in before), 'product')} of {when} as {of_count(tasks, 'task')}"
        done = await screen.ask(Look(f"Release {what}?", shares_text(before), store, verb=f"make {tasks:,}"))
        if done is None:
            return
        made = [row for row in done.value if not row.why]
        said = f"{of_count(len(made), 'product')} as {of_count(sum(row.lots for row in made), 'task')}"
        screen.report(done, f"Released {said}. u takes it back.")
        if len(made) < sum(not row.why for row in before):
            await screen.ask(ShowText(f"Not all of {when} is released", shares_text(done.value), wide=True))

    async def level(self, grid: PlanGrid) -> None:
        """Propose how overload goes away, and plan like that after a look."""
        screen, kind = self._screen, grid.periods[0].kind
        first, count, what_if = grid.periods[0].starts, len(grid.periods), grid.what_if

        def propose(ws: Workspace, watch: Watch) -> tuple[LevelProposal, tuple[LoadRow, ...]]:
            found = deferred.plan_level.propose(
                ws, kind=kind, first=first, count=count, what_if=what_if, stop=watch.stop, progress=watch.progress
            )
            products: dict[str, ProductRow] = {
                row.key: row for row in deferred.products.list_products(ws, archived=True)
            }
            roles = {step.key: step.role for step in deferred.steps.list_steps(ws) if step.role}
            return found, load_after(grid, found.edits, products, roles)

        async def work(watch: Watch) -> Any:
            return await screen.prodtui.bridge.read(lambda ws: propose(ws, watch))

        found = await screen.ask(Progress("Looking for room in other periods", work))
        if found is None:
            return
        proposal, after = found
        edits = proposal.edits
        if not edits and not proposal.left:
            screen.notice("There is no overload.")
            return
        text = proposal_text(grid, proposal, after)
        if not edits:
            await screen.ask(ShowText("Nothing can be moved to take overload away", text, wide=True))
            return

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.plan_level.apply(ws, edits, kind=kind, what_if=what_if))

        heading = f"Level: {of_count(len(edits), 'planned quantity').replace('ys', 'ies')} would change"
        done = await screen.ask(Look(heading, text, store, verb="plan like that"))
        if done is not None:
            screen.report(done, "Levelled. u takes all of it back.")

    async def promise(self, grid: PlanGrid, product: PlanProduct) -> None:
        """Ask whether so much more of a product can be delivered by a day."""
        screen, key = self._screen, product.key

        def read(text: str) -> tuple[str, date]:
            quantity, _, day = text.strip().partition(" ")
            if not day.strip():
                raise Rejected("It needs how much, and by when.", hint="Write it like 40 fri, or 40 +14d.")
            zone = screen.prodtui.zone
            return quantity, parse_when(day.strip(), screen.prodtui.now(), zone).astimezone(zone).date()

        def meaning(text: str) -> str:
            quantity, day = read(text)
            return f"{quantity} {product.unit} by {day:%a} {day_name(day, grid.today)}"

        async def ask(asked: tuple[str, date]) -> Promise:
            return await screen.prodtui.bridge.read(
                lambda ws: deferred.plan_promise.promise(ws, key, asked[0], asked[1], what_if=grid.what_if)
            )

        heading = f"How much more of {product.name} is wanted, and by when?"
        keys = "enter ask   esc back"
        said = await screen.ask(LineDialog(heading, ask, read=read, preview=meaning, hint="40 fri", keys=keys))
        if said is not None:
            text = promise_text(said, product.unit, product.name, grid.today)
            await screen.ask(ShowText(f"Promise of {product.name}", text))

    async def overtime(self, grid: PlanGrid, spot: Spot, load: LoadRow) -> None:
        """Give a step, role or pool more hours a day in a period, or take away what was given; see `_give`."""
        screen, period = self._screen, spot.period
        there: tuple[CapacityChangeRow, ...] = await screen.prodtui.bridge.read(
            lambda ws: deferred.capacity_changes.list_changes(ws, what_if=grid.what_if)
        )
        here = [row for row in there if row.starts < period.ends and period.starts <= row.ends]
        if not here:
            await self._give(grid, spot, load)
            return
        choices = [Choice(NEW, f"Give {load.kind} {load.name} more hours, or fewer")]
        choices += [Choice(row.ref, f"Take away {capacity_text(row, grid.today)}", row.ref) for row in here]
        answer = await screen.ask(Picker(f"Hours {within(grid, spot.at)}", choices))
        if answer == NEW:
            await self._give(grid, spot, load)
        elif answer is not None:
            async with screen.turn:
                done = await screen.submit(lambda ws: deferred.capacity_changes.remove(ws, answer))
            screen.report(done, f"Took away {capacity_text(done.value, grid.today)}. u takes it back.")

    async def _give(self, grid: PlanGrid, spot: Spot, load: LoadRow) -> None:
        """Give a step, role or pool more hours a day in a period, or fewer; or one person, named behind an @."""
        screen, period, what_if = self._screen, spot.period, grid.what_if

        async def store(said: Overtime) -> Any:
            kind, target = (load.kind.value, load.key) if said.person is None else ("person", said.person)
            return await screen.submit(
                lambda ws: deferred.capacity_changes.add(
                    ws, kind, ws.actor.login if target == "me" else target, period.starts, period.ends - _DAY,
                    said.hours, reason=said.reason, what_if=what_if,
                )
            )  # fmt: skip

        heading = f"How many hours a day more for {load.kind} {load.name} {within(grid, spot.at)}?"
        hint = "2 big order, or -4 repair, or 2 @bo for one person"
        dialog = LineDialog(heading, store, read=read_overtime, hint=hint, keys="enter save   esc back")
        done = await screen.ask(dialog)
        if done is not None:
            who = done.value.target if done.value.kind is CapacityKind.PERSON else load.name
            said = f"{who} has {done.value.hours:+g} h a day {within(grid, spot.at)}. u takes it back."
            screen.report(done, said)


@dataclass(frozen=True, slots=True)
class Overtime:
    """Hours a day as they were typed, why, and the person whose they are, None for what they were asked for."""

    hours: str
    person: str | None
    reason: str


def read_overtime(text: str) -> Overtime:
    """Return what "2 @bo big order" means."""
    hours, _, rest = text.strip().partition(" ")
    first, _, reason = rest.strip().partition(" ")
    if not first.startswith("@"):
        return Overtime(hours.replace(",", "."), None, rest.strip())
    return Overtime(hours.replace(",", "."), first.removeprefix("@"), reason.strip())
