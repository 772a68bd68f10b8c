"""Questions made of the abstracts themselves, by rule: many, cheap and rough.

aims      "To determine whether A reduces B in C" becomes "Does A reduce B in C?", answered by that
          abstract's results and conclusions; its own aim is among what does not answer.
titles    A title that is a question, answered by the conclusions, else by the results.
numbers   A result with its figure taken out and half its words dropped: "in what percentage of …?"
sections  "What do the authors conclude about A?", "What was the aim?", where sections are labelled.
"""

import random
import re
from collections.abc import Iterator, Set

from benchmarks.ranker.examples import Example
from index.article import Article
from index.store import Store
from qa.form import form_of
from qa.rerank.passages import passage

_LONGEST = 240
_WHETHER = re.compile(r"\b(?:whether|if) (?P<rest>[^.;:?]{20,200})", re.IGNORECASE)
_VERB = re.compile(
    r"^(?P<subject>.{3,90}?) (?P<verb>is|are|was|were|can|could|may|might|would|will|has|have|"
    r"improves?|reduces?|increases?|decreases?|affects?|influences?|prevents?|enhances?|leads?|"
    r"results?|predicts?|alters?|causes?|differs?|provides?|protects?|inhibits?|modif(?:y|ies)|"
    r"lowers?|changes?|contributes?|plays?|induces?) (?P<object>.{5,})$"
)
_EFFECT = re.compile(
    r"\bto (?:determine|assess|evaluate|investigate|examine|compare|study|explore|test|estimate|"
    r"describe|identify|analy[sz]e|measure) (?P<what>the )?(?P<rest>[^.;:?]{20,180})",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\b\d+(?:\.\d+)?\s?%")
_COUNT = re.compile(r"\b\d{2,6}(?= (?:patients|participants|subjects|women|men|children|cases))")
_ABOUT_SECTIONS = {
    "CONCLUSIONS": (
        "What do the authors conclude?",
        "What did the authors conclude{about}?",
        "What is the conclusion of the study{about}?",
        "What is the main message{about}?",
        "What do the findings{about} mean, according to the authors?",
    ),
    "OBJECTIVE": (
        "What was the aim of the study?",
        "What did the authors want to find out{about}?",
        "Why was this study done?",
    ),
}
_AUXILIARIES = frozenset("is are was were can could may might would will has have".split())


def made(store: Store, without: Set[str], seed: int = 0) -> Iterator[Example]:
    """Every question that the rules make of the store, at most one a rule and article."""
    rng = random.Random(seed)
    for article in store.catalogue:
        if article.key in without or len(article.sentences) < 4:
            continue
        forms = [form_of(article, sentence).category for sentence in article.sentences]
        results = {n for n, form in enumerate(forms) if form == "RESULTS"}
        conclusions = {n for n, form in enumerate(forms) if form == "CONCLUSIONS"}
        read = passage(article)
        asked = _of_aim(article, forms, rng)
        if asked and results | conclusions:
            yield Example("aims", article.key, asked, read, frozenset(results | conclusions))
        if article.title.endswith("?") and (conclusions or results):
            gold = frozenset(conclusions or results)
            yield Example("titles", article.key, article.title, read, gold)
        asked_of = _of_number(article, sorted(results), rng)
        if asked_of:
            question, number = asked_of
            yield Example("numbers", article.key, question, read, frozenset({number}))
        if asked_of_section := _of_section(article, rng):
            question, gold = asked_of_section
            yield Example("sections", article.key, question, read, gold)


def _of_aim(article: Article, forms: list[str], rng: random.Random) -> str | None:
    for sentence, form in zip(article.sentences, forms, strict=True):
        text = article.text(sentence)
        if form not in {"OBJECTIVE", "BACKGROUND"} or len(text) > 2 * _LONGEST:
            continue
        if found := _WHETHER.search(text):
            return _yes_no(found["rest"].strip())
        if found := _EFFECT.search(text):
            start = rng.choice(["What is", "What was", "What is known of", "What came out about"])
            return f"{start} {found['what'] or ''}{found['rest'].strip()}?"
    return None


def _yes_no(clause: str) -> str | None:
    found = _VERB.match(clause)
    if not found:
        return None
    subject, verb, rest = found["subject"], found["verb"], found["object"]
    if verb in _AUXILIARIES:
        return f"{verb.capitalize()} {subject} {rest}?"
    if verb.endswith("ies"):
        return f"Does {subject} {verb[:-3]}y {rest}?"
    if verb.endswith("s") and not verb.endswith("ss"):
        return f"Does {subject} {verb[:-1]} {rest}?"
    return f"Do {subject} {verb} {rest}?"


def _of_number(article: Article, results: list[int], rng: random.Random) -> tuple[str, int] | None:
    for number in rng.sample(results, len(results)):
        text = article.text(article.sentences[number])
        for pattern, ask in ((_PERCENT, "what percentage"), (_COUNT, "how many")):
            found = pattern.search(text)
            if found and len(text) <= _LONGEST:
                words = f"{text[: found.start()]} {ask} {text[found.end() :]}".split()
                kept = [w for w in words if w in ask.split() or rng.random() < 0.55]
                bare = re.sub(r"[^\w\s-]|\d", "", " ".join(kept))
                return f"{' '.join(bare.split()[:22])}?", number
    return None


def _of_section(article: Article, rng: random.Random) -> tuple[str, frozenset[int]] | None:
    """Of printed sections only: what wording gives away is not to be learned as truth."""
    printed = [article.section(sentence).category for sentence in article.sentences]
    # Aims are asked for less often: what states them is seldom what a reader wants.
    wanted = rng.choice(["CONCLUSIONS"] * 4 + ["OBJECTIVE"])
    gold = frozenset(n for n, category in enumerate(printed) if category == wanted)
    if not gold or len(gold) > len(printed) / 2:
        return None
    subject = article.title.rstrip(".?").split(":")[0]
    about = f" about {subject[:1].lower()}{subject[1:]}" if subject else ""
    return rng.choice(_ABOUT_SECTIONS[wanted]).format(about=about), gold
