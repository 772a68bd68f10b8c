"""A question asked in several turns, as one that can be searched alone: by rule, without a model.

    standing("How large was the trial?", [Turn("Does lumetripant prevent chronic migraine?")])
    -> "How large was the trial? (lumetripant, chronic migraine)"

1. Words are of asking, of any study (trial, dose), of people, of an outcome, or else of a subject.
2. A question stands alone if it points at nothing before it and names subjects enough.
3. History is threads: a question that stands alone begins one; any other goes on with the last,
   or with an older one that it names or asks for ("the other one").
4. What the thread is about, less what the question replaces, follows the question in brackets:
   people replace people, an outcome an outcome, a drug a drug, and "for X" what the drug was for.
   A detail that a follow-up asked about is forgotten as soon as the next asks about another.

How often that finds the right article: benchmarks/dialogues.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

# Enough for any conversation, and little to read however long one is made.
_TURNS, _CHARACTERS, _PHRASES, _PHRASE = 12, 400, 6, 60


def _fold(word: str) -> str:
    """The word as the lists below hold it: no case, no plural."""
    word = re.sub(r"['’]s?$", "", word.casefold())
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_fold, text.split()))


_ASKING = _words(
    # function words
    "a an the and or but nor so if then than as at by for from in into of on onto to up out over "
    "under with without within after before during since until through between among against per "
    "about across according because not no yes any some all both each every either neither other "
    "another one ones same such only also too just even still again once ever never always often "
    "there here now what which who whom whose when where why how whether i me my we our us you "
    "your it its he him his she her hers they them their theirs this that these those do does did "
    "done is are was were be been being am has have had having can could may might must shall "
    "should will would more most less least much many few fewer several very quite rather really "
    # what is done to or with a subject
    "accept act affect allow appear associate associated attach avoid bear beat become begin "
    "benefit bring carry cause change come compare compared confirm confirmed continue cure "
    "decrease develop die died differ drop dropped ease eight end enrol enroll enrolled exist "
    "explain feel fell find first five follow followed found four get give given go gone happen "
    "help helped hit hold improve improved include included increase increased influence infused "
    "involve know known last lasted later lead leave led left like link linked look lose lost "
    "lower lowered make matter mean measure measured need nine observe observed occur persist "
    "predict prevent prevented produce protect prove raise raised randomised randomized receive "
    "received recommend recommended reduce reduced relate related relieve replicated report "
    "reported require rise say see seem seen serve seven show shown six start started stay stop "
    "stopped suffer suggest support take taken tell ten tested think three took treat treated "
    "try turn two use used using versus vs watched work worked worse worsen "
    # what is said of one
    "accurate bad best better big bigger clear common dangerous different "
    "effective frequent good great greater hard harder hardest harmful high higher important "
    "interesting large larger long longer low main major mild minor possible quick rare reliable "
    "safe same severe significant similar small smaller statistically strong sure true "
    "trustworthy unwanted useful usual weak well"
)
_ANY_STUDY = _words(
    "abilities ability absolute abstract active age aim amount answer arm article author average "
    "baseline blinded cause center centre certain certainty chance clinical comparator "
    "comparison concentration conclusion condition confidence control controlled cost country "
    "daily data day design difference disease dosage dose drug duration effect effectiveness "
    "efficacy evidence exact example fast first former frequency funded group half half-life "
    "harm hour interval kind latter level limitation mechanism medication medicine method money "
    "month name number old older paper part participant patient people period person placebo "
    "point population primary problem question randomised rate ratio reason result review risk "
    "rule safety sample sample-size science second short side sided significance size source "
    "statistical study subgroup subject term test therapy time treatment trial value way week "
    "work year"
)
_PEOPLE = _words(
    "adolescent adult animal babies baby boy carrier child children elderly female girl human "
    "infant inpatient kid male man men mice mouse neonate newborn outpatient pregnancy "
    "pregnant preschool pupil rat resident school-age senior teen teenager toddler volunteer "
    "woman women young youth"
)
_OUTCOMES = _words(
    "absence adherence admission anxiety appetite attendance bleeding blood constipation "
    "cost-effective death "
    "diarrhoea diarrhea dizziness drowsiness drop-out dropout eye fall fatigue fracture function "
    "growth hospital hospitalisation hospitalization hyperkalaemia hypertension hypoglycaemia "
    "hypoglycemia hypotension kidney liver mortality nausea pain potassium pressure quality "
    "rash reaction recurrence relapse satisfaction satisfied sensitivity sleep specificity stay "
    "survival symptom tolerability toxicity vomiting weight withdrawal"
)
# How a study was made: it tells one article from another until something new is asked about.
_DESIGN = _words(
    "case-control cohort meta-analyse meta-analysis meta-analyses retracted systematic"
)
# Stems that the WHO gives to international nonproprietary names, the like of those in the invented
# sample, and a few old names without one.
_DRUG = re.compile(
    r"(?:^|-)(?:\w{2,}(?:mab|nib|pril|sartan|statin|olol|azole|cillin|mycin|floxacin|virin?|gliptin|"
    r"gliflozin|(?:glu|na|pa|reo|za)tide|parin|xaban|gatran|triptan|tripant|gepant|setron|dipine|azepam|zolam|oxetine|"
    r"formin|lukast|terol|asone|olone|verone|idine|adine|verin|profen|caine|arin|thiazide|semide)|"
    r"insulin|aspirin|lithium|digoxin|paracetamol)$"
)

_REFERS = re.compile(
    r"\b(?:its?|they|them|theirs?|she|he|him|these|this|former|latter)\b|"
    r"\bthose\b(?!\s+(?:who|whose|with|without|in|on|of|under|over|aged|not|\w+(?:ed|ing|en))\b)|"
    r"(?:^|\b(?:is|was|does|did|do|has|can|will|would|about|of|for|with|in|why|if|and)\s+)that\b",
    re.IGNORECASE,
)
# Here the pronoun stands for what follows, or for people named just before.
_WITHIN = re.compile(
    r"\b(?:is|was) it \w+ (?:that|to|for|whether|if)\b|\bon (?:its|their) own\b|"
    r"\b(?:adults|babies|children|men|participants|patients|people|those|women)\b.*?\bthe(?:y|m|ir)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^\W*(?:(?:and|or|but|so|also|then|ok|okay|what about|how about|what of|compared|versus|vs|"
    r"why|back to)\b|(?:by|in|for|at|with|on|after)\b(?!\W+(?:how|what|which|whom?)\b))",
    re.IGNORECASE,
)
_VERSUS = re.compile(r"\b(?:versus|vs|than)\b", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:compar\w+|versus|vs|than|with|together|plus)\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:is|are|do|does|can|could|should|may|will|would|has|have)\b", re.IGNORECASE)
_WH = re.compile(r"^\W*(?:what|which|who|how|when|where|why)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:the|that) (?:other|previous|earlier|former)\b(?! (?:arm|group|hand))", re.IGNORECASE
)
_FIRST = re.compile(r"\bthe (?:very )?first (?:one|drug|question|topic)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:in|for|against|after|before|during|on|with|than)\W+(?:\w+\W+){0,2}$", re.IGNORECASE
)
_AIM = re.compile(r"\b(?:for|against)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)

_WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")
# What may stand between the words of one phrase; "E. coli" is one.
_SPACE = re.compile(r"\s+|(?<=\b[A-Z])\.\s+")
_JOINS = re.compile(r"\s+(?:with|of)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as the user put it, and what was answered."""

    question: str
    answer: str = ""


