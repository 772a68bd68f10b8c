"""What the check says to a reader, in the words of `prompts/checking.toml`."""

from prompts import load


def say(text: str, /, **values: str) -> str:
    """One text with its variables filled in."""
    return load("checking").render(text, **values)
