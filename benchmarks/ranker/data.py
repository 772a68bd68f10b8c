"""The examples, split by article: nothing is learned from an article that is measured on."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from benchmarks.ranker.examples import of_found, of_gold, of_near
from benchmarks.ranker.fitting import Examples
from benchmarks.ranker.found import Look, looks
from benchmarks.ranker.selfmade import made
from benchmarks.ranker.snippets import of_snippets
from benchmarks.sets import BIOASQ, EVIDENCE_INFERENCE, OWN, PUBMEDQA, QUESTIONS, questions
from index.store import Store
from qa.evaluation import GoldQuestion, load_set

TRAIN, HELD, PLAIN, PLAIN_HELD = (
    f"gold:{QUESTIONS / f'{name}.jsonl'}" for name in ("train", "held", "plain-train", "plain-held")
)
NEAR, PLAIN_NEAR = (QUESTIONS / f"{name}.jsonl" for name in ("near", "plain-near"))
# Questions asked of articles of the store, by the name that their examples go by.
_SETS = {"own": TRAIN, "plain": PLAIN, "ei": EVIDENCE_INFERENCE, "pubmedqa": PUBMEDQA}
_PARTS = {"ei": "train"}
# All that examples are made from, the store beside.
_FILES = {**_SETS, "bioasq": BIOASQ}
# Articles found for a question that do not answer it; asked of one question in so many, since
# finding them takes longest and few are shown.
_WRONG, _ONE_IN = 4, 3


@dataclass(frozen=True, slots=True)
class Looks:
    """What the skimmer learns from, and what it is only measured on."""

    shown: tuple[Look, ...]
    held_out: tuple[Look, ...]


def measured_on() -> frozenset[str]:
    """Keys of the articles that questions for measuring are about."""
    golds = [*questions(EVIDENCE_INFERENCE, "validation")]
    golds += [one for half in OWN.values() for one in questions(half)]
    return _keys(golds)


def _keys(golds: Iterable[GoldQuestion]) -> frozenset[str]:
    return frozenset(key for gold in golds for key in gold.relevance)


def examples(store: Store) -> Examples:
    """For the reader: passages that answer and passages that do not."""
    without = measured_on()
    sets = {name: questions(spec, _PARTS.get(name)) for name, spec in _SETS.items()}
    shown = chain(
        *(of_gold(name, golds, store, without=without) for name, golds in sets.items()),
        *(
            of_found(name, golds[::_ONE_IN], store, _WRONG, without=without)
            for name, golds in sets.items()
        ),
        of_near("own", NEAR, "train", store),
        of_near("plain", PLAIN_NEAR, "train", store),
        of_snippets("bioasq", questions(BIOASQ)),
        made(store, without | _keys((*questions(HELD), *questions(PLAIN_HELD)))),
    )
    held = chain(
        of_gold("held", questions(HELD), store),
        of_found("held", questions(HELD), store, 1),
        of_near("held", NEAR, "held", store),
        of_gold("held-plain", questions(PLAIN_HELD), store),
        of_near("held-plain", PLAIN_NEAR, "held", store),
        of_gold("ei-validation", _validation(), store),
    )
    return Examples(tuple(shown), tuple(held))


def tables(store: Store) -> Looks:
    """For the skimmer: all that retrieval finds."""
    without = measured_on()
    shown = chain(
        looks("own", questions(TRAIN), store, without),
        looks("plain", questions(PLAIN), store, without),
        looks("ei", questions(EVIDENCE_INFERENCE, "train"), store, without),
    )
    held = chain(
        looks("held", questions(HELD), store),
        looks("held-plain", questions(PLAIN_HELD), store),
        looks("ei-validation", _validation(), store),
    )
    return Looks(tuple(shown), tuple(held))


def mixed_on() -> tuple[GoldQuestion, ...]:
    """What the mixes are fitted on: questions held out of training, and those to tune on."""
    return (*questions(HELD), *questions(PLAIN_HELD), *questions(OWN["dev"]))


def made_from(store: Store) -> tuple[str, dict[str, str]]:
    """What changes when examples would: digests of the store and of all files."""
    return store.catalogue.digest(), digests(_FILES)


def digests(sources: Iterable[str]) -> dict[str, str]:
    """A hash of every file behind these sources and of what was held out, by name."""
    names = {source.split()[0] for source in sources}
    read = [HELD, PLAIN_HELD, OWN["dev"], EVIDENCE_INFERENCE]
    read += [spec for name, spec in _FILES.items() if name in names]
    named = {Path(spec.partition(":")[2]).name: load_set(spec, None).digest for spec in read}
    near = (NEAR, PLAIN_NEAR)
    return named | {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in near}


def _validation() -> tuple[GoldQuestion, ...]:
    return questions(EVIDENCE_INFERENCE, "validation")
