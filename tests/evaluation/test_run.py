"""An evaluation from gold set to folder: kept question by question, stopped and taken up again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from answering.helpers import an_article
from invented import WordHashEmbedder

from evaluation.tables import cites, gold, rankings_of, refuses
from index.build import build
from index.errors import SettingsError, SourceError
from index.progress import Silent
from index.records import Part
from index.store import Store
from qa.evaluation import (
    Evaluation,
    GoldQuestion,
    GoldSet,
    Kept,
    Outcome,
    Sample,
    evaluate,
    read_folder,
)
from qa.evaluation.folder import Folder

QUESTIONS = tuple(gold(n, relevance={f"pmid:{n}": 1}, answerable=True) for n in range(1, 6))
SET = GoldSet("gold", "five.jsonl", QUESTIONS, digest="d1")


@dataclass
class Scripted:
    """Finds the article of every question but the last, and stops at `stop_at`."""

    stop_at: str = ""
    asked: list[str] = field(default_factory=list)
    version: str = "1"

    @property
    def described(self) -> Mapping[str, str | None]:
        return {"system": "scripted", "version": self.version}

    def __call__(self, question: GoldQuestion, /) -> Outcome:
        if question.id == self.stop_at:
            raise KeyboardInterrupt
        self.asked.append(question.id)
        if question.id == "q5":
            return refuses(answerability=0.1, seconds=0.2)
        key = f"pmid:{question.id[1:]}"
        return cites((key, 0), ranking=((key, 0.9),), answerability=0.9, seconds=0.1)


def run(system: Scripted, folder: Path, gold_set: GoldSet = SET, **more: int) -> Evaluation:
    return evaluate(gold_set, system, kept=Kept(folder), **more)  # type: ignore[arg-type]


def test_figures_of_all_questions(tmp_path: Path) -> None:
    done = run(Scripted(), tmp_path)
    assert done.figures["ndcg@10"].value == 0.8
    assert done.figures["answerable-refused"].value == 0.2
    assert done.figures["ndcg@10"].questions == 5
    low, high = done.figures["ndcg@10"].low, done.figures["ndcg@10"].high
    assert low is not None
    assert high is not None
    assert 0.2 <= low < 0.8 < high <= 1.0


def test_the_folder_holds_everything(tmp_path: Path) -> None:
    done = run(Scripted(), tmp_path / "new" / "out")
    folder = tmp_path / "new" / "out"
    assert {path.name for path in folder.iterdir()} == {
        "questions.jsonl",
        "metrics.json",
        "run.trec",
        "report.html",
        "report.md",
    }
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics == done.to_dict()
    assert metrics["fingerprint"] == done.fingerprint
    rankings, _ = rankings_of(folder / "run.trec")
    assert rankings == {f"q{n}": ((f"pmid:{n}", 0.9),) for n in range(1, 5)}
    saved, scored = read_folder(folder)
    assert saved == metrics
    assert scored == done.scored


def test_stopped_and_taken_up_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(Scripted(stop_at="q3"), tmp_path)
    with pytest.raises(SourceError, match="unfinished"):
        read_folder(tmp_path)
    second = Scripted()
    done = run(second, tmp_path)
    assert second.asked == ["q3", "q4", "q5"]
    assert done.figures == run(Scripted(), tmp_path / "whole").figures


def test_a_line_torn_off_by_a_kill_is_asked_again(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(Scripted(stop_at="q3"), tmp_path)
    lines = (tmp_path / "questions.jsonl").read_bytes()
    (tmp_path / "questions.jsonl").write_bytes(lines[:-20])
    second = Scripted()
    assert len(run(second, tmp_path).scored) == 5
    assert second.asked == ["q2", "q3", "q4", "q5"]
    assert len((tmp_path / "questions.jsonl").read_text().splitlines()) == 5


def test_another_unfinished_evaluation_is_not_lost(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(Scripted(stop_at="q3"), tmp_path)
    kept = (tmp_path / "questions.jsonl").read_bytes()
    with pytest.raises(SettingsError, match="an evaluation of other questions"):
        run(Scripted(version="2"), tmp_path)
    assert (tmp_path / "questions.jsonl").read_bytes() == kept


def test_a_finished_one_is_not_lost_to_another(tmp_path: Path) -> None:
    run(Scripted(), tmp_path)
    kept = (tmp_path / "metrics.json").read_bytes()
    with pytest.raises(SettingsError, match="an evaluation of other questions"):
        run(Scripted(version="2"), tmp_path)
    assert (tmp_path / "metrics.json").read_bytes() == kept


def test_other_files_are_not_written_among(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("mine")
    with pytest.raises(SettingsError, match="holds other files"):
        run(Scripted(), tmp_path)
    assert (tmp_path / "report.md").read_text() == "mine"


def test_a_finished_one_is_made_anew(tmp_path: Path) -> None:
    run(Scripted(), tmp_path)
    again = Scripted()
    run(again, tmp_path)
    assert len(again.asked) == 5


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        run(Scripted(), tmp_path / "file" / "out")


@pytest.mark.parametrize("text", ["{broken", "[1]", "{}", ""])
@pytest.mark.parametrize("damage", ["metrics.json", "questions.jsonl"])
def test_a_damaged_evaluation_says_so(tmp_path: Path, damage: str, text: str) -> None:
    run(Scripted(), tmp_path)
    (tmp_path / damage).write_text(text)
    with pytest.raises(SourceError, match=r"cannot be read|is no question"):
        read_folder(tmp_path)


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no evaluation"):
        read_folder(tmp_path)


# -- which questions -----------------------------------------------------------------------------


def test_a_sample_is_drawn_by_its_seed_and_keeps_the_order() -> None:
    questions = tuple(gold(n) for n in range(100))
    first, again, other = (Sample(10, seed).of(questions) for seed in (1, 1, 2))
    assert first == again != other
    assert [q.id for q in first] == [q.id for q in questions if q in first]
    assert Sample().of(questions) == Sample(1000).of(questions) == questions


def test_a_sample_of_none_is_refused() -> None:
    with pytest.raises(SettingsError, match="limit cannot be 0"):
        Sample(0)
    with pytest.raises(SettingsError, match="seed cannot be -1"):
        Sample(seed=-1)


def test_a_sample_is_noted() -> None:
    done = evaluate(SET, Scripted(), sample=Sample(3, seed=4))
    assert len(done.scored) == 3
    assert "3 of 5 questions, drawn at random." in done.notes


# -- the fingerprint -----------------------------------------------------------------------------


def test_the_fingerprint_tells_what_is_the_same() -> None:
    base = evaluate(SET, Scripted()).fingerprint
    assert evaluate(SET, Scripted()).fingerprint == base
    others = [
        evaluate(SET, Scripted(version="2")),
        evaluate(replace(SET, digest="d2"), Scripted()),
        evaluate(SET, Scripted(), sample=Sample(3)),
        evaluate(SET, Scripted(), prices=(1.0, 2.0)),
        evaluate(SET, Scripted(), sample=Sample(seed=1)),
    ]
    assert len({base, *(one.fingerprint for one in others)}) == 6


def test_a_retraction_changes_the_fingerprint(tmp_path: Path, embedder: WordHashEmbedder) -> None:
    """It is not the text, and still what is answered hangs on it."""
    row = {"pmid": "99100001", "title": "Tea.", "abstract": "Tea helps."}
    prints = []
    for extra in ({}, {"publication_types": "Retracted Publication"}):
        (tmp_path / "rows.jsonl").write_text(json.dumps({**row, **extra}) + "\n")
        with Store.create(tmp_path / "store", embedder) as store:
            build(store, [str(tmp_path / "rows.jsonl")], Silent())
            prints.append(evaluate(SET, Scripted(), store).fingerprint)
    assert prints[0] != prints[1]


def test_articles_that_wait_are_noted(store: Store) -> None:
    store.catalogue.put(an_article(Part("Tea helps.")), (), reindex=True)
    notes = evaluate(SET, Scripted(), store).notes
    assert notes[0] == "1 articles of the store are not indexed yet, and not found."


def test_one_folder_one_evaluation_at_a_time(tmp_path: Path) -> None:
    class Meets(Scripted):
        def __call__(self, question: GoldQuestion, /) -> Outcome:
            with pytest.raises(SettingsError, match="another evaluation is being written"):
                run(Scripted(), tmp_path)
            return super().__call__(question)

    assert len(run(Meets(), tmp_path).scored) == 5


def test_killed_before_the_first_question(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(Scripted(stop_at="q1"), tmp_path)
    (tmp_path / "questions.jsonl").unlink()
    assert len(run(Scripted(), tmp_path).scored) == 5


def test_each_evaluation_has_a_folder_of_its_own(tmp_path: Path) -> None:
    kept = Kept(tmp_path, own_folder=True)
    one, other = (evaluate(SET, Scripted(version=v), kept=kept) for v in "12")
    assert one.folder == tmp_path / f"gold-five-{one.fingerprint}"
    assert one.folder != other.folder


# -- what a reader must know ---------------------------------------------------------------------


def test_errors_are_counted_and_score_nothing() -> None:
    class Fails(Scripted):
        def __call__(self, question: GoldQuestion, /) -> Outcome:
            raise SettingsError("no answer")

    done = evaluate(SET, Fails())
    assert {one.outcome.error for one in done.scored} == {"no answer"}
    assert any(note.startswith("Questions that ended in an error: 5.") for note in done.notes)
    assert done.figures["ndcg@10"].value == 0.0


def test_verdicts_read_by_rule_are_said_to_be() -> None:
    asked = replace(SET, questions=tuple(replace(q, verdict="yes") for q in QUESTIONS))
    assert any("read by rule" in note for note in evaluate(asked, Scripted()).notes)


def test_an_empty_set_has_no_figures() -> None:
    assert evaluate(replace(SET, questions=()), Scripted()).figures == {}


# -- as frames -----------------------------------------------------------------------------------


def test_frames() -> None:
    done = evaluate(SET, Scripted())
    questions = done.to_frame()
    assert list(questions.index) == [f"q{n}" for n in range(1, 6)]
    assert questions["ndcg@10"].mean() == pytest.approx(done.figures["ndcg@10"].value)
    assert list(questions["refused"]) == [False] * 4 + [True]
    figures = done.figures_frame()
    assert figures.loc["ndcg@10", "group"] == "Retrieval"
    assert figures.loc["ndcg@10", "value"] == done.figures["ndcg@10"].value


def test_frames_of_nothing_are_empty() -> None:
    done = evaluate(replace(SET, questions=()), Scripted())
    assert done.to_frame().empty
    assert done.figures_frame().empty


def test_a_folder_survives_a_set_with_any_text(tmp_path: Path) -> None:
    hostile = gold(1, relevance={"a b\n%": 1}, references=("\u2028 <script> \ud7ff",))
    done = run(Scripted(), tmp_path, replace(SET, questions=(hostile,)))
    assert read_folder(tmp_path)[1] == done.scored
    assert Folder(tmp_path, done.fingerprint).path == tmp_path
