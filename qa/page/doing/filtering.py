"""What filters offer, and how many are set."""

from collections.abc import Mapping
from typing import Any

import gradio as gr

from index.errors import AbstractQAError
from qa.page.doing.events import Updates
from qa.page.options import Choices, filters_in
from qa.page.words import say
from qa.serving.service import Service

# So many values of each kind are offered; others can be typed.
OFFERED = 200


class Filters:
    """Over the store of a service."""

    def __init__(self, service: Service) -> None:
        self._library, self._places = service.library, service.places

    def facets(self) -> Updates:
        """What each filter offers, for those whose values come from the store."""
        facets = self._library.facets(OFFERED)
        years = list(facets.years)
        ends = (
            (say("any_from", year=years[0]), say("any_to", year=years[-1]))
            if years
            else (say("any"),) * 2
        )
        given = (facets.journals, facets.publication_types, facets.mesh, facets.languages)
        names = ("journal", "publication type", "mesh", "language")
        return (
            *(gr.update(placeholder=end) for end in ends),
            *(
                gr.update(choices=_choices(counts), info=_left_out(name, facets.unknown))
                for name, counts in zip(names, given, strict=True)
            ),
        )

    def drawer(self, *fields: Any) -> dict[str, Any]:
        """The drawer's title, which says how many filters are set."""
        try:
            count = len(filters_in(Choices(*fields).options))
        except AbstractQAError as error:
            return gr.update(label=f"{say('filters')}: {self._places.told(error)}")
        return gr.update(label=say("filters_set", count=count) if count else say("filters"))


def _choices(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    return [(f"{name} ({count})", name) for name, count in counts.items()]


def _left_out(name: str, unknown: Mapping[str, int]) -> str | None:
    """Which articles a filter leaves out because nothing is known of them there."""
    count = unknown.get(name, 0)
    if not count:
        return None
    return say("unknown_mesh" if name == "mesh" else "unknown", count=count)
