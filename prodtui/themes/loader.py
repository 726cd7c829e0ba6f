"""Where palettes come from, and what Textual gets from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType

from textual.color import Color
from textual.theme import Theme

from prodtui.themes.palette import STYLES, BrokenTheme, Palette, parse_palette

DEFAULT_NAMES = ("dark", "light", "high-contrast", "colour-blind", "terminal16", "mono")
TOKENS_CSS = Path(__file__).with_name("tokens.tcss")
MOST_BYTES = 100_000
#: Hues of stacked bands and how much of the background is left of them; none is a hue that warns.
_LAYERS = (
    ("good", 0.55), ("accent", 0.95), ("accent", 0.4), ("ref", 0.85), ("urgent", 0.4), ("accent", 0.75), ("ref", 0.35),
    ("urgent", 0.8),
)  # fmt: skip


@cache
def load_shipped() -> Mapping[str, Palette]:
    """Return the palettes that come with the program by name, in the order in which they are offered."""
    folder = resources.files(__package__)
    return MappingProxyType(
        {name: parse_palette((folder / f"{name}.toml").read_text(encoding="utf-8"), name) for name in DEFAULT_NAMES}
    )


def load_folder(folder: Path, shipped: Mapping[str, Palette]) -> tuple[dict[str, Palette], tuple[str, ...]]:
    """Return the reader's own palettes by name, and one sentence for each file that cannot be used.

    A missing folder is an empty one. A palette may build on a shipped one, but not take its name.
    """
    palettes: dict[str, Palette] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        try:
            palette = parse_palette(_read(path), path.name, shipped)
            if palette.name in shipped or palette.name in palettes:
                raise BrokenTheme(
                    f'The theme {path.name} has the name "{palette.name}", which is taken; choose another.'
                )
        except BrokenTheme as error:
            problems.append(str(error))
        else:
            palettes[palette.name] = palette
    return palettes, tuple(problems)


def default_name(environ: Mapping[str, str]) -> str:
    """Return the palette for a terminal: no colour where NO_COLOR asks for none, else as many as the terminal tells."""
    if environ.get("NO_COLOR"):
        return "mono"
    many = environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"} or "256color" in environ.get("TERM", "")
    return "dark" if many else "terminal16"


def to_theme(palette: Palette) -> Theme:
    """Return a palette as a Textual theme, with a variable for each token."""
    colours = palette.colours
    return Theme(
        name=palette.name,
        primary=colours["accent"],
        secondary=colours["ref"],
        warning=colours["soon"],
        error=colours["wrong"],
        success=colours["good"],
        accent=colours["accent"],
        foreground=colours["text"],
        background=colours["background"],
        surface=colours["surface"],
        panel=colours["panel"],
        dark=palette.dark,
        ansi=palette.ansi,
        variables={**_textual_variables(palette), **tokens(palette)},
    )


def tokens(palette: Palette) -> dict[str, str]:
    """Return the tokens of tokens.tcss and the widgets: a colour for each meaning, a style as `NAME-style`."""
    colours = palette.colours
    named = {
        key: colours[key]
        for key in ("muted", "line", "ref", "urgent", "wrong", "soon", "good", "cursor", "cursor-text", "away")
    }
    named |= {
        key: colours[key] for key in ("away-text", "mark", "mark-text", "flash", "flash-text", "drop", "drop-text")
    }
    named |= {
        "ink": colours["text"],
        "high": colours["accent"],
        "head": colours["panel"],
        "head-text": colours["text"],
        "head-muted": colours["muted"],
        "head-here": colours["accent"],
        "head-soon": colours["soon"],
        "head-wrong": colours["wrong"],
        "band": colours["muted"],
    }
    named |= {f"layer-{place}": colour for place, colour in enumerate(_layers(palette), start=1)}
    return named | {f"{key}-style": palette.styles[key] for key in STYLES}


def _layers(palette: Palette) -> Iterator[str]:
    """Yield the colours of stacked bands from the axis up: finished work, then strong and faint ones in turn.

    Two that touch differ in lightness, for whoever does not see their colours.
    """
    ground = Color.parse(palette.colours["background"])
    for key, strength in _LAYERS:
        colour = palette.colours[key]
        yield colour if palette.ansi else ground.blend(Color.parse(colour), strength).hex


def token_defaults() -> dict[str, str]:
    """Return every token with the values of the dark palette, for themes that do not know them."""
    return tokens(load_shipped()["dark"])


def _textual_variables(palette: Palette) -> dict[str, str]:
    """Return Textual's own variables, so that its widgets look like ours."""
    colours, styles = palette.colours, palette.styles
    plain_ground = colours["background"]
    variables = {
        "block-cursor-foreground": colours["cursor-text"],
        "block-cursor-background": colours["cursor"],
        "block-cursor-text-style": styles["cursor"],
        "block-cursor-blurred-foreground": colours["away-text"],
        "block-cursor-blurred-background": colours["away"],
        "block-cursor-blurred-text-style": styles["away"],
        "block-hover-background": colours["panel"],
        "border": colours["accent"],
        "border-blurred": colours["line"],
        "input-cursor-background": colours["text"],
        "input-cursor-foreground": plain_ground,
        "input-cursor-text-style": "reverse" if palette.ansi else "none",
        "input-selection-background": colours["mark"],
        "input-selection-foreground": colours["mark-text"],
        "screen-selection-background": colours["mark"],
        "screen-selection-foreground": colours["mark-text"],
        "footer-key-foreground": colours["accent"],
        "footer-background": colours["panel"],
        "footer-foreground": colours["text"],
        "footer-description-foreground": colours["muted"],
        "link-color": colours["accent"],
        "link-color-hover": colours["accent"],
        "link-background-hover": colours["panel"],
        "markdown-h1-color": colours["accent"],
        "markdown-h2-color": colours["accent"],
        "markdown-h3-color": colours["accent"],
        "markdown-h4-color": colours["accent"],
        "markdown-h5-color": colours["accent"],
        "markdown-h6-color": colours["accent"],
    }
    scrollbar = {"scrollbar": "line", "scrollbar-hover": "muted", "scrollbar-active": "accent"}
    variables |= {key: colours[colour] for key, colour in scrollbar.items()}
    for part in ("background", "background-hover", "background-active", "corner-color"):
        variables[f"scrollbar-{part}"] = plain_ground
    if palette.ansi:
        # Textual's stylesheets ask for these, but its own terminal themes are the only ones that set them.
        unset = ("ansi-background", "ansi-foreground", "foreground-disabled", "surface-active")
        variables |= dict.fromkeys(unset, "ansi_default")
    return variables


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BrokenTheme(f"The theme {path.name} is larger than {MOST_BYTES:,} bytes, so it was not read.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BrokenTheme(f"The theme {path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BrokenTheme(f"The theme {path.name} is not UTF-8 text.") from error
