"""The history as threads, each the phrases of one subject; a question made whole by its thread."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.following.asked import Sense
from qa.following.drugs import drugs_in, is_drug
from qa.following.phrases import Kind, Phrase, Phrases, phrases_in, subjects_of, words_of
from qa.following.pointing import FIRST, OTHER, WH, asks, lacks_verb, stands_alone
from qa.following.replacing import kept, of_no_other_type
from qa.following.words import WORD, fold

# Enough for any conversation, and little to read however long one is made.
_TURNS, _CHARACTERS, _PHRASES = 12, 400, 6
# Of these the same is asked as before; an outcome is not prevented because a disease was.
_ANEW = {Kind.SUBJECT, Kind.PEOPLE}


@dataclass(frozen=True, slots=True)
class Turn:
    """One question as the user put it, and what was answered."""

    question: str
    answer: str = ""


def standing(
    question: str, history: Sequence[Turn], sense: Sense | None = None, *, alone: bool = True
) -> str:
    """The question with what it leaves to its history in brackets; as it is if it stands alone, or
    seems to, unless `alone` is false.

    By its words and, with `sense`, by the questions it is like. At most 430 characters longer; only
    the last 12 turns are read, 400 characters of each.
    """
    threads: list[Phrases] = []
    for turn in history[-_TURNS:]:
        _go_on(threads, turn, sense)
    read = question[:_CHARACTERS]
    if not threads or not asks(read):
        return question
    names = _naming(read, sense)
    thread = _recalled(read, names, threads, sense) or (None if alone else threads[-1])
    if thread is None:
        return question
    new = phrases_in(names)
    said, same = (
        words_of(new),
        lacks_verb(names) and set() < {phrase.kind for phrase in new} <= _ANEW,
    )
    carried = [
        f"{phrase.verb} {phrase.text}" if same and phrase.verb else phrase.text
        for phrase in (of_no_other_type(one, names) for one in kept(thread, names))
        if not phrase.words <= said
    ]
    return f"{question.rstrip()} ({', '.join(carried)})" if carried else question


def _naming(question: str, sense: Sense | None) -> str:
    """What of the question can name anything: nothing, if it could be asked of any study."""
    return "" if sense and sense.is_general(question) else question


def _go_on(threads: list[Phrases], turn: Turn, sense: Sense | None) -> None:
    """Let one turn begin a thread, or go on with one, which becomes the last."""
    question = turn.question[:_CHARACTERS]
    names = _naming(question, sense) if threads else question
    thread, new = _recalled(question, names, threads, sense), phrases_in(names)
    if thread is not None:
        threads.remove(thread)
        both = (*kept(thread, names), *map(_added, new))
        new = tuple({phrase.text.casefold(): phrase for phrase in both}.values())
    # Asked which drug, only the answer names it.
    if WH.match(question) and not any(phrase.drug for phrase in new):
        new = (*_first_drug(turn.answer[:_CHARACTERS]), *new)
    if new:
        threads.append(new[:_PHRASES])


def _added(phrase: Phrase) -> Phrase:
    """What a follow-up adds: people, drugs and places move the thread on; a detail is forgotten."""
    stays = phrase.place or phrase.drug or phrase.kind is Kind.PEOPLE
    return phrase if stays else replace(phrase, kind=Kind.ASIDE)


def _first_drug(answer: str) -> Phrases:
    """The first drug that the answer's first sentence names, if any."""
    words = WORD.findall(re.split(r"[.!?]\s", answer)[0])
    return phrases_in(next((word for word in words if is_drug(fold(word))), ""))


def _recalled(
    question: str, names: str, threads: Sequence[Phrases], sense: Sense | None
) -> Phrases | None:
    """The thread that the question goes on with, or None if it stands alone."""
    subjects, known = subjects_of(phrases_in(names)), words_of(sum(threads, ()))
    if not threads or (
        stands_alone(names, subjects, known)
        and (sense is None or drugs_in(names) - known or sense.may_be_alone(question))
    ):
        return None
    if FIRST.search(question):
        return threads[0]
    if OTHER.search(question):
        # The other of two drugs compared, or the other thing talked about.
        return threads[-1 if sum(phrase.drug for phrase in threads[-1]) > 1 else -2 :][0]
    named = words_of(subjects)
    return max(reversed(threads), key=lambda thread: len(named & words_of(thread)))
