"""How well the check tells what sentences say from what they do not: the table in docs/checking.md.

    python -m benchmarks.checker

Statements over the bundled sample, which it indexes first: `dev` was tuned on, `test` was not.
"""

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import qa
from benchmarks.checker.statements import CORRUPTED, FAITHFUL, Line, read, shares

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sample" / "articles"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = qa.open(Path(folder) / "store", create=True)
        library.index(SAMPLE)
        for part in ("dev", "test"):
            print(table(part, read(part, library.store)))
        library.close()


def table(part: str, lines: Sequence[Line]) -> str:
    """Shares flagged by kind, and into which classes."""
    grades = [qa.check(one.statement, one.sentences).grade for one in lines]
    flagged = shares(lines, [not grade.holds for grade in grades])
    rows = [
        f"## {part}",
        "",
        "| kind | statements | flagged | partial | unsupported |",
        "|---|---|---|---|---|",
    ]
    for kind in (FAITHFUL, *CORRUPTED):
        counts = Counter(
            grade for one, grade in zip(lines, grades, strict=True) if one.kind == kind
        )
        total = counts.total()
        partial, unsupported = (counts[g] / total for g in (qa.Grade.PARTIAL, qa.Grade.UNSUPPORTED))
        rows.append(
            f"| {kind} | {total} | {flagged[kind]:.2f} | {partial:.2f} | {unsupported:.2f} |"
        )
    return "\n".join((*rows, ""))


if __name__ == "__main__":
    main()
