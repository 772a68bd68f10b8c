"""An evaluation as pandas frames."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from qa.evaluation.figures import Figure
from qa.evaluation.measures import MEASURES
from qa.evaluation.outcome import Scored


def of_questions(scored: Sequence[Scored]) -> pd.DataFrame:
    """One row a question, indexed by its id."""
    rows = [
        {
            "id": one.gold.id,
            "question": one.gold.question,
            "kind": one.gold.kind,
            "answerable": one.gold.has_answer,
            "refused": one.outcome.refused,
            "answerability": one.outcome.answerability,
            "gold_verdict": one.gold.verdict,
            "verdict": one.verdict,
            "answer": one.outcome.answer,
            "cited": [(cited.key, cited.sentence) for cited in one.outcome.citations],
            "gold_sentences": list(one.gold_sentences),
            "seconds": one.outcome.seconds,
            "error": one.outcome.error,
            **one.measures,
        }
        for one in scored
    ]
    return pd.DataFrame(rows).set_index("id") if rows else pd.DataFrame()


def of_figures(figures: Mapping[str, Figure]) -> pd.DataFrame:
    """One row a measure, indexed by its name."""
    rows = [
        {"measure": name, "group": MEASURES[name].group, **asdict(figure)}
        for name, figure in figures.items()
    ]
    return pd.DataFrame(rows).set_index("measure") if rows else pd.DataFrame()
