"""Train the skimmer: a conditional logit over the sentences of all articles found at once."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from benchmarks.ranker.fitting import Report
from benchmarks.ranker.found import Look
from qa.rerank.builtin import padded
from qa.rerank.skimmer import Skimmer


@dataclass(frozen=True, slots=True)
class SkimTraining:
    """How to train; `shares` as in `fitting.Training`."""

    shares: Mapping[str, float]
    epochs: int = 5
    questions: int = 16
    rate: float = 1e-3
    decay: float = 0.05
    drop: float = 0.3
    seed: int = 0


def fit_skimmer(
    shown: Sequence[Look], held_out: Sequence[Look], training: SkimTraining, report: Report = print
) -> tuple[Skimmer, list[dict[str, float]]]:
    """A trained skimmer, and a line of figures an epoch."""
    torch.manual_seed(training.seed)
    rng = random.Random(training.seed)
    network = Skimmer(len(shown[0].question), shown[0].seen[0].shape[1], drop=training.drop)
    every = np.concatenate([table for one in shown for table in one.seen])
    network.centre.copy_(torch.from_numpy(every.mean(axis=0)))
    network.spread.copy_(torch.from_numpy(every.std(axis=0) + 1e-6))
    adam = torch.optim.AdamW(network.parameters(), training.rate, weight_decay=training.decay)
    curve, started = [], time.perf_counter()
    for epoch in range(training.epochs):
        network.train()
        adam.param_groups[0]["lr"] = training.rate * (1 - epoch / training.epochs)
        losses = []
        for some in _batches(shown, training, rng):
            loss = torch.stack([_loss(network, one) for one in some]).mean()
            adam.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # untyped upstream
            adam.step()
            losses.append(float(loss.detach()))
        line = {"loss": float(np.mean(losses)), **measure(network, held_out)}
        curve.append(line)
        report(f"skimmer, epoch {epoch + 1}, {time.perf_counter() - started:.0f} s: {line}")
    return network, curve


def _batches(
    shown: Sequence[Look], training: SkimTraining, rng: random.Random
) -> Iterator[list[Look]]:
    drawn = [one for one in shown if rng.random() < training.shares.get(one.source, 0.0)]
    rng.shuffle(drawn)
    for start in range(0, len(drawn), training.questions):
        yield drawn[start : start + training.questions]


def _sums(network: Skimmer, look: Look) -> Tensor:
    tables = [(r.astype(np.float32), s) for r, s in zip(look.rows, look.seen, strict=True)]
    rows, seen, absent = padded(tables)
    asked = torch.from_numpy(look.question).expand(len(tables), -1)
    sums: Tensor = network(asked, rows, seen, absent)[~absent]
    return sums


def _loss(network: Skimmer, look: Look) -> Tensor:
    sums = _sums(network, look)
    gold = torch.from_numpy(np.concatenate(look.gold))
    return torch.logsumexp(sums, 0) - torch.logsumexp(sums[gold], 0)


@torch.inference_mode()
def measure(network: Skimmer, looks: Sequence[Look]) -> dict[str, float]:
    """Shares of questions, by source: the first of all sentences found answers, one of the first
    three; and the first within the right article."""
    network.eval()
    out: dict[str, float] = {}
    for source in dict.fromkeys(one.source for one in looks):
        first, three, within = [], [], []
        for one in (look for look in looks if look.source == source):
            sums = _sums(network, one).numpy()
            gold = np.concatenate(one.gold)
            order = np.argsort(-sums)
            first.append(gold[order[0]])
            three.append(gold[order[:3]].any())
            owner = np.repeat(np.arange(len(one.gold)), [len(some) for some in one.gold])
            same = np.flatnonzero(owner == owner[gold][0])
            within.append(gold[same[np.argmax(sums[same])]])
        out |= {
            f"{source} first": float(np.mean(first)),
            f"{source} in three": float(np.mean(three)),
            f"{source} within": float(np.mean(within)),
        }
    return out
