"""The chooser's network: MiniLM over question and passage at once, a score for each sentence.

torch and transformers behind the built-in reranker; imported here only. The embeddings are those
of the model in the wheel; the layers above them were trained further by `benchmarks/ranker`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from qa.rerank.reading import NOBODY, PAD, Row

# Lengths are multiples of this: for each new one the processor's library compiles its products
# anew, which takes as long as the products.
_STEP = 32


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows padded to one length: shape (rows, tokens) each."""

    tokens: Tensor
    mask: Tensor
    owner: Tensor

    @classmethod
    def of(cls, some: Sequence[Row]) -> "Batch":
        """The rows, padded at their ends to one of few lengths."""
        width = -(-max(len(one.tokens) for one in some) // _STEP) * _STEP
        tokens = torch.full((len(some), width), PAD)
        owner = torch.full((len(some), width), NOBODY)
        for at, one in enumerate(some):
            tokens[at, : len(one.tokens)] = torch.tensor(one.tokens)
            owner[at, : len(one.owner)] = torch.tensor(one.owner)
        return cls(tokens, (tokens != PAD).long(), owner)

    def to(self, device: torch.device) -> "Batch":
        """The same on a device."""
        return Batch(self.tokens.to(device), self.mask.to(device), self.owner.to(device))


class Network(nn.Module):
    """A transformer, and a head over what it makes of the question and of each sentence."""

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.mixed = nn.Linear(3 * width, width)
        self.score = nn.Linear(width, 1)

    def forward(self, batch: Batch) -> Tensor:
        """Log-odds, shape (rows, most sentences of a row); -inf where a row has no sentence."""
        states = self.encoder(batch.tokens, batch.mask).last_hidden_state
        owners = torch.arange(int(batch.owner.max()) + 1, device=states.device)
        belongs = (batch.owner[:, None, :] == owners[None, :, None]).to(states.dtype)
        held = belongs.sum(dim=-1)
        means = ((belongs @ states) / held.clamp(min=1)[..., None]).to(self.score.weight.dtype)
        asked, sentences = means[:, :1].expand(-1, means.shape[1] - 1, -1), means[:, 1:]
        mixed = torch.tanh(self.mixed(torch.cat([sentences, asked, sentences * asked], dim=-1)))
        scores: Tensor = self.score(mixed)[..., 0]
        return scores.masked_fill(held[:, 1:] == 0, float("-inf"))
