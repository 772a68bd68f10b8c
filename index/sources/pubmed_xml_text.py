"""XML elements to plain text: inline markup flattened, MathML made readable, whitespace and NFC."""

import html
from collections.abc import Callable, Iterator
from itertools import zip_longest

from lxml import etree

from index.sources.abstracts import clean

# Signs that stand over a letter in MathML, and the combining characters that put them there.
_OVER = {".": "\u0307", "˙": "\u0307", "¨": "\u0308", "¯": "\u0304", "-": "\u0304", "‾": "\u0304",
         "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7"}  # fmt: skip


def plain(element: etree._Element | None) -> str:
    """All text in an element as a reader sees it; empty for None.

    Inline markup (`<i>`, `<sup>`, …) goes and its text stays, with no space added: 10<sup>-6</sup>
    reads 10-6, as on PubMed's own plain-text exports.
    """
    return "" if element is None else clean("".join(_pieces(element)))


def name_of(element: etree._Element) -> str:
    """The element's name without namespace or prefix; empty for comments and entities."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child, etree._Entity):
            # No DTD is ever read, so `&alpha;` is unknown to the parser but not to HTML.
            yield html.unescape(child.text or "")
        elif name_of(child) == "math":
            yield _math(child) or child.get("alttext", "")
        elif name_of(child):
            yield from _pieces(child)
        yield child.tail or ""


def _math(element: etree._Element) -> str:
    name = name_of(element)
    if name in _DROPPED:
        return ""
    if name == "mspace":
        return " "
    if name == "mtext":
        # The only token whose outer spaces are meant: "³He/¹²⁹Xe" + " " + "MRI".
        raw = "".join(_pieces(element)).replace("\xa0", " ")
        return (
            " " * raw[:1].isspace() + clean(raw) + " " * (raw[-1:].isspace() and bool(clean(raw)))
        )
    layout = _LAYOUTS.get(name)
    children = [child for child in element if name_of(child)]
    if layout and children:
        return layout(element, [_math(child) for child in children])
    return "".join(_row(element))


def _row(element: etree._Element) -> Iterator[str]:
    yield clean(element.text or "")
    for child in element:
        if isinstance(child, etree._Entity):
            yield html.unescape(child.text or "")
        elif name_of(child):
            yield _math(child)
        yield clean(child.tail or "")


def _grouped(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"


def _fraction(_: etree._Element, parts: list[str]) -> str:
    return "/".join(_grouped(part) for part in parts)


def _square_root(_: etree._Element, parts: list[str]) -> str:
    return "√" + _grouped("".join(parts))


def _root(_: etree._Element, parts: list[str]) -> str:
    return f"√[{''.join(parts[1:])}]{_grouped(parts[0])}"


def _over(_: etree._Element, parts: list[str]) -> str:
    base, *above = parts
    if len(base) == 1 and len(above) == 1 and above[0] in _OVER:
        return base + _OVER[above[0]]
    return "".join(parts)


def _scripts(element: etree._Element, parts: list[str]) -> str:
    """Scripts before the base are read first: ¹²⁹Xe is 129Xe."""
    names = [name_of(child) for child in element if name_of(child)]
    if "mprescripts" not in names:
        return "".join(parts)
    split = names.index("mprescripts")
    return "".join(parts[split + 1 :] + parts[:split])


def _fenced(element: etree._Element, parts: list[str]) -> str:
    marks = "".join(element.get("separators", ",").split())
    # The last separator serves for all that follow; no separators, no marks.
    between = [marks[min(i, len(marks) - 1)] if marks else "" for i in range(len(parts) - 1)]
    inner = "".join(part + mark for part, mark in zip_longest(parts, between, fillvalue=""))
    return element.get("open", "(") + inner + element.get("close", ")")


def _cells(_: etree._Element, parts: list[str]) -> str:
    return " ".join(parts)


def _rows(_: etree._Element, parts: list[str]) -> str:
    return "; ".join(parts)


_DROPPED = frozenset(("annotation", "annotation-xml", "mphantom"))
_LAYOUTS: dict[str, Callable[[etree._Element, list[str]], str]] = {
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "mover": _over,
    "mmultiscripts": _scripts,
    "mfenced": _fenced,
    "mtr": _cells,
    "matrixrow": _cells,
    "mtable": _rows,
    "matrix": _rows,
}
