"""`abstractqa eval`, `eval compare` and `search --batch` as commands."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from answering.helpers import SAMPLE, Finished, run

from qa.evaluation.measures import MEASURES

pytestmark = pytest.mark.usefixtures("shared_model")
SPEC = f"gold:{SAMPLE / 'questions.jsonl'}"


@pytest.fixture
def on_sample(
    sample_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Finished]:
    """Runs in an empty folder: what is written without --out lands there."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Finished:
        return run(*arguments, "--store", str(sample_store))

    return call


def test_eval_prints_figures_and_writes_the_report(
    on_sample: Callable[..., Finished], tmp_path: Path
) -> None:
    done = on_sample("eval", SPEC, "--limit", "20", "--out", "scores")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(f"20 questions of {SPEC}\n20 of 124 questions, drawn at random.\n")
    assert re.search(r"^  citation-f1 +0\.\d{3}  [\d.]+–[\d.]+ +n=\d+$", done.out, re.MULTILINE)
    assert done.out.rstrip().endswith("report: scores/report.html")
    names = {"report.html", "report.md", "metrics.json", "questions.jsonl", "run.trec"}
    assert {path.name for path in (tmp_path / "scores").iterdir()} == names


def test_eval_gives_each_setting_a_folder_of_its_own(
    on_sample: Callable[..., Finished], tmp_path: Path
) -> None:
    for statements in "14":
        done = on_sample("eval", SPEC, "--limit", "5", "--statements", statements, "--json")
        assert done.json["figures"]["ndcg@10"]["questions"] <= 5
    assert len(list((tmp_path / "abstractqa-eval").iterdir())) == 2


def test_the_long_form_is_the_same(on_sample: Callable[..., Finished]) -> None:
    short, long = (
        on_sample("eval", *word, SPEC, "--limit", "5", "--json").json for word in ([], ["score"])
    )
    drop = {"seconds-p50", "seconds-p95"}
    for one in (short, long):
        one["figures"] = {n: f for n, f in one["figures"].items() if n not in drop}
    assert short == long


def test_options_may_come_first(on_sample: Callable[..., Finished]) -> None:
    assert on_sample("eval", "--limit", "3", SPEC).out.startswith("3 questions")


def test_fail_under_sets_the_status(on_sample: Callable[..., Finished]) -> None:
    good = on_sample("eval", SPEC, "--limit", "10", "--fail-under", "ndcg@10=0.1")
    assert (good.status, good.err) == (0, "")
    bad = on_sample("eval", SPEC, "--limit", "10", "--fail-under", "ndcg@10=1.1,recall@5=0")
    assert bad.status == 1
    assert re.fullmatch(r"ndcg@10: [01]\.\d{4} is under 1\.1\n", bad.err)
    assert "report:" in bad.out


def test_a_malformed_line_is_named_and_the_rest_is_scored(
    on_sample: Callable[..., Finished], tmp_path: Path
) -> None:
    lines = (SAMPLE / "questions.jsonl").read_text("utf-8").splitlines()[:3]
    file = tmp_path / "set.jsonl"
    file.write_text("\n".join([lines[0], "{torn", lines[2]]), encoding="utf-8")
    done = on_sample("eval", f"gold:{file}")
    assert done.status == 1
    assert done.out.startswith("2 questions of ")
    assert f"failed: {file}, line 2: " in done.err


def test_a_run_made_elsewhere_needs_no_store(
    on_sample: Callable[..., Finished], tmp_path: Path
) -> None:
    """What `search --batch` writes scores as `eval` scores the same articles."""
    mine = on_sample("eval", SPEC, "--out", "mine", "--json").json
    done = run("eval", SPEC, "--run", str(tmp_path / "mine" / "run.trec"), "--json", "--out", "run")
    assert (done.status, done.err) == (0, "")
    assert list(done.json["figures"]) == [n for n, m in MEASURES.items() if m.group == "Retrieval"]
    for name, figure in done.json["figures"].items():
        assert figure == mine["figures"][name]


