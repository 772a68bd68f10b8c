"""Scored against gold question sets: how good answers are, and whether a difference is real.

gold = load_set("bioasq:golden.json")
evaluation = evaluate(gold, OurAnswers(library), library.store, kept=Kept(Path("out")))
evaluation.to_frame()                                   # one row a question
compare(evaluation.scored, other.scored)                # deltas with paired tests
"""

from qa.evaluation.compare import Comparison, Delta, Flip, compare
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import Figure
from qa.evaluation.folder import read_folder
from qa.evaluation.gold import GoldEvidence, GoldQuestion, GoldSet
from qa.evaluation.outcome import Cited, Outcome, Scored
from qa.evaluation.run import Kept, Sample, evaluate
from qa.evaluation.sets import load_set
from qa.evaluation.systems import OurAnswers, RunMadeElsewhere, System
from qa.evaluation.thresholds import Shortfall, parse_thresholds, shortfalls

__all__ = [
    "Cited",
    "Comparison",
    "Delta",
    "Evaluation",
    "Figure",
    "Flip",
    "GoldEvidence",
    "GoldQuestion",
    "GoldSet",
    "Kept",
    "OurAnswers",
    "Outcome",
    "RunMadeElsewhere",
    "Sample",
    "Scored",
    "Shortfall",
    "System",
    "compare",
    "evaluate",
    "load_set",
    "parse_thresholds",
    "read_folder",
    "shortfalls",
]
