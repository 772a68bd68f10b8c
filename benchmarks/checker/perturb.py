"""A sentence changed by rule in one respect, so that it no longer says what it said.

Beside statements that a writer corrupted these teach a checker where to look: the place that was
changed is known to the character.
"""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Changed:
    """A text, what was done to it, and the places that are wrong now."""

    text: str
    kind: str
    spans: tuple[Span, ...]


_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w]|-\w)")
_UNITS = (
    *(("days", "weeks"), ("weeks", "months"), ("months", "years"), ("hours", "days")),
    *(("minutes", "hours"), ("day", "week"), ("week", "month"), ("month", "year")),
    *(("mg", "g"), ("ml", "l"), ("percent", "points"), ("twice", "three times")),
    *(("half", "a third"), ("two", "three"), ("one", "two"), ("three", "five"), ("four", "six")),
)
# Opposites; a word of one side becomes one of the other.
_OPPOSITES = (
    ("increased rose grew climbed", "decreased fell declined dropped"),
    ("increase rise gain growth", "decrease fall drop decline reduction"),
    ("increases raises", "decreases reduces lowers"),
    ("increasing rising", "decreasing falling declining"),
    ("raised elevated", "reduced lowered"),
    ("higher greater larger", "lower smaller"),
    ("more", "less fewer"),
    ("most highest largest greatest", "least lowest smallest"),
    ("longer", "shorter"),
    ("better", "worse"),
    ("improved", "worsened deteriorated"),
    ("improvement improvements", "worsening deterioration"),
    ("improves improve", "worsens worsen"),
    ("superior", "inferior"),
    ("positive positively", "negative negatively"),
    ("before", "after"),
    ("early earlier", "late later"),
    ("above over", "below under"),
    ("upregulated up-regulated", "downregulated down-regulated"),
    ("activated activation activates", "inhibited inhibition inhibits"),
    ("promotes promoted enhanced enhances", "inhibits suppressed impaired impairs"),
    ("benefit beneficial", "harm harmful"),
    ("protective protected", "detrimental"),
    ("prevented prevents prevent", "caused causes cause"),
    ("stronger", "weaker"),
    ("faster", "slower"),
    ("high", "low"),
    ("older", "younger"),
    ("gained", "lost"),
    ("frequent common often", "rare rarely"),
    ("safe", "unsafe"),
    ("effective", "ineffective"),
    ("present", "absent"),
    ("success", "failure"),
    ("exceeded outperformed", "fell short of"),
    ("strong", "weak"),
    ("survival", "mortality"),
)
_ANTONYM: dict[str, list[str]] = {}
for _left, _right in _OPPOSITES:
    for _one, _other in ((_left, _right), (_right, _left)):
        if " of" not in _one:
            for _word in _one.split():
                _ANTONYM.setdefault(_word, []).extend(
                    [_other] if " of" in _other else _other.split()
                )
