"""The weigher that a setting names: nothing of it is loaded until the first question."""

import hashlib
import threading
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import SettingsError
from index.settings import BUILTIN_EMBEDDER
from qa import straying
from qa.evidence import Sheet
from qa.question import Question
from qa.reading import AFTER_PRIORS, AFTER_SKIMMING, Mix, Reading, Skimming
from qa.refusal import LOOKED, READ, Curve
from qa.rerank.contract import Reader
from qa.settings import BUILTIN_RERANKER, NO_RERANKER
from qa.weighing import Priors, Sums, Weigher

if TYPE_CHECKING:
    from qa.rerank.builtin import Builtin

WEIGHTS = Path(__file__).parent / "rerank" / "chooser.safetensors"
_loading = threading.Lock()
# For a reader of which nothing is known but its order: one deviation of its scores counts like one
# and a half in log-odds.
_ANY_READER = Mix(read=(0.6, 1.5, 0.0), unread=(0.6, -1.0), normal=True)


class Chooser:
    """`none`: priors only; `builtin`: what ships with the package; else a cross-encoder's name.

    The skimmer knows the built-in embedder's vectors only; with another one priors look first.
    """

    def __init__(self, reranker: str, embedder: str) -> None:
        self.name, self._embedder = reranker, embedder

    @property
    def curve(self) -> Curve:
        """What says whether there is an answer at all."""
        return READ if self.name == BUILTIN_RERANKER else LOOKED

    @property
    def belongs(self) -> straying.Belongs:
        """What says whether a follow-up is of what was found for it."""
        return straying.READ if self.name == BUILTIN_RERANKER else straying.LOOKED

    def sums(self, question: Question, sheets: Sequence[Sheet]) -> Sums:
        """Log-odds of each sentence; raises RerankerError if the model cannot be loaded."""
        with _loading:  # Two threads that ask at once must not load it twice.
            weigher = self._weigher
        return weigher.sums(question, sheets)

    @property
    def reader(self) -> Reader:
        """What reads the sentences; raises SettingsError where nothing does, RerankerError if the
        model cannot be loaded."""
        if self.name == NO_RERANKER:
            raise SettingsError("without a reranker nothing reads", "Choose another --reranker")
        with _loading:
            return self._pairs if self.name != BUILTIN_RERANKER else _builtin()

    @cached_property
    def _weigher(self) -> Weigher:
        if self.name == NO_RERANKER:
            return Priors()
        if self.name != BUILTIN_RERANKER:
            return Reading(Priors(), self._pairs, _ANY_READER)
        both = _builtin()
        if self._embedder == BUILTIN_EMBEDDER:
            return Reading(Skimming(both), both, both.mixes[AFTER_SKIMMING])
        return Reading(Priors(), both, both.mixes[AFTER_PRIORS])

    @cached_property
    def _pairs(self) -> Reader:
        # Importing torch takes seconds, and `show`, `stats` and `verify` need no model.
        from qa.rerank.cross_encoder import PairReader  # noqa: PLC0415

        return PairReader(self.name)


@cache
def _builtin() -> "Builtin":
    """Loaded once, whatever the number of libraries."""
    from qa.rerank.builtin import Builtin  # noqa: PLC0415

    return Builtin.load(WEIGHTS)


@cache
def version(reranker: str) -> str:
    """The reranker's name; the built-in one's with a digest of its weights."""
    if reranker != BUILTIN_RERANKER:
        return reranker
    return f"{reranker}-{hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:8]}"
