"""What is said about a step below the map and on the look at it: agreements, how full it is, ways on and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from prodtui.domain.rows_charts import StepTime, StepTimes
from prodtui.domain.rows_flow import MapStep, StepLook, WorkflowMap
from prodtui.domain.text import counted
from prodtui.screens.paragraphs import Part, columns, pairs, paragraphs, section, shaped
from prodtui.widgets.flow_signs import flow_signs
from prodtui.widgets.flow_words import standing, stay, waiting_words, way_line
from prodtui.widgets.signs import Signs
from prodtui.widgets.spans import Ink, Line, cells, line, plain

TEACHING = (
    "There is no step yet. A workflow begins with one:",
    "",
    "a  adds the first step, such as Ready, in which work waits",
    "a  again adds one behind it, such as Machining, in which work is done",
    "a  and at last one of the kind done, in which work ends",
)
READING = ("Reading what happened on the board…", "", "2  shows the board meanwhile")
When = Callable[[datetime], str]


def about_lines(
    shown: WorkflowMap, step: MapStep, signs: Signs, when: When, width: int, *, working: bool
) -> list[Line]:
    """Return what the map has no room to say of a step, in two columns where there is room for them."""
    left = [Part([(plain(step.criteria), Ink.TEXT)], "to leave  ")] if step.criteria else []
    left += leaving_parts(shown, step)
    right = [*load_parts(step, working=working), *way_parts(shown, step, signs)]
    head = f"{signs.rule} {plain(step.name)}: {', '.join(_state(step, when))} "
    rule = signs.rule * max(width - cells(head), 0)
    return [line([(head + rule, Ink.BAND)], width, signs.more), *columns(left, right, width, least=100)]


def agreed_parts(shown: WorkflowMap, step: MapStep) -> list[Part]:
    """Return the agreements on a step, as labelled paragraphs."""
    standard = stay(step.standard_hours, working=True) if step.standard_hours is not None else ""
    own = pairs(
        ("kind", str(step.kind)),
        ("role", step.role or "anybody"),
        ("limit", counted(step.wip_limit, "task") if step.wip_limit else "none"),
        ("standard", standard),
    )
    return own + leaving_parts(shown, step)


def leaving_parts(shown: WorkflowMap, step: MapStep) -> list[Part]:
    """Return what holds tasks in a step, and where they may go from there."""
    names = {each.key: each.name for each in shown.steps}
    order = [each.key for each in shown.steps]
    targets = [target for source, target in shown.allowed if source == step.key and target in names]
    on = [names[key] for key in targets if order.index(key) > order.index(step.key)]
    back = [names[key] for key in targets if order.index(key) < order.index(step.key)]
    anywhere = "" if targets else "every other step; nothing is laid down"
    return pairs(
        ("gates", ", ".join(step.gates)),
        ("leads to", ", ".join(on) or anywhere),
        ("back to", ", ".join(back)),
    )


def state_parts(shown: WorkflowMap, step: MapStep, signs: Signs, *, working: bool) -> list[Part]:
    """Return whether a step holds the others up and why, how full it is and how long tasks wait for it."""
    parts = []
    if step.key == shown.bottleneck:
        told = f"holds the others up: {'; '.join(shown.reasons)}"
        parts.append(Part([(told, Ink.WRONG)], f"{flow_signs(signs).narrow} "))
    return parts + load_parts(step, working=working)


def load_parts(step: MapStep, *, working: bool) -> list[Part]:
    """Return how much is planned for a step, and how long tasks wait for it."""
    parts = []
    if step.load is not None:
        parts += pairs(("planned", f"{step.load * 100:.0f} % of its hours, this period and the next"))
    if step.queue is not None:
        parts += pairs(("queue", f"tasks wait {stay(step.queue, working=working)} for it on average"))
    return parts


def way_parts(shown: WorkflowMap, step: MapStep, signs: Signs) -> list[Part]:
    """Return every way back that leads from a step or to it."""
    own = flow_signs(signs)
    ways = [way for way in shown.rework if step.key in (way.source, way.target)]
    return [Part([(way_line(way, shown, own), Ink.TEXT)]) for way in ways]


def step_head(shown: WorkflowMap, look: StepLook, about: str, when: When, width: int, signs: Signs) -> list[Line]:
    """Return the two lines above a step from near: how it stands, and what its times rest on."""
    step = next((each for each in shown.steps if each.key == look.step), None)
    name = f" {flow_signs(signs).kinds[look.kind]} {plain(look.name)}  "
    state = ", ".join(_state(step, when)) if step is not None else ""
    return [
        line([(name, Ink.HEAD_HERE), (state, Ink.HEAD)], width, signs.more, fill=Ink.HEAD),
        line([(f" {plain(about)} {signs.between} {look.conventions}", Ink.MUTED)], width, signs.more),
    ]


def times_of(shown: WorkflowMap) -> StepTimes:
    """Return the stays in the steps of a map as a chart."""
    return StepTimes(tuple(
        StepTime(step.key, step.name, step.median, step.most, step.waiting or 0.0, step.n)
        for step in shown.steps if step.median is not None and step.most is not None
    ))  # fmt: skip


def stays_title(look: StepLook, *, working: bool) -> str:
    """Return the title of the chart of stays: its figures and how many tasks they rest on."""
    if look.median is None or look.most is None:
        return "Stays"
    median, most = stay(look.median, working=working), stay(look.most, working=working)
    waits = f", {waiting_words(look.waiting)}" if look.waiting is not None else ""
    return f"Stays: median {median}, 85 % {most}{waits}"


def more_lines(
    shown: WorkflowMap, look: StepLook, names: Mapping[str, str], signs: Signs, when: When, width: int,
    *, working: bool,
) -> list[Line]:  # fmt: skip
    """Return hand-overs between people, ways back, and all that was agreed on about a step."""
    step = next((each for each in shown.steps if each.key == look.step), None)
    parts = section("handed over", _handed(look, names, signs, working=working))
    if step is not None:
        parts += section("ways back", way_parts(shown, step, signs))
        parts += section("how it stands", state_parts(shown, step, signs, working=working))
        parts += section("to leave it", paragraphs(step.criteria) if step.criteria else [])
        parts += section("agreed", agreed_parts(shown, step))
    return shaped(parts, width)


def _handed(look: StepLook, names: Mapping[str, str], signs: Signs, *, working: bool) -> list[Part]:
    if not look.handovers:
        return [Part([("Nobody handed a task over to it or from it in the window.", Ink.MUTED)])]
    own = flow_signs(signs)
    parts = []
    for each in look.handovers:
        giver, taker = (_people(people, names) for people in (each.giver, each.taker))
        way = "in from" if each.target == look.step else "on to"
        other = each.source if each.target == look.step else each.target
        hours = f"median {stay(each.median, working=working)}, 85 % {stay(each.most, working=working)}"
        told = f"{plain(giver)} {own.leave} {plain(taker)}"
        where = f"  {way} {plain(names.get(other, other))}, {counted(each.count, 'time')}, lay {hours}"
        parts.append(Part([(told, Ink.TEXT), (where, Ink.MUTED)]))
    return parts


def _people(logins: Sequence[str], names: Mapping[str, str]) -> str:
    return " and ".join(names.get(f"@{login}", login) for login in logins) or "nobody"


def _state(step: MapStep, when: When) -> list[str]:
    """Return how a step stands in short phrases."""
    if not standing(step):
        return ["work ends here"]
    count = f"{step.here} of {step.wip_limit}" if step.wip_limit else counted(step.here, "task")
    found = [count]
    if step.full_since is not None:
        over = step.here > (step.wip_limit or 0)
        found.append(f"{'over' if over else 'at'} its limit since {when(step.full_since)}")
    if step.blocked:
        found.append(f"{step.blocked} blocked")
    return found
