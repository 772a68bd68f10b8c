"""What an answer costs: seconds, tokens and money."""

import numpy as np

from qa.evaluation.measures.measure import COST, Measure, Statistic
from qa.evaluation.outcome import Scored


def _seconds(percentile: float) -> Statistic:
    return lambda spent: float(np.percentile(spent, percentile))


def _spent(one: Scored) -> float | None:
    return one.outcome.seconds


def score(one: Scored, prices: tuple[float, float] | None) -> dict[str, float]:
    """Tokens and money of one question; `prices` are for a million tokens, in and out."""
    tokens_in, tokens_out = one.outcome.tokens_in, one.outcome.tokens_out
    if tokens_in is None or tokens_out is None:
        return {}
    found = {"tokens-in": float(tokens_in), "tokens-out": float(tokens_out)}
    if prices is not None:
        found["money"] = (tokens_in * prices[0] + tokens_out * prices[1]) / 1e6
    return found


MEASURES = (
    Measure(
        "seconds-p50",
        COST,
        "Half of the questions took no longer.",
        better=-1,
        share=False,
        unit="s",
        tested=False,
        statistic=_seconds(50),
        fact=_spent,
    ),
    Measure(
        "seconds-p95",
        COST,
        "19 of 20 questions took no longer.",
        better=-1,
        share=False,
        unit="s",
        tested=False,
        statistic=_seconds(95),
        fact=_spent,
    ),
    Measure(
        "tokens-in",
        COST,
        "Tokens that a model read for a question.",
        better=-1,
        share=False,
        unit="tokens",
    ),
    Measure(
        "tokens-out",
        COST,
        "Tokens that a model wrote for a question.",
        better=-1,
        share=False,
        unit="tokens",
    ),
    Measure(
        "money",
        COST,
        "Price of a question, in the currency of the prices given.",
        better=-1,
        share=False,
    ),
)
