"""The words of a question: of asking, of any study, of people, of an outcome, of a design.

Any other word names a subject. Common English only. The lists were tuned on dialogues over the
bundled sample (benchmarks/dialogues), and lean to what it is about: absence from school, carriers.
"""

import re

WORD = re.compile(r"[^\W_]+(?:[-'’./][^\W_]+)*")


def fold(word: str) -> str:
    """The word as the lists below hold it: no case, no plural."""
    word = re.sub(r"['’]s?$", "", word.casefold())
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] != "s" else word


def specific(text: str) -> frozenset[str]:
    """The words, folded, that are neither of asking nor of any study."""
    return frozenset(map(fold, WORD.findall(text))) - ASKING - ANY_STUDY


def subject_words(text: str) -> tuple[str, ...]:
    """The words, as they stand there, that name a subject, people or an outcome; no figures."""
    words = dict.fromkeys(WORD.findall(text))
    return tuple(word for word in words if specific(word) and not word.isdigit())


def is_of_any_trial(word: str) -> bool:
    """Whether it names what any trial may report, in words of its own."""
    return fold(word) in ANY_TRIAL


def _listed(text: str) -> frozenset[str]:
    return frozenset(map(fold, text.split()))


MANNERS = _listed(
    "bye cheers dear great hello hey hi kindly nice ok okay please pls sorry ta thank thx welcome"
)
ASKING = MANNERS | _listed(
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
    "accurate bad best better big bigger clear common dangerous different effective "
    "frequent good great greater hard harder hardest harmful high higher important interesting "
    "large larger long longer low main major mild minor possible quick rare reliable safe same "
    "severe significant similar small smaller statistically strong sure true trustworthy unwanted "
    "useful usual weak well"
)
ANY_STUDY = _listed(
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
PEOPLE = _listed(
    "adolescent adult animal babies baby boy carrier child children elderly female girl human "
    "infant inpatient kid male man men mice mouse neonate newborn outpatient pregnancy "
    "pregnant preschool pupil rat resident school-age senior teen teenager toddler volunteer "
    "woman women young youth"
)
OUTCOMES = _listed(
    "absence adherence admission anxiety appetite attendance bleeding blood constipation "
    "cost-effective death diarrhoea diarrhea dizziness drowsiness drop-out dropout eye fall "
    "fatigue fracture function growth hospital hospitalisation hospitalization hyperkalaemia "
    "hypertension hypoglycaemia hypoglycemia hypotension kidney liver mortality nausea pain "
    "potassium pressure quality rash reaction recurrence relapse satisfaction satisfied "
    "sensitivity sleep specificity stay survival symptom tolerability toxicity vomiting weight "
    "withdrawal"
)
# Any trial can be asked of these, and may answer in other words: "removed them" for "tolerated".
ANY_TRIAL = _listed(
    "adhere adherence adverse compliance compliant conclude cost death died dosed dosing drop-out "
    "dropout expensive fatal follow-up life mortality paid price quality safety satisfaction "
    "satisfied survival survive survived tolerability tolerable tolerate tolerated toxic toxicity "
    "withdrawal"
)
# How a study was made: it tells one article from another until something new is asked about.
DESIGN = _listed(
    "case-control cohort meta-analyse meta-analysis meta-analyses retracted systematic"
)
