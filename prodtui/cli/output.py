"""The one renderer: every result and every error leaves the program through here."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, TextIO

from prodtui.cli.argv import Options, Output
from prodtui.cli.context import is_terminal
from prodtui.cli.result import Record, Result, Table, plain_cell
from prodtui.domain.text import nearest, sanitize
from prodtui.errors import ProdtuiError, StoreProblem, Usage

ENVELOPE = 1
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
#: Columns that are cut where a table does not fit, and what stays of them at least.
CUT_FIRST = frozenset({"title", "criteria", "what", "text", "notes", "note", "fields", "settings", "state", "why"})
LEAST_CELL = 8
COLUMN_GAP = 2


class OutputProblem(StoreProblem):
    """Standard output or standard error cannot be written."""


def emit(result: Result, options: Options) -> None:
    """Print a result. Raises Usage for an unknown column, StoreProblem for a full disk."""
    text = body(result, options)
    if not result.printed:
        write(sys.stdout, text)
    if not options.quiet:
        write(sys.stderr, "".join(f"{sanitize(line)}\n" for line in result.talk))


def emit_error(error: ProdtuiError, *, as_json: bool) -> None:
    """Print a failure: as the one JSON document, or as one line for people."""
    if as_json:
        write(sys.stdout, document(error=error) + "\n")
    else:
        write(sys.stderr, error_line(error) + "\n")


def error_line(error: ProdtuiError) -> str:
    """Return a failure as one printable line."""
    text = f"prodtui: {error.message} {error.hint}".strip()
    return sanitize(" ".join(text.split()))


def document(data: Any = None, error: ProdtuiError | None = None) -> str:
    """Return the one JSON document of a command, in ASCII."""
    if error is not None:
        return json.dumps({"prodtui": ENVELOPE, "ok": False, "error": error.as_dict()}, default=str)
    return json.dumps({"prodtui": ENVELOPE, "ok": True, "data": data})


def write(stream: TextIO | None, text: str) -> bool:
    """Write to a standard stream now and tell whether somebody still reads it. Raises OutputProblem for a full disk."""
    if stream is None:
        return False
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _point_nowhere(stream)
        return False
    except OSError as error:
        _point_nowhere(stream)
        raise OutputProblem(
            f"The output cannot be written: {(error.strerror or str(error)).lower()}.",
            hint="A change that the command made is saved all the same.",
        ) from error
    return True


def text_lines(result: Result, columns: Sequence[str] = (), *, headers: bool = True) -> list[str]:
    """Return a result as plain lines, safe to print."""
    if result.table is None:
        return [sanitize(line) for line in result.lines]
    names = tuple(columns) or result.table.shown
    cells = [[_one_line(cell) for cell in row] for row in result.table.cells(names)]
    if not cells:
        return []
    return aligned(([_title(name) for name in names], *cells) if headers else cells)


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Return rows of cells as lines whose columns begin at the same place; the last column is as long as it is."""
    table = list(rows)
    widths = [max(map(_width, column)) for column in zip(*table, strict=True)]
    return ["  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]


def check_columns(table: Table, options: Options) -> None:
    """Raise Usage for a column that the table does not have; text may also show what is no field."""
    data = options.output in (Output.JSON, Output.CSV)
    check_names(options.columns, table.fields if data else tuple(dict.fromkeys((*table.shown, *table.fields))))


def check_names(columns: Sequence[str], known: Sequence[str]) -> None:
    """Raise Usage, with the nearest name, for a column that is not known."""
    for name in columns:
        if name not in known:
            near = nearest(name, known)
            guess = f' Did you mean "{near}"?' if near else ""
            raise Usage(f'There is no column "{name}".{guess}', hint=f"There are: {', '.join(known)}.")


def body(result: Result, options: Options) -> str:
    """Return what goes to standard output. Raises Usage for an unknown column."""
    if result.table is not None:
        check_columns(result.table, options)
    if options.output is Output.JSON:
        return document(chosen(result, options.columns)) + "\n"
    if options.output is Output.CSV:
        return _csv(result, options)
    if options.quiet:
        return "".join(f"{sanitize(line)}\n" for line in result.quiet)
    if result.table is not None and result.table.rows and options.output is Output.TEXT and is_terminal(sys.stdout):
        return _terminal_table(result.table, options)
    return "".join(f"{line}\n" for line in text_lines(result, options.columns, headers=options.headers))


def chosen(result: Result, columns: Sequence[str]) -> Any:
    """Return the data of a result with only the columns asked for; an object without one of them just lacks it."""
    data = result.payload(columns)
    if result.table is not None or not columns:
        return data
    if isinstance(data, list):
        return [_only(each, columns) for each in data]
    return _only(data, columns)


def _only(record: Any, columns: Sequence[str]) -> Any:
    return {name: record[name] for name in columns if name in record} if isinstance(record, dict) else record


def _csv(result: Result, options: Options) -> str:
    import csv
    import io

    if result.table is not None:
        names = list(options.columns or result.table.fields)
        records: list[Record] = result.table.records(names)
    else:
        data = chosen(result, options.columns)
        records = [each if isinstance(each, dict) else {"value": each} for each in _as_list(data)]
        names = list(dict.fromkeys(name for record in records for name in record))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    if options.headers and names:
        writer.writerow(names)
    for record in records:
        writer.writerow(_csv_cell(record.get(name), raw=options.raw_cells) for name in names)
    return buffer.getvalue()


def _csv_cell(value: Any, *, raw: bool) -> str:
    """Return a value as a CSV cell: several values with semicolons between them, and only text guarded."""
    if isinstance(value, list):
        value = ";".join(plain_cell(each) for each in value)
    cell = sanitize(plain_cell(value))
    return cell if raw or not isinstance(value, str) else harmless(cell)


def harmless(cell: str) -> str:
    """Return a CSV cell that no spreadsheet takes for a formula; taking one quote off gives the cell back."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA_SIGNS) else cell


def _as_list(data: Any) -> list[Any]:
    if data is None:
        return []
    return data if isinstance(data, list) else [data]


def _terminal_table(table: Table, options: Options) -> str:
    """Draw a table that fits the terminal: long cells are cut, the header stands out."""
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    names = options.columns or table.shown
    drawn = RichTable(box=None, show_header=options.headers, pad_edge=False, header_style="bold")
    rows = [tuple(_one_line(cell) for cell in row) for row in table.cells(names)]
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    widths = fitting(names, rows, console.width)
    for name, width in zip(names, widths, strict=True):
        drawn.add_column(_title(name), no_wrap=True, overflow="ellipsis", width=width)
    console.width = max(console.width, sum(widths) + COLUMN_GAP * len(widths))
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    with console.capture() as captured:
        console.print(drawn)
    return captured.get()


def fitting(names: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the width of each column so that the table takes at most `room` cells, where that can be done.

    Only what people write at length is cut: a list without its references is of no use.
    """
    widths = [max([len(name), *(_width(row[place]) for row in rows)]) for place, name in enumerate(names)]
    over = sum(widths) + COLUMN_GAP * (len(widths) - 1) - room
    long = [place for place, name in enumerate(names) if name in CUT_FIRST]
    while over > 0 and any(widths[place] > LEAST_CELL for place in long):
        widths[max(long, key=lambda place: widths[place])] -= 1
        over -= 1
    return widths


def _title(name: str) -> str:
    return name.upper().replace("_", " ")


def _one_line(cell: str) -> str:
    return sanitize(" ".join(cell.split()) if "\n" in cell or "\t" in cell else cell)


def _width(text: str) -> int:
    """Return how many cells the text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _point_nowhere(stream: TextIO) -> None:
    """Let later writes and the flush at exit go to the null device instead of failing again."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
