"""What the page says."""

from prompts import load


def say(text: str, /, **values: object) -> str:
    """A text of `prompts/page.toml` with its variables filled in."""
    return load("page").render(text, **{name: str(value) for name, value in values.items()})