class _Kind(Enum):
    SUBJECT = auto()
    PEOPLE = auto()
    OUTCOME = auto()
    DESIGN = auto()
    ASIDE = auto()


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words of a question that say what it is about; `place` if "in", "for" or such leads it,
    `aim` if it is "for" or "against"."""

    text: str
    kind: _Kind
    place: bool
    aim: bool

    @property
    def words(self) -> frozenset[str]:
        return _specific(self.text)

    @property
    def head(self) -> str:
        return _fold(self.text.split()[-1])

    @property
    def drug(self) -> bool:
        return any(_DRUG.search(word) for word in self.words)


_Topic = tuple[_Phrase, ...]


def standing(question: str, history: Sequence[Turn]) -> str:
    """The question with what it leaves to its history in brackets; as it is if it stands alone.

    At most 370 characters longer; only the last 12 turns are read, 400 characters of each.
    """
    threads: list[_Topic] = []
    for turn in history[-_TURNS:]:
        _go_on(threads, turn)
    read = question[:_CHARACTERS]
    base = _recalled(read, threads)
    if base is None or not question.strip():
        return question
    said = _all_words(_phrases(read))
    carried = [phrase.text for phrase in _kept(base, read) if not phrase.words <= said]
    return f"{question.rstrip()} ({', '.join(carried)})" if carried else question


def _go_on(threads: list[_Topic], turn: Turn) -> None:
    """Let one turn begin a thread, or go on with one, which becomes the last."""
    question = turn.question[:_CHARACTERS]
    base, new = _recalled(question, threads), _phrases(question)
    if base is None:
        topic = new
    else:
        threads.remove(base)
        new = tuple(map(_in_passing, new))
        topic = tuple({p.text.casefold(): p for p in (*_kept(base, question), *new)}.values())
    # Asked which drug, only the answer names it.
    if _WH.match(question) and not any(phrase.drug for phrase in topic):
        statement = _WORD.findall(re.split(r"[.!?]\s", turn.answer[:_CHARACTERS])[0])
        named = next((word for word in statement if _DRUG.search(_fold(word))), "")
        topic = (*_phrases(named), *topic)
    if topic:
        threads.append(topic[:_PHRASES])


def _in_passing(phrase: _Phrase) -> _Phrase:
    """What a follow-up adds: people, drugs and places move the thread on; a detail is forgotten."""
    stays = phrase.place or phrase.drug or phrase.kind is _Kind.PEOPLE
    return phrase if stays else replace(phrase, kind=_Kind.ASIDE)


def _recalled(question: str, threads: Sequence[_Topic]) -> _Topic | None:
    """The thread that the question goes on with, or None if it stands alone."""
    subjects = _subjects(_phrases(question))
    if not threads or _stands_alone(question, subjects, _all_words(sum(threads, ()))):
        return None
    if _FIRST.search(question):
        return threads[0]
    if _OTHER.search(question):
        # The other of two drugs compared, or the other thing talked about.
        return threads[-1 if sum(phrase.drug for phrase in threads[-1]) > 1 else -2 :][0]
    named = _all_words(subjects)
    return max(reversed(threads), key=lambda topic: len(named & _all_words(topic)))


def _blank(match: re.Match[str]) -> str:
    """The text matched without its pronouns; what follows keeps its place."""
    return re.sub(r"\b(?:it|its|the(?:y|m|ir))\b", lambda word: " " * len(word[0]), match[0])


def _stands_alone(question: str, subjects: _Topic, known: frozenset[str]) -> bool:
    """Whether it needs no history, in which these words were said."""
    refers = _REFERS.search(_WITHIN.sub(_blank, question))
    if refers or _OTHER.search(question) or _FIRST.search(question):
        # What "they" are may be said before it, in the same question.
        before = question[: refers.start()] if refers else ""
        return sum(phrase.text in before for phrase in subjects) >= 2
    if len(subjects) >= 2 and _OPENS.match(question) and not _NOW.search(question):
        # "What about X in Y?" has all it needs; "And X and Y?" and "And in X after Y?" have not.
        whole = any(phrase.place for phrase in subjects[1:]) or _VERSUS.search(question)
        return bool(whole and not subjects[0].place)
    if len(subjects) >= 2:
        return True
    if _OPENS.match(question) or not subjects:
        return False
    one = subjects[0]
    # "How common is delirium?" asks of a subject; "was delirium common?" of what was just studied.
    if _NOW.search(question):
        enough = bool(_WH.match(question)) or one.drug or len(one.words) >= 3
    else:
        enough = len(one.words) >= 4
    return enough or (one.drug and not one.words & known)


def _kept(base: _Topic, question: str) -> Iterator[_Phrase]:
    """What of the thread the question leaves standing."""
    new = _phrases(question)
    subjects = _subjects(new)
    kinds = {phrase.kind for phrase in new}
    follows = _OPENS.match(question) or _REFERS.search(question)
    drug = any(phrase.drug for phrase in new) and not _ADDS.search(question)
    placed = any(phrase.place and not phrase.drug for phrase in subjects)
    aimed = any(phrase.aim and phrase.kind is not _Kind.PEOPLE for phrase in new) and any(
        phrase.drug for phrase in base
    )
    agent = next((phrase for phrase in base if phrase.drug), base[0])
    # Two things of one sort end alike: hip surgery, cardiac surgery.
    heads = {phrase.head for phrase in subjects}
    for phrase in base:
        match phrase.kind:
            case _Kind.SUBJECT:
                elsewhere = phrase != agent and (aimed or (placed and phrase.place))
                replaced = (drug and phrase.drug) or bool(
                    follows and (elsewhere or phrase.head in heads)
                )
            case _Kind.ASIDE:
                replaced = bool(kinds)
            case _Kind.DESIGN:
                replaced = bool(kinds & {_Kind.SUBJECT, _Kind.PEOPLE})
            case _:
                replaced = phrase.kind in kinds
        if not replaced:
            yield phrase


def _subjects(phrases: _Topic) -> _Topic:
    return tuple(phrase for phrase in phrases if phrase.kind is _Kind.SUBJECT)


def _all_words(phrases: _Topic) -> frozenset[str]:
    return frozenset().union(*(phrase.words for phrase in phrases))


def _phrases(text: str) -> _Topic:
    """Runs of words that are not of asking, and of which one at least is not of any study."""
    runs: list[tuple[int, int]] = []
    for word in _WORD.finditer(text):
        if _fold(word[0]) in _ASKING or len(word[0]) > _PHRASE:
            continue
        if runs and _goes_on(text, runs[-1], word):
            runs[-1] = (runs[-1][0], word.end())
        else:
            runs.append(word.span())
    phrases = (_phrase(text, start, end) for start, end in runs)
    return tuple(phrase for phrase in phrases if phrase.words)


def _specific(text: str) -> frozenset[str]:
    return frozenset(map(_fold, _WORD.findall(text))) - _ASKING - _ANY_STUDY


def _goes_on(text: str, run: tuple[int, int], word: re.Match[str]) -> bool:
    """Whether the word belongs to the phrase before it."""
    start, end = run
    if word.end() - start > _PHRASE:
        return False
    # "children with asthma" is two phrases, as other children may be asked about next.
    joins = (
        _JOINS.fullmatch(text, end, word.start())
        and _phrase(text, start, end).kind is _Kind.SUBJECT
    )
    return bool(joins or _SPACE.fullmatch(text, end, word.start()))


def _phrase(text: str, start: int, end: int) -> _Phrase:
    phrase = " ".join(text[start:end].split())
    words = _specific(phrase)
    if words & _PEOPLE:
        kind = _Kind.PEOPLE
    elif words & _DESIGN:
        kind = _Kind.DESIGN
    else:
        kind = _Kind.OUTCOME if words <= _OUTCOMES else _Kind.SUBJECT
    before = text[:start]
    return _Phrase(phrase, kind, bool(_PLACE.search(before)), bool(_AIM.search(before)))
