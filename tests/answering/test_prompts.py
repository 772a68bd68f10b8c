"""The texts the product speaks with: versioned, and complete."""

import re
from pathlib import Path

import pytest

import prompts
from index.errors import PromptError
from prompts import load
from qa.untold import TOPICS

FILES = sorted(path.stem for path in Path(prompts.__file__).parent.glob("*.toml"))


def test_the_files() -> None:
    answering = ["checking", "extractive", "llm", "marks"]
    serving = ["completions", "conversations", "page"]
    assert sorted([*answering, *serving]) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_file_has_a_version_of_its_own_name(name: str) -> None:
    assert re.fullmatch(rf"{name}-\d+", load(name).version)
    assert load(name).name == name


@pytest.mark.parametrize("name", FILES)
def test_every_text_can_be_filled_in(name: str) -> None:
    prompt = load(name)
    for text, template in prompt.texts.items():
        assert template.is_valid()
        values = {variable: f"<{variable}>" for variable in template.get_identifiers()}
        made = prompt.render(text, **values)
        assert made == made.strip() != ""
        assert all(value in made for value in values.values())
        assert "$" not in made


def test_the_texts_that_answers_use_and_their_variables() -> None:
    variables = {
        name: set(template.get_identifiers()) for name, template in load("extractive").texts.items()
    }
    assert variables == {
        "notice": set(),
        "empty_store": set(),
        "unfinished_store": set(),
        "no_subject": set(),
        "nothing_about": {"words"},
        "nothing_matches": set(),
        "strayed": {"words"},
        "others": {"asked", "about"},
        "retracted": {"cited"},
        "retraction": {"cited"},
        "concern": {"cited"},
        **{f"untold_{topic.name}": set() for topic in TOPICS},
        "closest": {"title", "key"},
        "closest_untitled": {"key"},
        "no_abstract": set(),
        "withheld": {"keys"},
        "filtered": {"allowed", "total"},
        "filtered_all": {"total"},
        "without_mesh": {"count"},
    }


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(PromptError, match=r"text 'closest'.*needs key, title"):
        load("extractive").render("closest")
    with pytest.raises(PromptError, match="needs key"):
        load("extractive").render("closest", title="Tea.")


def test_an_unknown_text_or_file_is_named() -> None:
    with pytest.raises(PromptError, match="no text 'greeting'"):
        load("extractive").render("greeting")
    with pytest.raises(PromptError, match="no prompt 'none'"):
        load("none")


def test_what_is_filled_in_is_not_filled_in_again() -> None:
    made = load("extractive").render("closest", title="$key ${key} $$ {0} %s", key="pmid:1")
    assert made == "The closest article was “$key ${key} $$ {0} %s” (pmid:1)."


def test_texts_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load("extractive").texts["notice"] = None  # type: ignore[index]  # this is the test