def test_search_batch_writes_a_run(on_sample: Callable[..., Finished], tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "a", "question": "migraine"}\nnot JSON\n')
    done = on_sample("search", "--batch", "q.jsonl", "--trec", "run.trec")
    assert (done.status, done.out) == (1, "")
    assert "q.jsonl, line 2: cannot be read as JSON" in done.err
    lines = (tmp_path / "run.trec").read_text().splitlines()
    assert re.fullmatch(r"a Q0 pmid:\d+ 1 0\.\d+ abstractqa", lines[0])
    assert len(lines) > 10
    printed = on_sample("search", "--batch", "q.jsonl", "--articles", "2")
    assert len(printed.out.splitlines()) == 2
    [line] = on_sample("search", "--batch", "q.jsonl", "--json").out.splitlines()
    assert json.loads(line)["id"] == "a"


def test_prices_have_an_old_name(on_sample: Callable[..., Finished]) -> None:
    def fingerprint(*prices: str) -> str:
        done = on_sample("eval", SPEC, "--limit", "1", "--json", *prices)
        assert done.status == 0, done.err
        return str(done.json["fingerprint"])

    assert fingerprint("--prices", "1,2") == fingerprint("--llm-prices", "1,2")
    assert fingerprint("--prices", "1,2") != fingerprint()


def test_compare(on_sample: Callable[..., Finished]) -> None:
    for name, statements in (("one", "1"), ("four", "4")):
        on_sample("eval", SPEC, "--statements", statements, "--out", name)
    done = run("eval", "compare", "one", "four")
    assert (done.status, done.err) == (0, "")
    first, second, paired = done.out.splitlines()[:3]
    assert (first, second) == ("A = one (statements=1)", "B = four (statements=4)")
    assert paired == "paired over 124 questions"
    found = {
        d["measure"]: d for d in run("eval", "compare", "one", "four", "--json").json["deltas"]
    }
    # With four statements more of the gold is cited; the first one is the same.
    assert found["citation-recall"]["says"] == "B is better"
    assert found["first-citation"]["delta"] == 0.0
    assert found["first-citation"]["says"] == "the same"
    same = run("eval", "compare", "one", "one")
    assert "No significant difference." in same.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["eval", "nothing.jsonl"], "nothing.jsonl"),
        (["eval", "trec:x"], "no format of gold sets"),
        (["eval", SPEC, "--limit", "0"], "limit cannot be 0"),
        (["eval", SPEC, "--split", "dev"], "no split 'dev'"),
        (["eval", SPEC, "--fail-under", "ndgc=1"], "'ndgc', which is no measure"),
        (["eval", SPEC, "--fail-under", ""], "--fail-under names no measure"),
        (["eval", SPEC, "--prices", "cheap"], "llm_prices cannot be 'cheap'"),
        (["eval", SPEC, "--llm-prices", "cheap"], "llm_prices cannot be 'cheap'"),
        (["eval", SPEC, "--run", "none.trec"], "none.trec"),
        (["eval", SPEC, "--run", ""], "''"),
        (["eval", SPEC, "--seed", "-1"], "seed cannot be -1"),
        (["eval", SPEC, "two"], "unexpected extra argument"),
        (["search"], "give words to search for, or --batch FILE"),
        (["search", "tea", "--batch", "x"], "give words to search for, or --batch FILE"),
        (["search", "--batch", "none.jsonl"], "none.jsonl"),
    ],
)
def test_unusable_arguments(
    on_sample: Callable[..., Finished], arguments: list[str], says: str
) -> None:
    done = on_sample(*arguments)
    assert (done.status, done.out) == (2, "")
    [line] = done.err.splitlines()
    assert says in line


def test_compare_of_nothing(tmp_path: Path) -> None:
    done = run("eval", "compare", str(tmp_path), str(tmp_path))
    assert done.status == 2
    assert "holds no evaluation" in done.err


@pytest.mark.parametrize("arguments", [["eval"], ["eval", "--help"], ["eval", "-h"]])
def test_help_says_how_a_set_is_named(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.err) == (0, "")
    for name in ("pubmedqa:", "bioasq:", "scifact:", "beir:", "evidence-inference:", "gold:"):
        assert name in done.out
    assert "compare" in done.out
    assert "--fail-under" in done.out
    assert "--fail-under" in run("eval", "score", "--help").out
