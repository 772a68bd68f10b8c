"""What a question or a search gives back; `to_dict()` of each is the `--json` of the command.

answer     statements, or a refusal       cited      their citations, and the articles cited
found      what a search gives            support    how well sentences carry a statement
usage      what a language model took
"""

from qa.answer.answer import Answer, Statement, Verdict
from qa.answer.cited import Citation, Reference
from qa.answer.found import FoundArticle, FoundSentence, SearchResult
from qa.answer.support import Fault, Grade, Support
from qa.answer.usage import Usage

__all__ = [
    "Answer",
    "Citation",
    "Fault",
    "FoundArticle",
    "FoundSentence",
    "Grade",
    "Reference",
    "SearchResult",
    "Statement",
    "Support",
    "Usage",
    "Verdict",
]
