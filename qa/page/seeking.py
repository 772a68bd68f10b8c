"""Articles found by words or by their names, and how well they bear on these."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.article import Article, Sentence
from index.errors import SettingsError
from index.store import Store
from qa.evidence import Evidence, sheets
from qa.library import Library
from qa.page.bearing import Sought, bears
from qa.page.naming import Named, named
from qa.page.words import say
from qa.question import checked
from qa.retrieval import Retrieval
from qa.serving.service import Service
from qa.weighing import Priors, weigh


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found, and the sentence in it that matches best.

    `missing` are words that do not stand in it; `near`: none of those that matter does.
    """

    article: Article
    sentence: Sentence | None = None
    missing: tuple[str, ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Findings:
    """Articles found, best first; `named` is the article that the words name, if they do.

    `weak`: they may hardly bear on the words, of which `unknown` stand in no article at all;
    `subjectless`: none of these names a subject. `reason` says why there are no articles.
    """

    hits: tuple[Hit, ...]
    named: Named | None = None
    weak: bool = False
    subjectless: bool = False
    unknown: tuple[str, ...] = ()
    reason: str | None = None


async def look(service: Service, words: str) -> Findings:
    """What is found for words. Raises SettingsError for too many, BusyError as `Service.search`."""
    if len(words) > service.settings.max_question:
        most = service.settings.max_question
        raise SettingsError(say("too_many_words", count=len(words)), say("fewer_words", most=most))
    return await service.lanes.run(findings, service.library, words)


def findings(library: Library, words: str) -> Findings:
    """The same by a library; retracted articles are in the store, and found as any other."""
    one = named(library, words)
    if one is None:
        return _by_words(library, words)
    if one.article is not None:
        return Findings((Hit(one.article),), one)
    if not one.only_digits:
        return Findings((), one)
    hits = _by_words(library, words).hits
    return Findings(tuple(hit for hit in hits if not hit.near), one)


def _by_words(library: Library, words: str) -> Findings:
    everything = library.using(include_retracted=True)
    chosen = everything.finding.invoke(checked(words))
    retrieval, store = chosen.found.retrieval, library.store
    if not retrieval.articles:
        return Findings((), reason=everything.search(words).reason)
    sought = Sought.of(retrieval.question, store)
    best = _best(retrieval, chosen.weighed.evidence, store)
    return Findings(
        tuple(
            Hit(
                article,
                best.get(article.key),
                sought.missing(article, store),
                not sought.stands_in(article, store),
            )
            for article in (ranked.article for ranked in retrieval.articles)
        ),
        weak=not bears(retrieval.question, retrieval.articles, store),
        subjectless=not retrieval.question.names_subject,
        unknown=sought.unknown(store),
    )


def _best(retrieval: Retrieval, evidence: Sequence[Evidence], store: Store) -> dict[str, Sentence]:
    """The likeliest sentence of each article, by its key. Only some are read for an answer; of the
    others it is what priors say."""
    read = {one.article.key for one in evidence}
    others = weigh(retrieval.question, sheets(retrieval, store, read), Priors())
    weighed = [*evidence, *others]
    return {one.article.key: one.sentence for one in reversed(weighed)}
