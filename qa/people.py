"""Who was studied: words for kinds of people and animals, and for care."""

import re
from dataclasses import dataclass

# Axis: its members, each a pattern of whole words; where one is said, the others are denied.
KINDS: dict[str, dict[str, str]] = {
    "age": {
        "infants": r"infants?|neonat\w+|newborns?|bab(?:y|ies)|infancy|toddlers?|preterm",
        "children": (
            r"child(?:ren|hood)?|p(?:a)?ediatric\w*|boys?|girls?|kids?|schoolchild\w*|pupils?|"
            r"preschool\w*|youngsters?"
        ),
        "adolescents": (
            r"adolescen\w+|teen\w*|youths?|high[- ]school\w*|students?|young people|youngsters?"
        ),
        "young adults": r"young(?:er)? (?:adults?|men|women|people|patients?|persons?)",
        "adults": r"(?<!young )(?<!older )adults?",
        "older people": (
            r"elderly|older (?:adults?|people|men|women|patients?|persons?|individuals?)|"
            r"geriatric\w*|seniors?|aged (?:over )?(?:6[05]|7\d|8\d)|octogenarians?|(?:the|"
            r"in) aged|ag(?:e)?ing|old age"
        ),
    },
    "sex": {
        "women": (
            r"wom[ae]n|females?|girls?|mothers?|ladies|maternal|pregnan\w+|postmenopausal|"
            r"menopaus\w+|premenopausal"
        ),
        "men": r"m[ae]n|males?|boys?|fathers?|husbands?|gentlemen",
    },
    "species": {
        "mice": r"mice|mouse|murine",
        "rats": r"rats?",
        "rabbits": r"rabbits?",
        "dogs": r"dogs?|canine|beagles?",
        "pigs": r"pigs?|porcine|swine|piglets?",
        "monkeys": r"monkeys?|primates?|macaques?|rhesus",
        "zebrafish": r"zebrafish|fish",
        "people": (
            r"patients?|people|persons?|humans?|wom[ae]n|m[ae]n|volunteers?|child(?:ren)?|"
            r"participants?|adults?|infants?|boys?|girls?|students?|individuals?"
        ),
    },
    "setting": {
        "inpatients": r"in-?patients?|hospitali[sz]ed|hospital(?:i[sz]ation|s)?",
        "outpatients": r"out-?patients?|ambulatory|community\w*|home",
        "primary care": (
            r"primary care|general practi\w+|family (?:practi\w+|doctors?|physicians?|medicine)|"
            r"gps?"
        ),
        "intensive care": r"intensive care|icu|critically ill|ventilated",
        "nursing homes": r"nursing homes?|care homes?|residential|institution\w*",
        "emergency": r"emergency",
        "school": r"schools?|pupils?|classrooms?",
    },
    "health": {
        "healthy people": r"healthy|volunteers?|normal (?:subjects?|individuals?)|athletes?",
        "patients": r"patients?",
    },
    "type": {
        "type 1": r"type[- ](?:1|I)\b|iddm|t1d\w*|insulin[- ]dependent",
        "type 2": r"type[- ](?:2|II)\b|niddm|t2d\w*|non-?insulin",
    },
    "course": {
        "acute": r"acute(?:ly)?",
        "chronic": r"chronic(?:ally)?|long-?term|persistent",
    },
    "smoking": {
        "smokers": r"(?<!non)(?<!non-)smokers?",
        "non-smokers": r"non-?smokers?|never[- ]smok\w+",
    },
    "menopause": {
        "premenopausal": r"pre-?menopausal",
        "postmenopausal": r"post-?menopausal",
    },
    "residence": {
        "urban": r"urban|cit(?:y|ies)",
        "rural": r"rural|villages?|countryside",
    },
    "staff": {
        "nurses": r"nurs(?:e|es)",
        "doctors": r"doctors?|physicians?|clinicians?|gps?|surgeons?|practitioners?",
        "pharmacists": r"pharmacists?",
        "students": r"students?",
        "dentists": r"dentists?",
    },
    "ethnicity": {
        "white": r"white|caucasian\w*|european",
        "black": r"black|african\w*",
        "asian": r"asian\w*|chinese|japanese|indian|korean",
        "hispanic": r"hispanic\w*|latin[oax]s?|mexican",
    },
    "tissue": {
        "in vitro": r"in vitro|cell lines?|cultured?",
        "in vivo": r"in vivo",
    },
}
_FORMS = {
    axis: {name: re.compile(rf"\b(?:{form})\b", re.IGNORECASE) for name, form in members.items()}
    for axis, members in KINDS.items()
}
# Pairs of one axis of which one may be meant by the other's word.
_OVERLAP = {
    frozenset(pair)
    for pair in (
        ("infants", "children"),
        ("children", "adolescents"),
        ("adolescents", "young adults"),
        ("children", "young adults"),
        ("young adults", "adults"),
        ("older people", "adults"),
    )
}


@dataclass(frozen=True, slots=True)
class Member:
    """A word that says who was studied; `text[start:end]`."""

    axis: str
    name: str
    start: int
    end: int


def members(text: str) -> tuple[Member, ...]:
    """Every mention of a kind of people, animals or care."""
    return tuple(
        Member(axis, name, match.start(), match.end())
        for axis, forms in _FORMS.items()
        for name, form in forms.items()
        for match in form.finditer(text)
    )


def kinds(text: str) -> frozenset[tuple[str, str]]:
    """The kinds of people, animals or care that it mentions, each by axis and name."""
    return frozenset((one.axis, one.name) for one in members(text))


def may_be(one: str, other: str) -> bool:
    """Whether two kinds of one axis may be meant by each other's words."""
    return one == other or frozenset((one, other)) in _OVERLAP
