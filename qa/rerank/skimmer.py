"""The chooser's first look: a small network over stored vectors, at every sentence found.

It reads no words. Of each article it sees the vectors of title and sentences, that of the question
and the features of `qa.evidence`, and lets the sentences of an article look at one another; what
it makes of them is comparable across the articles found. Some 0.4 million weights: a millisecond.
"""

import torch
from torch import Tensor, nn

# Unit vectors of 384 components are made about one unit a component.
_SPREAD = 384**0.5


class Skimmer(nn.Module):
    """Log-odds from vectors; trained by `benchmarks/ranker`.

    `vector` components of a vector, `seen` features of a sentence, `width` of the layers.
    """

    centre: Tensor
    spread: Tensor

    def __init__(self, vector: int, seen: int, width: int = 128, drop: float = 0.3) -> None:
        super().__init__()
        self.said = nn.Linear(vector, width)
        self.asked = nn.Linear(vector, width)
        self.both = nn.Linear(vector, width)
        self.seen = nn.Linear(seen, width)
        self.part = nn.Parameter(torch.zeros(3, width))
        self.drop = nn.Dropout(drop)
        layer = nn.TransformerEncoderLayer(
            width, 4, 2 * width, drop, batch_first=True, norm_first=True
        )
        self.mixed = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.score = nn.Linear(width, 1)
        self.direct = nn.Linear(seen, 1)
        # As the embedding is a mean, so features start at 0 with a spread of 1.
        self.register_buffer("centre", torch.zeros(seen))
        self.register_buffer("spread", torch.ones(seen))
        nn.init.zeros_(self.direct.weight)

    def forward(self, question: Tensor, rows: Tensor, seen: Tensor, absent: Tensor) -> Tensor:
        """Log-odds, shape (articles, sentences), -1e4 where a sentence is `absent`.

        `question` (articles, vector), `rows` (articles, 1 + sentences, vector) with the title's
        first, `seen` (articles, sentences, features).
        """
        asked, said = question * _SPREAD, rows * _SPREAD
        title, sentences = said[:, :1], said[:, 1:]
        features = (seen - self.centre) / self.spread
        wanted = self.asked(asked)[:, None] / 4
        parts = [
            self.said(self.drop(sentences)) / 4
            + self.both(self.drop(sentences * asked[:, None])) / 4
            + wanted
            + self.seen(features)
            + self.part[0],
            wanted + self.part[1],
            self.said(title) / 4 + self.part[2],
        ]
        extra = torch.zeros(len(rows), 2, dtype=torch.bool)
        mixed = self.mixed(torch.cat(parts, 1), src_key_padding_mask=torch.cat([absent, extra], 1))
        sums = (self.score(mixed[:, : seen.shape[1]]) + self.direct(features))[..., 0]
        masked: Tensor = sums.masked_fill(absent, -1e4)
        return masked
