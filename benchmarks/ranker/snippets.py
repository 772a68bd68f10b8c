"""BioASQ's questions as examples: they come with snippets and without abstracts.

A passage is made of a question's own snippets, which answer, and of those of the questions most
like it, which do not: nothing of the order in an abstract is in it.
"""

import random
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.ranker.examples import Example
from index.sentences import split
from qa.evaluation import GoldQuestion
from qa.rerank.contract import Passage

# Questions looked at for snippets that do not answer; snippets that do and that do not.
_NEAR, _RIGHT, _WRONG = 8, 2, 6
# Longer snippets are half an abstract, of which most does not answer.
_LONGEST = 400


def of_snippets(source: str, golds: Sequence[GoldQuestion], seed: int = 0) -> Iterator[Example]:
    """A passage for each question that has snippets."""
    rng = random.Random(seed)
    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform([one.question for one in golds])
    for at, gold in enumerate(golds):
        alike = np.asarray((vectors @ vectors[at].T).todense()).ravel()
        near = [golds[int(n)] for n in np.argsort(-alike)[1 : _NEAR + 1]]
        right = _texts(gold)
        # The same article may answer both: then nothing is known of its other snippets.
        wrong = [t for one in near if gold.relevance.keys().isdisjoint(one.relevance)
                 for t in _texts(one)]  # fmt: skip
        if right and wrong:
            shown = [(t, True) for t in rng.sample(right, min(_RIGHT, len(right)))]
            shown += [(t, False) for t in rng.sample(wrong, min(_WRONG, len(wrong)))]
            rng.shuffle(shown)
            yield _example(source, gold, shown)


def _texts(gold: GoldQuestion) -> list[str]:
    return [one.text for one in gold.evidence if one.text and len(one.text) <= _LONGEST]


def _example(source: str, gold: GoldQuestion, shown: Sequence[tuple[str, bool]]) -> Example:
    sentences = [(t[a:b], right) for t, right in shown for a, b in split(t)]
    passage = Passage("", tuple(t for t, _ in sentences), ("",) * len(sentences))
    marked = frozenset(n for n, (_, right) in enumerate(sentences) if right)
    return Example(source, gold.id, gold.question, passage, marked)
