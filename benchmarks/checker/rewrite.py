"""A sentence said otherwise by rule, with its meaning kept: what a checker must let pass."""

import random
import re

_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
_SAME = (
    *("decreased|reduced|lowered", "decreased|fell|declined|dropped", "increased|rose"),
    *("higher|greater", "lower|smaller", "participants|people|patients|subjects"),
    *("individuals|people|persons", "compared with|versus|compared to|relative to|vs."),
    *("investigated|studied|examined|assessed", "showed|demonstrated|revealed|exhibited"),
    *("use|usage", "treatment|therapy", "death|mortality", "whereas|while|but"),
    *(
        "did not differ significantly|were similar|were comparable|"
        "showed no significant difference",
    ),
    *("may|might|could", "appears to|seems to", "suggest|indicate", "suggests|indicates"),
    *("was associated with|was linked to|correlated with", "is associated with|is linked to"),
    *("were associated with|were linked to", "children|paediatric patients"),
    *("older adults|elderly people|seniors", "frequent|common", "occurred in|was seen in"),
    *("improved|got better", "however|nevertheless", "because of|owing to|due to"),
    *("approximately|about|around|roughly", "received|were given|got", "median|median"),
    *("percent|per cent|%", "months|mo", "effective|efficacious", "prevented|averted"),
    *("adverse events|side effects|unwanted effects", "controls|control group"),
    *("significantly|markedly", "substantially|considerably", "demonstrate|show"),
    *("concentrations|levels", "also|in addition", "rate|frequency", "we found|the authors found"),
    *("no effect|no influence", "not significant|non-significant|not statistically significant"),
    *("more than|over|above", "less than|below|under", "at least|no fewer than"),
    *("twofold|two-fold|double", "half|50%", "a third|one third", "one year|12 months"),
    *("two years|24 months", "24 hours|one day", "kg|kilograms", "women|female patients"),
    *("men|male patients", "mice|murine subjects", "enhanced|boosted", "impaired|compromised"),
    *("conclude that|think that", "is required for|is needed for", "inhibits|blocks|suppresses"),
)
_GROUPS = [group.split("|") for group in _SAME]
_LEAD = re.compile(
    r"^(?:However|Moreover|Furthermore|In addition|In conclusion|Overall|Thus|Therefore|Finally|"
    r"Additionally|In contrast|Interestingly|Notably|Importantly|Conversely|Here|We found that|"
    r"These (?:results|data|findings) (?:show|demonstrate) that|Results showed that),? ",
)
_BRACKETS = re.compile(r" ?\([^()]*\)")
_FLIPS = {
    "higher": "lower",
    "greater": "smaller",
    "more": "less",
    "longer": "shorter",
    "better": "worse",
    "larger": "smaller",
    "older": "younger",
    "faster": "slower",
    "stronger": "weaker",
}
_FLIPS |= {other: one for one, other in _FLIPS.items()}
_FLIP = re.compile(
    rf"\b({'|'.join(_FLIPS)})\b([^.,;]{{0,40}}?) (in|with|for|among|after) ([^,;.]{{3,40}}?) than "
    r"(?:in|with|for|among|after)? ?([^,;.()]{3,40}?)(?=$|[.,;]| \()"
)


def flipped(text: str) -> str:
    """ "Higher in A than in B" as "lower in B than in A"."""

    def turn(found: re.Match[str]) -> str:
        word, rest, preposition, one, other = found.groups()
        return f"{_FLIPS[word]}{rest} {preposition} {other} than {preposition} {one}"

    return _FLIP.sub(turn, text, count=1)


def _synonyms(text: str, rng: random.Random) -> str:
    for group in rng.sample(_GROUPS, len(_GROUPS)):
        for word in group:
            pattern = rf"(?<![\w-]){re.escape(word)}(?![\w-])" if word != "%" else r"(?<=\d)%"
            if re.search(pattern, text) and rng.random() < 0.5:
                new = rng.choice(group)
                new = f" {new}" if word == "%" and new != "%" else new
                text = re.sub(pattern, new, text, count=1)
                break
    return text


def _counted(text: str) -> str:
    return re.sub(
        r"(?<![\w.,-])(\d{1,2})(?= (?:[a-z]))",
        lambda m: _NUMBERS[int(m[1])] if int(m[1]) <= 12 else m[1],
        text,
    )


def _part(text: str, rng: random.Random) -> str:
    """One clause, where the sentence has several that stand alone."""
    pieces = re.split(
        r"(?:; |, (?:and|but|whereas|while) )(?=\w+ (?:\w+ ){0,6}?(?:was|were|did|had))", text
    )
    kept = [piece for piece in pieces if len(piece.split()) >= 7]
    return rng.choice(kept).rstrip(" .") + "." if kept else text


def rewritten(text: str, rng: random.Random) -> str:
    """The same said a little otherwise, or a part of it."""
    text = _LEAD.sub("", text)
    if rng.random() < 0.5:
        text = _BRACKETS.sub("", text)
    if rng.random() < 0.3:
        text = _part(text, rng)
    if rng.random() < 0.5:
        text = flipped(text)
    if rng.random() < 0.5:
        text = _counted(text)
    if rng.random() < 0.8:
        text = _synonyms(text, rng)
    return text[:1].upper() + text[1:]
