"""Palettes: all six complete and readable, the reader's own checked, and no colour where none is wanted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.filter import ANSIToTruecolor, Monochrome, NoColor

from prodtui.themes import (
    DEFAULT_NAMES,
    BrokenTheme,
    Colourless,
    default_name,
    line_filters,
    load_folder,
    load_shipped,
    parse_palette,
    to_theme,
    token_defaults,
)
from prodtui.themes.palette import contrast
from prodtui.widgets.notice import Notice
from prodtui.widgets.spans import Ink
from tests.helpers.boards import BoardApp, a_snapshot, cards
from tests.helpers.rows import AT

SHIPPED = load_shipped()


def variables(name: str) -> dict[str, str]:
    """Return what the stylesheets see, put together as Textual does it."""
    theme = to_theme(SHIPPED[name])
    return {**theme.to_color_system().generate(), **theme.variables}


def test_six_themes_are_shipped() -> None:
    assert tuple(SHIPPED) == DEFAULT_NAMES
    assert [name for name, palette in SHIPPED.items() if palette.name != name] == []


@pytest.mark.parametrize("name", DEFAULT_NAMES)
def test_every_theme_knows_every_variable(name: str) -> None:
    assert variables("dark").keys() <= variables(name).keys()
    assert token_defaults().keys() <= variables(name).keys()


@pytest.mark.parametrize("name", DEFAULT_NAMES)
async def test_every_theme_can_be_switched_to_live(name: str) -> None:
    app = BoardApp(a_snapshot(cards(ready=3)))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = name
        await pilot.pause()
        styles = {ink: app.grid._ink(ink) for ink in Ink}
        assert styles[Ink.CURSOR] != styles[Ink.TEXT]
        assert styles[Ink.MARK] != styles[Ink.TEXT]


async def test_switching_draws_the_board_in_the_new_colours() -> None:
    app = BoardApp(a_snapshot(cards(ready=3)))
    async with app.run_test(size=(80, 24)) as pilot:
        before = app.grid.render_line(1)
        app.theme = "light"
        await pilot.pause()
        assert app.grid.render_line(1) != before


async def test_switching_between_themes_on_the_same_ground_draws_the_board_anew() -> None:
    app = BoardApp(a_snapshot(cards(ready=3)), theme="terminal16")
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = "mono"
        await pilot.pause()
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        colours = {segment.style.color for strip in strips for segment in strip if segment.style is not None}
        assert all(colour is None or colour.is_default for colour in colours)


def test_contrast_by_the_published_examples() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#ffffff") == 1


def test_high_contrast_asks_for_more() -> None:
    assert SHIPPED["high-contrast"].contrast >= 7


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = [", "is not valid TOML"),
        ('label = "x"', "needs a name"),
        ('name = "My Theme"', "needs a name"),
        ('name = "x"', 'has no colour for "background"'),
        ('name = "x"\nbase = "nope"', 'builds on "nope", which does not exist'),
        ('name = "x"\ncolors = {}', 'did you mean "colours"'),
        ('name = "x"\nbase = "dark"\ndark = "yes"', 'needs true or false for "dark"'),
        ('name = "x"\nbase = "dark"\ncontrast = 2', 'to 21 for "contrast"'),
        ('name = "x"\nbase = "dark"\ncolours = "red"', "needs [colours] to be a table"),
        ('name = "x"\nbase = "dark"\n[colours]\ntxt = "#fff"', 'did you mean "text"'),
        ('name = "x"\nbase = "dark"\n[colours]\ntext = 3', 'needs a text for "text"'),
        ('name = "x"\nbase = "dark"\n[colours]\ntext = "reddish"', 'has "reddish" as the colour "text"'),
        ('name = "x"\nbase = "dark"\n[colours]\ntext = "#ffffff80"', 'needs a solid colour for "text"'),
        ('name = "x"\nbase = "dark"\n[colours]\ntext = "ansi_red"', 'needs a solid colour for "text"'),
        ('name = "x"\nbase = "mono"\n[colours]\nwrong = "#ff0000"', "must be one of them"),
        ('name = "x"\nbase = "dark"\n[colours]\ntext = "#333333"', '"text" on "background" is'),
        ('name = "x"\nbase = "dark"\n[styles]\ncursor = "blinking"', 'as the style of "cursor"'),
    ],
)
def test_a_broken_theme_is_one_sentence(text: str, says: str) -> None:
    with pytest.raises(BrokenTheme) as caught:
        parse_palette(text, "evening.toml", SHIPPED)
    assert str(caught.value).startswith("The theme evening.toml ")
    assert says in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_theme_of_ones_own_says_only_what_is_different() -> None:
    palette = parse_palette('name = "mine"\nbase = "dark"\n[colours]\naccent = "#ffcc66"', "mine.toml", SHIPPED)
    assert palette.colours == {**SHIPPED["dark"].colours, "accent": "#ffcc66"}
    assert (palette.label, palette.dark, palette.styles) == ("mine", True, SHIPPED["dark"].styles)
    assert to_theme(palette).variables["head-here"] == "#ffcc66"


def test_a_folder_gives_what_works_and_a_sentence_for_what_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "mine"\nbase = "light"')
    (tmp_path / "b.toml").write_text('name = "mine"\nbase = "light"')
    (tmp_path / "c.toml").write_text('name = "dark"\nbase = "light"')
    (tmp_path / "d.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "e.toml").write_text("#" * 200_000)
    (tmp_path / "f.toml").mkdir()
    (tmp_path / "notes.txt").write_text("not a theme")
    palettes, problems = load_folder(tmp_path, SHIPPED)
    assert list(palettes) == ["mine"]
    assert [problem.split()[2] for problem in problems] == ["b.toml", "c.toml", "d.toml", "e.toml", "f.toml"]
    assert all(problem.endswith(".") for problem in problems)


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert load_folder(tmp_path / "none", SHIPPED) == ({}, ())


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, "mono"),
        ({"NO_COLOR": "", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, "dark"),
        ({"TERM": "linux"}, "terminal16"),
        ({}, "terminal16"),
    ],
)
def test_the_terminal_decides_on_the_first_theme(environ: dict[str, str], name: str) -> None:
    assert default_name(environ) == name


class ColourlessApp(BoardApp):
    """A board under NO_COLOR."""

    def get_line_filters(self) -> list[object]:  # type: ignore[override]
        return list(line_filters(super().get_line_filters(), colour=False))


async def test_mono_has_no_colour_and_can_be_read() -> None:
    rows = cards(ready=4, doing=4)
    rows[1] = replace(rows[1], due=AT.replace(year=2025), blocked_reason="no steel")
    app = ColourlessApp(a_snapshot(rows), theme="mono")
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.toggle_mark()
        app.query_one(Notice).say("No.", wrong=True)
        await pilot.pause()
        strips = app.screen._compositor.render_strips(app.size)
        styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
        assert styles and all(style.color is None and style.bgcolor is None for style in styles)
        cursor, text = app.grid._ink(Ink.CURSOR), app.grid._ink(Ink.TEXT)
        assert cursor.reverse and not text.reverse
        assert app.grid._ink(Ink.WRONG).bold and app.grid._ink(Ink.MUTED).dim


@pytest.mark.parametrize("name", ["terminal16", "mono"])
async def test_terminal_themes_use_the_terminals_own_colours(name: str) -> None:
    app = BoardApp(a_snapshot(cards(ready=2)), theme=name)
    async with app.run_test(size=(80, 24)):
        for ink in Ink:
            style = app.grid._ink(ink)
            for colour in (style.color, style.bgcolor):
                assert colour is None or colour.is_default or (colour.is_system_defined and colour.number is not None)


def test_greys_are_not_an_answer_to_no_color() -> None:
    textuals = [Monochrome(), NoColor(), ANSIToTruecolor(None)]  # type: ignore[arg-type]
    assert [type(own) for own in line_filters(textuals, colour=True)] == [ANSIToTruecolor]
    once = line_filters(textuals, colour=False)
    assert [type(own) for own in once] == [ANSIToTruecolor, Colourless]
    assert line_filters(once, colour=False) == once
