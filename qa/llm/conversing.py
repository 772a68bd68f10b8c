"""A follow-up made one standing question by the model; by rule where it fails to."""

from collections.abc import Sequence

from index.errors import ModelError
from prompts import load
from qa.following import Turn, standing
from qa.llm.contract import Message, Writer

# Turns shown, and characters of each: who follows up means what was said last.
_TURNS, _LONGEST = 6, 400
# A standing question is a question, not an essay.
_MOST = 400


def rephrased(question: str, history: Sequence[Turn], writer: Writer) -> str:
    """The question as it can be understood alone. What the model gives counts only if it is one
    line of decent length; else, or where the model fails, the rule of `qa.following` does it."""
    if not history:
        return question
    words = load("llm")
    earlier = "\n".join(f"- {_short(turn.question)}" for turn in history[-_TURNS:])
    user = words.render("standing_user", earlier=earlier, question=_short(question))
    messages = (Message("system", words.render("standing_system")), Message("user", user))
    try:
        said = "".join(piece.text for piece in writer.stream(messages, None))
    except ModelError:
        said = ""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    made = lines[0].strip('"“”') if len(lines) == 1 else ""
    return made if made.endswith("?") and len(made) <= _MOST else standing(question, history)


def _short(text: str) -> str:
    return " ".join(text.split())[:_LONGEST]
