"""A workflow as a flowchart of Mermaid: plain text that documents and code hosts draw."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, WorkflowMap
from prodtui.interchange.mermaid import plain_text

_SHAPES = {StepKind.QUEUE: ("(", ")"), StepKind.ACTIVE: ("[", "]"), StepKind.DONE: ("([", "])")}


def flowchart(shown: WorkflowMap) -> str:
    """Return the chain of steps with limits and times, rework as labelled ways back, the bottleneck marked."""
    ids = {step.key: f"s{place}" for place, step in enumerate(shown.steps)}
    lines = ["flowchart LR"]
    for step in shown.steps:
        opens, closes = _SHAPES[step.kind]
        lines.append(f'    {ids[step.key]}{opens}"{"<br>".join(_facts(step))}"{closes}')
    chain = [ids[step.key] for step in shown.steps]
    lines += [f"    {here} --> {following}" for here, following in pairwise(chain)]
    lines += [
        f'    {ids[way.source]} -.->|"back {way.rate:.0%} ({way.count} of {way.stays})"| {ids[way.target]}'
        for way in shown.rework
    ]
    if shown.bottleneck is not None:
        lines += ["    classDef bottleneck stroke-width:4px", f"    class {ids[shown.bottleneck]} bottleneck"]
    return "\n".join(lines) + "\n"


def _facts(step: MapStep) -> Iterator[str]:
    yield plain_text(step.name)
    if step.role:
        yield plain_text(step.role)
    if step.kind is not StepKind.DONE:
        yield f"{step.here} of {step.wip_limit}" if step.wip_limit else f"{step.here} here"
    if step.median is not None:
        yield f"{step.median:.1f} h, 85 % in {step.most:.1f} h"
    for gate in step.gates:
        yield f"gate: {plain_text(gate)}"
