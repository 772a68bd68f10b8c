"""One library under several settings: a question may have its own."""

import pytest

from index.errors import SettingsError
from qa import Library

QUESTION = "Does lumetripant prevent migraine?"


def test_other_settings_for_one_question(library: Library) -> None:
    few = library.using(articles=2, statements=1)
    answer = few.ask(QUESTION)
    assert (len(answer.articles), len(answer.statements)) == (2, 1)
    assert library.settings.articles == 10
    assert answer.citations[0].text == library.ask(QUESTION).citations[0].text


def test_what_is_loaded_is_shared_and_stays_open(library: Library) -> None:
    assert library.using(articles=3).finding is not library.finding
    with library.using(articles=3) as other:
        assert other.store is library.store
    assert library.ask(QUESTION).citations


def test_the_extractive_answer_needs_one_word(library: Library) -> None:
    """No chat model also means no server and no second opinion of one."""
    written = library.using(llm="openai:m", llm_base_url="http://127.0.0.1:9/v1", verify="llm")
    assert written.using(llm=None).ask(QUESTION).answer == library.ask(QUESTION).answer


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"store": "elsewhere"}, "store cannot change while a store is open"),
        ({"embedder": "x"}, "embedder cannot change"),
        ({"articles": 0}, "articles cannot be 0: input should be greater"),
        ({"years": "1990s"}, "years cannot be '1990s': a year, 2010-2020"),
        ({"llm_prices": "1,x"}, "llm_prices cannot be '1,x': two prices"),
        ({"colour": "red"}, "colour cannot be 'red'"),
    ],
)
def test_what_cannot_be_used_is_named(
    library: Library, changed: dict[str, object], problem: str
) -> None:
    with pytest.raises(SettingsError, match=problem):
        library.using(**changed)


@pytest.mark.parametrize(
    ("years", "span"),
    [
        ("2010-2020", (2010, 2020)),
        ("2015-", (2015, None)),
        ("-1999", (None, 1999)),
        ("2021", (2021, 2021)),
    ],
)
def test_years(library: Library, years: str, span: tuple[int | None, int | None]) -> None:
    assert library.using(years=years).settings.filters.years == span


def test_every_answer_carries_what_it_takes_to_check_it(library: Library) -> None:
    answer = library.ask(QUESTION)
    abstracts = {one.key: one.abstract for one in answer.references}
    assert [one.key for one in answer.references] == list(
        dict.fromkeys(one.key for one in answer.citations)
    )
    for cited in answer.citations:
        assert abstracts[cited.key][cited.start : cited.end] == cited.text
