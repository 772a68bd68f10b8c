"""README and docs, read from top to bottom: what they have one type comes out as they say."""

import doctest
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from answering.helpers import ROOT, Finished, run

# In the order in which a reader meets them, who keeps one store all the while.
PAGES = ("README.md", *(f"docs/{name}.md" for name in ("serving", "references", "evaluation")))
CODE = ("README.md", *(f"docs/{name}.md" for name in ("references", "language-models")))
MORE_CODE = ("docs/notebook.md", "docs/evaluation.md")
# What needs the shell, a server or a model of the reader's own.
_NOT_HERE = re.compile(r"(?!abstractqa )|abstractqa serve(?! key)|.* (?:--llm |with-model$)")
# A whole evaluation takes half a minute, and has tests of its own.
_SHORT = ("--limit", "5")
# Runs of characters that a page leaves out.
_LEFT_OUT = "…"


def blocks(page: str, kind: str) -> list[str]:
    """The fenced blocks of one kind."""
    text = (ROOT / page).read_text("utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands() -> Iterator[tuple[str, str]]:
    """Each command, and what stands below it."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for told in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, below = told.replace("\\\n", "").partition("\n")
                if not _NOT_HERE.match(command):
                    yield command, below


def typed(command: str) -> Finished:
    """What comes of a line in a shell; `> FILE` is the only thing of a shell's that is used."""
    words = shlex.split(command, comments=True)[1:]
    words, into = (words[:-2], words[-1]) if ">" in words else (words, None)
    if words[0] == "eval" and words[1] != "compare":
        words += _SHORT
    done = run(*words)
    if into is not None:
        Path(into).write_text(done.out, "utf-8")
    return done


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader begins: nothing is there but the examples."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_comes_out_as_the_page_says(folder: Path) -> None:
    seen = list(commands())
    assert len(seen) > 12
    for command, below in seen:
        done = typed(command)
        assert done.status == 0, (command, done.err)
        for line in filter(None, below.splitlines()):
            for piece in filter(None, line.split(_LEFT_OUT)):
                assert piece.strip() in done.out, (command, piece)
    assert "PMID- 99000001" in (folder / "cited.nbib").read_text("utf-8")


@pytest.fixture
def stocked(folder: Path, sample_store: Path) -> Path:
    """The same with the sample indexed."""
    (folder / "abstractqa-store").symlink_to(sample_store)
    return folder


@pytest.mark.usefixtures("stocked")
def test_the_first_lines_of_python_print_what_stands_below(
    capsys: pytest.CaptureFixture[str],
) -> None:
    known: dict[str, Any] = {}
    exec(compile(blocks("README.md", "python")[0], "README.md", "exec"), known)  # noqa: S102
    known["library"].close()
    # The page breaks lines that a terminal does not.
    printed, (below,) = " ".join(capsys.readouterr().out.split()), blocks("README.md", "text")
    pieces = [" ".join(piece.split()) for piece in below.split(_LEFT_OUT)]
    assert len(pieces) > 1
    assert all(piece in printed for piece in pieces)


@pytest.mark.usefixtures("stocked")
def test_every_line_of_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    known: dict[str, Any] = {}
    for page in (*CODE, *MORE_CODE):
        for block in blocks(page, "python"):
            exec(compile(block, page, "exec"), known)  # noqa: S102  (our own page)
    known["library"].close()
    assert "sopiradine" in capsys.readouterr().out


def test_a_statement_is_checked_as_the_page_shows_it() -> None:
    (block,) = blocks("docs/checking.md", "python")
    parsed = doctest.DocTestParser().get_doctest(block, {}, "checking", None, None)
    assert doctest.DocTestRunner(verbose=False).run(parsed).failed == 0
