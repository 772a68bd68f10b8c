"""The command: exit statuses, one line for an error, every source, and its help.

Run as installed: test_offline.py. Here it runs within this process, the model loaded once.
"""

import gzip
import re
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import qa
from answering.helpers import SAMPLE, Finished, run
from qa import Library, cli

pytestmark = pytest.mark.usefixtures("shared_model")
CSV = SAMPLE / "articles" / "table.csv"
QUESTION = "Is brovelukast good value for money in childhood asthma?"


def complaint(done: Finished) -> str:
    """The one line on standard error that an unusable call leaves."""
    assert done.status == 2
    assert done.out == ""
    assert "Traceback" not in done.err
    [line] = done.err.splitlines()
    assert line.startswith("abstractqa: ")
    return line


@pytest.fixture
def on_sample(sample_store: Path) -> Callable[..., Finished]:
    def call(*arguments: str) -> Finished:
        return run(*arguments, "--store", str(sample_store))

    return call


def test_ask_prints_the_answer_its_sources_and_the_notice(
    on_sample: Callable[..., Finished],
) -> None:
    done = on_sample("ask", QUESTION)
    assert (done.status, done.err) == (0, "")
    assert "[1] PMID: 99000036 · Invented" in done.out
    assert "https://pubmed.ncbi.nlm.nih.gov/99000036/#:~:text=" in done.out
    assert done.out.endswith("For research; not medical advice.\n")


def test_ask_says_when_work_is_retracted(on_sample: Callable[..., Finished]) -> None:
    text = "By how much did the TOLVE-1 report say that tolverone lowered mortality?"
    done = on_sample("ask", text, "--include-retracted")
    assert re.search(r"PMID: 99000013 · .* · RETRACTED$", done.out, re.MULTILINE)


def test_the_number_of_statements_and_articles_is_kept(on_sample: Callable[..., Finished]) -> None:
    shown = on_sample("ask", QUESTION, "--statements", "1", "--articles", "2", "--json").json
    assert (len(shown["statements"]), len(shown["articles"])) == (1, 2)


def test_search_ranks_articles(on_sample: Callable[..., Finished]) -> None:
    done = on_sample("search", "mannovirin", "--articles", "2")
    assert done.status == 0
    assert re.findall(r"^(\d)\. ", done.out, re.MULTILINE) == ["1", "2"]


def test_show_numbers_every_sentence(on_sample: Callable[..., Finished], library: Library) -> None:
    done = on_sample("show", "99000036")
    count = len(library.article("99000036").sentences)
    assert re.findall(r"^ +(\d+)  ", done.out, re.MULTILINE) == [str(n) for n in range(count)]


def test_show_of_an_article_without_an_abstract(on_sample: Callable[..., Finished]) -> None:
    done = on_sample("show", "99000019")
    assert done.status == 0
    assert "RETRACTION NOTICE" in done.out
    assert "(no abstract)" in done.out


def test_stats_and_verify(on_sample: Callable[..., Finished]) -> None:
    assert "articles   47 (46 with an abstract)" in on_sample("stats").out
    done = on_sample("verify")
    assert done.status == 0
    assert done.out.endswith("nothing wrong\n")


def test_an_article_is_taken_out_and_can_be_added_again(
    tmp_path: Path, shared_model: object
) -> None:
    store = ("--store", str(tmp_path / "store"))
    assert run("index", str(CSV), *store).status == 0
    with qa.open(tmp_path / "store") as opened:
        key = next(iter(opened.store.catalogue)).key
    assert run("remove", key, *store).out == f"removed {key}\n"
    gone = run("remove", key, *store)
    assert (gone.status, gone.err.startswith(f"abstractqa: no article '{key}'")) == (2, True)
    assert "articles   2" in run("stats", *store).out
    assert "1 added" in run("index", str(CSV), *store).out


def test_index_counts_and_says_what_failed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("Dear reader, this is a letter and no export.\n")
    store = str(tmp_path / "store")
    done = run("index", str(CSV), str(bad), "--store", store)
    assert done.status == 1
    assert done.out.startswith("failed: ")
    assert str(bad) in done.out.splitlines()[0]
    assert "3 records read: 3 added, 0 updated, 0 unchanged; 0 skipped, 1 failed" in done.out
    assert "Traceback" not in done.out + done.err
    assert run("verify", "--store", store).status == 0


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_index_reads_standard_input(tmp_path: Path, packed: bool) -> None:
    data = CSV.read_bytes()
    store = ("--store", str(tmp_path / "store"), "--json")
    done = run("index", "-", *store, stdin=gzip.compress(data) if packed else data)
    assert (done.status, done.json["added"]) == (0, 3)


def test_index_reads_gzip_and_patterns(tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "store"), "--json")
    packed = str(SAMPLE / "articles" / "pubmed-more.xml.gz")
    assert run("index", packed, *store).json["added"] == 4
    assert run("index", str(SAMPLE / "articles" / "*.csv"), *store).json["added"] == 3


