"""Whether cited sentences say what a statement says, by rules.

`findings` are for a reader, each with its reason; `features` are numbers for a model that weighs
them together.
"""

from qa.checking.contract import Finding, FindingKind
from qa.checking.features import FEATURES, features
from qa.checking.findings import findings

__all__ = ["FEATURES", "Finding", "FindingKind", "features", "findings"]
