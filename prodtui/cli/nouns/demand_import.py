"""`demand import`: orders from other programs' files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from prodtui.cli.bundle import takes
from prodtui.cli.context import session_of
from prodtui.cli.import_rows import (
    CsvWords,
    DryRun,
    File,
    SkipBad,
    row_text,
    tell_rows,
)
from prodtui.cli.progress import Progress
from prodtui.cli.result import Result
from prodtui.cli.verb import Noun
from prodtui.domain.codec import to_dict
from prodtui.domain.text import counted
from prodtui.errors import Refused, Rejected

if TYPE_CHECKING:
    from prodtui.domain.demand_imports import DemandReport

PART = Noun("demand")
MOST_CHANGES = 50
"""Changed fields that are shown to people; JSON has all."""


@PART.verb(
    "import",
    "prodtui demand import orders.csv --dry-run",
    "prodtui demand import erp.csv --map product=Article,quantity=Open,due=Wanted --skip-bad",
    "prodtui demand import - --date-format dmy < orders.csv",
)
@takes(CsvWords)
def import_(
    ctx: typer.Context,
    file: File,
    form: CsvWords,
    skip_bad: SkipBad = False,
    dry_run: DryRun = False,
) -> Result:
    """Read demand from a CSV file: new lines, and what is new about those here; a second import changes nothing."""
    from prodtui.interchange.demand_csv import DEMAND_WORDS, read_demand_csv
    from prodtui.interchange.reading import ReadOptions
    from prodtui.services.demand_import import DemandWishes, import_demand

    session = session_of(ctx)
    options = ReadOptions(session.now, session.zone, **form.given(DEMAND_WORDS))
    reading = read_demand_csv(session.bytes_of(file, "the file"), options)
    try:
        with Progress() as progress:
            report = import_demand(
                session.workspace,
                reading.rows,
                total=reading.total,
                unit=reading.unit,
                notes=reading.notes,
                wishes=DemandWishes(skip_bad, dry_run),
                progress=progress,
                request_id=session.options.request_id,
            )
    except (Refused, Rejected) as error:
        tell_rows(session, error)
        raise
    return _told(report)


def _changes(report: DemandReport) -> list[str]:
    """Return what is new about lines that are here, field by field."""
    if not report.changed:
        return []
    verb = "would be changed" if report.dry_run else "changed"
    shown = [
        f"  {each.ref} {each.field}: {each.before or '–'} → {each.after}" for each in report.changes[:MOST_CHANGES]
    ]
    more = len(report.changes) - len(shown)
    return [
        f"{counted(report.changed, 'demand line')} {verb}",
        *shown,
        *([f"  and {more:,} more fields"] if more else []),
    ]


def _told(report: DemandReport) -> Result:
    verb = "would be imported" if report.dry_run else "imported"
    shown = ", ".join(f"{count:,} of {product}" for product, count in report.products[:10])
    more = f" and {len(report.products) - 10} more products" if len(report.products) > 10 else ""
    lines = [f"{counted(report.created, 'demand line')} {verb}{f': {shown}{more}' if shown else ''}"]
    lines += _changes(report)
    lines += [f"{report.unchanged:,} were here already"] if report.unchanged else []
    lines += [f"{len(report.bad):,} rows are bad and were left out"] if report.bad else []
    talk = (
        *report.notes,
        *(row_text(report.unit, **to_dict(row)) for row in report.bad),
        *(f"{report.unit} {row.line}: {row.text}" for row in report.remarks),
    )
    return Result(to_dict(report), tuple(lines), quiet=(str(report.created),), talk=talk)
