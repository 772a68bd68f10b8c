"""Run an evaluation: draw the questions, put each to the system, score it, keep it, add it up."""

import hashlib
import json
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import AbstractQAError, SettingsError
from index.progress import Progress, Silent
from index.store import Store
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import figures
from qa.evaluation.folder import Folder
from qa.evaluation.gold import GoldQuestion, GoldSet
from qa.evaluation.locate import unscored
from qa.evaluation.measures import measured
from qa.evaluation.outcome import Outcome, Scored
from qa.evaluation.systems import System, code_digest

Prices = tuple[float, float]
# Questions whose gold is not in the store, named in the notes.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """Which questions: all, or at most `limit`, drawn at random by `seed`, in the set's order.

    Raises SettingsError for a limit below 1 or a seed below 0.
    """

    limit: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise SettingsError(f"the limit cannot be {self.limit}", "Give 1 or more")
        if self.seed < 0:
            raise SettingsError(f"the seed cannot be {self.seed}", "Give 0 or more")

    def of(self, questions: Sequence[GoldQuestion]) -> tuple[GoldQuestion, ...]:
        """The questions drawn."""
        if self.limit is None or self.limit >= len(questions):
            return tuple(questions)
        places = range(len(questions))
        drawn = random.Random(self.seed).sample(places, self.limit)  # noqa: S311  (no secret)
        return tuple(questions[place] for place in sorted(drawn))


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an evaluation is kept: `path` itself or, with `own_folder`, a folder in it that is
    named after the set and the fingerprint, so that no other evaluation is overwritten."""

    path: Path | str
    own_folder: bool = False

    def folder(self, gold: GoldSet, fingerprint: str) -> Folder:
        """The folder for this evaluation."""
        stem = Path(gold.path).name.split(".")[0] or gold.format
        own = f"{gold.format}-{stem}-{fingerprint}" if self.own_folder else ""
        return Folder(Path(self.path) / own, fingerprint)


def evaluate(  # noqa: PLR0913  (all but the first two have defaults)
    gold: GoldSet,
    system: System,
    store: Store | None = None,
    *,
    sample: Sample = Sample(),
    kept: Kept | None = None,
    prices: Prices | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Score a system on a gold set.

    `store` is where gold sentences are looked up. With `kept`, everything is written to a folder,
    question by question: an evaluation that was stopped goes on where it stopped. `prices` are
    for a million tokens, in and out. Raises SettingsError when the folder holds anything but this
    evaluation, or cannot be written.
    """
    questions = sample.of(gold.questions)
    asked = [[question.id for question in questions], sample.seed, prices]
    fingerprint = _fingerprint(gold, system, store, asked)
    folder = kept.folder(gold, fingerprint) if kept else None

    def ask(question: GoldQuestion) -> Scored:
        try:
            outcome = system(question)
        except AbstractQAError as error:
            outcome = Outcome(error=str(error))
        one = unscored(question, outcome, store)
        return measured(one, store.embedder if store else None, prices)

    # Without a folder nothing is answered already, and nothing is kept.
    writing: AbstractContextManager[dict[str, Scored]]
    writing = folder.writing() if folder else nullcontext({})
    with writing as answered:
        scored = _ask_all(questions, ask, answered, folder, progress or Silent())
        done = Evaluation(
            gold=gold,
            system=system.described,
            fingerprint=fingerprint,
            scored=tuple(scored),
            figures=figures(scored, sample.seed),
            notes=tuple(_notes(gold, scored, store)),
            seed=sample.seed,
            made=datetime.now(UTC).date().isoformat(),
            folder=folder.path if folder else None,
        )
        if folder:
            folder.finish(done)
    return done


def _ask_all(
    questions: Sequence[GoldQuestion],
    ask: Callable[[GoldQuestion], Scored],
    answered: Mapping[str, Scored],
    folder: Folder | None,
    progress: Progress,
) -> list[Scored]:
    scored = []
    with progress.track("evaluating", "question", len(questions)) as advance:
        for question in questions:
            one = answered.get(question.id)
            if one is None:
                one = ask(question)
                if folder is not None:
                    folder.add(one)
            scored.append(one)
            advance(1)
    return scored


def _fingerprint(gold: GoldSet, system: System, store: Store | None, asked: list[Any]) -> str:
    """Changes when anything does that a figure hangs on; `asked` is how this run was asked for."""
    of_store = store.catalogue.digest() if store else None
    parts = [gold.format, gold.digest, dict(system.described), of_store, code_digest(), asked]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def _notes(gold: GoldSet, scored: Sequence[Scored], store: Store | None) -> list[str]:
    """What a reader of the figures must know, in sentences."""
    notes = []
    waiting = store.catalogue.backlog.count_pending() if store else 0
    if waiting:
        notes.append(f"{waiting} articles of the store are not indexed yet, and not found.")
    if len(scored) < len(gold.questions):
        notes.append(f"{len(scored)} of {len(gold.questions)} questions, drawn at random.")
    lacking = [one for one in scored if one.missing]
    if lacking:
        pieces = sum(len(one.missing) for one in lacking)
        named = "; ".join(f"{one.gold.id}: {one.missing[0]}" for one in lacking[:_NAMED])
        notes.append(
            f"Gold that is not in the store: {pieces} in {len(lacking)} of {len(scored)} questions "
            f"({named}{'; …' if len(lacking) > _NAMED else ''}). Articles that are missing count "
            "against retrieval; a question none of whose gold sentences is found has no measure of "
            "citations against gold."
        )
    answered = [one for one in scored if one.outcome.answered]
    if scored and not answered:
        there = sum(bool(one.outcome.ranking) for one in scored)
        notes.append(
            f"A run has articles only: nothing else is scored. It has some for {there} of "
            f"{len(scored)} questions; the others count as 0."
        )
    asked = [one for one in answered if one.gold.verdict is not None]
    if asked and not any(one.outcome.verdict for one in asked):
        notes.append(
            "The system gives no verdicts: they are read by rule from its first statement."
        )
    errors = sum(one.outcome.error is not None for one in scored)
    if errors:
        notes.append(
            f"Questions that ended in an error: {errors}. They found and cited nothing; refusals "
            "and costs are measured over the others."
        )
    return notes
