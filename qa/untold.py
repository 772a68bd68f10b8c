"""What abstracts seldom tell, and readers often ask: who paid, what it costs, if it is approved.

The history finds its articles all the same, and any sentence of them then passes for an answer. So
where a follow-up asks for one of these, and no article looked at has a word of it, that is said.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.article import Article


@dataclass(frozen=True, slots=True)
class Topic:
    """Its name among the texts of `prompts`; how it is asked for, and the words that tell of it."""

    name: str
    asked: re.Pattern[str]
    told: re.Pattern[str]


def _topic(name: str, asked: str, told: str) -> Topic:
    return Topic(
        name,
        re.compile(rf"\b(?:{asked})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{told})", re.IGNORECASE),
    )


TOPICS = (
    _topic(
        "funding",
        r"fund(?:ed|ing|ers?)|(?:who|has|have|had) .{0,20}paid for|sponsor\w*|financ(?:ed|ing)|"
        r"grants?|bankroll\w*|footed the bill",
        r"fund|sponsor|financ|grant|supported by",
    ),
    _topic(
        "interests",
        r"conflicts? of interests?|competing interests?|interests? declared|"
        r"declare\w* (?:any )?interests?",
        r"conflict|competing|declar",
    ),
    _topic(
        "data",
        r"raw data|(?:data|code) (?:be |been )?(?:made )?(?:available|open|public\w*|shared)|"
        r"share(?:d)? (?:the|their) (?:data|code)",
        r"available|shar|repositor|public",
    ),
    _topic(
        "ethics",
        r"ethics?|ethical\w*|informed consent|gave consent|IRB",
        r"ethic|consent|review board",
    ),
    _topic(
        "approval",
        r"approved|approval|licen[sc]ed?|on (?:the market|sale)|FDA|EMA|marketed|over the counter|"
        r"patent\w*|insur\w+|reimburs\w*",
        r"approv|licen[sc]|market|regulat|patent|insur|reimburs|over[- ]the[- ]counter|payer",
    ),
    _topic(
        "registration",
        r"pre-?regist\w*|registered|registration",
        r"pre-?regist|regist|NCT\d|ISRCTN|protocol",
    ),
    _topic(
        "price",
        r"(?<!at what )costs?|costly|priced?(?! (?:to pay|does|do|one|is paid))|expensive|"
        r"affordab\w*|cheap\w*",
        r"cost|price|expens|saving|spend|afford|cheap|QALY|money|value",
    ),
)


def untold(question: str, articles: Iterable[Article]) -> str | None:
    """The topic that the question asks for and none of the articles has a word of."""
    text = " ".join(article.words for article in articles)
    asked = (topic for topic in TOPICS if topic.asked.search(question))
    return next((topic.name for topic in asked if not topic.told.search(text)), None)
