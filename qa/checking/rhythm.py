"""How often: "weekly" where the sentences say "daily"."""

import re
from collections.abc import Iterator

from qa.checking.contract import Finding, FindingKind
from qa.checking.pair import Pair
from qa.checking.saying import say

_SPANS = {
    "hour": r"hourly|hours?|hrs?|h",
    "day": r"daily|days?|nightly|nights?|mornings?|evenings?|bedtime|q\.?d|b\.?i\.?d|t\.?i\.?d|d",
    "week": r"weekly|weeks?|wk",
    "fortnight": r"fortnightly|fortnights?|bi-?weekly",
    "month": r"monthly|months?|mo",
    "quarter": r"quarterly|quarters?",
    "year": r"yearly|annual(?:ly)?|years?|yr|annum|per-?annum",
}
# Said as a rhythm of its own; the other words also measure how long.
_OFTEN = {
    "hour": r"hourly|(?:an|per|every|each) hour",
    "day": r"(?:twice-|once-)?daily|nightly|(?:a|per|every|each) (?:day|night)",
    "week": r"(?:twice-|once-)?weekly|(?:a|per|every|each) week",
    "fortnight": r"fortnightly|(?:a|per|every|each) fortnight",
    "month": r"monthly|(?:a|per|every|each) month",
    "quarter": r"quarterly|(?:a|per|every|each) quarter",
    "year": r"yearly|annual(?:ly)?|(?:a|per|every|each) year",
}
_SAID = {
    name: re.compile(rf"(?<![\w-])(?:{form})\b", re.IGNORECASE) for name, form in _OFTEN.items()
}
_ANY = {
    name: re.compile(rf"(?<![^\W\d_])(?:{form})\b", re.IGNORECASE) for name, form in _SPANS.items()
}

# "For a year" says how long.
_LONG = re.compile(
    r"\b(?:to|for|after|within|over|than|of|in|about|almost|nearly|half|during)\s+$", re.IGNORECASE
)


def other_rhythms(pair: Pair) -> Iterator[Finding]:
    """Rhythms of the statement that no sentence has, where these have one that it has not."""
    known = pair.given.text + "\n" + pair.context.text
    theirs = [
        found
        for name, form in _SAID.items()
        if not form.search(pair.said.text) and (found := form.search(pair.given.text))
    ]
    if not theirs:
        return
    for name, form in _SAID.items():
        for match in form.finditer(pair.said.text):
            if not _ANY[name].search(known) and not _LONG.search(pair.said.text[: match.start()]):
                reason = say("instead", word=match.group(), other=theirs[0].group())
                yield Finding(FindingKind.NUMBER, reason, match.start(), match.end())
