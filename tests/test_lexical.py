"""Words to articles: BM25 with scores between 0 and 1."""

import math
from pathlib import Path

import pytest
from test_catalogue import HOSTILE_KEYS

from index.errors import StoreDamagedError
from index.lexical import LexicalIndex

DOCUMENTS = [
    ("tea", "Tea and sleep. Tea was drunk."),
    ("coffee", "Coffee and sleep. Coffee was drunk, with cake."),
    ("cake", "A cake for Angström, with β-carotene."),
]


@pytest.fixture
def lexical(tmp_path: Path) -> LexicalIndex:
    index = LexicalIndex(tmp_path / "lexical")
    index.write(DOCUMENTS, ())
    return index


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = LexicalIndex(tmp_path)
    assert index.search(["tea"], 5) == []
    assert index.scores(["tea"], ["tea"]) == {}
    assert (len(index), index.keys(), index.frequency("tea")) == (0, set(), 0)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("tea", ["tea"]),
        ("TEAS", ["tea"]),
        ("drink sleeping", ["tea", "coffee"]),
        ("angstrom", ["cake"]),
        ("β carotene", ["cake"]),
        ("and was with", []),
        ("water", []),
        ("", []),
    ],
)
def test_words_find_articles(lexical: LexicalIndex, text: str, keys: list[str]) -> None:
    found = [key for key, _ in lexical.search(lexical.terms(text), 5)]
    assert sorted(found) == sorted(keys)


def test_the_formula(lexical: LexicalIndex) -> None:
    """Term `tea` twice in a text of 4 words, where texts have 4, 6 and 5 (stop words apart)."""
    lengths = [len(lexical.terms(text)) for _, text in DOCUMENTS]
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    assert lexical.idf("tea") == pytest.approx(idf)
    k1, b = 1.2, 0.75
    share = 2 / (2 + k1 * (1 - b + b * lengths[0] / (sum(lengths) / 3)))
    assert dict(lexical.search(["tea"], 1)) == pytest.approx({"tea": share}, abs=1e-3)


def test_scores_of_chosen_articles_equal_those_of_a_search(lexical: LexicalIndex) -> None:
    terms = lexical.terms("tea with sleep and cake")
    found = dict(lexical.search(terms, 5))
    assert found.keys() == {"tea", "coffee", "cake"}
    chosen = lexical.scores(terms, ["tea", "cake", "none"])
    assert chosen == pytest.approx({key: found[key] for key in ("tea", "cake")})


def test_an_entry_is_replaced_or_dropped(lexical: LexicalIndex) -> None:
    lexical.write([("tea", "Only water.")], ["cake", "never"])
    assert lexical.keys() == {"tea", "coffee"}
    assert lexical.search(["tea"], 5) == []
    assert [key for key, _ in lexical.search(["water"], 5)] == ["tea"]
    lexical.clear()
    assert (len(lexical), lexical.keys()) == (0, set())


def test_scores_stay_between_0_and_1_when_entries_were_replaced(tmp_path: Path) -> None:
    """The engine keeps counting entries that were replaced until it merges its segments."""
    index = LexicalIndex(tmp_path)
    entries = [(str(n), "tea sleep" if n < 60 else "cake") for n in range(100)]
    index.write(entries, ())
    for _ in range(5):
        index.write(entries[:50], ())
        for term in ("tea", "cake"):
            assert index.idf(term) > 0
            assert all(0 < score < 1 for _, score in index.search([term], 100))
    index.write((), [str(n) for n in range(59)])
    assert len(index) == len(index.keys()) == 41
    assert 0 < index.search(["tea"], 1)[0][1] < 1


def test_any_key_will_do(lexical: LexicalIndex) -> None:
    for _ in range(2):
        lexical.write(((key, "Hostile tea.") for key in HOSTILE_KEYS), ())
    assert len(lexical) == 3 + len(HOSTILE_KEYS)
    assert lexical.keys() == {"tea", "coffee", "cake", *HOSTILE_KEYS}
    assert lexical.scores(["hostil"], HOSTILE_KEYS).keys() == set(HOSTILE_KEYS)
    lexical.write((), HOSTILE_KEYS)
    assert lexical.keys() == {"tea", "coffee", "cake"}


def test_entries_are_there_when_opened_again(tmp_path: Path, lexical: LexicalIndex) -> None:
    again = LexicalIndex(tmp_path / "lexical")
    assert again.search(["tea"], 5) == lexical.search(["tea"], 5)


@pytest.mark.parametrize("suffix", [".json", ".term", ".idx", ".store"])
def test_a_damaged_folder_is_named(tmp_path: Path, lexical: LexicalIndex, suffix: str) -> None:
    assert len(lexical) == 3
    for file in (tmp_path / "lexical").glob(f"*{suffix}"):
        file.write_bytes(b"\xee" * 99)
    with pytest.raises(StoreDamagedError) as caught:
        LexicalIndex(tmp_path / "lexical")
    assert str(tmp_path / "lexical") in str(caught.value)
    assert "--rebuild" in str(caught.value)
