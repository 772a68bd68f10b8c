"""Whether a question points at what was said before it, or stands alone."""

import re

from qa.following.phrases import Phrases
from qa.following.words import ASKING, MANNERS, WORD, fold

# A pronoun for what was said before.
REFERS = re.compile(
    r"\b(?:its?|they|them|theirs?|she|he|him|these|this|former|latter)\b|"
    r"\bthose\b(?!\s+(?:who|whose|with|without|in|on|of|under|over|aged|not|\w+(?:ed|ing|en))\b)|"
    r"(?:^|\b(?:is|was|does|did|do|has|can|will|would|about|of|for|with|in|why|if|and)\s+)that\b",
    re.IGNORECASE,
)
# Here the pronoun stands for what follows, or for people named just before.
_WITHIN = re.compile(
    r"\b(?:is|was) it \w+ (?:that|to|for|whether|if)\b|\bon (?:its|their) own\b|"
    r"\b(?:adults|babies|children|men|participants|patients|people|those|women)\b"
    r".*?\bthe(?:y|m|ir)\b",
    re.IGNORECASE,
)
# How a follow-up begins: "And in children?"
OPENS = re.compile(
    r"^\W*(?:(?:and|or|but|so|also|then|ok|okay|what about|how about|what of|compared|versus|vs|"
    r"why|back to)\b|(?:by|in|for|at|with|on|after)\b(?!\W+(?:how|what|which|whom?)\b))",
    re.IGNORECASE,
)
# Then it has a verb of its own.
_ASKS = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|may|will|would|has|have|had|why|which|who|"
    r"when|where|how(?! about))\b",
    re.IGNORECASE,
)
_TELL = re.compile(r"\b(?:tell|show|explain|give|more|else|go on|continue)\b", re.IGNORECASE)
# The same is asked of something else; or of what was done, in a study just read.
_AGAIN = re.compile(
    r"\b(?:also|as well|too|either|instead|still|even|same|more|again|another|other)\b",
    re.IGNORECASE,
)
_THEN = re.compile(r"^\W*(?:was|were|did|had)\b", re.IGNORECASE)
_YOU = re.compile(r"^\W*(?:who|what|how|where) are you\b", re.IGNORECASE)
_VERSUS = re.compile(r"\b(?:versus|vs|than)\b", re.IGNORECASE)
# A drug named beside these joins the one before; it does not replace it.
ADDS = re.compile(r"\b(?:compar\w+|versus|vs|than|with|together|plus)\b", re.IGNORECASE)
# In the present tense a question is of a subject at large, not of the study just read.
_NOW = re.compile(r"\b(?:is|are|do|does|can|could|should|may|will|would|has|have)\b", re.IGNORECASE)
WH = re.compile(r"^\W*(?:what|which|who|how|when|where|why)\b", re.IGNORECASE)
# An older thread is asked for.
OTHER = re.compile(
    r"\b(?:the|that) (?:other|previous|earlier|former)\b(?! (?:arm|group|hand))", re.IGNORECASE
)
FIRST = re.compile(r"\bthe (?:very )?first (?:one|drug|question|topic)\b", re.IGNORECASE)


def stands_alone(question: str, subjects: Phrases, known: frozenset[str]) -> bool:
    """Whether it needs no history, in which these words were said."""
    refers = REFERS.search(_WITHIN.sub(_blank, question))
    if refers or OTHER.search(question) or FIRST.search(question):
        # What "they" are may be said before it, in the same question.
        before = question[: refers.start()] if refers else ""
        return sum(phrase.text in before for phrase in subjects) >= 2
    opens, now = OPENS.match(question), _NOW.search(question)
    if len(subjects) >= 2 and opens and not now:
        # "What about X in Y?" has all it needs; "And X and Y?" and "And in X after Y?" have not.
        whole = any(phrase.place for phrase in subjects[1:]) or _VERSUS.search(question)
        return bool(whole and not subjects[0].place)
    if len(subjects) >= 2:
        return True
    if opens or not subjects:
        return False
    one = subjects[0]
    # "How common is delirium?" asks of a subject; "was delirium common?" of what was just studied.
    if now:
        enough = bool(WH.match(question)) or one.drug or len(one.words) >= 3
    else:
        enough = len(one.words) >= 4
    return enough or (one.drug and not one.words & known)


def asks(question: str) -> bool:
    """Whether anything is asked at all: "Great!" and "Who are you?" go on with nothing."""
    words = [fold(word) for word in WORD.findall(question)]
    if MANNERS.issuperset(words):
        return False
    named = any(word not in ASKING and not word.isdigit() for word in words)
    led = OPENS.match(question) or _TELL.search(question)
    verb = _ASKS.search(question) if "?" in question else _ASKS.match(question.lstrip())
    return named or bool((led or verb) and not _YOU.match(question))


def may_stand(question: str) -> bool:
    """Whether it could be a whole question, had nothing been asked before it."""
    points = (OPENS, REFERS, OTHER, _AGAIN, _THEN)
    return bool(_ASKS.search(question)) and not any(one.search(question) for one in points)


def _blank(match: re.Match[str]) -> str:
    """The text matched without its pronouns; what follows keeps its place."""
    return re.sub(r"\b(?:it|its|the(?:y|m|ir))\b", lambda word: " " * len(word[0]), match[0])


def lacks_verb(question: str) -> bool:
    """Whether it only names something else to say the same of: "And in children?"."""
    return bool(OPENS.match(question)) and not _ASKS.search(question)
