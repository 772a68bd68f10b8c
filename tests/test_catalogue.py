"""The catalogue: articles whole, identifiers that never die, and what waits to be indexed."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from invented import record

from index.article import Article
from index.assemble import assemble
from index.catalogue import Catalogue
from index.errors import ArticleNotFoundError, StoreDamagedError
from index.records import Author, MeshQualifier, MeshTerm, Notice, Part

HOSTILE_KEYS = [
    "a#b",
    "#t",
    "#0",
    "a#0#1",
    'it\'s "quoted"',
    "with some spaces",
    "ключ/キー/😀",
    "e\u0301",
    "100%_",
    "back\\slash",
    "x'; DROP TABLE articles; --",
    "<b>bold</b>",
    "k" * 1000,
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path / "catalogue.sqlite")


def article(key: str, text: str = "One is. Two is. Three is.") -> Article:
    one = record(own_id=key, text=text)
    return assemble(one, (one.origin,))


def test_an_article_comes_back_whole(tmp_path: Path) -> None:
    one = record(
        text=[Part("Tea is. ", "AIMS", "OBJECTIVE"), Part("β < 0.05\u2009mg.")],
        pmid="1",
        version=3,
        year=1999,
        authors=(Author("Ash", "Mary Ann", "MA"), Author("Tea Group", collective=True)),
        mesh=(MeshTerm("Tea", True, (MeshQualifier("adverse effects", True),)),),
        notices=(Notice("RetractionIn", "J Inv. 2001", "9"),),
        truncated=True,
        extra={"column": ["a", 1, None, {"deep": True}]},
    )
    stored = assemble(one, (one.origin,))
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    catalogue.put(stored, ["pmid:1"], reindex=True)
    catalogue.commit()
    catalogue.close()
    again = Catalogue(tmp_path / "catalogue.sqlite")
    assert again.get("1") == stored
    assert len(again) == 1


@pytest.mark.parametrize("key", HOSTILE_KEYS, ids=lambda key: key[:20])
def test_any_key_will_do(catalogue: Catalogue, key: str) -> None:
    catalogue.put(article("decoy"), ["decoy"], reindex=True)
    catalogue.put(article(key), [key], reindex=True)
    assert catalogue.find(key) == catalogue.get(key) == article(key)
    assert catalogue.articles([key, "none"]) == {key: article(key)}
    assert catalogue.resolve([key]) == [key]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
@example("nul\0nul")
def test_any_text_will_do_for_a_key(key: str) -> None:
    with TemporaryDirectory() as folder, closing(Catalogue(Path(folder) / "a.sqlite")) as catalogue:
        catalogue.put(article(key), [key], reindex=True)
        assert [one.key for one in catalogue] == [key]
        assert catalogue.get(key) == article(key)


@pytest.mark.parametrize("name", ["nothing", "PMID: 3", "PMC3", "10.1234/none", ""])
def test_what_is_not_there_is_named(catalogue: Catalogue, name: str) -> None:
    # These would be found if a missing identifier were looked up by its Python name.
    for key in ("pmid:None", "doi:None", "pmc:None"):
        catalogue.put(article(key), [key], reindex=True)
    with pytest.raises(ArticleNotFoundError) as caught:
        catalogue.get(name)
    assert repr(name) in str(caught.value)


def test_more_keys_than_sqlite_takes_variables(catalogue: Catalogue) -> None:
    keys = [f"key {number}" for number in range(2000)]
    for key in keys:
        catalogue.put(article(key, "One."), [], reindex=True)
    assert catalogue.articles(keys).keys() == set(keys)


def test_the_first_owner_keeps_a_shared_identifier(catalogue: Catalogue) -> None:
    for key in ("first", "second"):
        catalogue.put(article(key), ["doi:10.1234/x"], reindex=True)
    assert catalogue.get("10.1234/x").key == "first"


def test_what_is_put_waits_until_it_is_confirmed(catalogue: Catalogue) -> None:
    catalogue.put(article("a"), [], reindex=True)
    catalogue.put(article("b"), [], reindex=True)
    assert catalogue.backlog.count_pending() == 2
    assert len(catalogue.backlog.pending(1)) == 1
    catalogue.backlog.confirm(["a"])
    assert [(one.key, written) for one, written in catalogue.backlog.pending(9)] == [("b", 0)]
    assert catalogue.sentence_counts() == {"a": 3}
    catalogue.put(article("a"), [], reindex=False)
    assert catalogue.backlog.count_pending() == 1
    catalogue.backlog.forget_indexing()
    assert catalogue.backlog.count_pending() == 2


@pytest.mark.parametrize("confirmed", [True, False])
def test_vectors_that_may_be_on_disk_are_not_forgotten(
    catalogue: Catalogue, confirmed: bool
) -> None:
    """A run may be killed after writing vectors and before confirming them."""
    catalogue.put(article("a"), [], reindex=True)
    if confirmed:
        catalogue.backlog.confirm(["a"])
    catalogue.put(article("a", "One is. Two is."), [], reindex=True)
    catalogue.put(article("a", "One."), [], reindex=True)
    assert [written for _, written in catalogue.backlog.pending(9)] == [3]
    catalogue.backlog.confirm(["a"])
    catalogue.put(article("a", "Uno."), [], reindex=True)
    assert [written for _, written in catalogue.backlog.pending(9)] == [1]


def test_a_key_given_up_leads_on_and_its_entries_must_go(catalogue: Catalogue) -> None:
    catalogue.put(article("old"), ["doi:10.1234/x"], reindex=True)
    catalogue.move("old", "new")
    catalogue.put(article("new"), [], reindex=True)
    assert catalogue.get("old").key == catalogue.get("10.1234/x").key == "new"
    assert catalogue.backlog.removals() == {"old": 3}
    catalogue.backlog.confirm_removals(["old"])
    assert catalogue.backlog.removals() == {}


def test_rollback_gives_up_what_was_not_committed(catalogue: Catalogue) -> None:
    catalogue.put(article("a"), [], reindex=True)
    catalogue.commit()
    catalogue.put(article("b"), [], reindex=True)
    catalogue.rollback()
    assert [one.key for one in catalogue] == ["a"]


def test_a_file_that_is_no_catalogue(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    path.write_bytes(b"no database at all" * 99)
    with pytest.raises(StoreDamagedError) as caught:
        Catalogue(path)
    assert str(path) in str(caught.value)


def test_damage_found_while_reading(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue = Catalogue(path)
    for number in range(200):
        catalogue.put(article(str(number)), [str(number)], reindex=True)
    catalogue.commit()
    catalogue.close()
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xee" * (len(content) - 12288)
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError) as caught:
        list(Catalogue(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_was_added_last_comes_first(catalogue: Catalogue) -> None:
    with closing(catalogue):
        for key in ("b", "c", "a"):
            catalogue.put(article(key), [], reindex=True)
        # One that is read again stays where it is, one under a new key does not.
        catalogue.put(article("c", "Another text."), [], reindex=True)
        assert [one.key for one in catalogue.latest(9)] == ["a", "c", "b"]
        assert [one.key for one in catalogue.latest(1, skip=1)] == ["c"]
        assert catalogue.latest(9, skip=3) == []
        catalogue.remove("a")
        catalogue.move("b", "z")
        catalogue.put(article("z"), [], reindex=True)
        assert [one.key for one in catalogue.latest(9)] == ["z", "c"]
