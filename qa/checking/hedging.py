"""Reservations of the sentences that a statement drops, and claims of cause or proof it adds."""

import re
from dataclasses import dataclass

from qa.checking.pair import Pair, clauses

_HEDGE = re.compile(
    r"\b(?:may(?! \d{4})|might|could|possibl[ey]|possibilit(?:y|ies)|potential(?:ly)?|probabl[ey]|"
    r"perhaps|presumabl[ey]|presume[sd]?|maybe|suggest(?:s|ed|ing|ive|ion)?|appear(?:s|ed|ing)? to|"
    r"appears?|apparent(?:ly)?|seem(?:s|ed|ingly|ing)?|"
    r"(?<!more )(?<!less )(?<!times as )(?<!as )likely(?! to have)|unlikely|hypothesi[sz]\w*|"
    r"speculat\w+|postulat\w+|propos(?:e|es|ed|al)|thought|think|believed?|assum(?:e|es|ed|ption)|"
    r"tend(?:s|ed|ency)?|hint(?:s|ed|ing)?|impl(?:y|ies|ied)|promis(?:e|es|ing)|candidate|putative|"
    r"plausibl[ey]|conceivabl[ey]|uncertain(?:ty)?|tentative(?:ly)?|preliminary|doubt(?:ful)?|"
    r"suspect(?:s|ed)?|cautious(?:ly)?|arguabl[ey]|would|trend|if anything|point(?:s|ed|"
    r"ing)? to(?:wards?)?|"
    r"point that way|some evidence|in part|partly|attributable)\b",
    re.IGNORECASE,
)
# These also pass for a hedge where a statement says one in other words.
_MILD = re.compile(
    r"\b(?:can|indicat(?:e|es|ed|ing|ion)|consider(?:s|ed)?|expect(?:s|ed)?|estimate[sd]?|opinion|"
    r"view(?:s|ed)?|felt|feel|argue[sd]?|if|whether|consistent with|compatible with|"
    r"in keeping with|"
    r"evidence|unclear|unknown|not clear|further (?:studies|research|trials|work)|hope[sd]?|"
    r"aim(?:s|ed)?|"
    r"encourag\w+|predict\w*|prospect\w*|chance|capable|scope|open to|should|question\w*|"
    r"explanation|"
    r"theor(?:y|etical\w*)|one day|reason to|modell?ing|simulat\w+|grounds)\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:associat\w+|correlat\w+|relat(?:ed?|es|ion|ions|ionship|ionships)|link(?:s|ed)?|"
    r"tie[sd]?|"
    r"accompan\w+|go(?:es)? (?:hand in hand|with|along)|went (?:hand in hand|with|along|together)|"
    r"goes together|came with|coincid\w+|marker|risk factors?|more likely|less likely|odds|hazard|"
    r"relative risk|risk ratio|predict\w*|OR|RR)\b"
)
_CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|al|ally)|because|leads? to|led to|results? (?:in|from|of)|resulted|"
    r"due to|owing to|responsible|thanks to|driv(?:e|es|en|ing)|drove|makes?(?! up)|"
    r"made(?! up)|brings? about|"
    r"brought about|brings?|brought|produc(?:e|es|ed)|trigger(?:s|ed)?|induc(?:e|es|ed)|"
    r"the (?:reason|cause|consequence)|account(?:s|ed)? for|explain(?:s|ed)?|gives? rise|"
    r"contribut(?:e|es|ed)|turns?|provok\w+|through|thereby|so that|why)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:protects?|prevents?|reduces?|raises?|lowers?|increases?|improves?|cuts?|worsens?|harms?|"
    r"determines?|affects?|boosts?|helps?|speeds?|slows?|protected|prevented|reduced|raised|"
    r"lowered|"
    r"cut|improved|extends?|lengthens?|shortens?|benefits?|controls?|resolves?|are|is)\b",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"\b(?:prov(?:e|es|ed|en|ing)|disprov\w+|proof|establish(?:es|ed)?|confirm\w*|definit\w+|"
    r"certain(?:ly|ty)|undoubted\w*|no doubt|beyond doubt|whatsoever|whatever|always|never|must|"
    r"unequivocal\w*|conclusive\w*|indeed|guarantee\w*|the fact|known|plainly|clearly|evidently|"
    r"invariably|inevitabl[ey]|will|solely|entirely|definitively|demonstrat\w+|firmly|bound to|"
    r"the (?:one and )?only|every bit|sole|actively|directly|show(?:s|n)? that)\b",
    re.IGNORECASE,
)


PLAIN_LINK = re.compile(
    r"\b(?:associated (?:with|to)|association|correlat\w+|linked (?:to|with)|related to|"
    r"more likely|"
    r"less likely)\b"
)
PLAIN_CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing)|leads? to|led to|drives?|brings? about|brought about|results? in|"
    r"responsible for|protects?|prevents?|makes (?!up)\w+)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reserve:
    """What a text reserves and claims: words that hedge, plainly or mildly, that speak of a link,
    of a cause, of an action, of certainty."""

    hedges: tuple[re.Match[str], ...]
    mild: tuple[re.Match[str], ...]
    links: tuple[re.Match[str], ...]
    causes: tuple[re.Match[str], ...]
    acts: tuple[re.Match[str], ...]
    sure: tuple[re.Match[str], ...]


def reserve(text: str) -> Reserve:
    """What the text reserves or claims."""
    forms = (_HEDGE, _MILD, _LINK, _CAUSE, _ACTS, _SURE)
    return Reserve(*(tuple(form.finditer(text)) for form in forms))


def dropped(pair: Pair) -> tuple[float, re.Match[str] | None]:
    """How much of what a hedge of the sentences is about the statement says without any hedge, 0-1,
    and that hedge."""
    ours = reserve(pair.said.text)
    if ours.hedges or ours.mild:
        return 0.0, None
    stated = {place for places in pair.links for place in places}
    clause, words = clauses(pair.given), pair.given.words
    best: tuple[float, re.Match[str] | None] = (0.0, None)
    for hedge in reserve(pair.given.text).hedges:
        at = next((i for i, word in enumerate(words) if word.end > hedge.start()), len(words) - 1)
        reach = range(max(0, at - 5), min(len(words), at + 9))
        about = [i for i in reach if words[i].content and clause[i] == clause[at]]
        share = sum(i in stated for i in about) / max(3, len(about))
        best = max(best, (share, hedge), key=lambda one: one[0])
    return best
