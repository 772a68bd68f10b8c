"""The page's fields as options, and options in words."""

import pytest

from index.errors import SettingsError
from qa.page.options import Choices, in_words

EMPTY = Choices("", "", [], [], [], [], False, 10, True)


def choices(**changed: object) -> Choices:
    fields = {name: getattr(EMPTY, name) for name in EMPTY.__dataclass_fields__}
    return Choices(**{**fields, **changed})


def test_without_filters() -> None:
    options = {"articles": 10, "include_retracted": False, "extractive": True}
    assert EMPTY.options == options
    assert in_words(EMPTY.options) == ""


@pytest.mark.parametrize(
    ("first", "last", "years", "words"),
    [
        ("2010", "2020", "2010-2020", "2010–2020"),
        (" 2010 ", "", "2010-", "from 2010"),
        ("", "1999", "-1999", "until 1999"),
        ("2021", "2021", "2021", "2021"),
    ],
)
def test_years(first: str, last: str, years: str, words: str) -> None:
    options = choices(first=first, last=last).options
    assert options["years"] == years
    assert in_words(options) == words


@pytest.mark.parametrize("year", ["21", "20210", "two", "２０２１", "-2021", "<b>"])
def test_what_is_no_year(year: str) -> None:
    with pytest.raises(SettingsError, match=f"“{year}” is no year. Give four digits"):
        _ = choices(first=year).options


def test_all_of_them_in_words() -> None:
    options = choices(
        first="2010", journals=["The Lancet", "BMJ"], mesh=["Gout"], include_retracted=True
    ).options
    assert options["journals"] == ["The Lancet", "BMJ"]
    assert "publication_types" not in options
    assert in_words(options) == "from 2010; The Lancet, BMJ; Gout; retracted articles too"
