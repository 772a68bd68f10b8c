"""What the form of a sentence gives away: aim, method, result or conclusion.

The sentence most like a question is usually the one that states the study's aim. Printed section
labels tell it apart; where none is printed, wording and place in the abstract do, by these rules.
"""

import re
from dataclasses import dataclass

from index.article import Article, Sentence

_AIM = re.compile(
    r"\b(?:aim(?:s|ed)?\b|purpose|objective|goal|hypothesi[sz]\w*|sought to|"
    r"(?:to|whether to) (?:determine|assess|evaluate|investigate|examine|compare|test|study|"
    r"explore|identify|describe|review|clarify|elucidate|estimate)\b|^to \w+|"
    r"(?:we|this (?:study|trial|review|paper|article|work|report)) (?:here )?(?:was|is|aims?|"
    r"investigate[sd]?|examine[sd]?|evaluate[sd]?|assess(?:es|ed)?|compare[sd]?|"
    r"stud(?:y|ied)|tested|review(?:s|ed)?|describe[sd]?|report(?:s|ed)? (?:on|the)|"
    r"analy[sz]ed?|explore[sd]?)\b|"
    r"(?:is|are|remains?) (?:unknown|unclear|not known|controversial|poorly))",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"\b(?:was|were) (?:then |also |subsequently |prospectively |retrospectively )?"
    r"(?:randomi[sz]ed|randomly|assigned|allocated|enrolled|recruited|included|measured|assessed|"
    r"evaluated|performed|conducted|collected|obtained|analy[sz]ed|examined|determined|"
    r"administered|treated|given|followed|used|calculated|estimated|compared|searched|"
    r"carried out|monitored|recorded|investigated|studied|tested|selected)\b|"
    r"\b(?:double-blind|placebo-controlled|cross-?over|questionnaire|"
    r"we (?:searched|conducted|recruited|enrolled|randomly|randomi[sz]ed|used|performed|"
    r"measured|collected|included|analy[sz]ed)|"
    r"(?:patients|participants|subjects|women|men|children|rats|mice|animals) "
    r"(?:received|were (?:randomi|assigned|treated)))|"
    r"primary (?:outcome|end ?point)s? (?:was|were|included)|outcome measures?",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:signific\w+|increas\w+|decreas\w+|reduc\w+|improv\w+|higher|lower|greater|less|fewer|"
    r"more|better|worse|showed|shown|found|revealed|observed|associated|correlated|"
    r"differ(?:ed|ences?)?|compared (?:with|to)|versus|vs|no (?:effect|change|evidence)|did not|"
    r"similar)\b",
    re.IGNORECASE,
)
_STATISTIC = re.compile(
    r"\bp\s*[<=>≤≥]\s*0?\.\d|\b9[059]\s*%\s*(?:ci|confidence)|\b95\s*%|±|\(\s*\d", re.IGNORECASE
)
_CONCLUSION = re.compile(
    r"\b(?:conclu\w+|suggest\w*|indicat\w+|demonstrat\w+|"
    r"(?:these|our) (?:results|findings|data|observations|study|analysis)|"
    r"this study (?:shows?|demonstrates?|suggests?|provides?|found)|therefore|thus|hence|"
    r"in summary|overall|should (?:be|not)|support|recommend\w*|"
    r"is (?:an )?(?:effective|safe|associated)|appears?|may|taken together)\b",
    re.IGNORECASE,
)
_COMPARISON = re.compile(
    r"\b(?:than|whereas|while|compared (?:with|to)|versus|vs|less|more|lower|higher|greater|fewer|"
    r"similar|difference|respectively|superior|inferior|equivalent|better|worse|unlike|"
    r"in contrast|but not)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Form:
    """Where a sentence stands (0 first, 1 last), its NLM category, and what it holds: a test
    statistic or interval, any number, a comparison."""

    place: float
    category: str
    statistic: bool
    number: bool
    comparison: bool


def form_of(article: Article, sentence: Sentence) -> Form:
    """The sentence's form; its category is the printed section's, else inferred."""
    text = article.text(sentence)
    place = sentence.index / max(1, len(article.sentences) - 1)
    return Form(
        place=place,
        category=article.section(sentence).category or infer_category(text, place),
        statistic=bool(_STATISTIC.search(text)),
        number=bool(_NUMBER.search(text)),
        comparison=bool(_COMPARISON.search(text)),
    )


def infer_category(text: str, place: float) -> str:
    """NLM category of a sentence without a printed label, by wording and place in the abstract."""
    if place >= 0.75 and _CONCLUSION.search(text):
        return "CONCLUSIONS"
    if place <= 0.6 and _AIM.search(text):
        return "OBJECTIVE"
    if place < 0.12 and not (_STATISTIC.search(text) and _FINDING.search(text)):
        return "BACKGROUND"
    if _METHOD.search(text) and not _STATISTIC.search(text):
        return "METHODS"
    if _STATISTIC.search(text) or _FINDING.search(text):
        return "RESULTS" if place > 0.25 or _STATISTIC.search(text) else "BACKGROUND"
    return "BACKGROUND" if place < 0.3 else "RESULTS"
