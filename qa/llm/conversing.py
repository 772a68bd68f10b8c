"""A follow-up made one standing question by the model; by rule where it fails to."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing, closing, suppress

from index.errors import ModelError
from prompts import load
from qa.following import Sense, Turn, standing
from qa.llm.brief import quoted
from qa.llm.contract import Message, Piece, Writer, text_of, used
from qa.llm.window import fits
from qa.meant import Meant

# Turns shown, and characters of each: who follows up means what was said last.
_TURNS, _LONGEST = 6, 400
# A standing question is a question, in words and characters: no shrug, and no essay.
_LEAST, _MOST = 3, 400


def rephrased(
    question: str, history: Sequence[Turn], writer: Writer, sense: Sense | None = None
) -> Meant:
    """The question as it can be understood alone. What the model gives counts only if it is one
    line of decent length; else, or where the model fails, the rule of `qa.following` does it."""
    messages = _fitting(question, history, writer)
    if not messages:
        return Meant(standing(question, history, sense), question)
    heard = list[Piece]()
    # A question that came to its mark is whole, whatever the server fails to say after it.
    with suppress(ModelError), closing(writer.stream(messages, None)) as pieces:
        heard.extend(pieces)
    return _meant(heard, question, history, sense)


async def arephrased(
    question: str, history: Sequence[Turn], writer: Writer, sense: Sense | None = None
) -> Meant:
    """The same without blocking; cancelling the task stops the model."""
    messages = await asyncio.to_thread(_fitting, question, history, writer)
    if not messages:
        return Meant(standing(question, history, sense), question)
    heard = list[Piece]()
    with suppress(ModelError):
        async with aclosing(writer.astream(messages, None)) as pieces:
            async for piece in pieces:
                heard.append(piece)
    return _meant(heard, question, history, sense)


def _fitting(question: str, history: Sequence[Turn], writer: Writer) -> tuple[Message, ...]:
    """What the model is asked, with as many turns as it takes; nothing where it takes none."""
    shown = history[-_TURNS:]
    while shown and not fits(messages := _asked(question, shown), writer):
        shown = shown[1:]
    return messages if shown else ()


def _meant(
    heard: Sequence[Piece], question: str, history: Sequence[Turn], sense: Sense | None
) -> Meant:
    lines = [line.strip() for line in text_of(heard).splitlines() if line.strip()]
    made = quoted(lines[0].strip('"“”')) if len(lines) == 1 else ""
    whole = made.endswith("?") and len(made.split()) >= _LEAST and len(made) <= _MOST
    return Meant(made if whole else standing(question, history, sense), question, used(heard))


def _asked(question: str, history: Sequence[Turn]) -> tuple[Message, ...]:
    words = load("llm")
    earlier = "\n".join(f"- {quoted(turn.question)[:_LONGEST]}" for turn in history)
    user = words.render("standing_user", earlier=earlier, question=quoted(question)[:_LONGEST])
    return Message("system", words.render("standing_system")), Message("user", user)
