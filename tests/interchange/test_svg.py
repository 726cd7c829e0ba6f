"""Charts as SVG: whole and readable XML that stays text, whatever people wrote."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prodtui.domain.chart_words import about, stop, stop_count
from prodtui.domain.rows_charts import Bar, Bars, Chart, Line
from prodtui.interchange.svg import chart_svg
from tests.helpers.charts import (
    ageing,
    all_charts,
    control,
    empty_charts,
    flow,
    histogram,
    pareto,
    run,
    scatter,
    step_times,
)

CHARTS = all_charts()
SVG = "{http://www.w3.org/2000/svg}"


def parsed(row: Chart, title: str = "Title") -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(row, title))


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_needs_nothing_else_and_scales(name: str) -> None:
    svg = chart_svg(CHARTS[name], "Title")
    root = parsed(CHARTS[name])
    assert root.attrib["viewBox"].startswith("0 0 720 ") and "width" not in root.attrib
    assert root.attrib["role"] == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text == "Title"
    assert all(part in (root[1].text or "") for part in about(CHARTS[name]))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "text", "line", "rect", "polygon", "polyline", "circle", "path"}
    assert not re.search(r"(?:href|src|url\(|@import|<style|\bon\w+=)", svg)
    assert svg.count("http") == 1


@pytest.mark.parametrize("name", CHARTS)
def test_colours_follow_the_page(name: str) -> None:
    svg = chart_svg(CHARTS[name], "Title")
    ours = r'(fill|stroke)="(#[0-9a-f]{6})" style="\1:var\(--chart-[\w-]+,\2\)"'
    assert re.search(ours, svg), "a program that knows no variables takes the same value"
    rest = re.findall(r'(?:fill|stroke)(?:="|:)([^";]+)', re.sub(ours, "", svg))
    assert set(rest) <= {"currentColor", "none"}


@pytest.mark.parametrize("name", ["scatter", "run", "ageing", "control", "pareto", "histogram"])
def test_each_point_says_what_it_is(name: str) -> None:
    row = CHARTS[name]
    said = [element.text for element in parsed(row).iter(f"{SVG}title")]
    assert all(stop(row, at).words in said for at in range(stop_count(row)))


def test_lines_and_bands_are_named() -> None:
    assert {"50 % 3.1", "85 % 4.6", "95 % 6.5"} <= set(texts(parsed(scatter())))
    assert {"upper 60.89", "mean 53.05", "lower 45.21"} <= set(texts(parsed(control())))
    assert {"Ready", "Machining", "Inspect", "Done"} <= set(texts(parsed(flow())))
    assert {"85 % 3.5", "85 % 5"} <= set(texts(parsed(ageing())))
    assert any("▲ Q22 outside the limits" in text for text in texts(parsed(control())))
    assert {"● burrs", "● wrong size", "● scratches", "missing part"} <= set(texts(parsed(pareto())))


def places(root: ElementTree.Element) -> list[tuple[float, float, str]]:
    return [(float(each.attrib["x"]), float(each.attrib["y"]), each.text or "") for each in root.iter(f"{SVG}text")]


def test_names_of_lines_that_lie_close_are_apart() -> None:
    row = replace(scatter(), lines=(Line("50 %", 3.0), Line("70 %", 3.1), Line("85 %", 3.2), Line("95 %", 3.3)))
    heights = sorted(y for _, y, text in places(parsed(row)) if text.startswith(("50", "70", "85", "95")))
    assert len(heights) == 4
    assert all(below - above >= 11 for above, below in pairwise(heights))


def test_each_band_lies_over_the_one_above_it() -> None:
    """Every band reaches down to the axis, so no rounding makes a gap; the last one painted is the lowest."""
    areas = [each.attrib["points"].split() for each in parsed(flow()).iter(f"{SVG}polygon")]
    assert len(areas) == 4
    corners = [[tuple(map(float, point.split(","))) for point in area] for area in areas]
    floor = max(
        float(each.attrib["y2"]) for each in parsed(flow()).iter(f"{SVG}line") if each.attrib["x1"] != each.attrib["x2"]
    )
    assert {each[0][1] for each in corners} == {each[-1][1] for each in corners} == {floor}
    for above, below in pairwise(corners):
        assert all(upper[1] <= lower[1] for upper, lower in zip(above, below, strict=True))


def test_a_great_many_points_are_one_element() -> None:
    svg = chart_svg(scatter(10_000), "Title")
    assert len(svg) < 250_000
    root = ElementTree.fromstring(svg)
    (dots,) = (each for each in root.iter(f"{SVG}path") if each.attrib["d"].count("h0") > 1)
    assert dots.attrib["d"].count("h0") == 10_000


def test_a_long_list_says_how_much_is_left_out() -> None:
    bars = tuple(Bar(f"Cause {at}", 1.0, (at + 1) / 200) for at in range(200))
    root = parsed(Bars("issues", bars))
    assert "and 170 more" in texts(root)
    low = max(y for _, y, _ in places(root))
    assert low < float(root.attrib["viewBox"].split()[3])


@pytest.mark.parametrize("name", empty_charts())
def test_an_empty_chart_says_why(name: str) -> None:
    root = parsed(empty_charts()[name])
    assert "choose" in (root[1].text or "") and " ".join(texts(root)).endswith(".")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><svg onload=x>',
    "&amp;<b>]]>",
    "\x00\x1b[31m\u202e\ufffe\ud800",
    "試験" * 80,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    rows: list[Chart] = [
        replace(scatter(), points=tuple(replace(each, title=text, ref=text) for each in scatter().points), unit=text),
        replace(flow(), names=(text,) * 4),
        replace(ageing(), steps=tuple(replace(each, name=text) for each in ageing().steps)),
        replace(control(), labels=(text,) * len(control().labels), unit=text),
        replace(pareto(), bars=tuple(replace(each, name=text) for each in pareto().bars)),
        replace(histogram(), bars=tuple(replace(each, name=text) for each in histogram().bars)),
        replace(step_times(), steps=tuple(replace(each, name=text) for each in step_times().steps)),
        replace(run(), unit=text, lines=(Line(text, 3.0),)),
    ]
    for row in rows:
        root = parsed(row, text)
        assert {element.tag.removeprefix(SVG) for element in root.iter()}.isdisjoint({"script", "b"})
        assert [each for each in root.iter(f"{SVG}svg")] == [root]
        assert not any("\u202e" in each or "\x1b" in each for each in map(str, root.itertext()))


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_title_is_well_formed(title: str) -> None:
    assert parsed(pareto(), title).tag == f"{SVG}svg"
