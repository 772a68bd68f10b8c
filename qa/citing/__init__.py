"""Cited articles as a reader hands them on: printed, or as a file for a reference manager."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import SettingsError
from qa.citing.styles import DEFAULT_STYLE, STYLES

if TYPE_CHECKING:
    from qa.answer import Reference

__all__ = ["DEFAULT_STYLE", "ENDINGS", "FORMS", "STYLES", "cite", "export"]

FORMS = ("bibtex", "ris", "nbib", "csl-json")
"""What `export` writes."""

ENDINGS = {"bibtex": "bib", "ris": "ris", "nbib": "nbib", "csl-json": "json"}
"""What a file of each form is called at its end."""


def cite(references: Sequence["Reference"], style: str = DEFAULT_STYLE) -> tuple[str, ...]:
    """One reference a text, in the order given, plain and without a number.

    What is known against an article stands at the end: `[Retracted]`. Raises SettingsError for a
    style that is not one of `STYLES`.
    """
    if style not in STYLES:
        raise SettingsError(
            f"{style!r} is no reference style here", f"Use one of: {', '.join(STYLES)}"
        )
    # The engine is loaded only when a reference is wanted.
    from qa.citing.printed import printed  # noqa: PLC0415

    return printed(references, style)


def export(references: Sequence["Reference"], form: str) -> str:
    """The references, each once, as the text of one file; empty for none (`[]` as CSL-JSON).

    Raises SettingsError for a form that is not one of `FORMS`.
    """
    if form not in FORMS:
        raise SettingsError(f"{form!r} is no form of export", f"Use one of: {', '.join(FORMS)}")
    write: Callable[[Sequence[Reference]], str] = import_module(
        f"qa.citing.{form.replace('-', '_')}"
    ).write
    return write(tuple({one.key: one for one in references}.values()))
