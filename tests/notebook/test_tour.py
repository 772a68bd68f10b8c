"""The tour runs from top to bottom in a kernel of its own, off the network."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from showing.tree import found, ids, parsed, texts

TOUR = Path(__file__).parents[2] / "examples" / "tour.ipynb"
SECONDS = 60


def read() -> Any:
    return nbformat.read(TOUR, as_version=4)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def tour() -> Any:
    """The notebook as it stands after a run; a cell that fails fails here."""
    notebook = read()
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": TOUR.parent}},
    )
    client.execute(env={**os.environ, "ABSTRACTQA_OFFLINE": "1", "HF_HUB_OFFLINE": "1"})
    return notebook


def outputs(notebook: Any, words: str) -> list[Any]:
    """What the first cell with these words in it gave."""
    cell = next(one for one in notebook.cells if one.cell_type == "code" and words in one.source)
    return list(cell.outputs)


def html(notebook: Any, words: str) -> str:
    (one,) = (o for o in outputs(notebook, words) if o.output_type == "execute_result")
    return str(one.data["text/html"])


def printed(notebook: Any, words: str) -> str:
    return "".join(one.text for one in outputs(notebook, words) if one.output_type == "stream")


def shown(notebook: Any) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                yield str(output.data["text/html"])


def test_it_is_stored_without_outputs() -> None:
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert len(cells) > 15
    assert {(len(cell.outputs), cell.execution_count) for cell in cells} == {(0, None)}


def test_an_answer_is_shown_with_its_evidence(tour: Any) -> None:
    tree = parsed(html(tour, "answer = library.ask("))
    assert "tablet of lumetripant" in texts(tree, "aqa-said")[0]
    assert found(tree, "//mark")
    assert printed(tour, "print(answer)").rstrip().endswith("]")


def test_what_the_index_gives_back_shows_itself(tour: Any) -> None:
    assert "50 records" in parsed(html(tour, "library.index(")).text_content()
    assert "47 (46 with an abstract)" in parsed(html(tour, "library.stats()")).text_content()


def test_a_follow_up_shows_what_was_meant(tour: Any) -> None:
    (meant,) = texts(parsed(html(tour, "how common was nausea")), "aqa-meant")
    assert "lumetripant" in meant


def test_a_refusal_shows_why(tour: Any) -> None:
    assert "No answer." in html(tour, 'library.ask("What is the capital')


def test_a_filter_leaves_out_what_is_older(tour: Any) -> None:
    years = [int(one[-5:-1]) for one in texts(parsed(html(tour, "recent.ask(")), "aqa-source")]
    assert years
    assert min(years) >= 2022


def test_references_and_frames(tour: Any) -> None:
    assert "PMID: 99000001" in printed(tour, "answer.bibliography(")
    assert printed(tour, "answer.export(").startswith("@article{")
    assert html(tour, "answer.to_frame()").count("<tr") >= 2
    assert "the question is empty" in html(tour, "answers.to_frame()")


def test_the_bar_is_seen(tour: Any) -> None:
    assert "4/4" in printed(tour, "library.ask_many(")


def test_statements_stream_and_are_checked(tour: Any) -> None:
    assert printed(tour, "library.astream(").startswith("0 ")
    grades = [line.split()[0] for line in printed(tour, "qa.check(").splitlines() if line[0] != " "]
    assert grades == ["verbatim", "unsupported", "unsupported"]


def test_outputs_on_the_page_share_no_id(tour: Any) -> None:
    several = [one for page in shown(tour) for one in ids(parsed(page))]
    assert len(several) == len(set(several)) > 10
