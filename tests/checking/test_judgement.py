"""What the curve decides, and what a finding decides without it."""

import pytest

from qa.checking import FEATURES, Finding, FindingKind
from qa.checking.judgement import WEIGHED, Judgement, judgement

EVEN = Judgement(("one", "other"), (2.0, -1.0), network=0.5, bias=0.0, threshold=0.7)


def finding(kind: FindingKind) -> Finding:
    return Finding(kind, "a reason", 0, 4)


def test_what_ships_weighs_every_feature_in_order() -> None:
    assert judgement().names == FEATURES


def test_chance_is_a_logistic_curve() -> None:
    assert EVEN.chance((1.0, 2.0), 0.0) == 0.5
    assert EVEN.chance((1.0, 2.0), 4.0) == pytest.approx(0.8808, abs=1e-4)
    assert EVEN.chance((1e9, 0.0), 1e9) <= 1


@pytest.mark.parametrize("kind", FindingKind)
def test_a_finding_settles_it_unless_its_rule_is_weighed(kind: FindingKind) -> None:
    assert EVEN.passes(0.5, [finding(kind)]) is (kind in WEIGHED)
    assert not EVEN.passes(0.71, [finding(kind)])


def test_a_likely_statement_without_findings_passes() -> None:
    assert EVEN.passes(0.7, [])
    assert not EVEN.passes(0.71, [])
