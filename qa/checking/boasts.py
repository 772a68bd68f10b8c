"""Absolutes that no sentence has: the only one, the best, cured, in every patient."""

import re
from collections.abc import Iterator

from qa.checking.contract import Finding, FindingKind
from qa.checking.pair import Pair
from qa.checking.saying import say

# What is claimed, and any of the words with which a sentence may claim as much.
_CLAIMS = tuple(
    (re.compile(claim, re.IGNORECASE), re.compile(rf"\b(?:{ground})", re.IGNORECASE))
    for claim, ground in (
        (
            r"\b(?:is|was|are|were|be|remain(?:s|ed)?) the (?:only|sole)\b",
            r"only|sole|single|alone|except|other|unique|one\b|exclusiv|no\b|none|neither|just",
        ),
        (
            r"\b(?<!at )(?<!at its )the (?:very )?(?:best|worst)(?! (?:fit|estimate|available|"
            r"evidence|supportive|guess))\b",
            r"best|worst|most|least|highest|lowest|greatest|largest|smallest|top|first|optimal|"
            r"superior|inferior|better|worse|higher|lower|greater|more|less|outperform|favou?r|"
            r"maxim|minim|poor|strong|fewest|rank|excel|than\b|ideal|exceed|surpass|\d",
        ),
        (
            r"\bcure[sd]?\b(?! rates?)",
            r"cur(?:e|ed|es|ing|ative|able)\b|heal|eradicat|eliminat|clear|resol|remission|recover|"
            r"disease[- ]free|success|conver|surviv|respon",
        ),
        (
            r"\b(?:in|for|of|by) (?:every|each) (?:single )?(?:patient|participant|person|man|"
            r"woman|child|case)s?\b|\b(?:in|for|by) (?:everyone|everybody|"
            r"all (?:the |of the )?(?:patients|participants|people|cases|women|men|children))\b",
            r"all\b|every|each|100|both|none|no\b|any|whole|entire|universal|always|without|nobody|"
            r"never|across|regardless|irrespective|invariabl|consistent|complete|either|neither|"
            r"not\b|per\b|average|overall|pool|total|throughout|common",
        ),
    )
)


def boasts(pair: Pair) -> Iterator[Finding]:
    """Absolutes of the statement for which the sentences have no word."""
    for claim, ground in _CLAIMS:
        if ground.search(pair.given.text):
            continue
        for match in claim.finditer(pair.said.text):
            reason = say("absolute", word=match.group())
            yield Finding(FindingKind.HEDGE, reason, match.start(), match.end())
