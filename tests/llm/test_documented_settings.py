"""docs/language-models.md names every setting, its option and its default."""

import re

import click
import pytest
from answering.helpers import ROOT

from index.settings import IndexSettings
from qa import cli_ask, cli_eval
from qa.settings import Settings

ROW = re.compile(r"^\| `ABSTRACTQA_(\w+)` \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
ROWS = {
    name.lower(): (option, default)
    for name, option, default, _ in ROW.findall(
        (ROOT / "docs/language-models.md").read_text("utf-8")
    )
}


def options_of(command: click.Command) -> dict[str, str]:
    """Each field that an option of the command sets, and the option."""
    return {str(one.name): one.opts[0] for one in command.params if isinstance(one, click.Option)}


def test_every_setting_is_in_the_table_and_nothing_else() -> None:
    assert sorted(ROWS) == sorted(Settings.model_fields)
    assert set(IndexSettings.model_fields) <= set(ROWS)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_its_option_is_the_one_that_sets_it(name: str) -> None:
    option = options_of(cli_ask.ask).get(name)
    written = re.match(r"`(--[\w-]+)", ROWS[name][0])
    assert (written[1] if written else None) == option


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_its_default_is_the_one_written(name: str) -> None:
    default, written = Settings.model_fields[name].default, ROWS[name][1].strip("`")
    if default not in (None, (), False):
        assert written == (f"{default:g}" if isinstance(default, float) else str(default))
    else:
        assert not written.isdigit()


def test_scoring_takes_what_asking_takes() -> None:
    asking, scoring = (
        options_of(one) for one in (cli_ask.ask, cli_eval.evaluation.commands["score"])
    )
    told = (ROOT / "docs/evaluation.md").read_text("utf-8")
    for name, option in asking.items():
        if name in Settings.model_fields and name.startswith(("llm", "verify")):
            assert scoring[name] == option
            assert f"`{option}" in told
