"""What a model's window holds."""

from collections.abc import Sequence

from qa.llm.contract import Message, Writer

# Tokens by which each message is longer than its text, in any chat template.
PER_MESSAGE = 16


def fits(messages: Sequence[Message], writer: Writer) -> bool:
    """Whether the conversation and one more reply fit the model's window."""
    asked = sum(writer.count(one.text) + PER_MESSAGE for one in messages)
    return asked + writer.reply <= writer.window
