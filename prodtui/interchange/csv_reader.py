"""CSV of any program: delimiter, encoding, header and date order are found out; each row becomes a task or a reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from itertools import islice
from typing import Generic, TypeVar

from prodtui.domain.imports import BadRow, ImportRow
from prodtui.domain.text import quoted
from prodtui.errors import Rejected, Usage
from prodtui.interchange.csv_header import DATE_FIELDS, Columns, find_columns, is_known
from prodtui.interchange.csv_rows import Record, RowReader, TaskRows
from prodtui.interchange.dates import DateOrder, DateReader, NotADate, OrderEvidence, check_pattern
from prodtui.interchange.reading import Reading, ReadOptions, check_size, reject_binary, too_many_rows
from prodtui.interchange.text_file import TextFile, csv_records, find_delimiter, reject_empty, text_file

_SAMPLE_RECORDS = 200
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class TableKind(Generic[R]):
    """What the rows of a table are: how headers are known and placed, which fields are dates, how a row is read."""

    is_known: Callable[[str], bool]
    find_columns: Callable[[Sequence[str], Sequence[Sequence[str]], Mapping[str, Sequence[str]]], Columns]
    date_fields: tuple[str, ...]
    rows: Callable[[Columns, Mapping[int, DateReader], ReadOptions], RowReader[R]]


_TASKS: TableKind[ImportRow] = TableKind(is_known, find_columns, DATE_FIELDS, TaskRows)


@dataclass(slots=True)
class Survey:
    """What one pass over the whole file told: how many records, and the order of day and month by column."""

    records: int = 0
    orders: dict[int, OrderEvidence] = field(default_factory=dict)


def read_csv(data: bytes, options: ReadOptions) -> Reading[ImportRow | BadRow]:
    """Return the tasks of a CSV file. Raises as `read_table` does."""
    return read_table(data, options, _TASKS)


def read_table(data: bytes, options: ReadOptions, kind: TableKind[R]) -> Reading[R | BadRow]:
    """Return the rows of a CSV file.

    The file is gone through twice: once to count and to settle the order of day and month, once for the rows. Raises
    Rejected when it has no header with the columns that are needed, too many rows, or dates whose order cannot be told;
    Usage for a column, encoding or date format that does not exist.
    """
    check_size(data, options.max_bytes)
    reject_binary(data)
    reject_empty(data)
    file = text_file(data, options.encoding)
    sample = file.sample()
    delimiter = find_delimiter(sample, options.delimiter, kind.is_known)
    columns = kind.find_columns(
        _header(_records(file, delimiter)), csv_records(sample, delimiter)[1:_SAMPLE_RECORDS], options.mapping
    )
    survey = _survey(_records(file, delimiter), columns, kind.date_fields, options.max_rows)
    dates = _date_readers(columns, survey, options)
    reader = kind.rows(columns, dates, options)
    rows = (reader.row(record) for record in _below_header(_records(file, delimiter)))
    return Reading((row for row in rows if row is not None), survey.records, "line", (*file.notes, *_notes(columns)))


def _records(file: TextFile, delimiter: str) -> Iterator[Record | BadRow]:
    """Yield each record with the line on which it begins; a broken quote costs its lines and no more."""
    with file.open() as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                yield line, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadRow(line, "", "", _quote_reason(str(error), line, reader.line_num))


def _quote_reason(error: str, first: int, last: int) -> str:
    lines = f"lines {first} to {last} hang together by it" if last > first else "the row cannot be divided into cells"
    if "field larger" in error:
        limit = csv.field_size_limit()
        return f"a cell has more than {limit} characters, perhaps because a quote is not closed; {lines}"
    if "end of data" in error:
        return f"a quote is not closed before the end of the file; {lines}"
    return f"a quote ends in the middle of a cell or is not closed; {lines}"


def _header(records: Iterator[Record | BadRow]) -> Sequence[str]:
    """Return the cells of the header. Raises Rejected when there is none, or it cannot be read."""
    hint = "Its first line must name the columns; nothing was imported."
    for record in records:
        if isinstance(record, BadRow):
            raise Rejected(f"The header in line {record.line} cannot be read: {record.reason}.", hint=hint)
        if not _is_preface(record[1]):
            return record[1]
    raise Rejected("The file has no header line.", hint=hint)


def _below_header(records: Iterator[Record | BadRow]) -> Iterator[Record | BadRow]:
    """Skip blank lines and the line for Excel (sep=;) up to the header, and the header."""
    for record in records:
        if not isinstance(record, BadRow) and not _is_preface(record[1]):
            break
    return records


def _is_preface(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells) or "".join(cells).lower().strip("\ufeff ") in ("sep=",)


def _survey(records: Iterator[Record | BadRow], columns: Columns, date_fields: Sequence[str], max_rows: int) -> Survey:
    survey = Survey()
    survey.orders = {index: OrderEvidence() for name in date_fields for index in columns.places.get(name, ())}
    for record in _below_header(records):
        survey.records += 1
        if survey.records > max_rows:
            raise too_many_rows(max_rows)
        if isinstance(record, BadRow):
            continue
        line, cells = record
        for index, evidence in survey.orders.items():
            # ISO dates begin with four digits and say nothing about the order.
            if index < len(cells) and cells[index] and not cells[index][:4].isdecimal():
                evidence.look_at(cells[index], line)
    return survey


def _date_readers(columns: Columns, survey: Survey, options: ReadOptions) -> dict[int, DateReader]:
    order, pattern = None, None
    if options.date_format:
        try:
            order, pattern = check_pattern(options.date_format)
        except NotADate as error:
            raise Usage(f"{quoted(options.date_format, limit=40)} {error}.") from None
    readers = {}
    for index in survey.orders:
        settled = _settle(columns, index, survey) if order is None and pattern is None else order
        zone = UTC if index in columns.utc else options.zone
        readers[index] = DateReader(zone, order=settled, pattern=pattern)
    return readers


def _settle(columns: Columns, index: int, survey: Survey) -> DateOrder | None:
    """Return the order of a column by its own cells, else by the other columns of the file. Raises Rejected."""
    mine, name = survey.orders[index], quoted(columns.header[index])
    if mine.day_first and mine.month_first:
        raise Rejected(
            f"In column {name} the day comes first in line {mine.day_first}, the month in line {mine.month_first}.",
            hint="Correct the file, or say --date-format dmy or mdy: then the other rows are reported.",
        )
    every = survey.orders.values() if not (mine.day_first or mine.month_first) else (mine,)
    orders = {DateOrder.DAY_FIRST for each in every if each.day_first}
    orders |= {DateOrder.MONTH_FIRST for each in every if each.month_first}
    if len(orders) == 1:
        return orders.pop()
    if mine.open_line:
        raise Rejected(
            f"The dates in column {name} could be day first or month first, such as "
            f"{quoted(mine.open_example, limit=40)} in line {mine.open_line}.",
            hint="Say which with --date-format dmy or --date-format mdy; nothing was imported.",
            details={"column": columns.header[index], "line": mine.open_line},
        )
    return None


def _notes(columns: Columns) -> tuple[str, ...]:
    found = f"Columns read: {columns.found()}."
    if not columns.unused:
        return (found,)
    shown = ", ".join(quoted(name, limit=40) for name in islice(columns.unused, 20))
    more = f" and {len(columns.unused) - 20} more" if len(columns.unused) > 20 else ""
    return found, f"Columns not used: {shown}{more}."
