"""Text that everything below us takes."""


def encodable(text: str) -> str:
    """The text without lone surrogates, as an argument or a file's name that is not UTF-8 brings
    them: no encoder, no model and no database takes one. Each becomes a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
