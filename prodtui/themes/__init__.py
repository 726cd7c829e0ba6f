"""Colours: palettes in TOML, checked for contrast, made into Textual themes with the tokens that the widgets use."""

from prodtui.themes.loader import (
    DEFAULT_NAMES,
    TOKENS_CSS,
    default_name,
    load_folder,
    load_shipped,
    to_theme,
    token_defaults,
)
from prodtui.themes.no_colour import Colourless, line_filters
from prodtui.themes.palette import BrokenTheme, Palette, parse_palette

__all__ = [
    "DEFAULT_NAMES",
    "TOKENS_CSS",
    "BrokenTheme",
    "Colourless",
    "Palette",
    "default_name",
    "line_filters",
    "load_folder",
    "load_shipped",
    "parse_palette",
    "to_theme",
    "token_defaults",
]