_AUXILIARY = re.compile(
    r"\b(?:was|were|is|are|did|does|do|has|have|had|can|could|may|might|will|would|should)\b"
    r"(?! not\b| no\b)"
)
_DENIED = (
    (re.compile(r"\b(did|does|do) not (\w+)"), r"\1 \2"),
    (re.compile(r"\b(was|were|is|are|has|have|had|can|could|may|will|would|should) not\b"), r"\1"),
    (re.compile(r"\bno (?=significant|difference|effect|evidence|change|association)"), "a "),
    (re.compile(r"\bwithout\b"), "with"),
    (re.compile(r"\bsimilar\b"), "different"),
    (re.compile(r"\bnot (significant\w*)"), r"\1"),
    (re.compile(r"\bdid not differ\b"), "differed"),
    (re.compile(r"\bneither\b(.{3,60}?)\bnor\b"), r"both\1and"),
    (re.compile(r"\bunchanged\b"), "changed"),
    (re.compile(r"\bcomparable\b"), "unlike"),
    (re.compile(r"\bfailed to (\w+)"), r"managed to \1"),
)
_AFFIRMED = (
    (re.compile(r"\bsignificantly (?=\w+)"), "non-significantly "),
    (re.compile(r"\b(?:was|were) significant\b"), "was not significant"),
    (re.compile(r"\bwith\b(?= (?:an?|the)? ?\w+ing\b)"), "without"),
    (re.compile(r"\beffective\b"), "ineffective"),
    (re.compile(r"\bdiffered\b"), "did not differ"),
    (re.compile(r"\bdifferent from\b"), "similar to"),
    (re.compile(r"\bassociated with\b"), "unrelated to"),
    (re.compile(r"\bassociated with\b"), "not associated with"),
    (re.compile(r"\b(reduce|increase|improve|lower|raise|prevent|decrease)d\b"), r"did not \1"),
    (re.compile(r"\bboth\b(.{3,60}?)\band\b"), r"neither\1nor"),
    (re.compile(r"\bshowed (?=an? |that )"), "did not show "),
)
_HEDGES = (
    (re.compile(r"\b(?:may|might|could|can) be\b"), "is"),
    (re.compile(r"\b(?:may|might|could) have\b"), "has"),
    (re.compile(r"\b(?:may|might|could) (?!not\b|be\b|have\b)([a-z]+)"), r"\1s"),
    (re.compile(r"\b(?:appear|seem)(?:s|ed)? to be\b"), "is"),
    (re.compile(r"\b(?:appear|seem)(?:s|ed)? to (?!be\b)([a-z]+)"), r"\1s"),
    (re.compile(r"\bsuggest(?:s|ed)?\b"), "proves"),
    (re.compile(r"\b(?:possibly|probably|perhaps|likely|apparently) "), "certainly "),
    (re.compile(r"\b(?:was|were|is|are) associated with\b"), "caused"),
    (re.compile(r"\b(?:was|were|is|are) (?:linked|related) to\b"), "led to"),
    (re.compile(r"\bassociations? between\b"), "causal effect between"),
    (re.compile(r"\btended to\b"), "did"),
)
_PEOPLE = (
    *("children adolescents adults infants neonates teenagers toddlers".split(),),
    *("women men boys girls mothers fathers males females".split(),),
    *("rats mice dogs rabbits pigs monkeys humans animals".split(),),
    *("elderly young middle-aged".split(), "inpatients outpatients volunteers nurses".split()),
    *("asthma diabetes epilepsy depression cancer obesity stroke migraine".split(),),
    *("hypertension psoriasis arthritis schizophrenia HIV malaria".split(),),
    *("kidney liver heart lung brain skin muscle".split(), "human mouse rat murine".split()),
    *("Chinese Japanese Danish American African European".split(),),
)
_CLASS = {word: group for group in _PEOPLE for word in group}
_GENERAL = re.compile(r"\b(?:patients|participants|people|subjects|individuals)\b")
_CROWD = (
    *("children", "pregnant women", "older adults", "healthy volunteers", "mice", "rats"),
    *("men", "women", "adolescents", "nurses", "smokers", "dialysis patients"),
)
_PREPOSITION = re.compile(r"\b(in|with|for|among|of|by|from|to|on|after|than|versus|vs\.?)\b ")
_NOUNS = re.compile(
    r"(?:the |those |patients |people |an? )?((?!(?:the|those|all|both|each|any|this|these|an?|its"
    r"|their|our|and|or|with|in|of|for|by|to|on|who|which|that|than|no|not|was|were|is|are)\b)"
    r"[A-Za-z][\w/+-]*(?: (?!(?:and|or|with|in|of|for|by|to|on|who|which|that|than|was|were|is|are"
    r"|had|has|have|did|at|from|after|as|but|when|while|the|compared|versus|vs)\b)[\w/+-]+){0,2})"
)


def _replaced(text: str, at: Span, new: str, kind: str) -> Changed:
    changed = text[: at[0]] + new + text[at[1] :]
    return Changed(changed, kind, ((at[0], at[0] + len(new)),))


def number(text: str, rng: random.Random) -> Changed | None:
    """One figure or unit changed."""
    found = list(_NUMBER.finditer(text))
    words = [
        (m, new)
        for old, new in _UNITS
        for one, other in ((old, new), (new, old))
        for m in re.finditer(rf"\b{one}\b", text)
        for new in (other,)
    ]
    if words and (not found or rng.random() < 0.25):
        match, new = rng.choice(words)
        return _replaced(text, match.span(), new, "number")
    if not found:
        return None
    match = rng.choice(found)
    old = match.group()
    digits = [i for i, c in enumerate(old) if c.isdigit()]
    for _ in range(8):
        digits_ = list(old)
        how = rng.random()
        if how < 0.7:
            # A leading digit says most.
            i = digits[0] if rng.random() < 0.5 else rng.choice(digits)
            digits_[i] = rng.choice("123456789" if i == digits[0] else "0123456789")
        elif how < 0.85 and "." in old:
            digits_.remove(".")
        else:
            digits_.append(rng.choice("0123456789"))
        made = "".join(digits_)
        if made != old and not (len(made) > 1 and made[0] == "0" and made[1] != "."):
            return _replaced(text, match.span(), made, "number")
    return None


