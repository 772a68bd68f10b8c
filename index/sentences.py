"""Where sentences begin and end in biomedical prose.

A stop is a candidate; what stands left of it (an abbreviation, an initial, a list number) and
right of it (a capital, a number, a gene symbol) decides. Each decision looks at a window of fixed
width, so the whole is linear in the text's length.
"""

import re

from index.abbreviations import (
    BEFORE_NUMBER,
    KINDS,
    LABELS,
    LEADING,
    NAME_LEADERS,
    OPEN_LISTS,
    STARTERS,
    WITHIN_NAMES,
)

_WINDOW = 80
_LONGEST_BRACKET = 500  # a bracket "closed" later than this was in truth left open

_BLANK_LINE = re.compile(r"\n\s*\n")
_STOP = re.compile(r"([.?!…]+|[。！？｡]+)((?:[\"'”’»)\]}」』）】]|\s[»\"”](?=\s))*)")
_BRACKET = re.compile(r"[()\[\]（）]")
_SPACE = re.compile(r"\s*")
_ALNUM = re.compile(r"[^\W_]")
_OPENERS = re.compile(r"[\"'`“‘«„(\[{¿¡*†‡$]*\s?")
_WORD = re.compile(r"[^\s()\[\]{}\"“”«»,;:/=<>±]*$")
_PREVIOUS = re.compile(r"(\S+)\s+$")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}$")
_LIST_MARK = re.compile(r"(?:^|[^\W\d_]\)?[:;]\s*)[(\[]?(?:\d{1,2}|[ivxIVX]{1,4}|[a-hA-H])$")
_QUANTITY = re.compile(r"\d\s?(?:min|mol)$")  # a unit, not "min. 5"
_ORDINAL = re.compile(
    r"\b(?i:der|die|das|den|dem|des|am|im|vom|zum|zur|und|ab|seit|jede[nrs]?)\s\d{1,2}$"
)
_SYMBOL_START = re.compile(  # mTOR, p38, c-Myc, miR-21, circRNA, n-3, trans-…, α-…
    r"(?!(?:min|kg|ml|l|dl|h|s|g|m|cm|mg|mol|day|d|wk|yr)(?:\(-|-\d))"
    r"(?:[a-z]{1,5}-?[A-Z0-9]|[a-z]{1,2}-[A-Za-z]|[α-ωµ]|(?:cis|trans|meso|ortho|para|tert|sec)-"
    r"|(?:alpha|beta|gamma|delta|kappa)[ -]|[pn]\s(?:[=<>≤]|values?)|doi:|https?:|www\.)"
)
_CAPITALISED = re.compile(r"[A-Z][a-z]")
_CLAUSE = re.compile(
    r"[A-Z][\w-]*(?:\s[\w-]+){0,3}?\s"
    r"(?:was|were|is|are|had|has|have|did|does|do|may|can|could|should|received|showed|underwent)\b"
)
_BROKEN_DECIMAL = re.compile(  # "2. 5 mg": the layout put a space into a number
    r"\d+\s?(?:\+/-|±|mg|g|kg|ml|mm|cm|[µμm]g|[mnpµμ]mol|[mnpµμ]M|mmHg|hours?|days?|years?)\b"
    r"|\d+\s?(?:\+/-|±)|\d+%?[),;]|\d%|\d+%\s\("
)
_YEAR_VOLUME = re.compile(r"(?:19|20)\d\d\s?;")  # "J Invent. 2000;284:25"
_STRAIN = re.compile(r"[A-Z]{0,4}-?\d")
_ITEM = re.compile(r"[(\[]?(?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s")  # "ii) …", "(a) …"
_LETTER_PAIR = re.compile(r"\b[A-Z]'?s?,? (?:and|or|vs|versus|to) [A-Z]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?=[\s,])")
_BULLET = re.compile(r"[-–—•·*]\s?[A-Z]")
_REFERENCE = re.compile(
    r"(?:\d{1,3}(?:[,–-]\d{1,3})*|(?:\[\d{1,3}(?:[,;–-]\s?\d{1,3})*\])+)(?=\s+[\"“(\[]?[A-Z]|\s*$)"
)
_BEFORE_REFERENCE = re.compile(r"(?:[a-z]{3}|[)\]%”\"])$")
_TIGHT_LEFT = re.compile(r"(?:[a-z]{2}|[A-Z]s|[)\]%]|(?:^|[\s=<>≤≥(/])[\d.,]*\d)$")
_TIGHT_RIGHT = re.compile(r"(?!Gov\b)[A-Z][a-z]+[\s,/-]|[A-Z]{2,}[\w-]*[\s:]|\(ABSTRACT TRUNCATED")
_TIGHT_LABEL = re.compile(
    r"(?:Backgrounds?|Objectives?|Aims?|Methods?|Results?|Conclusions?|Findings)(?=[A-Z:])"
)
_ADDRESS = re.compile(r"[/@]|www\.")


