"""Find the articles that bear on a question: vectors and words, fused into one score.

    score = (lexical + (best + mean) / 2) / 2, all in [0, 1], higher is better

`lexical` is BM25 over title and abstract as a share of the most this question could score;
`best` is the cosine of the nearest title or sentence, `mean` that of the article's mean vector,
negative ones counted as 0. The parts are absolute, not normalised per question, so a score says
how good a match is and not only which is better (docs/quality.md compares the two).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.article import RETRACTED, RETRACTION_NOTICE, Article
from index.embedder import Vectors
from index.facets import Filters
from index.store import Store
from index.vectors import VectorHit
from qa.allowed import Allowed
from qa.question import Question

# How deep each leg is read before fusing, at least: recall@10 is the same at twice the depth.
_SENTENCES = 200
_ARTICLES = 50
_UNFILTERED = Filters()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An article and how well it matches; every number is 0-1, higher is better."""

    article: Article
    score: float
    lexical: float
    best: float
    mean: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The parts of one article's score."""

    lexical: float
    best: float
    mean: float

    @property
    def fused(self) -> float:
        """One number from the three."""
        return (self.lexical + (max(self.best, 0.0) + max(self.mean, 0.0)) / 2) / 2


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A question and the articles found for it, best first.

    `withheld` are retracted articles, and notices of retraction, that would have stood among
    them; they are left out unless asked for. Of all articles `filters` allow `allowed` (None: there
    are no filters); `without_mesh` are left out only because they have no MeSH headings at all, as
    records of the last weeks have none.
    """

    question: Question
    articles: tuple[Ranked, ...]
    withheld: tuple[Ranked, ...] = ()
    filters: Filters = _UNFILTERED
    allowed: int | None = None
    without_mesh: int = 0


def retrieve(
    question: Question,
    store: Store,
    limit: int,
    *,
    include_retracted: bool = False,
    filters: Filters = _UNFILTERED,
) -> Retrieval:
    """The best `limit` articles for a question, of those that `filters` allow.

    An article's score is the same with and without filters.
    """
    allowed = Allowed.by(filters, store)
    scores = score_candidates(question, store, max(_ARTICLES, 2 * limit), allowed)
    order = sorted(scores, key=lambda key: (-scores[key].fused, key))
    # Some spares, since retracted ones among the best give up their places.
    found = store.catalogue.articles(order[: 2 * limit + 10])
    ranked = [_ranked(found[key], scores[key]) for key in order[: 2 * limit + 10] if key in found]
    kept = [r for r in ranked if include_retracted or not _is_withheld(r.article)]
    withheld = [r for r in ranked[:limit] if not include_retracted and _is_withheld(r.article)]
    return Retrieval(
        question,
        tuple(kept[:limit]),
        tuple(withheld),
        filters,
        None if allowed is None else len(allowed.keys),
        0 if allowed is None else allowed.without_mesh,
    )


def score_candidates(
    question: Question, store: Store, depth: int = _ARTICLES, allowed: Allowed | None = None
) -> dict[str, Scores]:
    """Scores of every article among the best `depth` of a leg, each leg completed for all; with
    `allowed`, of these articles alone."""
    terms = list(question.terms)
    best, floor = _best_cosines(question.vector, store, allowed)
    mean = dict(nearest_abstracts(question.vector, store, depth, allowed))
    lexical = dict(search(terms, store, depth, allowed))
    keys = list(dict.fromkeys([*best, *mean, *lexical]))
    mean |= _mean_cosines(question.vector, store, _missing(keys, mean))
    lexical |= store.lexical.scores(terms, _missing(keys, lexical))
    # An article none of whose sentences came up has none above the lowest that did.
    return {
        key: Scores(lexical.get(key, 0.0), best.get(key, min(floor, mean[key])), mean[key])
        for key in keys
        if key in mean
    }


def _best_cosines(
    vector: Vectors, store: Store, allowed: Allowed | None
) -> tuple[dict[str, float], float]:
    if allowed is not None and allowed.are_few:
        return allowed.best_cosines(vector), 0.0
    best: dict[str, float] = {}
    hits = nearest_sentences(vector, store, allowed)
    for hit in hits:
        best[hit.key] = max(hit.cosine, best.get(hit.key, -1.0))
    return best, hits[-1].cosine if hits else 0.0


def nearest_sentences(vector: Vectors, store: Store, allowed: Allowed | None) -> list[VectorHit]:
    """Sentences nearest a question, nearest first, of the articles allowed."""
    near = store.vectors.nearest_sentences
    if allowed is None:
        return near(vector, _SENTENCES)
    return allowed.best(
        _SENTENCES,
        lambda hit: hit.key,
        lambda n: near(vector, n),
        lambda n: near(vector, n, allowed.sentence_counts),
    )


def nearest_abstracts(
    vector: Vectors, store: Store, depth: int, allowed: Allowed | None
) -> list[tuple[str, float]]:
    """Articles whose mean is nearest a question, nearest first, of those allowed."""
    near = store.vectors.nearest_abstracts
    if allowed is None:
        return near(vector, depth)
    return allowed.best(
        depth, _key, lambda n: near(vector, n), lambda n: near(vector, n, allowed.sentence_counts)
    )


def search(
    terms: list[str], store: Store, depth: int, allowed: Allowed | None
) -> list[tuple[str, float]]:
    """Articles that hold these words, best first, of those allowed."""
    words = store.lexical.search
    if allowed is None:
        return words(terms, depth)
    return allowed.best(
        depth, _key, lambda n: words(terms, n), lambda n: words(terms, n, allowed.keys)
    )


def _key(scored: tuple[str, float]) -> str:
    return scored[0]


def _mean_cosines(vector: Vectors, store: Store, keys: list[str]) -> dict[str, float]:
    return {key: float(row @ vector) for key, row in store.vectors.abstracts(keys).items()}


def _missing(keys: Iterable[str], leg: Mapping[str, float]) -> list[str]:
    return [key for key in keys if key not in leg]


def _is_withheld(article: Article) -> bool:
    return article.status in (RETRACTED, RETRACTION_NOTICE)


def _ranked(article: Article, scores: Scores) -> Ranked:
    return Ranked(article, scores.fused, scores.lexical, scores.best, scores.mean)
