"""Articles as readers take them."""

from collections.abc import Iterable

from index.article import Article, Sentence
from qa.rerank.contract import Passage


def passage(article: Article, sentences: Iterable[Sentence] | None = None) -> Passage:
    """The article with all its sentences, or some of them in the abstract's order."""
    chosen = list(article.sentences if sentences is None else sentences)
    labels, before = [], None
    for sentence in chosen:
        label = article.section(sentence).label or ""
        labels.append(label if label != before else "")
        before = label
    return Passage(article.title, tuple(map(article.text, chosen)), tuple(labels))
