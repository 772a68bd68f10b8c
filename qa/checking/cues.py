"""Words that deny, and words that find no difference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NO = re.compile(
    r"\b(?:not(?! only)|no(?! (?:more|less|fewer|later|other) )|"
    r"never|neither|nor|none|nothing|nobody|nowhere|without|cannot|unable|hardly|"
    r"scarcely|barely|"
    r"fail(?:s|ed|ing|ure to)?|lack(?:s|ed|ing)?|absen(?:t|ce)|free (?:of|from)|devoid|"
    r"negligible|nil|zero|null|rather than|instead of|except|in vain|ruled? out|"
    r"un(?:able|chang|affect|alter|relat|influenc|impair|improv|likely|successful|clear|known|"
    r"necessary|justif|support|respons|match|suit|adjust|select|confirm|aware|heal|treat|"
    r"avail|common|expect|reli|safe|warrant|certain|correlat|associat|substan|import|"
    r"proven?)\w*|"
    r"in(?:effective|significant|active|sufficient|conclusive|sensitive|variabl|correct)\w*|"
    r"non-?\w+|dis(?:continued|appear\w*|prov\w*|agree\w*)|"
    r"\w+n['’]t|independent(?:ly)? of|regardless|irrespective|refut\w+|exclud\w+|"
    r"contradict\w*|avoid\w*|ceas\w+|missing|impossible|failed|stopp?\w*|untrue|"
    r"(?:false|wrong|mistaken|incorrect|a myth)(?= (?:that|to (?:say|claim|think))))\b",
    re.IGNORECASE,
)
_EVEN = re.compile(
    r"\b(?:similar(?:ly(?!,)|ity)?|comparabl[ey]|equal(?:ly)?|equivalent(?:ly|s)?|equivalence|"
    r"identical(?:ly)?|alike|(?:the|about the|much the|at the) same|"
    r"unchanged|unaffected|unaltered|constant|stable|steady|indistinguishable|as (?:good|"
    r"effective|often|frequent|safe|much|many|common|high|likely|great|long|fast|low) as|parity|"
    r"no (?:\w+ ){0,3}(?:differen\w+|effect|change|impact|influence|benefit|advantage|"
    r"association|correlation|relation\w*|increase|reduction|improvement)|"
    r"(?:not(?! only)|n['’]t) (?:\w+ ){0,2}(?:differ\w*|chang\w+|affect\w*|alter\w*|influenc\w+|"
    r"significan\w+)|made no|resembl\w+|null|"
    r"non-?significan\w*|insignificant(?:ly)?|non-?inferior\w*|on a par|level with|held steady)\b|"
    r"\bp(?:[- ]value)?s?\s*(?:=|of|>|was|were)\s*>?\s*(?:0?\.(?:[1-9]\d?\d*|0[6-9]\d*))(?!\d)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nothing|cannot|fail\w*|ineffective|insignificant|"
    r"unlikely|\w+n['’]t|unaffected|unchanged|unaltered|NS|untrue|false|wrong|mistaken|incorrect)\b",
    re.IGNORECASE,
)
_SIGNIFICANT = re.compile(
    r"\b(?:significan\w+|differ(?:ed|ences?|ent)?\b|distinguish\w*|"
    r"p(?:[- ]value)?s?\s*[<=]\s*0?\.0[0-5]\d*)",
    re.IGNORECASE,
)
_INTERVAL = re.compile(
    r"(?P<ratio>\b(?:ratio|risk|a?HR|a?OR|i?RR)s?\b[^\n;]{0,14}?\d[.]\d+[^\n;]{0,12}?)?"
    r"\bCI\W{0,4}(?P<low>[-−–]?\d*\.?\d+)\s*(?:to|-|–|,)\s*(?P<high>[-−–]?\d*\.?\d+)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text, `text[start:end]`; `even` ones say there is no difference or no change."""

    start: int
    end: int
    even: bool
    strong: bool


def cues(text: str) -> tuple[Cue, ...]:
    """Negations and findings of no difference, in order, none inside another."""
    return tuple(_cues(text))


def _cues(text: str) -> Iterator[Cue]:
    even = [
        Cue(m.start(), m.end(), True, bool(_STRONG.search(m.group()))) for m in _EVEN.finditer(text)
    ]
    for cue in even:
        if not _NO.search(text[max(0, cue.start - 12) : cue.start]) or _NO.match(text, cue.start):
            yield cue
    yield from _null_intervals(text)
    for match in _NO.finditer(text):
        if not any(cue.start - 12 <= match.start() < cue.end for cue in even):
            yield Cue(match.start(), match.end(), False, bool(_STRONG.match(match.group())))


def _null_intervals(text: str) -> Iterator[Cue]:
    """Confidence intervals that hold the value of no difference: 1 for a ratio, else 0."""
    for match in _INTERVAL.finditer(text):
        low, high = (float(re.sub("[−–]", "-", match[end])) for end in ("low", "high"))
        null = 1.0 if match["ratio"] else 0.0
        if low < null < high:
            yield Cue(match.start(), match.end(), True, False)


def significant(text: str) -> bool:
    """Whether the text claims significance somewhere outside a negation."""
    negative = cues(text)
    return any(
        not any(cue.start - 1 <= m.start() <= cue.end + 25 for cue in negative)
        for m in _SIGNIFICANT.finditer(text)
    )
