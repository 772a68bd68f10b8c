"""Questions with known answers: what every gold set is turned into, whatever its format.

Gold names articles by the keys of the store (`pmid:…`, `scifact:4983`) and stands in them as
sentence numbers, as characters or as words, whichever its format gives; `locate` finds the
sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from index.records import Failure

VERDICTS = ("yes", "no", "maybe")


@dataclass(frozen=True, slots=True)
class GoldEvidence:
    """Where gold stands in one article, in one of three ways.

    `sentence` is a 0-based sentence of the stored abstract; `span` is start and end in its
    characters; `text` is words to be found in it. The two that are not used are None.
    """

    key: str
    sentence: int | None = None
    span: tuple[int, int] | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question and all that is known of its answer; what is not known is empty or None.

    `kind` is the format's own name for the sort of question (`yesno`, `factoid`, `list`,
    `summary`, `claim`, …). `verdict` is one of `VERDICTS`. `exact` are the entities asked for,
    each with its synonyms (a factoid has one). `references` are answers in prose. `relevance`
    grades articles by key, 1 or more: the qrels. `answerable` is None where the set does not say.
    """

    id: str
    question: str
    kind: str = ""
    answerable: bool | None = None
    verdict: str | None = None
    exact: tuple[tuple[str, ...], ...] = ()
    references: tuple[str, ...] = ()
    relevance: Mapping[str, int] = field(default_factory=dict)
    evidence: tuple[GoldEvidence, ...] = ()

    @property
    def has_answer(self) -> bool | None:
        """Whether the sources answer it: as the set says, else True if it names any gold."""
        if self.answerable is not None:
            return self.answerable
        named = self.relevance or self.evidence or self.references or self.exact or self.verdict
        return True if named else None


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold set as read: its questions, and what could not be read of it.

    `format` is the prefix that names it (`pubmedqa`, `gold`, …), `path` the file or folder.
    `prefix` is what keys of its articles begin with, so that `4983` in a run made elsewhere is
    known as `scifact:4983`. `left_out` says what was passed over on purpose, and how many.
    `split` is the part of the set that was read, where it has several. `digest` is a hash of the
    bytes read: another text, another digest.
    """

    format: str
    path: str
    questions: tuple[GoldQuestion, ...]
    failures: tuple[Failure, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    prefix: str = "pmid"
    digest: str = ""
    split: str | None = None

    @property
    def name(self) -> str:
        """As a user names it: `pubmedqa:ori_pqal.json`."""
        return f"{self.format}:{self.path}"

    @property
    def title(self) -> str:
        """The name, and the split where there is one."""
        return f"{self.name} ({self.split})" if self.split else self.name
