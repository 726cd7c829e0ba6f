"""An inspection as lines: its head, its questions in a list, and one of them large. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from prodtui.domain.enums import InspectionState, ItemKind
from prodtui.domain.quality import Answer
from prodtui.domain.quality_text import answer_text, number_text, off_text
from prodtui.domain.rows_quality import ItemRow, ReadingRow
from prodtui.screens.inspection_state import Question, Sitting, failing, verdict_or_none
from prodtui.screens.inspection_text import (
    progress_text,
    sizes_text,
    state_text,
)
from prodtui.screens.paragraphs import Part, shaped, wrap
from prodtui.widgets.big import HEIGHT, big_number
from prodtui.widgets.row_list import Section
from prodtui.widgets.sheet import SheetLine, Zone
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, plain, width_of

TALL = 14
"""From so many lines on a question has room for tall targets and air."""
MARGIN = 2
MOST_KEYS = 9


def head_lines(sitting: Sitting, width: int, signs: Signs, *, signed_at: str, against: str | None) -> list[Line]:
    """Return what is inspected, and how far it is: in one line while it runs, in as many as it needs afterwards."""
    row = sitting.detail.inspection
    about = f"{row.task} {row.title}" if row.task else "by hand"
    step = f", {row.step}" if row.step else ""
    right = f" v{row.checklist_version} "
    left: list[Span] = [(f" {row.ref} ", Ink.HEAD_HERE), (f"{plain(row.name)}   ", Ink.HEAD)]
    left.append((f"{plain(about)}{step}", Ink.HEAD_COUNT))
    title = line(left, max(width - cells(right), 0), signs.more, fill=Ink.HEAD)
    first = line([*title, (right, Ink.HEAD_COUNT)], width, signs.more, fill=Ink.HEAD)
    bad = [plain(item.text) for item in failing(sitting)]
    if sitting.is_running:
        troubled = any(each.trouble for each in sitting.sending.values())
        ink = Ink.WRONG if bad or troubled else Ink.MUTED
        span = (f"{f'{signs.failed} ' if bad else ''}{progress_text(sitting)}", ink)
        corrects = [(f"corrects {row.corrects}, ", Ink.MUTED)] if row.corrects else []
        return [first, line([(" ", Ink.TEXT), *corrects, span], width, signs.more)]
    text = plain(state_text(sitting.detail, bad, signed_at, against))
    sign, ink = signs.done, Ink.GOOD
    if row.state is InspectionState.FAILED or (row.result is not None and row.result.value == "fail"):
        sign, ink = signs.failed, Ink.WRONG
    elif row.state is InspectionState.WAITING:
        sign, ink = signs.signature, Ink.SOON
    return [first, *shaped([Part([(text, ink)], f" {sign} ", ink)], width)]


def question_sections(questions: Sequence[Question]) -> list[Section[Question]]:
    """Return the questions under the titles of their sections."""
    return [
        Section(title, tuple(members))
        for title, members in groupby(questions, key=lambda question: question.item.section)
    ]


def question_line(sitting: Sitting, question: Question, width: int, signs: Signs) -> Line:
    """Return a question with its answer as one line of the list."""
    item, place = question.item, question.place
    answer, sending = sitting.answer(place), sitting.sending.get(place)
    mark: Span = (signs.between, Ink.MUTED)
    if sending is not None and sending.trouble:
        mark = (signs.not_live, Ink.WRONG)
    elif answer is not None:
        mark = (signs.done, Ink.GOOD) if answer.ok else (signs.failed, Ink.WRONG)
    said: list[Span] = []
    if answer is not None:
        said.append((plain(answer_text(item, answer)), Ink.TEXT if answer.ok else Ink.WRONG))
        if answer.off:
            said.append((f" {'+' if answer.off > 0 else '-'}{number_text(item, abs(answer.off))}", Ink.WRONG))
    by = sitting.authors.get(place)
    if by is not None:
        said.append((f" {signs.by} {plain(by)}", Ink.FLASH))
    most = max(width // 2 - 1, 0)
    right = line(said, min(width_of(said), most), signs.more) if said else ()
    room = max(width - 3 - width_of(right) - 2, 0)
    name = plain(item.text) + (f" {question.sample}/{item.samples}" if item.samples > 1 else "")
    critical = [("! ", Ink.SOON)] if item.critical else []
    left = line([(" ", Ink.TEXT), mark, (" ", Ink.TEXT), *critical, (name, Ink.TEXT)], room + 3, signs.more)
    return line([*left, ("  ", Ink.TEXT), *right], width, signs.more)


def question_sheet(sitting: Sitting, question: Question, width: int, height: int, signs: Signs) -> list[SheetLine]:
    """Return one question large: what to look at, what it must be, what is typed, and the answers with their keys."""
    item, tall = question.item, height >= TALL
    inner = max(width - 2 * MARGIN, 1)
    top = _top(sitting, question, inner, signs)
    bottom = [
        *_typing(sitting, question, inner, signs, tall=tall),
        *_targets(sitting, question, inner, signs, tall=tall),
    ]
    bottom += _answered(sitting, question, inner, signs)
    air = [_blank()] if tall else []
    room = height - len(top) - len(bottom) - 2 * len(air)
    about = [SheetLine(tuple(spans)) for spans in _guidance(item, inner, max(room, 0), signs)]
    lines = [*air, *top, *about, *air, *bottom]
    return [_placed(each, width, signs) for each in lines]


def _top(sitting: Sitting, question: Question, width: int, signs: Signs) -> list[SheetLine]:
    item = question.item
    count = f"question {question.number} of {len(sitting.questions)}"
    count += f", reading {question.sample} of {item.samples}" if item.samples > 1 else ""
    section = plain(item.section)
    lead: list[Span] = [(count, Ink.MUTED)] + ([(f" {signs.between} {section}", Ink.MUTED)] if section else [])
    lead += [(f" {signs.between} ", Ink.MUTED), ("critical", Ink.SOON)] if item.critical else []
    lines = [SheetLine(tuple(lead))]
    lines += [SheetLine(tuple(spans)) for spans in wrap([(plain(item.text), Ink.HERE)], width)[:3]]
    if item.kind is ItemKind.MEASUREMENT:
        lines.append(SheetLine(((plain(sizes_text(item, signs)), Ink.TEXT),)))
    return lines


def _guidance(item: ItemRow, width: int, room: int, signs: Signs) -> list[list[Span]]:
    """Return what the checklist says about a question, as much as there is room for."""
    rows = [row for part in item.guidance.splitlines() for row in wrap([(plain(part), Ink.MUTED)], width)]
    if len(rows) <= room:
        return rows
    return [*rows[: room - 1], [(f"{signs.more} i shows all of it", Ink.MUTED)]] if room > 0 else []


def _typing(sitting: Sitting, question: Question, width: int, signs: Signs, *, tall: bool) -> list[SheetLine]:
    """Return the number that is typed, large, with what it is worth."""
    if question.item.kind is not ItemKind.MEASUREMENT or not sitting.is_running:
        return []
    found, typed = verdict_or_none(sitting, question.item), sitting.typed
    worth: Span = ("", Ink.TEXT)
    if found is not None:
        off = off_text(question.item, found.off)
        limited = question.item.lower is not None or question.item.upper is not None
        good = (f"{signs.done} within its limits", Ink.GOOD) if limited else ("", Ink.TEXT)
        worth = (f"{signs.failed} {plain(off)}", Ink.WRONG) if off else good
    unit = f" {plain(question.item.unit)}" if question.item.unit else ""
    number_ink = Ink.WRONG if found is not None and not found.ok else Ink.HERE
    if not typed:
        hint: Span = ("type the number, enter saves it", Ink.MUTED)
        return [
            *([_blank()] * (HEIGHT - 1) if tall else []),
            SheetLine(((f"{signs.side}{unit}", Ink.HERE), ("   ", Ink.TEXT), hint)),
        ]
    big = big_number(typed, unicode=signs.more != "~")
    if not tall or cells(big[0]) + 24 > width:
        return [SheetLine(((f"{typed}{signs.side}{unit}", number_ink), ("   ", Ink.TEXT), worth))]
    return [
        SheetLine(((big[0], number_ink),)),
        SheetLine(((big[1], number_ink),)),
        SheetLine(((f"{big[2]} {signs.side}{unit}", number_ink), ("   ", Ink.TEXT), worth)),
    ]


def _targets(sitting: Sitting, question: Question, width: int, signs: Signs, *, tall: bool) -> list[SheetLine]:
    """Return the answers that can be chosen, each with its key and a place to click."""
    if not sitting.is_running:
        return []
    item, now = question.item, sitting.answer(question.place)
    targets: list[tuple[str, str, str, bool]] = []
    if item.kind is ItemKind.YES_NO:
        flag = now.flag if now is not None else None
        targets = [("y", "Yes", "answer_yes", flag is True), ("n", "No", "answer_no", flag is False)]
    elif item.kind is ItemKind.CHOICE:
        said = now.text if now is not None else None
        targets = [
            (str(number) if number <= MOST_KEYS else " ", plain(word), f"choice {number}", word == said)
            for number, word in enumerate(item.choices, start=1)
        ]
    elif item.kind is ItemKind.TEXT:
        targets = [("enter", "type an answer", "answer_line", False)]
    if item.na_allowed:
        targets.append(("x", "Not applicable", "answer_na", now is not None and now.na))
    return _buttons(targets, width, signs, tall=tall and len(targets) <= MOST_KEYS)


def _buttons(
    targets: Sequence[tuple[str, str, str, bool]], width: int, signs: Signs, *, tall: bool
) -> list[SheetLine]:  # fmt: skip
    """Return targets side by side, in as many rows as they need; tall ones are easy to hit."""
    rows: list[list[tuple[str, str, bool]]] = [[]]
    x = 0
    for key, word, target, chosen in targets:
        text = clip(f" [{key}] {word}{f' {signs.done}' if chosen else ''} ", width, signs.more)
        if rows[-1] and x + cells(text) > width:
            rows.append([])
            x = 0
        rows[-1].append((text, target, chosen))
        x += cells(text) + MARGIN
    lines: list[SheetLine] = []
    for row in filter(None, rows):
        blanks = [(" " * cells(text), target, chosen) for text, target, chosen in row]
        # Air above and below only where all rows have room for it.
        shapes = [blanks, row, blanks] if tall and len(rows) == 1 else [row]
        lines += [_button_line(shape) for shape in shapes]
    return lines


def _button_line(row: Sequence[tuple[str, str, bool]]) -> SheetLine:
    spans: list[Span] = []
    zones: list[Zone] = []
    x = 0
    for text, target, chosen in row:
        if spans:
            spans.append((" " * MARGIN, Ink.TEXT))
            x += MARGIN
        spans.append((text, Ink.CURSOR if chosen else Ink.HEAD))
        zones.append(Zone(x, cells(text), target))
        x += cells(text)
    return SheetLine(tuple(spans), tuple(zones))


def _answered(sitting: Sitting, question: Question, width: int, signs: Signs) -> list[SheetLine]:
    """Return the answer as it stands, who gave it, its note, and whether it is on disk."""
    item, place = question.item, question.place
    sending, reading = sitting.sending.get(place), sitting.readings.get(place)
    lines: list[SheetLine] = []
    if sending is not None:
        trouble = f"not saved: {plain(sending.trouble)}" if sending.trouble else f"saving{signs.more}"
        lines.append(_said(item, sending.answer, trouble, signs))
    elif reading is not None:
        lines.append(_said(item, reading, f"by {plain(reading.by)}", signs))
    note = sending.note if sending is not None else reading.note if reading is not None else ""
    if note:
        lines += [
            SheetLine(tuple(spans)) for spans in wrap([("note: ", Ink.MUTED), (plain(note), Ink.TEXT)], width)[:2]
        ]
    return [_blank(), *lines] if lines else []


def _said(item: ItemRow, answer: Answer | ReadingRow, behind: str, signs: Signs) -> SheetLine:
    sign, ink = (signs.done, Ink.GOOD) if answer.ok else (signs.failed, Ink.WRONG)
    off = off_text(item, answer.off)
    text = plain(answer_text(item, answer))
    return SheetLine(((f"{sign} {text}{f', {plain(off)}' if off else ''}", ink), (f"   {behind}", Ink.MUTED)))


def _placed(each: SheetLine, width: int, signs: Signs) -> SheetLine:
    """Return a line with the margin on its left, exactly as wide as the sheet."""
    zones = tuple(Zone(zone.x + MARGIN, zone.width, zone.target) for zone in each.zones)
    return SheetLine(line([(" " * MARGIN, Ink.TEXT), *each.line], width, signs.more), zones)


def _blank() -> SheetLine:
    return SheetLine(())
