"""Every kind of damage done to a store is found, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from invented import DIMENSIONS, record, trials, write_jsonl

from index.article import Article, Section, Sentence
from index.assemble import assemble
from index.build import build
from index.errors import StoreDamagedError
from index.progress import Silent
from index.store import Store
from index.verify import check_offsets, verify

_ROW = np.full((1, DIMENSIONS), DIMENSIONS**-0.5, dtype=np.float32)


@pytest.fixture
def filled(tmp_path: Path, store: Store) -> Store:
    """A store with 8 articles of three sentences each."""
    build(store, [write_jsonl(tmp_path / "a.jsonl", *trials(8))], Silent())
    return store


def test_a_sound_store(filled: Store) -> None:
    checked = verify(filled)
    assert (checked.articles, checked.sentences, checked.vectors) == (8, 24, 32)
    assert checked.problems == ()
    assert checked.to_dict()["problems"] == ()


def _rewrite(store: Store, key: str, **changed: Any) -> None:
    article = store.catalogue.find(key)
    assert article is not None
    store.catalogue.put(replace(article, **changed), [], reindex=False)


def _shift(store: Store) -> None:
    first, *others = store.article("3").sentences
    _rewrite(store, "pmid:3", sentences=(replace(first, start=first.start + 1), *others))


def _drop_vector(store: Store) -> None:
    rows = store.vectors.sentences({"pmid:3": 3})
    store.vectors.write({"pmid:3": rows["pmid:3"][:3]}, {"pmid:3": 3})


@pytest.mark.parametrize(
    ("damage", "problems"),
    [
        (_drop_vector, ["sentence vectors lacks 1 of 32 (pmid:3#2)"]),
        (
            lambda store: store.vectors.remove({"pmid:3": 3}),
            [
                "sentence vectors lacks 4 of 32 (pmid:3#0, ",
                "abstract vectors lacks 1 of 8 (pmid:3)",
            ],
        ),
        (
            lambda store: store.vectors.write({"stray": _ROW}, {}),
            [
                "sentence vectors has a stray 1 of 32 (stray#t)",
                "abstract vectors has a stray 1 of 8",
            ],
        ),
        (
            lambda store: store.lexical.write((), ["pmid:3"]),
            ["lexical index lacks 1 of 8 (pmid:3)"],
        ),
        (
            lambda store: store.lexical.write([("stray", "Tea.")], ()),
            ["lexical index has a stray 1 of 8 (stray)"],
        ),
        (_shift, ["pmid:3: its sentences do not cover its abstract"]),
        (
            lambda store: _rewrite(store, "pmid:3", abstract="Too short."),
            ["pmid:3: section 0 has offsets", "pmid:3: sentence 1", "pmid:3: sentence 2"],
        ),
        (
            lambda store: store.catalogue.backlog.forget_indexing(),
            ["8 articles wait for their vectors"],
        ),
        (
            lambda store: store.catalogue.move("pmid:3", "pmid:4"),
            ["entries of merged articles wait for removal"],
        ),
    ],
)
def test_damage_is_found(
    filled: Store, damage: Callable[[Store], None], problems: list[str]
) -> None:
    damage(filled)
    found = verify(filled).problems
    assert len(found) >= len(problems)
    for number, expected in enumerate(problems):
        assert found[number].startswith(expected), found


def test_an_article_that_cannot_be_read(filled: Store, tmp_path: Path) -> None:
    filled.close()
    catalogue = tmp_path / "store" / "catalogue.sqlite"
    content = catalogue.read_bytes()
    assert content.count(b'{"key":"pmid:3"') == 1
    catalogue.write_bytes(content.replace(b'{"key":"pmid:3"', b'["key":"pmid:3"'))
    with Store.open(filled.path, filled.embedder) as again, pytest.raises(StoreDamagedError) as bad:
        verify(again)
    assert str(catalogue) in str(bad.value)


ONE = record(text=["Tea is. It was.", "Sleep too."])
SOUND = assemble(ONE, (ONE.origin,))
FIRST, SECOND, THIRD = SOUND.sentences


@pytest.mark.parametrize(
    "damaged",
    [
        replace(SOUND, sentences=(FIRST, THIRD)),
        replace(SOUND, sentences=(FIRST, SECOND)),
        replace(SOUND, sentences=(SECOND, FIRST, THIRD)),
        replace(SOUND, sentences=(FIRST, FIRST, THIRD)),
        replace(SOUND, sentences=(replace(FIRST, start=-1), SECOND, THIRD)),
        replace(SOUND, sentences=(FIRST, SECOND, replace(THIRD, end=THIRD.end + 1))),
        replace(SOUND, sentences=(FIRST, SECOND, replace(THIRD, section=0))),
        replace(SOUND, sentences=(FIRST, SECOND, replace(THIRD, section=2))),
        replace(SOUND, sentences=(FIRST, SECOND, replace(THIRD, section=-1))),
        replace(SOUND, sentences=(replace(FIRST, end=FIRST.end + 1), SECOND, THIRD)),
        replace(SOUND, sentences=(*SOUND.sentences, Sentence(3, 15, 15, 0))),
        replace(SOUND, sections=(*SOUND.sections, Section(None, None, 0, 99))),
        replace(SOUND, abstract=SOUND.abstract + " And more."),
    ],
)
def test_wrong_offsets_are_found(damaged: Article) -> None:
    assert list(check_offsets(SOUND)) == []
    assert list(check_offsets(damaged))
