"""One question's gold and what was given for it, made ready to stand side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.answer import Grade
from qa.evaluation.outcome import Outcome, Scored
from qa.evaluation.report.wording import clipped, number, plain

_TEXT, _ITEMS = 700, 6


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence or an article. `mark` says in a word that it stands on the other side too."""

    key: str
    place: str
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Side:
    """One column: its items, how `more` there are, and words for what items do not say."""

    title: str
    items: tuple[Item, ...]
    more: int
    remarks: tuple[str, ...]


def sides(one: Scored) -> tuple[Side, Side]:
    """Gold on the left, what was given on the right."""
    left = _gold_sentences if one.gold_sentences else _gold_articles
    right = _cited if one.outcome.answered else _ranked
    return left(one), right(one)


def facts(one: Scored) -> tuple[tuple[str, str], ...]:
    """What is known of the question in a few words each, by name; nothing that does not apply."""
    outcome = one.outcome
    known = {
        "verdict": _verdicts(one),
        "answerability": _optional(outcome.answerability),
        "first gold article": _rank(one),
        "ndcg@10": "" if outcome.answered else _optional(one.measures.get("ndcg@10")),
    }
    return tuple((name, value) for name, value in known.items() if value)


def _optional(value: float | None) -> str:
    return "" if value is None else number(value)


def _verdicts(one: Scored) -> str:
    gold, outcome, given = one.gold, one.outcome, one.verdict
    if gold.verdict is None or not outcome.answered:
        return ""
    by_rule = " (read from the answer)" if given and outcome.verdict is None else ""
    return f"gold {plain(gold.verdict)}, given {plain(given) if given else 'none'}{by_rule}"


def _gold_keys(one: Scored) -> list[str]:
    return list(dict.fromkeys([*one.gold.relevance, *(key for key, _ in one.gold_sentences)]))


def _rank(one: Scored) -> str:
    gold, ranking = set(_gold_keys(one)), one.outcome.ranking
    if not gold or one.outcome.error is not None:
        return ""
    ranks = (rank for rank, (key, _) in enumerate(ranking, start=1) if key in gold)
    first = next(ranks, None)
    if first is not None:
        return f"rank {first}"
    return f"not among the {len(ranking)} found" if ranking else "nothing found"


def _gold_sentences(one: Scored) -> Side:
    cited = {(c.key, c.sentence) for c in one.outcome.citations}
    # Gold whose words were not kept is still named.
    texts = dict(zip(one.gold_sentences, one.gold_texts, strict=False))
    items = (
        Item(
            plain(key),
            f"sentence {sentence}",
            clipped(texts.get((key, sentence), ""), _TEXT),
            "cited" if (key, sentence) in cited else "",
        )
        for key, sentence in one.gold_sentences
    )
    return _side("Gold", items, _of_gold(one))


def _gold_articles(one: Scored) -> Side:
    places = {key: rank for rank, (key, _) in enumerate(one.outcome.ranking, start=1)}
    items = (
        Item(
            plain(key),
            f"rank {places[key]}" if key in places else "not found",
            f"grade {grade}" if grade > 1 else "",
            "",
        )
        for key, grade in one.gold.relevance.items()
    )
    remarks = _of_gold(one)
    if one.gold.has_answer is False:
        remarks = ["The sources hold no answer.", *remarks]
    elif not one.gold.relevance and not remarks:
        remarks = ["The set names no article and no sentence."]
    return _side("Gold articles" if one.gold.relevance else "Gold", items, remarks)


def _of_gold(one: Scored) -> list[str]:
    """What gold says besides places: names, an answer in prose, and what the store lacks."""
    remarks = []
    if one.gold.exact:
        names = "; ".join(" / ".join(synonyms) for synonyms in one.gold.exact)
        remarks.append(f"Asked for: {clipped(names, _TEXT)}")
    if one.gold.references and not one.gold_sentences:
        remarks.append(f"Reference: {clipped(one.gold.references[0], _TEXT)}")
    if one.missing:
        remarks.append(f"Gold that is not in the store: {clipped('; '.join(one.missing), _TEXT)}.")
    return remarks


def _cited(one: Scored) -> Side:
    outcome, gold, articles = one.outcome, set(one.gold_sentences), set(_gold_keys(one))
    items = (
        Item(
            plain(c.key),
            f"sentence {c.sentence}"
            + (f", score {number(c.score)}" if c.score is not None else ""),
            clipped(c.text, _TEXT),
            "gold" if (c.key, c.sentence) in gold else "gold article" if c.key in articles else "",
        )
        for c in outcome.citations
    )
    return _side(_given(outcome), items, _of_answer(outcome))


def _given(outcome: Outcome) -> str:
    if outcome.error is not None:
        return "Error"
    return "Refused" if outcome.refused else "Cited"


def _of_answer(outcome: Outcome) -> list[str]:
    if outcome.error is not None or outcome.refused:
        why = outcome.error or outcome.reason or outcome.answer
        return [clipped(why, _TEXT) or "No reason was given."]
    remarks = []
    if outcome.exact is not None:
        names = clipped("; ".join(outcome.exact), _TEXT)
        remarks.append(f"Named: {names}" if names else "Named nothing.")
    # An answer copied from its citations is there to be read already.
    copied = outcome.citations and all(s.support is Grade.VERBATIM for s in outcome.statements)
    if outcome.answer and not copied:
        remarks.append(f"Answer: {clipped(outcome.answer, _TEXT)}")
    return remarks if remarks or outcome.citations else ["Nothing was cited."]


def _ranked(one: Scored) -> Side:
    gold = set(_gold_keys(one))
    items = (
        Item(plain(key), f"rank {rank}, score {number(score)}", "", "gold" if key in gold else "")
        for rank, (key, score) in enumerate(one.outcome.ranking, start=1)
    )
    return _side("Ranked first", items, [] if one.outcome.ranking else ["Nothing was found."])


def _side(title: str, items: Iterable[Item], remarks: Iterable[str]) -> Side:
    every = tuple(items)
    return Side(title, every[:_ITEMS], max(0, len(every) - _ITEMS), tuple(remarks))
