"""Texts and numbers as the report prints them."""

import math
import unicodedata

from qa.evaluation.figures import Figure
from qa.evaluation.measures import Measure

NOTHING = "–"
_NBSP = "\u00a0"
# Controls that would reorder the text around them (UAX 9); marks within a word are kept.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = ("Cc", "Cs")


def plain(text: str) -> str:
    """One line that any file can hold: white space collapsed, what cannot be printed replaced."""
    return "".join(_printable(c) for c in " ".join(text.split()))


def clipped(text: str, most: int) -> str:
    """The text on one line, cut between words after `most` characters at the latest."""
    line = plain(text)
    if len(line) <= most:
        return line
    # A text without spaces (Chinese) is cut where it must be.
    kept = line[:most].rsplit(" ", 1)[0]
    return f"{kept if len(kept) > most // 2 else line[:most]} …"


def number(value: float) -> str:
    """Three decimals up to 1, fewer above; a value too small for them in two figures."""
    if not math.isfinite(value):
        return NOTHING
    size = abs(value)
    if 0 < size < 0.001:
        return f"{value:.2g}"
    decimals = 3 if size <= 1 else 2 if size < 10 else 1 if size < 1000 else 0
    return f"{value:,.{decimals}f}"


def value_of(measure: Measure, figure: Figure) -> str:
    """The value with its unit: `0.812`, `1.24 s`."""
    unit = f"{_NBSP}{measure.unit}" if measure.unit else ""
    return f"{number(figure.value)}{unit}"


def interval_of(figure: Figure) -> str:
    """`0.738–0.881`, or a dash where there is none."""
    if figure.low is None or figure.high is None:
        return NOTHING
    return f"{number(figure.low)}–{number(figure.high)}"


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def better(measure: Measure) -> str:
    """Which way is good, in words, where it is not more."""
    return {-1: "Less is better.", 0: "Neither more nor less is better."}.get(measure.better, "")


def _printable(character: str) -> str:
    if character in _REORDERING:
        return ""
    return "\ufffd" if unicodedata.category(character) in _UNPRINTABLE else character
