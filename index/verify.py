"""Check a store: every offset, and that catalogue, vectors and lexical index hold the same."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from index.article import Article
from index.store import Store
from index.vectors import expected_ids

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Verification:
    """How many articles and sentences were checked, and every problem found, one line each."""

    articles: int
    sentences: int
    vectors: int
    problems: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON-ready values."""
        return asdict(self)


def verify(store: Store) -> Verification:
    """Read the whole store and check it against itself."""
    problems: list[str] = []
    articles = sentences = 0
    for article in store.catalogue:
        articles += 1
        sentences += len(article.sentences)
        problems += [f"{article.key}: {problem}" for problem in check_offsets(article)]
    problems += _across(store)
    return Verification(articles, sentences, store.vectors.count(), tuple(problems))


def check_offsets(article: Article) -> Iterator[str]:
    """What is wrong with an article's sections and sentences: nothing, if it was stored right."""
    end = 0
    for number, section in enumerate(article.sections):
        if not end <= section.start < section.end <= len(article.abstract):
            yield f"section {number} has offsets {section.start}-{section.end}"
        end = section.end
    covered = end = 0
    for index, sentence in enumerate(article.sentences):
        text = article.text(sentence)
        if not 0 <= sentence.section < len(article.sections):
            yield f"sentence {index} is in section {sentence.section}, which does not exist"
            continue
        section = article.section(sentence)
        if sentence.index != index or not end <= sentence.start < sentence.end:
            yield f"sentence {index} has offsets {sentence.start}-{sentence.end}"
        if not section.start <= sentence.start <= sentence.end <= section.end:
            yield f"sentence {index} leaves its section"
        if not text or text != text.strip():
            yield f"sentence {index} is empty or padded: {text!r}"
        covered += len("".join(text.split()))
        end = sentence.end
    if covered != len("".join(article.abstract.split())):
        yield "its sentences do not cover its abstract"


def _across(store: Store) -> Iterator[str]:
    pending = store.catalogue.backlog.count_pending()
    if pending:
        yield f"{pending} articles wait for their vectors: run the same `abstractqa index` again"
    if store.catalogue.backlog.removals():
        yield "entries of merged articles wait for removal: run `abstractqa index` again"
    counts = store.catalogue.sentence_counts()
    # Entries of what waits, said above, may be there or not: a run was stopped between.
    waiting = {**store.catalogue.backlog.removals(), **store.catalogue.backlog.waiting_counts()}
    sentence_ids = store.vectors.sentence_ids().difference(expected_ids(waiting))
    keys, either = set(counts), set(waiting)
    yield from _differences("sentence vectors", set(expected_ids(counts)), sentence_ids)
    yield from _differences("abstract vectors", keys, store.vectors.abstract_keys() - either)
    yield from _differences("lexical index", keys, store.lexical.keys() - either)


def _differences(where: str, expected: set[str], found: set[str]) -> Iterator[str]:
    remedy = "run `abstractqa index --rebuild`"
    for word, ids in (("lacks", expected - found), ("has a stray", found - expected)):
        if ids:
            some = ", ".join(sorted(ids)[:_SHOWN])
            yield f"{where} {word} {len(ids)} of {len(expected)} ({some}): {remedy}"
