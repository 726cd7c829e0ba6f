"""What the verbs that import rows have alike: their words, and each bad row as one line."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prodtui.cli.argv import Output
from prodtui.cli.context import Session
from prodtui.cli.output import write
from prodtui.domain.text import sanitize
from prodtui.errors import Refused, Rejected

if TYPE_CHECKING:
    from prodtui.interchange.csv_header import Vocabulary

File = Annotated[str, typer.Argument(metavar="FILE", help="The file; - reads standard input.")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Leave bad rows out instead of refusing the file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be imported.")]


@dataclass(frozen=True, slots=True)
class CsvWords:
    """What the words of a command say about the form of a CSV file; what they leave out is found out."""

    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds a field; several with commas."),
    ] = None
    date_format: Annotated[
        str | None, typer.Option("--date-format", metavar="FORM", help="dmy, mdy, iso, or a pattern such as %d.%m.%Y.")
    ] = None
    encoding: Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="Found out without it.")] = None
    delimiter: Annotated[str | None, typer.Option("--delimiter", metavar="SIGN", help="Found out without it.")] = None

    def given(self, *of: Vocabulary) -> dict[str, Any]:
        """Return it as ReadOptions takes it; `of` is what columns hold, tasks unless told. Raises Usage."""
        from prodtui.interchange.csv_header import parse_mapping

        return {
            "mapping": parse_mapping(self.columns or (), *of),
            "date_format": self.date_format,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
        }


def tell_rows(session: Session, error: Refused | Rejected) -> None:
    """Print every bad row of a refused file for people, so that the error need not say them again.

    JSON has them among the details of the error.
    """
    rows = error.details.get("rows", ())
    if session.options.output is Output.JSON or session.embedded:
        return
    unit = error.details.get("unit", "line")
    text = "".join(f"{sanitize(row_text(unit, **row))}\n" for row in rows)
    write(sys.stderr, text)
    error.message = error.details.get("said", error.message)


def row_text(unit: str, line: int, field: str, value: str, reason: str) -> str:
    """Return a bad row as one line: where, which field with what in it, and why."""
    what = f"{field} {value!r}" if value else field
    return ": ".join(part for part in (f"{unit} {line}", what, reason) if part)
