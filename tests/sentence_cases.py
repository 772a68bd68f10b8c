"""Reads `sentence_cases.txt`: invented texts with their true sentence boundaries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).with_name("sentence_cases.txt")


@dataclass(frozen=True, slots=True)
class Case:
    """A text, the sentences it truly holds, and whether it was written after the rules froze."""

    group: str
    heldout: bool
    text: str
    sentences: tuple[str, ...]

    @property
    def name(self) -> str:
        """A readable test id: group and first words."""
        words = re.sub(r"\W+", "-", self.text[:48]).strip("-")
        return f"{'heldout-' if self.heldout else ''}{self.group.replace(' ', '-')}/{words}"

    @property
    def boundaries(self) -> frozenset[int]:
        """The inner boundaries, each as the count of non-whitespace characters before it."""
        return inner_boundaries(self.sentences)


def inner_boundaries(sentences: Iterable[str]) -> frozenset[int]:
    """Ends of all sentences but the last, counted in non-whitespace characters.

    Counting so makes splitters comparable that keep, trim or rewrite the space between sentences.
    """
    ends: list[int] = []
    for sentence in sentences:
        ends.append((ends[-1] if ends else 0) + len("".join(sentence.split())))
    return frozenset(ends[:-1])


def load(path: Path = CASES) -> list[Case]:
    """All cases in the file's order; a group named `heldout: …` was written after the freeze."""
    cases: list[Case] = []
    group = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            group = line[3:].strip()
        elif line and not line.startswith("#"):
            pieces = [re.sub(r"\\([nt])", _escaped, piece) for piece in line.split("||")]
            text = "".join(pieces).replace("  ", " ")
            heldout = group.startswith("heldout: ")
            sentences = tuple(piece.strip() for piece in pieces)
            cases.append(Case(group.removeprefix("heldout: "), heldout, text, sentences))
    return cases


def _escaped(found: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}[found.group(1)]
