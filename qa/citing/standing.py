"""What a reference says of an article that was retracted, corrected or called in question."""

from index.article import RETRACTED
from qa.answer import Reference

RETRACTED_TYPE = "Retracted Publication"


def standing(reference: Reference) -> str:
    """All that is known against it, gravest first: `Retracted; erratum`. Empty for nothing."""
    text = "; ".join(reference.statuses)
    return text[:1].upper() + text[1:]


def publication_types(reference: Reference) -> tuple[str, ...]:
    """Its types; PubMed's for a retracted article among them, whoever said that it is one."""
    types = reference.publication_types
    if RETRACTED in reference.statuses and RETRACTED_TYPE not in types:
        types = (*types, RETRACTED_TYPE)
    return types
