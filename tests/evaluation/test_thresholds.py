"""`--fail-under`: figures that must not fall below a value."""

import pytest

from index.errors import SettingsError
from qa.evaluation import Figure, parse_thresholds, shortfalls

FIGURES = {"ndcg@10": Figure(0.8, None, None, 5), "seconds-p95": Figure(0.3, None, None, 5)}


def test_thresholds_are_read() -> None:
    assert parse_thresholds("ndcg@10=0.7, citation-f1=.4,") == {"ndcg@10": 0.7, "citation-f1": 0.4}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no measure"),
        (" ,", "names no measure"),
        ("map=0.5,map=0", "names map twice"),
        ("ndgc=0.7", "'ndgc', which is no measure. Measures: ndcg@10, "),
        ("ndcg@10=high", "wants a number for ndcg@10, not 'high'"),
        ("ndcg@10", "wants a number for ndcg@10, not ''"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        parse_thresholds(text)


@pytest.mark.parametrize(
    ("text", "missed"),
    [
        ("ndcg@10=0.8", []),
        ("ndcg@10=0.81", ["ndcg@10: 0.8000 is under 0.81"]),
        ("ndcg@10=nan", ["ndcg@10: 0.8000 is under nan"]),
        # Of seconds, less is better.
        ("seconds-p95=0.4", []),
        ("seconds-p95=0.2", ["seconds-p95: 0.3000 is over 0.2"]),
        ("auroc=0.5", ["auroc: no figure, 0.5 wanted"]),
    ],
)
def test_shortfalls(text: str, missed: list[str]) -> None:
    assert [str(one) for one in shortfalls(FIGURES, parse_thresholds(text))] == missed