def split(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences in `text`, in order, without surrounding whitespace.

    Every non-whitespace character lies in exactly one sentence. A newline is a space; a blank
    line ends a sentence. Accepts any string.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for blank in _BLANK_LINE.finditer(text):
        spans += _split_paragraph(text, begin, blank.start())
        begin = blank.end()
    return spans + _split_paragraph(text, begin, len(text))


def _split_paragraph(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = _skip_space(text, begin, end)
    brackets = _bracket_pairs(text, begin, end)
    hidden = begin  # no boundary before this offset: a bracket in mid-sentence is still open
    barren = begin  # between `start` and here there is no letter or digit
    for stop in _STOP.finditer(text, begin, end):
        while brackets and brackets[-1][0] < stop.start():
            opened, closed = brackets.pop()
            if not (opened == start and text[closed - 1] in ".?!"):
                hidden = max(hidden, closed)
        if stop.end() <= hidden or stop.start() < start:
            continue
        stopped = _boundary(text, start, stop, end)
        if not stopped:
            continue
        if _ALNUM.search(text, max(start, barren), stopped):
            spans.append((start, stopped))
            start = _skip_space(text, stopped, end)
        barren = stopped
    rest = text[start:end].rstrip()
    if rest and spans and not _ALNUM.search(rest):
        spans[-1] = (spans[-1][0], start + len(rest))
    elif rest:
        spans.append((start, start + len(rest)))
    return spans


def _skip_space(text: str, at: int, end: int) -> int:
    found = _SPACE.match(text, at, end)
    return found.end() if found else at


def _bracket_pairs(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Matched brackets, last first; round and square ones pair, as in the interval `(0, 1]`."""
    waiting: list[int] = []
    pairs: list[tuple[int, int]] = []
    for found in _BRACKET.finditer(text, begin, end):
        if found.group() in "([（":
            waiting.append(found.start())
        elif waiting:
            opened = waiting.pop()
            if found.start() - opened <= _LONGEST_BRACKET:
                pairs.append((opened, found.start()))
    return sorted(pairs, reverse=True)


def _boundary(text: str, start: int, stop: re.Match[str], end: int) -> int:
    """Where the sentence ends if `stop` ends it, else 0."""
    mark, closers = stop.groups()
    after = stop.end()
    if after == end or mark[0] in "。！？｡":
        return after
    left = text[max(start, stop.start() - _WINDOW) : stop.start()]
    resumed = _skip_space(text, after, end)
    right = text[resumed : min(end, resumed + _WINDOW)]
    if resumed == after:
        return _tight_boundary(left, right, after)
    if mark == ".":
        ends = _full_stop_ends(left, closers, right)
    else:
        ends = _opens_sentence(right, plain=False) and not (mark[0] in ".…" and right[0].isdigit())
    return after if ends else 0


def _tight_boundary(left: str, right: str, after: int) -> int:
    """No space after the stop: a reference mark ("cells.12 We") or a slip ("rats.The")."""
    word = _last_word(left)
    if word.lower() in LEADING | BEFORE_NUMBER | WITHIN_NAMES or _ADDRESS.search(word):
        return 0
    reference = _REFERENCE.match(right)
    if reference and _BEFORE_REFERENCE.search(left):
        return after + reference.end()
    if _TIGHT_LEFT.search(left) and _TIGHT_RIGHT.match(right):
        return after
    # After a capital or digit a stop may join names (TCR.CD3, H2A.Z), so more is asked.
    usual = _starts_usually(right) or _TIGHT_LABEL.match(right) is not None
    return after if usual and len(word) != 1 else 0


def _last_word(left: str) -> str:
    found = _WORD.search(left)
    word = found.group() if found else ""
    return re.split(r"[-–—]", word)[-1]


def _opens_sentence(right: str, plain: bool) -> bool:
    """Whether `right` can begin a sentence; `plain` admits an ordinary lower-case word too."""
    opened = _OPENERS.match(right)
    rest = right[opened.end() :] if opened else right
    if not rest:
        return bool(right)
    first = rest[0]
    if _ITEM.match(right):
        return True
    if first.islower():
        return plain or bool(_SYMBOL_START.match(rest))
    if first.isalnum() or first in "<>≥≤~∼±+":
        return True
    return bool(_BULLET.match(rest)) or len(rest) < len(right)


def _starts_usually(right: str) -> bool:
    """A stricter test, for after an abbreviation: a capitalised word that often opens sentences."""
    opened = _OPENERS.match(right)
    word = _FIRST_WORD.match(right, opened.end() if opened else 0)
    return word is not None and word.group()[0].isupper() and word.group().lower() in STARTERS


def _full_stop_ends(spaced_left: str, closers: str, right: str) -> bool:
    left = spaced_left.rstrip()
    word = _last_word(left)
    acronym = word.isupper() and word.isalpha() and len(word) > 1
    key = word if acronym else word.lower()  # "MR" is not "Mr"
    multiplies = left != spaced_left and (right[:1] == "(" or right[:1].isdigit())  # "T . 20"
    if multiplies or _leads_on(left, key, right):
        return False
    letter = len(word) == 1 and word.isascii() and word.isalpha()
    if letter or key in WITHIN_NAMES or _DOTTED.match(word):
        if ")" in closers or "]" in closers:
            return False  # "(Hordeum vulgare L.)"
        return _letter_ends(left, word, right) if letter else _abbreviation_ends(word, key, right)
    if key in OPEN_LISTS and (right.startswith(("(", "[")) or _STRAIN.match(right)):
        return False
    return _opens_sentence(right, plain=not closers and _lower_may_follow(left, word, right))


def _leads_on(left: str, key: str, right: str) -> bool:
    """Whether the stop belongs to a mark, an abbreviation or a number that needs what follows."""
    number_next = _OPENERS.sub("", right, count=1)[:1].isdigit()
    numbered = key == "0" or (key in BEFORE_NUMBER and not _QUANTITY.search(left))
    return (
        left.endswith(("<", ">", "=", "≤", "≥"))  # "P < . 05"
        or key in LEADING
        or left.lower() in LABELS
        or (number_next and numbered)
        or (left[-1:].isdigit() and _BROKEN_DECIMAL.match(right) is not None)
        or any(mark.search(left) for mark in (_LIST_MARK, _ORDINAL))
        or _YEAR_VOLUME.match(right) is not None
    )


def _abbreviation_ends(word: str, key: str, right: str) -> bool:
    if _starts_usually(right):
        return True
    if "." not in word:
        return _CLAUSE.match(right) is not None
    if word.islower():  # "i.v. Rats", not "i.v. PPIs"
        return key not in WITHIN_NAMES and _CAPITALISED.match(right) is not None
    return key not in WITHIN_NAMES and _CLAUSE.match(right) is not None  # not "U.S. Navy was"


def _lower_may_follow(left: str, word: str, right: str) -> bool:
    """A slip of the shift key: after a word too long for an abbreviation, or before "the"."""
    if len(word) >= 5 and word.isalpha() and word.islower():
        return True
    following = _FIRST_WORD.match(right)
    usual = following is not None and len(following.group()) > 2 and following.group() in STARTERS
    return usual and (left[-1:] in ")]%" or left[-1:].isdigit() or len(word) >= 4)


def _letter_ends(left: str, letter: str, right: str) -> bool:
    """A single letter: an initial, a genus, a unit, or the end of "vitamin C."."""
    if not _opens_sentence(right, plain=False):
        return False
    if left[-2:-1] in ("°", "/", "-") or _starts_usually(right) or _LETTER_PAIR.search(left):
        return True
    found = _PREVIOUS.search(left[:-1])
    previous = found.group(1) if found else ""
    if previous.lstrip("-−+~")[:1].isdigit() or previous.lower() in KINDS:
        return True
    if letter.islower() or previous.lower() in NAME_LEADERS:
        return False
    return previous[:1].islower()
