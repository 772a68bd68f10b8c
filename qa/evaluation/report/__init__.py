"""The report of an evaluation: one page that needs nothing but itself, and the same as Markdown.

Questions, names and sentences are data of others: in both outputs they stay text.
"""

from pathlib import Path

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.report.charts import charts
from qa.evaluation.report.page import page
from qa.evaluation.report.summary import summary
from qa.evaluation.report.view import view

__all__ = ["html", "markdown", "write"]


def html(evaluation: Evaluation) -> str:
    """The whole report as a page; the same evaluation gives the same bytes."""
    return page(view(evaluation), charts(evaluation))


def markdown(evaluation: Evaluation) -> str:
    """The figures, notes, failures and worst questions as Markdown."""
    return summary(view(evaluation))


def write(evaluation: Evaluation, folder: Path) -> tuple[Path, Path]:
    """Write `report.html` and `report.md` into a folder, made if need be; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "report.html", folder / "report.md"
    for path, text in zip(written, (html(evaluation), markdown(evaluation)), strict=True):
        path.write_text(text, encoding="utf-8", newline="\n")
    return written
