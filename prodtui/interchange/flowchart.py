"""A workflow as a flowchart of Mermaid: plain text that documents and code hosts draw."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, MapWay, WorkflowMap
from prodtui.interchange.mermaid import plain_text

_SHAPES = {StepKind.QUEUE: ("(", ")"), StepKind.ACTIVE: ("[", "]"), StepKind.DONE: ("([", "])")}


def flowchart(shown: WorkflowMap) -> str:
    """Return the chain of steps with limits and times, rework as labelled ways back, the bottleneck marked."""
    ids = {step.key: f"s{place}" for place, step in enumerate(shown.steps)}
    lines = ["flowchart LR"]
    for step in shown.steps:
        opens, closes = _SHAPES[step.kind]
        facts = [plain_text(step.name), *([plain_text(step.role)] if step.role else ()), *step_facts(step, plain_text)]
        lines.append(f'    {ids[step.key]}{opens}"{"<br>".join(facts)}"{closes}')
    chain = [ids[step.key] for step in shown.steps]
    lines += [f"    {here} --> {following}" for here, following in pairwise(chain)]
    lines += [f'    {ids[way.source]} -.->|"{back_words(way)}"| {ids[way.target]}' for way in shown.rework]
    if shown.bottleneck is not None:
        lines += ["    classDef bottleneck stroke-width:4px", f"    class {ids[shown.bottleneck]} bottleneck"]
    return "\n".join(lines) + "\n"


def step_facts(step: MapStep, clean: Callable[[str], str] = str) -> Iterator[str]:
    """Yield what is known of a step beside its name, kind and role, in short lines; what people wrote is cleaned."""
    if step.kind is not StepKind.DONE:
        count = f"{step.counted} of {step.wip_limit}" if step.wip_limit else f"{step.here} here"
        count += f", {step.expedited} expedited" if step.wip_limit and step.expedited else ""
        yield count + (f", {step.blocked} blocked" if step.blocked else "")
    if step.median is not None and step.most is not None:
        yield f"half in {step.median:.1f} h"
        yield f"85 % in {step.most:.1f} h"
        yield f"waiting {step.waiting or 0.0:.0%}, n {step.n:,}"
    if step.queue:
        yield f"waited for {step.queue:.1f} h"
    if step.load is not None:
        yield f"load {step.load:.0%}"
    for gate in step.gates:
        yield f"gate: {clean(gate)}"


def back_words(way: MapWay) -> str:
    """Return how often a way back was taken."""
    return f"back {way.rate:.0%} ({way.count} of {way.stays})"
