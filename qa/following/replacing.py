"""What a follow-up replaces of the thread that it goes on with, and what it leaves standing."""

import re
from collections.abc import Iterator
from dataclasses import replace

from qa.following.phrases import Kind, Phrase, Phrases, phrases_in, subjects_of
from qa.following.pointing import ADDS, OPENS, REFERS

_TYPE = re.compile(r"\b(type|stage|grade|class|phase) (\d+|[IVX]+)\b\s*", re.IGNORECASE)


def of_no_other_type(phrase: Phrase, question: str) -> Phrase:
    """ "Type 2 diabetes" is diabetes where the question asks of type 1."""
    asked = {found[1].casefold(): found[2].casefold() for found in _TYPE.finditer(question)}
    had = _TYPE.search(phrase.text)
    other = had and asked.get(had[1].casefold(), had[2].casefold()) != had[2].casefold()
    left = _TYPE.sub("", phrase.text).strip()
    return replace(phrase, text=left) if other and left else phrase


def kept(thread: Phrases, question: str) -> Iterator[Phrase]:
    """What of the thread the question leaves standing."""
    new = phrases_in(question)
    subjects = subjects_of(new)
    kinds = {phrase.kind for phrase in new}
    follows = OPENS.match(question) or REFERS.search(question)
    drug = any(phrase.drug for phrase in new) and not ADDS.search(question)
    placed = any(phrase.place and not phrase.drug for phrase in subjects)
    aimed = any(phrase.aim and phrase.kind is not Kind.PEOPLE for phrase in new) and any(
        phrase.drug for phrase in thread
    )
    agent = next((phrase for phrase in thread if phrase.drug), thread[0])
    # Two things of one sort end alike: hip surgery, cardiac surgery.
    heads = {phrase.head for phrase in subjects}
    for phrase in thread:
        match phrase.kind:
            case Kind.SUBJECT:
                elsewhere = phrase != agent and (aimed or (placed and phrase.place))
                replaced = (drug and phrase.drug) or bool(
                    follows and (elsewhere or phrase.head in heads)
                )
            case Kind.ASIDE:
                replaced = bool(kinds)
            case Kind.DESIGN:
                replaced = bool(kinds & {Kind.SUBJECT, Kind.PEOPLE})
            case _:
                replaced = phrase.kind in kinds
        if not replaced:
            yield phrase
