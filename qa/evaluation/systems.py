"""What can be scored: this product over a store, a run made elsewhere, anything like them."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Protocol

from index.errors import SourceError
from index.records import Failure
from qa.answer import Answer
from qa.chain import AbstractRetriever
from qa.evaluation.gold import GoldQuestion, GoldSet
from qa.evaluation.outcome import Outcome, outcome_of
from qa.evaluation.trec import Ranking, read_run

# How many articles a run has for each question: recall is measured down to this rank.
DEPTH = 100


class System(Protocol):
    """Answers questions so that the answers can be scored."""

    @property
    def described(self) -> Mapping[str, str | None]:
        """How its answers are made: whatever changes them changes this."""
        ...

    def __call__(self, gold: GoldQuestion, /) -> Outcome:
        """What it makes of one question; it looks at the gold's id and question only.

        An AbstractQAError that it raises is kept as the outcome's `error`.
        """
        ...


class Asked(Protocol):
    """What a library is asked for here; `qa.Library` is one, and knows this package itself."""

    @property
    def described(self) -> Mapping[str, str | None]:
        """How its answers are made, setting by setting."""
        ...

    def ask(self, question: str, /) -> Answer:
        """An answer, or a refusal."""
        ...

    def retriever(self) -> AbstractRetriever:
        """The articles for a question."""
        ...


class OurAnswers:
    """This product, asked as a user asks it; the run goes down to rank 100 beside."""

    def __init__(self, library: Asked) -> None:
        self._library = library
        self._retriever = library.retriever()
        self._warm = False

    @property
    def described(self) -> Mapping[str, str | None]:
        """Settings, versions and a digest of the code."""
        return {
            "system": "abstractqa",
            "version": metadata.version("abstractqa"),
            "code": code_digest(),
            **self._library.described,
        }

    def __call__(self, gold: GoldQuestion, /) -> Outcome:
        if not self._warm:
            # Loading the model is no part of the time that an answer takes.
            self._library.ask(gold.question)
            self._warm = True
        started = time.perf_counter()
        answer = self._library.ask(gold.question)
        seconds = time.perf_counter() - started
        found = self._retriever.invoke(gold.question, limit=DEPTH)
        ranking = tuple(
            (document.metadata["key"], document.metadata["score"]) for document in found
        )
        return outcome_of(answer, ranking, seconds)


@dataclass(frozen=True, slots=True)
class RunMadeElsewhere:
    """Articles found by any system, as a TREC run has them; there are no answers.

    `prefix` is what the gold set's keys begin with: elsewhere articles go by the bare number.
    `failures` are the lines that are none of a run.
    """

    path: str
    digest: str
    prefix: str
    rankings: Mapping[str, Ranking]
    failures: tuple[Failure, ...]

    @classmethod
    def read(cls, path: Path | str, gold: GoldSet) -> "RunMadeElsewhere":
        """The run in a file.

        Raises SourceError if it cannot be opened, holds no run, or no question of the set.
        """
        run = read_run(path)
        ids = [question.id for question in gold.questions]
        if not run.rankings.keys() & set(ids):
            raise SourceError(
                f"no question of {str(path)!r} is in {gold.name!r}: the run has "
                f"{next(iter(run.rankings))!r}, the set {ids[0]!r}",
                "Give the run the set's own ids, as abstractqa search --batch does",
            )
        return cls(str(path), run.digest, gold.prefix, run.rankings, run.failures)

    @property
    def described(self) -> Mapping[str, str | None]:
        """The file and its digest."""
        return {"system": "run", "run": self.path, "digest": self.digest}

    def __call__(self, gold: GoldQuestion, /) -> Outcome:
        ranking = self.rankings.get(gold.id, ())
        full = {key: f"{self.prefix}:{key}" for key, _ in ranking}
        return Outcome(
            answered=False,
            ranking=tuple(
                (full[key] if full[key] in gold.relevance else key, score) for key, score in ranking
            ),
        )


@cache
def code_digest() -> str:
    """Changes when a line of the product does: an answer is repeated by the same code only."""
    digest = hashlib.sha256()
    for package in ("index", "prompts", "qa"):
        root = Path(str(resources.files(package)))
        for file in sorted(root.rglob("*")):
            if file.suffix in (".py", ".toml"):
                digest.update(str(file.relative_to(root)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
