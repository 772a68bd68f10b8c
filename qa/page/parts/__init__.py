"""Where things stand on the page, a file for each of its parts; what they do is in `doing`.

Each has `lay_out`, which puts it where the page has come to, and a dataclass of what it has.
"""

from dataclasses import dataclass

import gradio as gr

from qa.page.parts.adding import Adding
from qa.page.parts.asking import Asking
from qa.page.parts.filtering import Filtering
from qa.page.parts.keeping import Keeping
from qa.page.parts.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Parts:
    """All that the page has."""

    account: gr.HTML
    tabs: gr.Tabs
    asking: Asking
    filtering: Filtering
    adding: Adding
    evidence: gr.HTML
    keeping: Keeping
    shelf: Shelf


__all__ = ["Adding", "Asking", "Filtering", "Keeping", "Parts", "Shelf"]
