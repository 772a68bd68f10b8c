"""Whether cited sentences say what a statement says: rules that give reasons, and a network that
reads both, weighed together.

check("Tea cut the risk by 40%.", ["Tea lowered the risk of stroke by 12% (P = .03)."])
-> Support(grade=unsupported, reasons=("the figure 40% is in none of …",), uncovered=("40%",))
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from qa.answer import Grade, Support
from qa.characters import encodable, one_line
from qa.checking.contract import Finding, FindingKind
from qa.checking.features import measured
from qa.checking.findings import found as rules
from qa.checking.judgement import judgement
from qa.checking.pair import pair_of
from qa.checking.parts import MOST, doubted, joined
from qa.checking.saying import say
from qa.checking.words import Passage

if TYPE_CHECKING:
    from qa.checking.network import Doubter

WEIGHTS = Path(__file__).with_name("network.safetensors")
# What turns a finding round, rather than adding to it: such a statement misleads.
_TURNED = frozenset(
    {
        FindingKind.NUMBER,
        FindingKind.NEGATION,
        FindingKind.DIRECTION,
        FindingKind.ARMS,
        FindingKind.SPLICE,
        FindingKind.UNRELATED,
    }
)
# Characters of a statement that are read at once, and of a sentence.
_LONGEST, _LONGEST_SOURCE = 450, 2000
# Content words of the least that says anything.
_LEAST = 2
_SENTENCE_END = re.compile(r"(?<=[.;!?])\s+(?=\S)")
# Cyrillic letters that look like Latin ones hide a word from every rule.
_MIXED = re.compile(r"\w*(?:[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z])\w*")
_APOSTROPHES = str.maketrans("\u02bc\u2019\u0060\u00b4", "''''")
# Sentences that may carry a statement together.
_TOGETHER = 4
# Above this chance nothing is left that holds.
_SURE = 0.9


def check(statement: str, sentences: Sequence[str]) -> Support:
    """How well the sentences together carry the statement, why not better, and which parts not.

    Raises RerankerError if the network's weights cannot be read.
    """
    said = plain(statement)
    given = [one for one in map(plain, sentences) if one]
    if said in given:
        return Support(Grade.VERBATIM)
    if idle := _idle(said, given):
        return Support(Grade.UNSUPPORTED, (idle,), (said,) if said else ())
    parts = [said] if len(said) <= _LONGEST else _SENTENCE_END.split(said)
    return _worst([_checked(part, given) for part in parts])


def _idle(said: str, given: Sequence[str]) -> str:
    """Why there is nothing to compare; empty where there is."""
    if not given:
        return say("nothing_cited")
    if len(Passage(said).content) < _LEAST:
        return say("nothing_said")
    if said.endswith("?"):
        return say("asked")
    mixed = _MIXED.search(said)
    return say("alphabets", word=mixed[0]) if mixed else ""


def _worst(found: Sequence[Support]) -> Support:
    """Of a statement in several parts: it holds as well as its worst one."""
    grades = list(Grade)
    worst = max((one.grade for one in found), key=grades.index)
    return Support(
        Grade.SUPPORTED if worst.holds else worst,
        tuple(dict.fromkeys(reason for one in found for reason in one.reasons)),
        tuple(part for one in found for part in one.uncovered),
    )


def _checked(said: str, given: Sequence[str]) -> Support:
    given = [one[:_LONGEST_SOURCE] for one in _likest(said, given)]
    if len(said) > _LONGEST:
        return Support(Grade.PARTIAL, (say("too_long"),), (said[_LONGEST:],))
    pair = pair_of(said, given)
    found = rules(pair)
    read = _doubter()(said, given)
    chance = judgement().chance(measured(pair, found), read.log_odds)
    if judgement().passes(chance, found):
        return Support(Grade.SUPPORTED)
    if found:
        parts = joined(said, [(one.start, one.end) for one in found])
        reasons = tuple(dict.fromkeys(one.reason for one in found))
    else:
        parts = doubted(said, read.doubts)
        whole = len(parts) == 0
        parts = parts or (said,)
        text = "doubtful_whole" if whole else "doubtful"
        reasons = tuple(say(text, **({} if whole else {"part": p})) for p in parts)
    return Support(_grade(said, found, chance, parts), reasons, parts)


def plain(text: str) -> str:
    """The text as it is compared: one form for every character that has several, on one line."""
    whole = encodable(text).translate(_APOSTROPHES)
    return one_line(unicodedata.normalize("NFKC", whole).replace("\u2044", "/"))


def _likest(said: str, given: Sequence[str]) -> list[str]:
    """The few sentences that share most with the statement, in their order: of many together some
    word or other carries anything."""
    shared = {at: pair_of(said, [one]).shared for at, one in enumerate(given)}
    chosen = sorted(shared, key=lambda at: (-shared[at], at))[:_TOGETHER]
    return [given[at] for at in sorted(chosen)]


def _grade(said: str, found: Sequence[Finding], chance: float, parts: Sequence[str]) -> Grade:
    turned = any(one.kind in _TURNED for one in found)
    share = sum(map(len, parts)) / len(said)
    if turned or chance > _SURE or share > MOST:
        return Grade.UNSUPPORTED
    return Grade.PARTIAL


@cache
def _doubter() -> "Doubter":
    """Loaded once."""
    from qa.checking.network import Doubter  # noqa: PLC0415  (torch, and 90 MB from disk)

    return Doubter.load(WEIGHTS)
