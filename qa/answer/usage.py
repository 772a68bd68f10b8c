"""What answers cost."""

from dataclasses import dataclass, replace
from typing import TypeVar

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model read and wrote, in tokens, over all its turns; `cost` in the currency
    of the prices given, None without them. Counts are None where the model does not tell."""

    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None

    def __add__(self, other: "Usage") -> "Usage":
        """Of both together; what is not known of one is not known of both."""
        cost = _sum(self.cost, other.cost)
        return Usage(
            _sum(self.tokens_in, other.tokens_in),
            _sum(self.tokens_out, other.tokens_out),
            None if cost is None else round(cost, 6),
        )

    def priced(self, prices: tuple[float, float] | None) -> "Usage":
        """With what it cost, by the prices of a million tokens read and written."""
        if prices is None or self.tokens_in is None or self.tokens_out is None:
            return self
        cost = (self.tokens_in * prices[0] + self.tokens_out * prices[1]) / 1e6
        return replace(self, cost=round(cost, 6))


def _sum(one: Number | None, other: Number | None) -> Number | None:
    return None if one is None or other is None else one + other