def swapped_numbers(text: str, rng: random.Random) -> Changed | None:
    """Two figures of one form have changed places."""
    found = list(_NUMBER.finditer(text))

    def form(match: re.Match[str]) -> tuple[bool, str]:
        return "." in match.group(), text[match.end() : match.end() + 2].strip()[:1]

    pairs = [
        (a, b)
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if a.group() != b.group() and form(a)[0] == form(b)[0]
        if "%" not in form(a)[1] + form(b)[1] or form(a)[1] == form(b)[1]
        if not (a.group() == "95" or b.group() == "95")
    ]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return _exchanged(text, a.span(), b.span(), "arms")


def _exchanged(text: str, a: Span, b: Span, kind: str) -> Changed:
    one, other = text[a[0] : a[1]], text[b[0] : b[1]]
    made = text[: a[0]] + other + text[a[1] : b[0]] + one + text[b[1] :]
    first = (a[0], a[0] + len(other))
    shift = len(other) - len(one)
    return Changed(made, kind, (first, (b[0] + shift, b[0] + shift + len(one))))


def arms(text: str, rng: random.Random) -> Changed | None:
    """Two things that stand after the same preposition, or on both sides of "than", swapped."""
    places: dict[str, list[Span]] = {}
    for match in _PREPOSITION.finditer(text):
        noun = _NOUNS.match(text, match.end())
        if noun:
            word = {"vs": "than", "vs.": "than", "versus": "than"}.get(match[1], match[1])
            places.setdefault(word, []).append(noun.span(1))
    pairs = [
        (a, b)
        for some in places.values()
        for i, a in enumerate(some)
        for b in some[i + 1 :]
        if text[a[0] : a[1]].lower() != text[b[0] : b[1]].lower() and a[1] < b[0]
    ]
    than = re.search(r"\b(?:than|versus|vs\.?|compared with|compared to)\b", text)
    if than:  # "higher in A than B"
        after = _NOUNS.match(text, than.end() + 1)
        before = [s for some in places.values() for s in some if s[1] <= than.start()]
        if after and before:
            pairs += [(before[-1], after.span(1))] * 2
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    return _exchanged(text, a, b, "arms")


def direction(text: str, rng: random.Random) -> Changed | None:
    """One word of direction turned into its opposite."""
    found = [m for m in re.finditer(r"[A-Za-z-]+", text) if m.group().lower() in _ANTONYM]
    if not found:
        return None
    match = rng.choice(found)
    new = rng.choice(_ANTONYM[match.group().lower()])
    return _replaced(text, match.span(), _as(match.group(), new), "direction")


def negation(text: str, rng: random.Random) -> Changed | None:
    """A "not" or its like added, or taken away."""
    rules = [(m, p, new) for p, new in (*_DENIED, *_AFFIRMED) for m in [p.search(text)] if m]
    if rules and rng.random() < 0.7:
        match, pattern, new = rng.choice(rules)
        made = pattern.sub(new, match.group(), count=1)
        if made == match.group():  # It looks at what stands around.
            made = match.expand(new)
        return _replaced(text, match.span(), made, "negation")
    found = list(_AUXILIARY.finditer(text))
    if not found:
        return None
    match = rng.choice(found)
    return _replaced(text, match.span(), match.group() + " not", "negation")


def hedge(text: str, rng: random.Random) -> Changed | None:
    """What may be is said to be."""
    rules = [(m, p, new) for p, new in _HEDGES for m in [p.search(text)] if m]
    if not rules:
        return None
    match, _, new = rng.choice(rules)
    return _replaced(text, match.span(), match.expand(new), "hedge")


def population(text: str, rng: random.Random) -> Changed | None:
    """Other people, another disease, another organ."""
    found = [m for m in re.finditer(r"[A-Za-z-]+", text) if m.group().lower() in _CLASS]
    general = list(_GENERAL.finditer(text))
    if general and (not found or rng.random() < 0.4):
        match = rng.choice(general)
        return _replaced(text, match.span(), rng.choice(_CROWD), "population")
    if not found:
        return None
    match = rng.choice(found)
    old = match.group().lower()
    new = rng.choice([word for word in _CLASS[old] if word != old])
    return _replaced(text, match.span(), _as(match.group(), new), "population")


def _as(old: str, new: str) -> str:
    return new[0].upper() + new[1:] if old[0].isupper() else new


KINDS: tuple[Callable[[str, random.Random], Changed | None], ...] = (
    number,
    swapped_numbers,
    arms,
    arms,
    direction,
    direction,
    negation,
    hedge,
    population,
)


def changed(text: str, rng: random.Random) -> Changed | None:
    """The text changed in one of these ways; None if none applies."""
    for way in rng.sample(KINDS, len(KINDS)):
        made = way(text, rng)
        if made and made.text != text:
            return made
    return None
