"""Plots as they can stand in a page: no name twice, and the page's own colours and type."""

import re
from collections.abc import Mapping
from html import escape
from types import MappingProxyType

# What plots are drawn with, and the page's name for it: a page in the dark has others.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#010101",
        "muted": "#020202",
        "rule": "#030303",
        "track": "#040404",
        "accent": "#050505",
        "tint": "#060606",
        "warm": "#070707",
        "paper": "#080808",
        "plain": "#090909",
        "bar": "#0a0a0a",
        "less": "#0b0b0b",
    }
)

_HEAD = re.compile(r".*?<svg [^>]*?viewBox=\"(?P<box>[^\"]+)\"[^>]*>", re.DOTALL)
_STYLE = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_FAMILY = re.compile(r"font-family: [^;\"]+(?:; )?")
_NAME = re.compile(r"(?P<before> id=\"|xlink:href=\"#|url\(#)(?P<name>[^\")]+)")
_GROUP = re.compile(r"<g id=\"[^\"]*\">")
_UNTURNED = re.compile(r" transform=\"rotate\(-0 [^\"]*\)\"")
_SPACE = re.compile(r"\n\s*")


def inline(drawn: str, key: str, title: str, says: str) -> str:
    """A drawn SVG file as an element of a page.

    `key` sets its names apart from those of other plots; `title` and `says` are read out in place
    of it. It scales to its box, and its type is the page's.
    """
    head = _HEAD.match(drawn)
    if head is None:
        raise ValueError("this is no SVG file with a viewBox")
    body = _STYLE.sub("", drawn[head.end() :])
    body = _FAMILY.sub("", _UNTURNED.sub("", _GROUP.sub("<g>", body)))
    body = _NAME.sub(lambda m: f"{m['before'].removeprefix('xlink:')}{key}-{m['name']}", body)
    body = body.replace(" xlink:href=", " href=")
    for name, colour in COLOURS.items():
        body = body.replace(colour, f"var(--{name})")
    return (
        f'<svg viewBox="{head["box"]}" role="img" aria-labelledby="{key}-title {key}-says">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-says">{escape(says)}</desc>{_SPACE.sub(" ", body)}'
    )
