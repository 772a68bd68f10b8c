"""What a follow-up means, as a question that stands alone."""

from dataclasses import dataclass, replace

from qa.answer import Usage


@dataclass(frozen=True, slots=True)
class Meant:
    """The question to be answered, what was typed, and what the model took that made the one of
    the other: None where no model was asked. `otherwise` is what else may be meant, where nothing
    answers that: a question that seems to stand alone goes on with its history, or the other way
    round."""

    question: str
    typed: str
    usage: Usage | None = None
    otherwise: str | None = None

    @property
    def completed(self) -> bool:
        """Whether what was typed did not stand alone."""
        return self.question != self.typed

    def priced(self, prices: tuple[float, float] | None) -> "Meant":
        """With what that cost."""
        return self if self.usage is None else replace(self, usage=self.usage.priced(prices))
