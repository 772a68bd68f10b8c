"""The lexical index: BM25 over title and abstract, by tantivy; imported here only.

BM25 with k1 = 1.2, b = 0.75 and idf = ln(1 + (N - n + 0.5) / (n + 0.5)), as Lucene has it
(Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"). A document's score is less
than (k1 + 1) * sum of the query terms' idf; divided by that bound it lies in [0, 1).
"""

import json
import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import tantivy

from index.errors import StoreDamagedError, first_line

_ANALYZER = "abstract"
# The engine's own, in the folder: it names the files that make the index.
PARTS = "meta.json"
_K1_PLUS_1 = 2.2
_BACKGROUND = 1000
# Enough for two indexing threads; tantivy refuses less than 15 MB a thread.
_WRITER_BYTES = 64_000_000


def _analyzer() -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (
        tantivy.Filter.remove_long(60),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword("english"),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="freq")
    return builder.build()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The index as it was at one moment, `written` by the file that names its parts.

    `entries` counts those on disk, with the deleted ones that no merge has dropped yet: the engine
    counts those too, as documents and in `frequency`, when it scores; a bound from live entries
    alone would not be one, and its idf could fall below zero.
    """

    written: int
    searcher: tantivy.Searcher
    entries: int

    def frequency(self, term: str) -> int:
        return int(self.searcher.doc_freq("text", term))

    def rarity(self, term: str, more: int = 0) -> float:
        """The term's idf, were there so many `more` entries without it."""
        n = self.frequency(term)
        return math.log(1 + (self.entries + more - n + 0.5) / (n + 0.5))

    def run(
        self, query: tantivy.Query, terms: Sequence[str], limit: int
    ) -> list[tuple[str, float]]:
        bound = _K1_PLUS_1 * sum(self.rarity(term) for term in set(terms))
        found = self.searcher.search(query, limit=limit, count=False)
        return [(self._key(address), score / bound) for score, address in found.hits]

    def keys(self) -> set[str]:
        total = int(self.searcher.num_docs)
        if not total:
            return set()
        found = self.searcher.search(tantivy.Query.all_query(), limit=total)
        return {self._key(address) for _, address in found.hits}

    def _key(self, address: tantivy.DocAddress) -> str:
        return str(self.searcher.doc(address)["key"][0])


class LexicalIndex:
    """Words to article keys, on disk, incremental."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._readable():
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(_schema(), path=str(folder))
        self._looking = Lock()
        self._read: _Reading | None = None
        self._analyze = _analyzer()
        self._index.register_tokenizer(_ANALYZER, self._analyze)

    # -- writing -----------------------------------------------------------------------------

    def write(self, documents: Iterable[tuple[str, str]], removed: Iterable[str]) -> None:
        """Replace the entries of (key, text) pairs and drop those of `removed`; durable."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for key in removed:
            writer.delete_documents_by_term("key", key)
        for key, text in documents:
            writer.delete_documents_by_term("key", key)
            writer.add_document(tantivy.Document(key=key, text=text))
        writer.commit()
        writer.wait_merging_threads()
        self._look_again()

    def clear(self) -> None:
        """Drop every entry."""
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        writer.delete_all_documents()
        writer.commit()
        self._look_again()

    def _look_again(self) -> None:
        # Two writes within a tick of the file system's clock look like one.
        with self._looking:
            self._read = None

    # -- reading -----------------------------------------------------------------------------

    @property
    def _reading(self) -> "_Reading":
        """What is on disk now: another thread or process may have written since."""
        with self._looking, self._readable():
            written = (self._folder / PARTS).stat().st_mtime_ns
            if self._read is None or self._read.written != written:
                self._index.reload()
                self._read = _Reading(written, self._index.searcher(), self._count_entries())
            return self._read

    def _count_entries(self) -> int:
        meta = json.loads((self._folder / PARTS).read_text(encoding="utf-8"))
        return sum(segment["max_doc"] for segment in meta["segments"])

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Errors of the engine as those of the store."""
        try:
            yield
        except (OSError, ValueError) as error:
            # The engine goes on to repeat all that the file holds.
            fault = first_line(error).partition(" Content: ")[0]
            raise StoreDamagedError(
                f"the lexical index in {self._folder} cannot be read ({fault})",
                "Delete that folder and run `abstractqa index --rebuild`",
            ) from error

    def __len__(self) -> int:
        return int(self._reading.searcher.num_docs)

    def terms(self, text: str) -> list[str]:
        """The text's words as indexed: folded, stemmed, without English stop words; repeated."""
        with self._looking:
            return list(self._analyze.analyze(text))

    def frequency(self, term: str) -> int:
        """In how many entries a term stands, with deleted ones not yet dropped."""
        return self._reading.frequency(term)

    def idf(self, term: str) -> float:
        """The term's inverse document frequency in this store."""
        return self._reading.rarity(term)

    def weight(self, term: str) -> float:
        """How much a term says of what a text is about: its idf, were there 1,000 more articles
        without it. Among a handful of articles the plain idf says nothing of a word they have,
        and everything of one they lack."""
        return self._reading.rarity(term, _BACKGROUND)

    def search(
        self, terms: Sequence[str], limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The best `limit` (key, score) pairs, best first; scores in [0, 1), see above.

        With `among`, of these keys alone; their scores are the same with and without.
        """
        if not terms or not len(self) or (among is not None and not among):
            return []
        query = self._any_of(terms)
        return self._run(query if among is None else self._both(query, among), terms, limit)

    def scores(self, terms: Sequence[str], keys: Sequence[str]) -> dict[str, float]:
        """The score of each of `keys` that holds any of the terms."""
        if not terms or not keys:
            return {}
        return dict(self._run(self._both(self._any_of(terms), keys), terms, len(keys)))

    def _both(self, query: tantivy.Query, keys: Collection[str]) -> tantivy.Query:
        among = tantivy.Query.term_set_query(self._index.schema, "key", list(keys))
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, query),
                (tantivy.Occur.Must, tantivy.Query.const_score_query(among, 0.0)),
            ]
        )

    def keys(self) -> set[str]:
        """Every key in the index."""
        return self._reading.keys()

    def _any_of(self, terms: Sequence[str]) -> tantivy.Query:
        schema = self._index.schema
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term))
                for term in dict.fromkeys(terms)
            ]
        )

    def _run(
        self, query: tantivy.Query, terms: Sequence[str], limit: int
    ) -> list[tuple[str, float]]:
        return self._reading.run(query, terms, limit)
