"""A follow-up made one standing question by the model; by rule where it fails to."""

from collections.abc import Sequence

from index.errors import ModelError
from prompts import load
from qa.following import Turn, standing
from qa.llm.brief import quoted
from qa.llm.contract import Message, Writer

# Turns shown, and characters of each: who follows up means what was said last.
_TURNS, _LONGEST = 6, 400
# A standing question is a question, in words and characters: no shrug, and no essay.
_LEAST, _MOST = 3, 400


def rephrased(question: str, history: Sequence[Turn], writer: Writer) -> str:
    """The question as it can be understood alone. What the model gives counts only if it is one
    line of decent length; else, or where the model fails, the rule of `qa.following` does it."""
    if not history:
        return question
    words = load("llm")
    earlier = "\n".join(f"- {quoted(turn.question)[:_LONGEST]}" for turn in history[-_TURNS:])
    user = words.render("standing_user", earlier=earlier, question=quoted(question)[:_LONGEST])
    messages = (Message("system", words.render("standing_system")), Message("user", user))
    said = ""
    try:
        for piece in writer.stream(messages, None):
            said += piece.text
    except ModelError:
        # A question that came to its mark is whole, whatever the server failed to say after it.
        pass
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    made = quoted(lines[0].strip('"“”')) if len(lines) == 1 else ""
    whole = made.endswith("?") and len(made.split()) >= _LEAST and len(made) <= _MOST
    return made if whole else standing(question, history)
