"""How a question and a passage become one row of tokens, and which tokens are whose.

    [CLS] question [SEP] title [SEP] label sentence [SEP] label sentence [SEP] …

`owner` says of each token whose it is: 0 the question's, n the n-th sentence's (its label and the
[SEP] after it included), -1 nobody's. Sentences are read together: which one answers shows best
beside the others.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.rerank.contract import Passage

CLS, SEP, PAD = 101, 102, 0
NOBODY = -1
# Most tokens of a question, a title, a sentence, a row. The model has 512 places.
_QUESTION, _TITLE, _SENTENCE, ROW = 64, 48, 96, 512

Tokens = list[int]
# Texts to tokens, none added at the ends.
Tokenizer = Callable[[Sequence[str]], list[Tokens]]


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens and their owners, equally many; `sentences` of the passage fit in."""

    tokens: tuple[int, ...]
    owner: tuple[int, ...]
    sentences: int


def rows(question: str, passages: Sequence[Passage], tokenize: Tokenizer) -> list[Row]:
    """One row for each passage; sentences that no longer fit into `ROW` tokens are left out."""
    texts = [question]
    for passage in passages:
        texts.append(passage.title)
        texts += [
            f"{label.lower()}: {sentence}" if label else sentence
            for label, sentence in zip(passage.labels, passage.sentences, strict=True)
        ]
    read = tokenize(texts)
    asked, place, made = read[0], 1, []
    for passage in passages:
        end = place + 1 + len(passage.sentences)
        made.append(row(asked, read[place], read[place + 1 : end]))
        place = end
    return made


def row(question: Tokens, title: Tokens, sentences: Sequence[Tokens]) -> Row:
    """The row of one passage, from the tokens of its parts."""
    asked = question[:_QUESTION]
    tokens = [CLS, *asked, SEP, *title[:_TITLE], SEP]
    owner = [NOBODY, *[0] * len(asked), *[NOBODY] * (len(tokens) - len(asked) - 1)]
    fitted = 0
    for number, sentence in enumerate(sentences, start=1):
        some = [*sentence[:_SENTENCE], SEP]
        if len(tokens) + len(some) > ROW:
            break
        tokens += some
        owner += [number] * len(some)
        fitted = number
    return Row(tuple(tokens), tuple(owner), fitted)
