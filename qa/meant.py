"""What a follow-up means, as a question that stands alone."""

from dataclasses import dataclass, replace

from qa.answer import Usage


@dataclass(frozen=True, slots=True)
class Meant:
    """The question, and what the model took that made it of the follow-up: None where no model was
    asked."""

    question: str
    usage: Usage | None = None

    def priced(self, prices: tuple[float, float] | None) -> "Meant":
        """With what that cost."""
        return self if self.usage is None else replace(self, usage=self.usage.priced(prices))
