"""The workflow map as SVG: looked at once and kept, whole XML, readable without colour, text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.image import SVGImageSnapshotExtension

from prodtui.domain.enums import StepKind
from prodtui.domain.rows_flow import MapStep, MapWay, WorkflowMap
from prodtui.interchange.svg_map import map_svg

SVG = "{http://www.w3.org/2000/svg}"
EMPTY = MapStep(
    "", "", StepKind.ACTIVE, None, None, "", None, (), 0, 0, None, None, None, 0, None, None, None
)  # fmt: skip


def step(key: str, kind: StepKind = StepKind.ACTIVE, **known: object) -> MapStep:
    return replace(EMPTY, key=key, name=key.title(), kind=kind, **known)  # type: ignore[arg-type]


STEPS = (
    step("backlog", StepKind.QUEUE, here=8, median=24.0, most=30.0, waiting=1.0, n=82),
    step("cut", role="operator", wip_limit=2, here=2, blocked=1, median=4.5, most=9.1, waiting=0.15, n=75, queue=6.2),
    step("dry", StepKind.QUEUE, here=1),
    step("weld", role="welder", wip_limit=4, here=4, median=24.0, most=62.9, waiting=0.03, n=72, load=1.21),
    step("test", role="inspector", here=2, gates=("Pressure test",), criteria="Tight for 10 minutes"),
    step("done", StepKind.DONE, here=60),
)
MAP = WorkflowMap(
    "OPS", date(2026, 11, 1), date(2026, 11, 30), "#line-1", "last entry after a move back, calendar time, elapsed",
    STEPS, (MapWay("test", "weld", 15, 88), MapWay("weld", "cut", 4, 91), MapWay("done", "test", 1, 70)), (),
    "weld", ("121% of its hours are planned, the most of all steps", "it is at its limit of 4 tasks"),
)  # fmt: skip


def parsed(shown: WorkflowMap) -> ElementTree.Element:
    return ElementTree.fromstring(map_svg(shown, "Workflow of Press shop"))


def texts(shown: WorkflowMap) -> list[str]:
    return [element.text or "" for element in parsed(shown).iter(f"{SVG}text")]


def test_it_looks_as_it_did(snapshot: SnapshotAssertion) -> None:
    assert map_svg(MAP, "Workflow of Press shop") == snapshot(extension_class=SVGImageSnapshotExtension)


def test_it_needs_nothing_else_and_tells_everything() -> None:
    svg, root, told = map_svg(MAP, "Workflow of Press shop"), parsed(MAP), texts(MAP)
    assert root.attrib["viewBox"].startswith("0 0 720 ") and "width" not in root.attrib
    assert not re.search(r"(?:href|src|url\(|@import|<style|<script|\bon\w+=)", svg) and svg.count("http") == 1
    for words in ("Backlog", "active, operator", "2 of 2, 1 blocked", "85 % in 62.9 h", "load 121%", "done"):
        assert words in told
    assert {"gate: Pressure test", "back 17% (15 of 88)", "back 4% (4 of 91)", "back 1% (1 of 70)"} <= set(told)
    assert "to leave it: Tight for 10 minutes" in svg
    assert any(line.startswith("2026-11-01 to 2026-11-30, what matches #line-1") for line in told)


def test_the_bottleneck_is_marked_by_more_than_colour() -> None:
    assert "▲ Weld" in texts(MAP)
    assert any(line.startswith("▲ Weld holds the others up: 121% of its hours") for line in texts(MAP))
    thick = [each for each in parsed(MAP).iter(f"{SVG}rect") if each.attrib["stroke-width"] == "3"]
    assert len(thick) == 1
    assert "#" not in "".join(re.findall(r'(?:fill|stroke)="[^"]*"', map_svg(MAP, "Map"))), "in the page's own ink"
    plain = replace(MAP, bottleneck=None, reasons=())
    assert not any("▲" in text for text in texts(plain))


@pytest.mark.parametrize("count", [1, 4, 5, 30])
def test_all_stays_within_the_picture(count: int) -> None:
    steps = tuple(step(f"s{place}") for place in range(count))
    back = tuple(MapWay(f"s{here}", f"s{here // 2}", 1, 2) for here in range(1, count))
    root = parsed(replace(MAP, steps=steps, rework=back, bottleneck=None))
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    for line in root.iter(f"{SVG}polyline"):
        for corner in line.attrib["points"].split():
            x, y = map(float, corner.split(","))
            assert 0 <= x <= width and 0 <= y <= height
    for box in root.iter(f"{SVG}rect"):
        assert float(box.attrib["x"]) + float(box.attrib["width"]) <= width
        assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height
    more = [element.text for element in root.iter(f"{SVG}text") if (element.text or "").startswith("and ")]
    assert more == (["and 19 more ways back"] if count == 30 else [])


def test_names_are_no_markup_and_are_cut() -> None:
    hostile = replace(STEPS[1], name='<script>"&\x1b[31m' + "W" * 200, role="]]>", gates=("<b>",))
    shown = replace(MAP, steps=(hostile, *STEPS[2:]), rework=(), filter="<!--")
    assert all(len(text) < 120 for text in texts(shown))
    assert "<script>" not in map_svg(shown, "</title><script>")


def test_a_board_without_steps_says_so() -> None:
    assert "The board has no step yet" in texts(replace(MAP, steps=(), rework=(), bottleneck=None))[-1]
