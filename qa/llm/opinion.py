"""A second opinion on each statement, by the model itself: it may lower a grade, never raise it."""

from collections.abc import Sequence
from dataclasses import replace

from index.errors import ModelError
from prompts import Prompt, load
from qa.answer import Grade, Support
from qa.llm.brief import quoted
from qa.llm.contract import Message, Writer
from qa.llm.grading import Check

_GRADES = {"all": Grade.SUPPORTED, "part": Grade.PARTIAL, "none": Grade.UNSUPPORTED}


def with_opinion(check: Check, writer: Writer) -> Check:
    """The check, and after it the model's word on what passes."""
    words = load("llm")

    def both(statement: str, sentences: Sequence[str]) -> Support:
        found = check(statement, sentences)
        if not found.grade.holds:
            return found
        said = _said(statement, sentences, writer, words)
        if said is Grade.SUPPORTED:
            return found
        if said is None:
            return replace(found, reasons=(*found.reasons, words.render("no_opinion")))
        reason = words.render("other_opinion", model=writer.name)
        return replace(found, grade=said, reasons=(*found.reasons, reason), uncovered=(statement,))

    return both


def _said(statement: str, sentences: Sequence[str], writer: Writer, words: Prompt) -> Grade | None:
    user = words.render(
        "opinion_user",
        sentences="\n".join(f"- {quoted(one)}" for one in sentences),
        statement=quoted(statement),
    )
    messages = (Message("system", words.render("opinion_system")), Message("user", user))
    try:
        reply = "".join(piece.text for piece in writer.stream(messages, None))
    except ModelError:
        return None
    return _GRADES.get(reply.strip().strip("\".'*").lower())
