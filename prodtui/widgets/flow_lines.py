"""The workflow map as inked lines: steps as small blocks, arrows between them, ways back under them. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, WorkflowMap
from prodtui.domain.text import counted
from prodtui.widgets.flow_layout import FLAT, GAP, MOST_TOLD, Band, Loop, Shape, is_told_inside, reach, room_inside
from prodtui.widgets.flow_signs import FlowSigns, flow_signs
from prodtui.widgets.flow_words import (
    NO_STAY,
    agreed,
    bottleneck_words,
    is_full,
    left_words,
    standing,
    stay,
    waiting_words,
    way_words,
)
from prodtui.widgets.frame import Cell, Row
from prodtui.widgets.signs import UNICODE, Signs
from prodtui.widgets.spans import Ink, Line, Span, cells, clip, line, paint, plain, width_of

HEAD_LINES = 2
_BAR = 8
_LEAST_NAME = 4
Piece = tuple[int, str, Ink]
"""A text that begins at a cell of a line."""


@dataclass(frozen=True, slots=True)
class FlowLook:
    """What the map is drawn with: words of its first line, place of the cursor, signs; times are of `working` hours."""

    about: str = ""
    cursor: int = 0
    focused: bool = True
    signs: Signs = UNICODE
    working: bool = False


def head_lines(shown: WorkflowMap, width: int, look: FlowLook) -> list[Line]:
    """Return the two lines above the chain: what is looked at and how it is counted, and what holds the others up."""
    signs, between = look.signs, f" {look.signs.between} "
    about: list[Span] = [
        (f" {plain(look.about)}{between}{left_words(shown, signs)}{between}{shown.conventions}", Ink.MUTED)
    ]
    if shown.bottleneck is None:
        told: list[Span] = [(f" {bottleneck_words(shown)}", Ink.MUTED)]
    else:
        told = [(f" {flow_signs(signs).narrow} {bottleneck_words(shown)}", Ink.WRONG)]
    return [line(about, width, signs.more), line(told, width, signs.more)]


def band_rows(shown: WorkflowMap, band: Band, shape: Shape, look: FlowLook) -> list[Row]:
    """Return the lines of a row of steps with their ways back, each as cells from left to right."""
    blocks = [block_lines(shown, place, band.lines, shape, look) for place in band.steps]
    rows = [_beside(shown, band, blocks, at, shape, look) for at in range(band.lines)]
    rows += [(Cell(0, shape.width, each),) for each in lane_lines(shown, band, shape.width, look.signs)]
    return [*rows, (Cell(0, shape.width, line((), shape.width)),)]


def block_lines(shown: WorkflowMap, place: int, deep: int, shape: Shape, look: FlowLook) -> list[Line]:
    """Return a step as `deep` lines of `shape.block` cells: name and standing, role, times, waiting, agreements."""
    step = shown.steps[place]
    signs, room = flow_signs(look.signs), max(shape.block - 1, 0)
    narrow = step.key == shown.bottleneck
    edge: Span = (signs.edge, Ink.WRONG) if narrow else (" ", Ink.TEXT)
    found = [_title(step, room, look, narrow=narrow), [(agreed(step, look.signs, room), Ink.MUTED)]]
    found += [_times(step, room, look), _waiting(step, room, signs)]
    found += _agreements(step, look.signs, both=shape.lines > FLAT)
    lines = [line([edge, *spans], shape.block, look.signs.more) for spans in found[:deep]]
    lines += [line([edge], shape.block)] * (deep - len(lines))
    if place == look.cursor:
        lines[0] = paint(lines[0], Ink.CURSOR if look.focused else Ink.CURSOR_AWAY)
    return lines


def _title(step: MapStep, room: int, look: FlowLook, *, narrow: bool) -> list[Span]:
    signs, full = look.signs, is_full(step)
    blocked = f"{signs.blocked}{step.blocked} " if step.blocked and step.kind is not StepKind.DONE else ""
    count = f"{standing(step)}{' ' + signs.over if full else ''}"
    own = flow_signs(signs)
    head = f"{own.kinds[step.kind]} "
    mark = f" {own.narrow}" if narrow else ""
    left = room - cells(head) - cells(mark) - cells(blocked) - cells(count) - 1
    name = clip(plain(step.name), max(left, 0), signs.more)
    gap = " " * (max(left - cells(name), 0) + 1)
    ink = Ink.SOON if full else Ink.TEXT
    return [
        (head, Ink.MUTED), (name, Ink.REF), (mark, Ink.WRONG), (gap, Ink.TEXT), (blocked, Ink.WRONG), (count, ink),
    ]  # fmt: skip


def _times(step: MapStep, room: int, look: FlowLook) -> list[Span]:
    if step.kind is StepKind.DONE:
        return [("work ends here", Ink.MUTED)]
    if step.median is None or step.most is None:
        return [(NO_STAY, Ink.MUTED)]
    median, most = stay(step.median, working=look.working), stay(step.most, working=look.working)
    between = look.signs.between
    wide = f"{median} {between} 85 % {most}"
    forms = (f"median {wide}  n ", f"{wide}  n ", f"{wide} n ", f"{median} 85 % {most} n ")
    text = next((form for form in forms if cells(form) + len(f"{step.n}") <= room), forms[-1])
    return [(text.removesuffix("n "), Ink.TEXT), (f"n {step.n}", Ink.MUTED)]


def _waiting(step: MapStep, room: int, signs: FlowSigns) -> list[Span]:
    if step.waiting is None or step.kind is StepKind.DONE:
        return []
    size = min(_BAR, max(room - 12, 0))
    waits = round(step.waiting * size)
    if 0 < step.waiting < 1 and size > 1:
        waits = min(max(waits, 1), size - 1)
    ink = Ink.SOON if step.waiting >= 0.5 and step.kind is StepKind.ACTIVE else Ink.MUTED
    return [
        (signs.works * (size - waits), Ink.GOOD), (signs.waits * waits, Ink.MUTED),
        (f" {waiting_words(step.waiting)}", ink),
    ]  # fmt: skip


def _agreements(step: MapStep, signs: Signs, *, both: bool) -> list[list[Span]]:
    """Return what must hold to leave a step, and its gates; the gates alone where there is one line."""
    criteria: list[Span] = [(f"{flow_signs(signs).leave} {plain(step.criteria)}", Ink.MUTED)] if step.criteria else []
    gates: list[Span] = []
    if step.gates:
        gates = [(f"{signs.signature} ", Ink.SOON), (", ".join(map(plain, step.gates)), Ink.TEXT)]
    if both:
        return [criteria, gates]
    return [gates or criteria]


def _beside(
    shown: WorkflowMap, band: Band, blocks: Sequence[Sequence[Line]], at: int, shape: Shape, look: FlowLook
) -> Row:
    """Return one line of all blocks of a row; an arrow leads from each to the next."""
    row, x = [], 0
    for place, block in zip(band.steps, blocks, strict=True):
        row.append(Cell(x, shape.block, block[at]))
        x += shape.block
        gap = min(GAP, shape.width - x)
        if gap > 0:
            row.append(Cell(x, gap, line(_arrow(shown, place, flow_signs(look.signs)) if at == 0 else (), gap, "")))
            x += gap
        rest = (place - band.first + 1) * shape.cell - x
        if rest > 0:
            row.append(Cell(x, rest, line((), rest)))
            x += rest
    if x < shape.width:
        row.append(Cell(x, shape.width - x, line((), shape.width - x)))
    return tuple(row)


def _arrow(shown: WorkflowMap, place: int, signs: FlowSigns) -> list[Span]:
    """Return the arrow to the next step, or a sign that no task may go there; nothing behind the last step."""
    if place + 1 >= len(shown.steps):
        return []
    here, following = shown.steps[place].key, shown.steps[place + 1].key
    targets = {target for source, target in shown.allowed if source == here}
    if targets and following not in targets:
        return [(f" {signs.shut}", Ink.WRONG)]
    return [(f" {signs.on}", Ink.BAND)]


def lane_lines(shown: WorkflowMap, band: Band, width: int, signs: Signs) -> list[Line]:
    """Return the lines of ways back under a row; uprights join those of lower lines with their steps."""
    drawn = [[piece for loop in lane for piece in _loop(shown, loop, width, signs)] for lane in band.lanes]
    for at, lane in enumerate(band.lanes):
        ends = {x for loop in lane for x in (loop.start, loop.end) if x is not None}
        for above in drawn[:at]:
            taken = [(x, x + cells(text)) for x, text, _ in above]
            above += [(x, signs.side, Ink.BAND) for x in ends if not any(a <= x < b for a, b in taken)]
    lines = [line(_spans(pieces), width, signs.more) for pieces in drawn]
    if band.hidden:
        rarer = f" {signs.more} and {counted(band.hidden, 'rarer way')} back; enter shows those of a step"
        lines.append(line([(rarer, Ink.MUTED)], width, signs.more))
    return lines


def _loop(shown: WorkflowMap, loop: Loop, width: int, signs: Signs) -> Iterator[Piece]:
    """Yield a way back as pieces: its end with a tip, its line, its bend, and its words in it or behind it."""
    own, inside = flow_signs(signs), is_told_inside(loop, width)
    words = _told(shown, loop, room_inside(loop) if inside else reach(loop, width) - loop.start - 2, signs)
    ends = own.tip if loop.end is None else own.up + own.tip
    x = loop.left + cells(ends)
    if inside and words:
        yield loop.left, f"{ends}{signs.rule} ", Ink.BAND
        yield x + 2, words, Ink.TEXT
        x += 2 + cells(words)
        yield x, f" {signs.rule * (loop.start - x - 1)}{own.bend}", Ink.BAND
        return
    yield loop.left, f"{ends}{signs.rule * (loop.start - x)}{own.bend}", Ink.BAND
    if words:
        yield loop.start + 2, words, Ink.TEXT


def _told(shown: WorkflowMap, loop: Loop, room: int, signs: Signs) -> str:
    """Return where a way back leads and how often, in so many cells; the rate is cut last."""
    own, names = flow_signs(signs), {step.key: plain(step.name) for step in shown.steps}
    told = [f"{names[way.target]} {way_words(way)}" for way in loop.ways[:MOST_TOLD]]
    more = len(loop.ways) - MOST_TOLD
    words = f"{own.back} {f' {signs.between} '.join([*told, *([f'{more} more'] if more > 0 else [])])}"
    if cells(words) <= room:
        return words
    rate = way_words(loop.ways[0])
    left = room - cells(own.back) - len(rate) - 2
    if len(loop.ways) == 1 and left >= _LEAST_NAME:
        return f"{own.back} {clip(names[loop.ways[0].target], left, signs.more)} {rate}"
    if loop.end is not None and len(rate) <= room:
        return rate
    return clip(words, max(room, 0), signs.more)


def _spans(pieces: Sequence[Piece]) -> list[Span]:
    """Return pieces that do not overlap as one line of spans."""
    spans: list[Span] = []
    for x, text, ink in sorted(pieces):
        gap = x - width_of(spans)
        if gap > 0:
            spans.append((" " * gap, Ink.TEXT))
        spans.append((text, ink))
    return spans
