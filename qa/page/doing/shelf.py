"""What is in the store, and articles found there."""

from index.errors import AbstractQAError
from qa.page import shelf
from qa.page.doing.events import SKIP, Updates
from qa.page.doing.filtering import OFFERED
from qa.page.drawing import fill
from qa.serving.service import Service


class Finds:
    """Over the store of a service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def shelf(self) -> str:
        """What is in the store."""
        library = self._service.library
        return shelf.shelf_html(library.stats(), library.facets(OFFERED))

    async def find(self, words: str, style: str) -> Updates:
        """Articles found by words, with references in this style; and these words."""
        if not words.strip():
            return "", ""
        try:
            return shelf.found_html(await shelf.look(self._service, words), style), words
        except AbstractQAError as error:
            return fill("alert", text=str(error)), ""

    async def restyle(self, sought: str, style: str) -> object:
        """The same with references in another style."""
        return (await self.find(sought, style))[0] if sought else SKIP
