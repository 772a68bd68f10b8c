"""What the model is shown: numbered sentences grouped by article, as many as its window holds.

Text of abstracts is data. Each sentence stands on one line of its own; what in it could pass for a
number of ours, a tag of a chat template or a mark-up is shown with other brackets. The model never
gives text back as a citation, so nothing of this reaches a reader.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import RETRACTED, RETRACTION_NOTICE, Article
from index.store import Store
from prompts import Prompt
from qa.characters import one_line
from qa.evidence import Evidence, sheets
from qa.extract import Weighed
from qa.weighing import Priors, weigh

# Articles and sentences are taken in steps: the best few sentences of the first articles, then more
# of these and the best of the next ones.
_ARTICLES, _SENTENCES = 5, 4
# A text in pieces has a few more tokens or fewer than whole.
_SLACK = 0.97
_LONGEST_TITLE, _LONGEST_LABEL = 300, 60
_UNSOUND = (RETRACTED, RETRACTION_NOTICE)
_NUMBERED = re.compile(r"\[(\s*/?\s*(?:\d[\d\s,;–-]*|[A-Z_]+)\s*)\]")
_TAG = re.compile(r"<(?=[|｜/!?a-zA-Z_])")

Count = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Brief:
    """`sentences[n - 1]` is the one shown with the number n; `text` is what the model reads.

    `articles` are named in it, of `found`; `left` sentences of these did not fit.
    """

    text: str
    sentences: tuple[Evidence, ...]
    articles: int
    found: int
    left: int

    @property
    def whole(self) -> bool:
        """Whether everything that was found is in it."""
        return self.articles == self.found and not self.left


def quoted(text: str) -> str:
    """Text of an abstract on one line, with nothing in it that the model could take for ours."""
    line = _NUMBERED.sub(r"［\1］", one_line(text))
    return _TAG.sub("‹", line).replace("|>", "|›")


def brief(weighed: Weighed, store: Store, words: Prompt, budget: int, count: Count) -> Brief:
    """The likeliest sentences of the articles found that fit into `budget` tokens."""
    ranked = evidence(weighed, store)
    found = len({one.article.key for one in ranked})
    chosen = _fitting(_in_steps(ranked), words, budget * _SLACK, count)
    made = _made(chosen, ranked, found, words)
    while chosen and count(made.text) > budget:
        chosen = chosen[:-1]
        made = _made(chosen, ranked, found, words)
    return made


def sound(one: Evidence) -> bool:
    """Whether its article may support anything: retracted work may not."""
    return one.article.status not in _UNSOUND


def evidence(weighed: Weighed, store: Store) -> list[Evidence]:
    """Every sentence of every article found, by article as retrieved, likeliest first in each."""
    known = {one.article.key for one in weighed.evidence}
    rest = sheets(weighed.retrieval, store, without=known)
    more = weigh(weighed.retrieval.question, rest, Priors())
    places = {r.article.key: at for at, r in enumerate(weighed.retrieval.articles)}
    return sorted((*weighed.evidence, *more), key=lambda one: (places[one.article.key], -one.score))


def _in_steps(ranked: Sequence[Evidence]) -> list[Evidence]:
    places: dict[str, int] = {}
    taken: dict[str, int] = {}
    order = []
    for one in ranked:
        article = places.setdefault(one.article.key, len(places))
        nth = taken[one.article.key] = taken.get(one.article.key, -1) + 1
        order.append(((article // _ARTICLES + nth // _SENTENCES, article, nth), one))
    return [one for _, one in sorted(order, key=lambda pair: pair[0])]


def _fitting(
    ordered: Sequence[Evidence], words: Prompt, budget: float, count: Count
) -> list[Evidence]:
    """The first that fit; each article costs its headline as well, each new section its label."""
    chosen: list[Evidence] = []
    named: set[str] = set()
    for one in ordered:
        cost = count(_line(len(ordered), one, words)) + count(_label(one)) + 2
        if one.article.key not in named:
            cost += count(_headline(one.article, words)) + 1
        if cost > budget:
            continue  # A sentence of many pages leaves room for others.
        budget -= cost
        named.add(one.article.key)
        chosen.append(one)
    return chosen


def _made(
    chosen: Sequence[Evidence], ranked: Sequence[Evidence], found: int, words: Prompt
) -> Brief:
    """The text, articles in the order found, the sentences of each in the abstract's order."""
    held = {(one.article.key, one.sentence.index) for one in chosen}
    keys = list(dict.fromkeys(one.article.key for one in ranked))
    named = [key for key in keys if any(one.article.key == key for one in chosen)]
    shown: list[Evidence] = []
    blocks: list[str] = []
    for key in named:
        mine = [one for one in ranked if one.article.key == key]
        lines = [_headline(mine[0].article, words)]
        section = ""
        for one in sorted(mine, key=lambda one: one.sentence.index):
            if (key, one.sentence.index) in held:
                shown.append(one)
                if _label(one) != section:
                    section = _label(one)
                    lines.append(words.render("section", label=section))
                lines.append(_line(len(shown), one, words))
        blocks.append("\n".join(lines))
    left = sum(one.article.key in named for one in ranked) - len(shown)
    return Brief("\n\n".join(blocks), tuple(shown), len(named), found, left)


def _headline(article: Article, words: Prompt) -> str:
    standing = (article.status or "").upper()
    return words.render(
        "article",
        key=quoted(article.key),
        year=str(article.record.year or "year unknown"),
        title=quoted(article.title)[:_LONGEST_TITLE],
        status=f" {words.render('status', standing=standing)}" if standing else "",
    )


def _label(one: Evidence) -> str:
    return quoted(one.article.section(one.sentence).label or one.form.category)[:_LONGEST_LABEL]


def _line(number: int, one: Evidence, words: Prompt) -> str:
    return words.render("sentence", number=str(number), text=quoted(one.text))
