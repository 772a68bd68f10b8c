"""Records to articles: sections joined, sentences found, offsets that always hold."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from invented import record

from index.article import CONCERN, ERRATUM, RETRACTED, RETRACTION_NOTICE, Article
from index.assemble import assemble, key_of
from index.records import Notice, Part, Record
from index.verify import check_offsets

_WORDS = st.sampled_from(
    "tea p < 0.05 et al. vs. E. coli i.e. β-cells (n = 12) No. 3.5 Fig. 2 😀 . ? ; A \u00a0".split(
        " "
    )
)
_TEXTS = st.one_of(st.lists(_WORDS, max_size=30).map(" ".join), st.text(max_size=80))
_PARTS = st.builds(Part, _TEXTS, st.sampled_from([None, "AIMS", "RESULTS"]), st.none())


def article_of(one: Record) -> Article:
    return assemble(one, (one.origin,))


def test_sections_are_joined_and_keep_their_labels() -> None:
    parts = [
        Part("Tea is drunk. Why?", "BACKGROUND", "BACKGROUND"),
        Part("  ", "METHODS", "METHODS"),
        Part("Sleep was short.", "FINDINGS", "RESULTS"),
    ]
    article = article_of(record(text=parts, pmid="1"))
    assert article.abstract == "Tea is drunk. Why?\nSleep was short."
    assert [(s.label, s.category) for s in article.sections] == [
        ("BACKGROUND", "BACKGROUND"),
        ("FINDINGS", "RESULTS"),
    ]
    assert [(article.text(s), article.section(s).label) for s in article.sentences] == [
        ("Tea is drunk.", "BACKGROUND"),
        ("Why?", "BACKGROUND"),
        ("Sleep was short.", "FINDINGS"),
    ]
    assert [s.index for s in article.sentences] == [0, 1, 2]
    assert article.texts == ("Tea and sleep.", "Tea is drunk.", "Why?", "Sleep was short.")


@given(st.lists(_PARTS, max_size=5))
@example([Part("No full stop"), Part(" Next. \n")])
@example([Part("\x1c")])
def test_offsets_always_cut_out_the_text(parts: list[Part]) -> None:
    article = article_of(record(text=parts))
    assert list(check_offsets(article)) == []
    kept = [part.text for part in parts if part.text.strip()]
    assert [article.abstract[s.start : s.end] for s in article.sections] == kept
    for shown, sentence in zip(article.to_dict()["sentences"], article.sentences, strict=True):
        assert article.abstract[sentence.start : sentence.end] == shown["text"]
        section = article.section(sentence)
        assert section.start <= sentence.start < sentence.end <= section.end


def test_an_article_without_abstract_is_its_title() -> None:
    article = article_of(record(text=""))
    assert (article.abstract, article.sections, article.sentences) == ("", (), ())
    assert article.texts == ("Tea and sleep.",)


def test_a_record_without_identifier_is_known_by_all_it_says() -> None:
    keys = {key_of(record()), key_of(record(title="Tea.")), key_of(record(text="Other."))}
    assert len(keys) == 3
    assert key_of(record(path="elsewhere.csv", year=1999)) in keys


@pytest.mark.parametrize(
    ("types", "notices", "statuses"),
    [
        (["Journal Article"], ["CommentIn", "UpdateIn", "ErratumFor"], ()),
        (["Retracted Publication"], [], (RETRACTED,)),
        ([], ["RetractionIn"], (RETRACTED,)),
        (["Retraction of Publication"], ["RetractionOf"], (RETRACTION_NOTICE,)),
        ([], ["ExpressionOfConcernIn"], (CONCERN,)),
        (["Published Erratum"], [], (ERRATUM,)),
        ([], ["ErratumIn", "RetractionIn"], (RETRACTED, ERRATUM)),
    ],
)
def test_standing_has_kinds_and_the_gravest_comes_first(
    types: list[str], notices: list[str], statuses: tuple[str, ...]
) -> None:
    one = record(publication_types=tuple(types), notices=tuple(map(Notice, notices)))
    assert article_of(one).statuses == statuses
    assert article_of(one).status == (statuses[0] if statuses else None)