def test_rebuild_keeps_the_answers(tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "store"))
    run("index", str(CSV), *store)
    before = run("search", "tattoo", "--json", *store).json
    assert run("index", "--rebuild", *store).status == 0
    after = run("search", "tattoo", "--json", *store).json
    assert [hit["key"] for hit in after["hits"]] == [hit["key"] for hit in before["hits"]]


def test_empty_standard_input_is_skipped_and_said(tmp_path: Path) -> None:
    done = run("index", "-", "--store", str(tmp_path / "store"))
    assert (done.status, done.err) == (0, "")
    assert "'-' is empty" in done.out
    assert "1 skipped, 0 failed" in done.out


# -- errors: one line, status 2 --------------------------------------------------------------


@pytest.mark.parametrize("command", [["ask", "Tea?"], ["search", "tea"], ["show", "1"],
                                     ["stats"], ["verify"], ["index", "--rebuild"]])  # fmt: skip
def test_no_store(tmp_path: Path, command: list[str]) -> None:
    line = complaint(run(*command, "--store", str(tmp_path / "none")))
    assert "there is no store at" in line
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", " \t"], "the question is empty"),
        (["search", " "], "empty"),
        (["ask", "Tea?", "--articles", "0"], "articles cannot be 0"),
        (["ask", "Tea?", "--articles", "-1"], "articles cannot be -1"),
        (["ask", "Tea?", "--articles", "many"], "'--articles': 'many' is not a valid integer"),
        (["search", "tea", "--articles", "100000"], "articles cannot be 100000"),
        (["ask", "Tea?", "--statements", "0"], "statements cannot be 0"),
        (["ask", "Tea?", "--no-such-option"], "No such option '--no-such-option'"),
        (["ask"], "Missing argument 'QUESTION"),
        (["show", "one", "two"], "unexpected extra argument"),
        (["show", "1"], "no article '1'"),
        (["show", ""], "no article ''"),
        (["show", "\udcff"], "no article"),
        (["no-such-command"], "No such command"),
        (["index"], "name at least one FILE"),
        (["index", "/no/such/file"], "'/no/such/file' does not exist"),
        (["index", "/no/such/*.xml"], "No file matches the pattern"),
        (["stats", "--embedder", "another/model"], "built with the embedder 'all-MiniLM-L6-v2'"),
    ],
)
def test_unusable_arguments(
    on_sample: Callable[..., Finished], arguments: list[str], says: str
) -> None:
    assert says in complaint(on_sample(*arguments))


def test_a_value_of_the_environment_that_cannot_be_used(
    on_sample: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ABSTRACTQA_STATEMENTS", "none")
    assert "ABSTRACTQA_STATEMENTS" in complaint(on_sample("stats"))


def test_a_file_where_the_store_should_be(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert "is a file" in complaint(run("index", str(CSV), "--store", str(file)))
    assert "Not a directory" in complaint(run("index", str(CSV), "--store", str(file / "below")))


def test_a_catalogue_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_text("not a database " * 100)
    assert "not a readable catalogue" in complaint(run("stats", "--store", str(tmp_path)))


def test_a_model_folder_without_a_model(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    model = ("--embedder", str(tmp_path / "model"))
    line = complaint(run("index", str(CSV), "--store", str(tmp_path / "store"), *model))
    assert "cannot be loaded" in line


def test_an_error_cannot_speak_to_the_terminal(on_sample: Callable[..., Finished]) -> None:
    line = complaint(on_sample("show", "a\x1b[31m\u202e\nb"))
    assert not set(line) & {"\x1b", "\u202e"}


def test_ctrl_c_is_one_line_and_status_130(
    monkeypatch: pytest.MonkeyPatch, sample_store: Path
) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "stats", stop)
    done = run("stats", "--store", str(sample_store))
    assert done.status == 130
    # The first line end goes below the terminal's ^C.
    assert done.err == "\nabstractqa: stopped; run the same command again to go on\n"


# -- help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(cli.commands.commands))
def test_help_mentions_every_option_and_argument(name: str) -> None:
    done = run(name, "--help")
    assert (done.status, done.err) == (0, "")
    for parameter in cli.commands.commands[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert all(option in done.out for option in parameter.opts)
        else:
            assert isinstance(parameter, click.Argument)
            assert parameter.make_metavar(click.Context(cli.commands)) in done.out


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_lists_the_commands(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.status == 0
    for name in ("index", "ask", "search", "show", "stats", "verify"):
        assert re.search(rf"^  {name} ", done.out, re.MULTILINE)
    assert "not medical advice" in done.out


def test_version() -> None:
    assert re.search(r"\d+\.\d+\.\d+", run("--version").out)


def test_progress_is_not_drawn_where_there_is_no_terminal(tmp_path: Path) -> None:
    assert not sys.stderr.isatty()
    assert run("index", str(CSV), "--store", str(tmp_path / "store")).err == ""
