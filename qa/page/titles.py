"""Questions made of articles' titles, of several shapes, as the words of each allow."""

import re
from dataclasses import dataclass

from qa.page.words import say

_LONGEST = 130
# Nobody asks better than an article's authors; what has no other shape is asked about.
QUESTION, ABOUT = "question", "example"
_SHAPES = (
    # No verb here has to agree with a name that may be one or several.
    (
        "example_prevent",
        r"(?:(?:the )?(?:use|role|efficacy|effectiveness|effect) of )?(?P<what>.+?) "
        r"(?:(?:for|in) (?:the )?prevention of|for preventing|to prevent) (?P<outcome>.+)",
    ),
    (
        "example_better",
        r"(?P<one>.+?) (?:versus|vs|compared with|compared to) (?P<other>.+?) "
        r"(?P<where>(?:in|for|among|after|during|before) .+)",
    ),
    (
        "example_high",
        r"(?:the )?(?P<what>(?:incidence|prevalence|frequency|risk|rate|accuracy) of "
        r"(?!.*\band\b).+)",
    ),
    ("example_there", r"(?:the )?(?P<what>association (?:between .+ and|of .+ with) .+)"),
    (
        "example_is",
        r"(?:the )?(?P<what>(?:effect|impact|influence|role|efficacy|effectiveness|safety) of .+)",
    ),
    ("example_are", r"(?:the )?(?P<what>effects of .+)"),
)
_MADE = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _SHAPES)
SHAPES = (QUESTION, *(name for name, _ in _SHAPES), ABOUT)
"""Their names."""

# What a part of a shape is not: a kind of study, or more than one thing asked at once.
_NO_PART = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|review|analysis|evaluation|comparison|protocol|effects?|efficacy|"
    r"effectiveness|safety|outcomes?|on|towards?|design|development|definition|implementation|"
    r"insights?|strateg(?:y|ies)|randomi[sz]ed|fail(?:ure)?|comparative|versus|vs)\b",
    re.IGNORECASE,
)
# A question that stands by itself, unlike "Tea: a cure?" and "Tea at night: does it help?".
_OWN = re.compile(
    r"(?:.*: )?"
    r"((?:are|can|could|did|do|does|has|have|how|is|may|should|was|were|what|when|which|who|why|"
    r"will|would) (?![^?]*\b(?:it|its|they|their|them|this|these|we|our)\b)(?:[^ ?]+ ){3,}[^?]*\?)"
    r"(?: .*)?",
    re.IGNORECASE,
)
# "Efficacy and safety of x", "Associations of x": what is asked about.
_SUBJECT = re.compile(
    r"^(?:the )?(?:(?:effect|efficacy|safety|role|impact|use|effectiveness|association)s?"
    r"(?: and )?)+\b",
    re.IGNORECASE,
)
# A title that is a sentence ("Tea lowers …") names a finding, not what one asks about.
_SENTENCE = re.compile(
    r"^no\b|"
    r"\b(?:is|are|was|were|does|do|did|has|have|can|may|might|must|should|will|(?:associat|attenuat|caus|"
    r"decreas|enhanc|improv|increas|induc|influenc|mediat|modulat|preserv|produc|promot|rais|reduc|"
    r"regulat|reveal|suppress|reach)es|affects|alters|blocks|delays|drives|inhibits|lowers|predicts|"
    r"prevents|prolongs|protects|reverses|reveals|shortens|shows|slows)\b",
    re.IGNORECASE,
)
# Cut off within a name ("… of uropathogenic E. coli"), or within quotation marks.
_CUT = re.compile(r"\b[A-Z]$|^[^\"]*\"[^\"]*$|“[^”]*$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; `shape` is one of `SHAPES`."""

    shape: str
    question: str


def asked(title: str) -> Asked | None:
    """A title as a question; None where none can be made of it."""
    plain = " ".join(title.strip(" [].").split())
    if own := _OWN.fullmatch(plain):
        return _fit(QUESTION, own[1][0].upper() + own[1][1:])
    plain = re.sub(r"\bvs\. ", "vs ", plain, flags=re.IGNORECASE)
    subject = re.split(r"[:.;?] ", f"{plain} ")[0].strip(" .")
    if not subject or not subject.isprintable():
        return None
    if _SENTENCE.search(subject) or _CUT.search(subject):
        return None
    shaped = (_shaped(name, pattern, subject) for name, pattern in _MADE)
    return next(filter(None, shaped), None) or _about(subject)


def _shaped(name: str, pattern: re.Pattern[str], subject: str) -> Asked | None:
    found = pattern.fullmatch(subject)
    if not found:
        return None
    parts = found.groupdict()
    if len(parts) > 1 and any(map(_NO_PART.search, parts.values())):
        return None
    return _fit(name, say(name, **{part: _lowered(words) for part, words in parts.items()}))


def _about(subject: str) -> Asked | None:
    named = "example_the" if _SUBJECT.match(subject) else ABOUT
    return _fit(ABOUT, say(named, subject=_lowered(subject)))


def _fit(shape: str, question: str) -> Asked | None:
    return Asked(shape, question) if len(question) <= _LONGEST else None


def _lowered(subject: str) -> str:
    """Without the capital of a sentence's first word; names of more than one keep theirs."""
    subject = re.sub(r"^the ", "", subject, flags=re.IGNORECASE)
    first = subject.split()[0]
    return subject[0].lower() + subject[1:] if first[1:].islower() or len(first) == 1 else subject
