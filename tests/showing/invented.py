"""Invented answers to show: each kind of statement, each standing of an article, and harm."""

from dataclasses import replace
from typing import Any

from index.article import Section
from index.records import Author, Notice
from qa.answer import (
    Answer,
    Citation,
    Fault,
    FoundArticle,
    FoundSentence,
    Grade,
    Reference,
    Statement,
    Verdict,
)

BACKGROUND = "Quorbin is a tea. Nobody knows whether it helps & how."
RESULTS = "Of 40 adults, 31 slept better with quorbin. Two felt sick."
ABSTRACT = f"{BACKGROUND}\n{RESULTS}"
SLEPT = "Of 40 adults, 31 slept better with quorbin."
SICK = "Two felt sick."

# What would be markup, a script, a request, a template or another direction, if it were let.
PAYLOADS = (
    '<script>document.title="owned"</script>',
    '"><img src="http://owned.example/x.png" onerror="document.title=\'owned\'">',
    "' autofocus onfocus='document.title=`owned`' x='",
    "</p></article></div></mark></style></bdi><h1>out</h1>",
    "javascript:document.title='owned'//",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "&lt;b&gt; &amp; &#x3c;i&#x3e;",
    "<!-- <![CDATA[ ]]> -->",
    "</mark><svg onload=\"document.title='owned'\"><style>*{display:none}</style>",
    '<iframe src="http://owned.example/"></iframe><a href="http://owned.example/">x</a>',
    '<link rel="stylesheet" href="http://owned.example/a.css"><base href="http://owned.example/">',
)


def reference(**changed: Any) -> Reference:
    """A trial in good standing; `changed` are fields of `Reference`."""
    at = len(BACKGROUND) + 1
    one = Reference(
        key="pmid:99100001",
        pmid="99100001",
        doi="10.5555/invented.1",
        pmcid="PMC99100001",
        title="Quorbin tea and sleep: a randomised trial.",
        authors=(Author("Okonmere", "Ada", "A"),),
        journal="Invented Journal of Tea",
        journal_abbreviation="Invented J Tea",
        year=2021,
        published="2021 May",
        volume="4",
        issue="2",
        pages="10-19",
        publication_types=("Journal Article", "Multicenter Study", "Randomized Controlled Trial"),
        languages=("eng",),
        statuses=(),
        notices=(),
        url="https://pubmed.ncbi.nlm.nih.gov/99100001/",
        abstract=ABSTRACT,
        sections=(
            Section("BACKGROUND", "BACKGROUND", 0, len(BACKGROUND)),
            Section("RESULTS", "RESULTS", at, at + len(RESULTS)),
        ),
    )
    return replace(one, **changed)


def citation(number: int, text: str, of: Reference | None = None, at: int = -1) -> Citation:
    """A citation of a sentence of the abstract, which begins `at` where it is not the first."""
    one = of or reference()
    start = one.abstract.index(text) if at < 0 else at
    section = next((s for s in reversed(one.sections) if s.start <= start), None)
    return Citation(
        number=number,
        key=one.key,
        pmid=one.pmid,
        doi=one.doi,
        title=one.title,
        journal=one.journal,
        year=one.year,
        section=section.label if section else None,
        category=section.category if section else None,
        sentence=0,
        start=start,
        end=start + len(text),
        text=text,
        score=0.9,
        status=one.statuses[0] if one.statuses else None,
        url=one.url,
    )


STATEMENTS = (
    Statement(SLEPT, (1,), Grade.VERBATIM),
    Statement("Quorbin helped adults to sleep.", (1,), Grade.SUPPORTED),
    Statement(
        "Quorbin helped 40 adults to sleep, and children too.",
        (1,),
        Grade.PARTIAL,
        ("nothing cited is about children",),
        ("children too",),
        against=(2,),
    ),
    Statement(
        "Two of them felt sick.",
        (1,),
        Grade.UNSUPPORTED,
        ("the sentence says nothing of that",),
        ("felt sick",),
        Fault.MISATTRIBUTED,
        instead=(2,),
    ),
    Statement(
        "Quorbin cures gout.",
        (),
        Grade.UNSUPPORTED,
        ("no sentence shown says it",),
        ("gout",),
        Fault.FABRICATED,
    ),
)
CLOSEST = FoundArticle(
    "pmid:99100002",
    "99100002",
    None,
    "Rubber floors in barns.",
    "Invented Farm Letters",
    2003,
    0.21,
    "retracted",
    None,
    (FoundSentence(0, 0, 9, "RESULTS", "RESULTS", "Cows slip.", 0.2),),
)


def answer(**changed: Any) -> Answer:
    """An answer with a statement of each kind; `changed` are fields of `Answer`."""
    one = Answer(
        question="Does quorbin help? (sleep)",
        answer="…",
        refused=False,
        reason=None,
        statements=STATEMENTS,
        citations=(citation(1, SLEPT), citation(2, SICK)),
        articles=(CLOSEST,),
        answerability=0.9,
        asked="Does it help?",
        verdict=Verdict.MAYBE,
        notices=("The model broke off once.",),
        references=(reference(),),
    )
    return replace(one, **changed)


def refusal() -> Answer:
    """No answer, and what came closest."""
    why = "Nothing in the store is about moons."
    return Answer("Is the moon a tea?", why, True, why, (), (), (CLOSEST,), 0.1)


def harmful(payload: str) -> Answer:
    """An answer whose every text is the payload, as far as its type lets it."""
    abstract = f"{payload}\n{payload} {SLEPT}"
    at = len(payload) + 1
    one = reference(
        key=payload,
        pmid=payload,
        doi=payload,
        pmcid=payload,
        title=payload,
        authors=(Author(payload, payload, payload),),
        journal=payload,
        journal_abbreviation=payload,
        published=payload,
        volume=payload,
        issue=payload,
        pages=payload,
        publication_types=(payload,),
        languages=(payload,),
        statuses=(payload, "retracted"),
        notices=(Notice("RetractionIn", payload, payload),),
        url=payload,
        abstract=abstract,
        sections=(
            Section(payload, payload, 0, len(payload)),
            Section(payload, payload, at, len(abstract)),
        ),
    )
    cited = (citation(1, payload, one), citation(2, SLEPT, one), citation(3, payload, one, at))
    lost = replace(cited[0], number=4, key="other", url=payload)
    said = Statement(
        f"It is {payload}.", (1, 2), Grade.UNSUPPORTED, (payload,), (payload,),
        Fault.MISATTRIBUTED, (3,), (4,),
    )  # fmt: skip
    found = FoundArticle(
        payload, payload, payload, payload, payload, 2020, 0.5, payload, payload,
        (FoundSentence(0, 0, 1, payload, payload, payload, 0.5),),
    )  # fmt: skip
    return Answer(
        payload, payload, False, payload, (said,), (*cited, lost), (found,), 0.5,
        asked=payload, notices=(payload,), references=(one,),
    )  # fmt: skip
