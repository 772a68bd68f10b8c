"""When not to answer, and what to say instead: a reason that helps.

Whether anything in the store bears on a question is judged from these: the share of the question's
weight that one of the first three articles covers with its words, the first article's cosines
(nearest sentence, mean), the log-odds of the likeliest sentence, and how far down its article
stands: where an answer is, both ways of looking agree on the article. The more articles there are,
the better the best of them matches by chance, so their number counts too. A logistic curve over
these, fitted by `benchmarks/fit_refusal.py` on questions with and without an answer in stores of
one to 27,030 articles, gives the chance that the store holds one; below `THRESHOLD` the question
is refused.
"""

import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from index.store import Store
from prompts import Prompt
from qa.evidence import Evidence, logistic
from qa.following import subject_words
from qa.people import kinds
from qa.question import Question, subject_terms
from qa.retrieval import Ranked, Retrieval


@dataclass(frozen=True, slots=True)
class Curve:
    """What each signal is worth, in log-odds."""

    coverage: float
    best: float
    mean: float
    sentence: float
    places: float
    log10_articles: float
    bias: float

    def chance(self, signals: Sequence[float]) -> float:
        """Of an answer, 0-1; `signals` as `signals` gives them."""
        *weights, bias = astuple(self)
        return logistic(bias + sum(w * x for w, x in zip(weights, signals, strict=True)))


# Where sentences are only looked at, and where they are read.
LOOKED = Curve(7.82, 4.66, 12.02, 0.0, 0.0, -0.44, -11.52)
READ = Curve(4.21, 4.45, 7.10, 0.91, -0.78, -0.41, -5.59)
# Refusing what could be answered costs a reader more than an answer they can check and dismiss.
THRESHOLD = 0.4
# Articles looked at, of those found.
COVERING = 3
# Further down says no more.
_PLACES = 2
# Unknown words named in a refusal.
_NAMED = 8


def answerability(
    retrieval: Retrieval, evidence: Sequence[Evidence], store: Store, curve: Curve
) -> float:
    """The chance that the articles found hold an answer, 0-1."""
    searched = searched_among(retrieval, store)
    if not evidence or _is_about_any(retrieval.question, searched):
        return 0.0
    return curve.chance(signals(retrieval, evidence, store, searched))


def signals(
    retrieval: Retrieval, evidence: Sequence[Evidence], store: Store, articles: int
) -> tuple[float, ...]:
    """What is judged from, in the order of `Curve`; `articles` is how many there are in all.

    A title without an abstract can be right on the subject and answers nothing: it does not count.
    """
    citable = [ranked for ranked in retrieval.articles if ranked.article.sentences]
    keys = [ranked.article.key for ranked in citable]
    return (
        max(coverage(retrieval.question, ranked, store) for ranked in citable[:COVERING]),
        max(citable[0].best, 0.0),
        max(citable[0].mean, 0.0),
        evidence[0].log_odds,
        float(min(keys.index(evidence[0].article.key), _PLACES)),
        # All of them may have been removed since these were found.
        math.log10(max(1, articles)),
    )


def coverage(question: Question, ranked: Ranked, store: Store) -> float:
    """The share of the question's weight that stands in an article's title and abstract."""
    return question.coverage(frozenset(store.lexical.terms(ranked.article.words)))


@dataclass(frozen=True, slots=True)
class Missing:
    """What the articles found do not tell: words of a follow-up that `strayed`; a topic of
    `qa.untold`. `about` is what of the question can name a subject, where not all of it can."""

    strayed: tuple[str, ...] = ()
    untold: str | None = None
    about: str | None = None


NOTHING_MISSING = Missing()


def reason(
    retrieval: Retrieval, store: Store, words: Prompt, missing: Missing = NOTHING_MISSING
) -> str:
    """Why there is no answer: an empty store, filters that leave nothing, an unknown subject,
    a follow-up that strays from what its history finds, or what came closest."""
    if not len(store.catalogue):
        return words.render("empty_store")
    if not len(store.lexical):
        return words.render("unfinished_store")
    filtered = _filtered(retrieval, store, words)
    if retrieval.allowed == 0:
        return " ".join(filtered)
    searched = searched_among(retrieval, store)
    if _is_about_any(retrieval.question, searched) or (searched > 1 and missing.about == ""):
        return words.render("no_subject")
    sentences = [_nothing(retrieval.question.text, store, words, missing)]
    if retrieval.articles:
        closest = retrieval.articles[0].article
        named = "closest" if closest.title else "closest_untitled"
        values = {"title": closest.title} if closest.title else {}
        sentences.append(words.render(named, key=closest.key, **values))
        if not closest.sentences:
            sentences[0] = words.render("no_abstract")
    best = retrieval.articles[0].score if retrieval.articles else 0.0
    withheld = [ranked.article.key for ranked in retrieval.withheld if ranked.score >= best]
    if withheld:
        keys = ", ".join(withheld)
        sentences.append(words.render("withheld", keys=keys))
    return " ".join([*sentences, *filtered])


def searched_among(retrieval: Retrieval, store: Store) -> int:
    """How many articles the best were found among."""
    return len(store.lexical) if retrieval.allowed is None else retrieval.allowed


def _is_about_any(question: Question, searched: int) -> bool:
    """“What do the authors conclude?” is answered by every article: which one is not said."""
    return searched > 1 and not question.names_subject


def _filtered(retrieval: Retrieval, store: Store, words: Prompt) -> list[str]:
    """How much the filters left out, and how much of that only for want of MeSH headings."""
    said = []
    if retrieval.allowed is not None:
        total = len(store.catalogue)
        counts = {"allowed": f"{retrieval.allowed:,}", "total": f"{total:,}"}
        said.append(words.render("filtered" if retrieval.allowed else "filtered_all", **counts))
    if retrieval.without_mesh:
        said.append(words.render("without_mesh", count=f"{retrieval.without_mesh:,}"))
    return said


def _nothing(asked: str, store: Store, words: Prompt, missing: Missing) -> str:
    """Names the question's words that no article has, as they were typed; of a follow-up that
    strays, those that what was found has not."""
    if missing.untold:
        return words.render(f"untold_{missing.untold}")
    strayed = missing.strayed
    about = asked if missing.about is None else missing.about
    unknown = _unknown(" ".join(strayed) or about, store)
    named = ", ".join(f"“{word}”" for word in (unknown or strayed)[:_NAMED])
    if unknown:
        return words.render("nothing_about", words=named)
    return words.render("strayed", words=named) if strayed else words.render("nothing_matches")


def _unknown(text: str, store: Store) -> list[str]:
    """The words of a text that matter and that no article has."""
    stems = {stem for stem in subject_terms(text, store) if not store.lexical.frequency(stem)}
    # Nor those of asking, and people, who may be called by other words.
    named = (word for word in subject_words(text) if not kinds(word))
    return [word for word in named if stems.intersection(store.lexical.terms(word))]
