"""The answer without a language model: sentences of the store, verbatim, each its own citation."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.article import Article
from index.store import Store
from prompts import Prompt
from qa.answer import Answer, Citation, FoundArticle, FoundSentence, Grade, Statement
from qa.cautions import cautions
from qa.evidence import Evidence
from qa.links import article_url, sentence_url
from qa.marks import with_marks
from qa.references import referred
from qa.refusal import NOTHING_MISSING, THRESHOLD, Missing, reason
from qa.retrieval import Ranked, Retrieval
from qa.select import choose

# Sentences shown with each article found.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Weighed:
    """The articles found, their sentences, likeliest to answer first, and the chance, 0-1, that
    they hold an answer; `missing` is what of the question they do not tell."""

    retrieval: Retrieval
    evidence: tuple[Evidence, ...]
    answerability: float
    missing: Missing = NOTHING_MISSING


def extract(weighed: Weighed, store: Store, statements: int, words: Prompt) -> Answer:
    """Answer from what was found, or refuse with a reason."""
    retrieval, evidence = weighed.retrieval, weighed.evidence
    chance = weighed.answerability
    articles = tuple(found_article(ranked, evidence) for ranked in retrieval.articles)
    if chance < THRESHOLD:
        why = reason(retrieval, store, words, weighed.missing)
        return Answer(retrieval.question.text, why, True, why, (), (), articles, chance)
    chosen = choose(evidence, statements)
    citations = tuple(cite(number, one) for number, one in enumerate(chosen, start=1))
    said = tuple(Statement(c.text, (c.number,), Grade.VERBATIM) for c in citations)
    answer = Answer(
        question=retrieval.question.text,
        answer=with_marks(said),
        refused=False,
        reason=None,
        statements=said,
        citations=citations,
        articles=articles,
        answerability=chance,
        references=referred(one.article for one in chosen),
    )
    return replace(answer, notices=tuple(cautions(answer)))


def cite(number: int, evidence: Evidence) -> Citation:
    """A citation of one sentence, its text cut from the stored abstract."""
    article, sentence, record = evidence.article, evidence.sentence, evidence.article.record
    return Citation(
        number=number,
        key=article.key,
        pmid=article.pmid,
        doi=article.doi,
        title=article.title,
        journal=article.journal,
        year=record.year,
        section=article.section(sentence).label,
        category=evidence.form.category,
        sentence=sentence.index,
        start=sentence.start,
        end=sentence.end,
        text=evidence.text,
        score=evidence.score,
        status=article.status,
        url=sentence_url(article.pmid, article.doi, record.pmcid, evidence.text),
    )


def found_article(ranked: Ranked, evidence: Sequence[Evidence]) -> FoundArticle:
    """An article as retrieval found it, with its best sentences."""
    article: Article = ranked.article
    record = article.record
    best = [one for one in evidence if one.article.key == article.key][:_SHOWN]
    return FoundArticle(
        key=article.key,
        pmid=article.pmid,
        doi=article.doi,
        title=article.title,
        journal=article.journal,
        year=record.year,
        score=ranked.score,
        status=article.status,
        url=article_url(article.pmid, article.doi, record.pmcid),
        sentences=tuple(_found_sentence(one) for one in best),
    )


def _found_sentence(evidence: Evidence) -> FoundSentence:
    sentence = evidence.sentence
    return FoundSentence(
        sentence=sentence.index,
        start=sentence.start,
        end=sentence.end,
        section=evidence.article.section(sentence).label,
        category=evidence.form.category,
        text=evidence.text,
        score=evidence.score,
    )
