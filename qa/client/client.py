"""The facade: what a library does, asked of a server."""

from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any

from index.article import Article
from index.build import IndexReport
from index.closing import Closing
from index.errors import RemoteError
from index.facets import Facets
from index.progress import Progress, Silent
from index.stats import Stats
from qa.answer import Answer, SearchResult
from qa.asking import Asking, History
from qa.client import replies, sending, uploading
from qa.client.sending import STREAM, Request
from qa.client.transport import Transport
from qa.events import Done, Event


def connect(url: str, key: str | None = None, timeout: float = 60.0) -> "Client":
    """A client of the server at `url`, by its key where it wants one; nothing is sent yet.

    `timeout` is how many seconds the server may say nothing. Raises SettingsError for an address
    or a key that is none.
    """
    return Client(Transport(url, key, timeout))


class Client(Asking, Closing):
    """Ask, search, look up and index articles at a server, as `qa.Library` does here.

    Objects and errors are the library's own. What the server raised is raised here; besides,
    RemoteError where it cannot be reached or understood, AccessError where it wants a key,
    BusyError where it is busy still after several tries, AnswerTimeoutError where it says nothing.
    """

    def __init__(
        self,
        transport: Transport,
        options: Mapping[str, Any] | None = None,
        *,
        owner: bool = True,
    ) -> None:
        self._transport, self._chosen, self._owner = transport, dict(options or {}), owner

    def __repr__(self) -> str:
        return f"qa.connect({self.url!r})"

    @property
    def url(self) -> str:
        """The server's address."""
        return self._transport.url

    def using(self, **changed: Any) -> "Client":
        """This client with other settings for a question, as `Library.using`: `articles`,
        `statements`, `include_retracted`, `years`, `journals`, `publication_types`, `mesh`,
        `languages`, and `llm=None` for the extractive answer. Closing it closes nothing.
        """
        chosen = {**self._chosen, **sending.options(changed)}
        return Client(self._transport, chosen, owner=False)

    # -- questions ---------------------------------------------------------------------------

    def ask(self, question: str, history: History = ()) -> Answer:
        """An answer that cites its sentences, or a refusal with its reason."""
        sent = sending.ask(question, history, self._chosen)
        return replies.read(Answer, self._transport.send(sent), self.url)

    async def aask(self, question: str, history: History = ()) -> Answer:
        """The same without blocking."""
        sent = sending.ask(question, history, self._chosen)
        return replies.read(Answer, await self._transport.asend(sent), self.url)

    def stream(self, question: str, history: History = ()) -> Generator[Event]:
        """What comes as the answer is made: each statement checked, with its citations; last Done.

        Close the iterator to stop the server's work.
        """
        sent = sending.ask(question, history, self._chosen, STREAM)
        with closing(self._transport.stream(sent)) as texts:
            for text in texts:
                event = replies.event(text, self.url)
                yield event
                if isinstance(event, Done):
                    return
        raise self._broken_off()

    async def astream(self, question: str, history: History = ()) -> AsyncGenerator[Event]:
        """The same without blocking; closing it, or cancelling the task, stops the server."""
        sent = sending.ask(question, history, self._chosen, STREAM)
        async with aclosing(self._transport.astream(sent)) as texts:
            async for text in texts:
                event = replies.event(text, self.url)
                yield event
                if isinstance(event, Done):
                    return
        raise self._broken_off()

    def search(self, words: str) -> SearchResult:
        """Ranked articles with their best sentences."""
        sent = sending.search(words, self._chosen)
        return replies.read(SearchResult, self._transport.send(sent), self.url)

    # -- the store ---------------------------------------------------------------------------

    def article(self, name: str) -> Article:
        """One article by key, PMID, PMCID or DOI; raises ArticleNotFoundError.

        Its origins are file names: where they stood on the server is not told.
        """
        return replies.read(Article, self._transport.send(sending.article(name)), self.url)

    def remove(self, name: str) -> Article:
        """Take an article out, for good, and give what it was; raises ArticleNotFoundError."""
        found = self.article(name)
        self._transport.send(sending.article(found.key, "DELETE"))
        return found

    def index(
        self,
        sources: str | Path | Sequence[str | Path],
        progress: Progress | None = None,
        names: Mapping[str, str] | None = None,
    ) -> IndexReport:
        """Upload files, folders or patterns of this machine, and wait until they are indexed.

        `names` says what files are called where that is not their name here, by their paths.
        """
        several = [sources] if isinstance(sources, str | Path) else sources
        files = [str(one) for one in several]
        return uploading.index(self._transport, files, progress or Silent(), names or {})

    def facets(self, limit: int = 50) -> Facets:
        """What the articles can be filtered by, the `limit` most common values of each."""
        return replies.read(Facets, self._transport.send(sending.facets(limit)), self.url)

    def stats(self) -> Stats:
        """What is in the store, counted."""
        return replies.read(Stats, self._transport.send(Request("GET", "/v1/stats")), self.url)

    def close(self) -> None:
        """Close the connections to the server."""
        if self._owner:
            self._transport.close()

    def _broken_off(self) -> RemoteError:
        return RemoteError(f"{self.url} broke off before the answer was done", "Ask again")
