"""What articles can be filtered by: how values are compared, and the tables kept in step."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import record

from index.article import Article
from index.assemble import assemble
from index.catalogue import Catalogue
from index.errors import SettingsError
from index.facets import Filters, facets_of
from index.records import MeshQualifier, MeshTerm

_FACET_TABLES = "facet_articles facet_values facet_entries facets_due facet_state".split()
_FACET_TRIGGERS = "facets_changed facets_of_new facets_of_changed facets_of_gone".split()


def article(key: str, **fields: Any) -> Article:
    one = record(own_id=key, **fields)
    return assemble(one, (one.origin,))


TEA = article(
    "tea",
    year=2020,
    journal="The Invented Journal of Tea",
    journal_abbreviation="Invent. J. Tea",
    publication_types=("Journal Article", "Randomized Controlled Trial"),
    mesh=(MeshTerm("Tea", True, (MeshQualifier("adverse effects"),)), MeshTerm("Sleep")),
    languages=("eng",),
)
COFFEE = article(
    "coffee",
    year=2015,
    journal="Coffee Letters",
    publication_types=("Review",),
    mesh=(MeshTerm("Coffee"),),
    languages=("ger", "English"),
)
# As records of the last weeks are: no headings yet.
NEW = article("new", year=2024, journal_abbreviation="Coffee Lett", languages=("Deutsch",))
BARE = article("bare")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with closing(Catalogue(tmp_path / "catalogue.sqlite")) as opened:
        for one in (TEA, COFFEE, NEW, BARE):
            opened.put(one, [], reindex=True)
        opened.commit()
        yield opened


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), "tea coffee new bare"),
        (Filters(years=(None, None)), "tea coffee new bare"),
        (Filters(mesh=(" ",)), "tea coffee new bare"),
        (Filters(years=(2015, 2020)), "tea coffee"),
        (Filters(years=(2016, None)), "tea new"),
        (Filters(years=(None, 2015)), "coffee"),
        (Filters(years=(-(10**30), 10**30)), "tea coffee new"),
        (Filters(journals=("the  invented journal of TEA",)), "tea"),
        (Filters(journals=("Invent J Tea",)), "tea"),
        (Filters(journals=("coffee letters", "Coffee Lett.")), "coffee new"),
        (Filters(journals=("Tea",)), ""),
        (Filters(publication_types=("review", "Randomized controlled trial")), "tea coffee"),
        (Filters(mesh=("tea",)), "tea"),
        (Filters(mesh=("Tea/adverse effects",)), "tea"),
        (Filters(mesh=("*Tea / *Adverse Effects",)), "tea"),
        (Filters(mesh=("Tea/therapeutic use",)), ""),
        (Filters(mesh=("ＴＥＡ",)), "tea"),
        (Filters(languages=("en",)), "tea coffee"),
        (Filters(languages=("German", "fra")), "coffee"),
        (Filters(languages=("deutsch",)), "new"),
        (Filters(mesh=("tea", "coffee"), years=(2016, 2030)), "tea"),
        (Filters(mesh=("tea",), publication_types=("review",)), ""),
        (Filters(mesh=("'; DROP TABLE articles; --", "\ud800", "\0")), ""),
        (Filters(journals=tuple(f"journal {n}" for n in range(40_000))), ""),
    ],
)
def test_which_articles_match(catalogue: Catalogue, filters: Filters, found: str) -> None:
    assert catalogue.keys_where(filters) == set(found.split())
    assert bool(filters) == (len(found.split()) < 4)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(mesh=("tea",)), 2),
        (Filters(mesh=("tea",), years=(2000, None)), 1),
        (Filters(mesh=("tea",), years=(1980, 1990)), 0),
        (Filters(years=(2000, None)), 0),
        (Filters(), 0),
    ],
)
def test_articles_left_out_only_for_want_of_headings_are_counted(
    catalogue: Catalogue, filters: Filters, count: int
) -> None:
    assert catalogue.count_without_mesh(filters) == count


def test_what_there_is_to_filter_by(catalogue: Catalogue) -> None:
    facets = catalogue.facets(2)
    assert facets.articles == 4
    assert list(facets.years.items()) == [(2015, 1), (2020, 1), (2024, 1)]
    assert set(facets.journals.values()) == {1}
    assert len(facets.journals) == 2, "no more than asked for"
    assert next(iter(facets.languages.items())) == ("English", 2), "by name, most common first"
    assert "Tea/adverse effects" not in catalogue.facets(99).mesh
    assert facets.unknown == {
        "year": 1,
        "journal": 1,
        "publication type": 2,
        "mesh": 2,
        "language": 1,
    }


def test_a_name_is_shown_as_it_is_mostly_printed(catalogue: Catalogue) -> None:
    for number, name in enumerate(("PLOS TEA", "PLoS Tea", "PLoS Tea")):
        catalogue.put(article(f"plos{number}", journal=name), [], reindex=True)
    assert list(catalogue.facets(1).journals.items()) == [("PLoS Tea", 3)]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_what_is_printed_finds_its_article(name: str) -> None:
    made = article(
        "any",
        journal=name,
        publication_types=(name,),
        languages=(name,),
        mesh=(MeshTerm(name, False, (MeshQualifier("use"),)),),
    )
    for facet in facets_of(made):
        for asked in (facet.printed, f"  {facet.printed}\n"):
            values = Filters(
                journals=(asked,), publication_types=(asked,), mesh=(asked,), languages=(asked,)
            ).values
            assert not facet.value or facet.field == "year" or facet.value in values[facet.field]


def test_years_that_end_before_they_begin() -> None:
    with pytest.raises(SettingsError, match="2020-2010"):
        Filters(years=(2020, 2010))


# -- kept in step ----------------------------------------------------------------------------


def test_a_changed_article_is_found_by_what_it_says_now(catalogue: Catalogue) -> None:
    assert catalogue.keys_where(Filters(years=(2020, 2020))) == {"tea"}
    assert catalogue.facets(9).years[2020] == 1
    catalogue.put(article("tea", year=1999), [], reindex=False)
    assert catalogue.keys_where(Filters(years=(2020, 2020))) == set()
    assert catalogue.keys_where(Filters(years=(1999, 1999))) == {"tea"}
    assert 2020 not in catalogue.facets(9).years
    catalogue.rollback()
    assert catalogue.keys_where(Filters(years=(2020, 2020))) == {"tea"}


def test_an_article_that_goes_takes_its_facets_along(catalogue: Catalogue) -> None:
    catalogue.move("coffee", "new")
    assert catalogue.keys_where(Filters(languages=("eng",))) == {"tea"}
    assert catalogue.facets(9).articles == 3


def test_embedding_changes_nothing_that_is_remembered(catalogue: Catalogue) -> None:
    before = catalogue.facets(9)
    catalogue.backlog.confirm(["tea", "coffee"])
    assert catalogue.facets(9) is before


def as_made_before_there_were_facets(path: Path) -> None:
    with closing(sqlite3.connect(path)) as old:
        for trigger in _FACET_TRIGGERS:
            old.execute(f"DROP TRIGGER {trigger}")
        for table in _FACET_TABLES:
            old.execute(f"DROP TABLE {table}")
        old.execute("PRAGMA user_version = 0")
        old.commit()


def test_a_store_made_before_there_were_facets(catalogue: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue.close()
    as_made_before_there_were_facets(path)
    with closing(Catalogue(path)) as opened:
        assert opened.keys_where(Filters(mesh=("tea", "coffee"))) == {"tea", "coffee"}
        assert opened.facets(9).articles == 4
        assert {one.key for one in opened} == {"tea", "coffee", "new", "bare"}


def test_a_program_that_knows_no_facets_leaves_none_wrong(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.sqlite"
    catalogue.close()
    with closing(sqlite3.connect(path)) as old:
        old.execute("UPDATE articles SET article = replace(article, '2015', '2016')")
        old.execute("DELETE FROM articles WHERE key = 'tea'")
        old.commit()
    with closing(Catalogue(path)) as opened:
        assert opened.keys_where(Filters(years=(2016, 2016))) == {"coffee"}
        assert opened.keys_where(Filters(years=(2015, 2015))) == set()
        assert opened.facets(9).articles == 3


_OPEN = """
import sys
from pathlib import Path
from index.catalogue import Catalogue
from index.facets import Filters
catalogue = Catalogue(Path(sys.argv[1]))
print(len(catalogue.keys_where(Filters(years=(2000, None)))), catalogue.facets(1).articles)
"""


def test_several_processes_open_an_old_store_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.sqlite"
    with closing(Catalogue(path)) as made:
        for number in range(1500):
            made.put(article(f"a{number}", year=1999 + number % 3), [], reindex=True)
        made.commit()
    as_made_before_there_were_facets(path)
    processes = [
        subprocess.Popen(  # noqa: S603  (this interpreter, the script above)
            [sys.executable, "-c", _OPEN, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            env={"PYTHONPATH": str(Path(__file__).parents[1])},
        )
        for _ in range(3)
    ]
    assert [process.communicate(timeout=60)[0].split() for process in processes] == [
        ["1000", "1500"]
    ] * 3
