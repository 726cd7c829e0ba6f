"""What a reader does with demand as a whole: bring it in out of a file, let it come back by rules, foresee it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.content import Content

from prodtui.domain.demand_imports import DemandReport
from prodtui.domain.planning.periods import amount_text
from prodtui.domain.rows_planning import DemandRuleRow, ProductRow
from prodtui.domain.rule_words import rule_text
from prodtui.screens import deferred
from prodtui.screens.dialogs.form import Form
from prodtui.screens.dialogs.line import LineDialog
from prodtui.screens.dialogs.look import Look
from prodtui.screens.dialogs.picker import Choice, Picker
from prodtui.screens.dialogs.text import ShowText
from prodtui.screens.plan_demand_fields import rule_fields
from prodtui.screens.plan_import_texts import counts_of, demand_text, forecast_text
from prodtui.screens.sentences import of_count

if TYPE_CHECKING:
    from prodtui.screens.plan_list import PlanList
    from prodtui.services.workspace import Workspace

R = TypeVar("R")
NEW, ALL = "", "*"
#: where a column map begins behind the name of a file
_MAP = re.compile(r"\s+(?:--map\s+)?(?=['\"]?[A-Za-z][\w-]*=)")
AGAIN = (
    "Each product that has orders of the past gets what they let expect, as demand that its orders use up. What was "
    "kept before is replaced; what people foresaw themselves stays. One undo takes all of it back."
)


class DemandDesk:
    """Works on demand for a screen."""

    def __init__(self, screen: PlanList[Any]) -> None:
        self._screen = screen

    # --- files

    async def import_file(self) -> None:
        """Bring in orders out of a CSV file, after a look at what they would change."""
        screen = self._screen

        async def look(text: str) -> tuple[str, bytes, str, DemandReport]:
            path, columns = file_and_columns(text)
            data = await screen.prodtui.bridge.call(lambda: _content(path))
            trial = await screen.prodtui.bridge.write(lambda ws: _bring(ws, data, columns, dry_run=True))
            return Path(path).name, data, columns, trial

        keys, hint = (
            "enter look at it   esc back",
            "such as ~/orders.csv, or ~/orders.csv product=Article,due=Ship date",
        )
        found = await screen.ask(LineDialog("Which CSV file of demand comes in?", look, hint=hint, keys=keys))
        if found is None:
            return
        name, data, columns, trial = found
        heading, text = f"{name}: {counts_of(trial)}", demand_text(trial)
        if not trial.created and not trial.changed:
            await screen.ask(ShowText(heading, text, wide=True))
            return

        async def store(_: object) -> DemandReport:
            return await screen.submit(lambda ws: _bring(ws, data, columns, dry_run=False))

        done = await screen.ask(Look(heading, text, store, verb=f"import {trial.created + trial.changed:,}"))
        if done is not None:
            screen.notice(f"Imported {name}: {counts_of(done)}.")

    # --- rules

    async def repeat(self) -> None:
        """Show what is asked for again and again; add to it, or stop one."""
        screen = self._screen
        rules: Sequence[DemandRuleRow] = await screen.prodtui.bridge.read(deferred.demand_rules.list_rules)
        choices = [Choice(row.ref, self._said(row), _when(row)) for row in rules]
        choices.append(Choice(NEW, "Another one…", "a product that is wanted again and again"))
        ref = await screen.ask(Picker("Asked for again and again", choices))
        row = next((each for each in rules if each.ref == ref), None)
        if row is not None:
            await self._stop(row)
        elif ref == NEW:
            await self._add()

    async def _stop(self, row: DemandRuleRow) -> None:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.demand_rules.stop_rule(ws, row.ref))

        said = (
            f"from {row.start}, made {row.ahead} days ahead", f"next {row.next_due}" if row.next_due else "has ended",
            row.resting or "", row.rule, "What it has made already stays.",
        )  # fmt: skip
        text = Content("\n".join(filter(None, said)))
        done = await screen.ask(Look(f"{row.ref}: {self._said(row)}", text, store, verb="stop it"))
        if done is not None:
            screen.report(done, f"{row.ref} is stopped. u takes it back.")

    async def _add(self) -> None:
        screen = self._screen

        async def store(values: dict[str, Any]) -> Any:
            given = {"rule": "", "product": "", "quantity": "", **values}
            return await screen.submit(
                lambda ws: deferred.demand_rules.add_rule(
                    ws, given.pop("rule"), given.pop("product"), given.pop("quantity"), **given
                )
            )

        before = {"start": str(screen.today()), "ahead": "28", "priority": "normal"}
        fields = rule_fields(screen.products())
        form = Form("What is asked for again and again?", fields, before, screen.reading(), store, draft="demand rule")
        done = await screen.ask(form)
        if done is not None:
            screen.report(done, f"{done.value.ref}: {self._said(done.value)}. u takes it back.")

    def _said(self, row: DemandRuleRow) -> str:
        return f"{amount_text(row.quantity)} {self._product(row.product)} {rule_text(row.rule)}"

    def _product(self, key: str) -> str:
        return next((f"{row.unit} of {row.name}" for row in self._screen.products() if row.key == key), key)

    # --- forecasts

    async def forecast(self, here: str) -> None:
        """Show what to expect of a product, `here` first, and keep it; or keep that of all of them."""
        screen = self._screen
        live = [row for row in screen.products() if row.archived_at is None]
        choices = [Choice(row.key, row.name, row.key) for row in live]
        if self._may_keep():
            choices.append(Choice(ALL, "All products", "keep what is expected of each"))
        key = await screen.ask(Picker("Forecast of", choices, chosen={here}, empty="There is no product yet."))
        if key == ALL:
            await self._keep_all(live)
        elif key is not None:
            await self._look_ahead(next(row for row in live if row.key == key))

    async def _look_ahead(self, product: ProductRow) -> None:
        screen = self._screen
        seen = await screen.prodtui.bridge.read(lambda ws: deferred.forecasts.show_forecast(ws, product.key))
        heading, text = f"Forecast of {product.name}", forecast_text(seen, screen.prodtui.signs)
        if not self._may_keep():
            await screen.ask(ShowText(heading, text, wide=True))
            return

        async def store(_: object) -> Any:
            return await screen.submit(lambda ws: deferred.forecasts.save_forecast(ws, product.key))

        done = await screen.ask(Look(heading, text, store, verb="keep it as demand"))
        if done is not None:
            lines = of_count(len(done.value), "line")
            screen.report(done, f"Kept the forecast of {product.name} as {lines}. u takes it back.")

    async def _keep_all(self, live: Sequence[ProductRow]) -> None:
        screen = self._screen

        async def store(_: object) -> Any:
            return await screen.submit(deferred.forecasts.save_forecasts)

        heading = f"Keep the forecasts of all {of_count(len(live), 'product')}?"
        done = await screen.ask(Look(heading, Content(AGAIN), store, verb="keep them"))
        if done is not None:
            without = sum(bool(row.why) for row in done.value)
            more = f"; {without} have no orders of the past" if without else ""
            count = of_count(len(done.value) - without, "product")
            screen.report(done, f"Kept the forecasts of {count}{more}. u takes all of it back.")

    def _may_keep(self) -> bool:
        return not self._screen.why_not_plan() and not self._screen.prodtui.read_only


def _when(row: DemandRuleRow) -> str:
    if row.resting:
        return f"{row.ref}, rests: {row.resting}"
    return f"{row.ref}, next {row.next_due}" if row.next_due else f"{row.ref}, has ended"


def file_and_columns(text: str) -> tuple[str, str]:
    """Return the file and the column map, "" for none, of a line such as "~/orders.csv product=Article,due=Ship date".

    The map may be written as on the command line too, behind --map and in quotes.
    """
    begin = _MAP.search(text)
    if begin is None:
        return text.strip(), ""
    return text[: begin.start()].strip(), text[begin.end() :].strip().strip("'\"")


def _content(path: str) -> bytes:
    from prodtui.interchange.files import read_file  # in a thread, like every first use of a reader

    return read_file(path)


def _bring(ws: Workspace, data: bytes, columns: str, *, dry_run: bool) -> DemandReport:
    """Import a file, bad rows left out, or only look at it; `columns` says which one holds a field."""
    from prodtui.interchange.csv_header import parse_mapping
    from prodtui.interchange.demand_csv import DEMAND_WORDS, read_demand_csv
    from prodtui.interchange.reading import ReadOptions

    imports = deferred.demand_import
    reading = read_demand_csv(data, ReadOptions(ws.now(), ws.tz(), mapping=parse_mapping([columns], DEMAND_WORDS)))
    wishes = imports.DemandWishes(skip_bad=True, dry_run=dry_run)
    report: DemandReport = imports.import_demand(
        ws, reading.rows, total=reading.total, unit=reading.unit, notes=reading.notes, wishes=wishes
    )
    return report
