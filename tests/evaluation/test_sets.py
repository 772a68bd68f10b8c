"""Gold sets of each format, as published; every question and abstract below is invented."""

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from index.errors import SettingsError, SourceError, UnknownFormatError
from index.records import Failure
from qa.evaluation.gold import GoldEvidence, GoldQuestion, GoldSet
from qa.evaluation.sets import FORMATS, load_set

DATA = Path(__file__).parents[3] / "shared" / "data"
SAMPLE = Path(__file__).parents[2] / "examples" / "sample" / "questions.jsonl"
PUBMED = "http://www.ncbi.nlm.nih.gov/pubmed/"


def write(path: Path, *rows: object) -> str:
    """The path as text, of a file with one row a line; text is written as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    text = "".join(f"{line}\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return str(path)


def load(name: str, path: Path, *rows: object, split: str | None = None) -> GoldSet:
    return load_set(f"{name}:{write(path, *rows)}", split)


def the_one(found: GoldSet) -> GoldQuestion:
    assert found.failures == ()
    (question,) = found.questions
    return question


def the_failure(found: GoldSet) -> Failure:
    (failure,) = found.failures
    return failure


def ids(found: GoldSet) -> list[str]:
    return [question.id for question in found.questions]


def pubmedqa(**fields: object) -> dict[str, object]:
    return {
        "QUESTION": "Does tea help sleep?",
        "CONTEXTS": ["Tea is drunk.", "Sleepers slept.", "They slept 9 hours."],
        "LABELS": ["BACKGROUND", "PATIENTS AND METHODS", "RESULTS"],
        "MESHES": ["Tea"],
        "YEAR": "2001",
        "final_decision": "no",
        "LONG_ANSWER": "Tea does not help.",
        **fields,
    }


def bioasq(**fields: object) -> dict[str, object]:
    return {"id": "5f0a", "type": "summary", "body": "What is tea?", **fields}


def golden(*questions: object) -> dict[str, object]:
    return {"questions": list(questions)}


def claim(number: int, **fields: object) -> dict[str, object]:
    return {"id": number, "claim": f"Tea {number} helps.", **fields}


def rationale(label: str, *sentences: int) -> dict[str, object]:
    return {"sentences": list(sentences), "label": label}


def comparison(**fields: object) -> dict[str, object]:
    return {
        "id": "ei-1",
        "split": "train",
        "pmcid": "PMC7",
        "pmid": "123",
        "question": "Which slept longer?",
        "label": "no significant difference",
        "evidence": [
            {"text": "Both slept 9 hours.", "start": 3, "end": 9, "in_abstract": True},
            {"text": "See table 2.", "start": 30, "end": 90, "in_abstract": False},
        ],
        "answerable_from_abstract": True,
        **fields,
    }


def beir(folder: Path, qrels: Mapping[str, str], *queries: object) -> str:
    for split, lines in qrels.items():
        write(folder / "qrels" / f"{split}.tsv", lines)
    write(folder / "queries.jsonl", *(queries or ({"_id": "q1", "text": "tea and sleep"},)))
    return f"beir:{folder}"


# PubMedQA


def test_pubmedqa(tmp_path: Path) -> None:
    found = load("pubmedqa", tmp_path / "ori_pqal.json", {"123": pubmedqa()})
    assert the_one(found) == GoldQuestion(
        id="123",
        question="Does tea help sleep?",
        kind="yesno",
        answerable=True,
        verdict="no",
        references=("Tea does not help.",),
        relevance={"pmid:123": 1},
        evidence=(
            GoldEvidence("pmid:123", text="They slept 9 hours."),
            GoldEvidence("pmid:123", text="Tea does not help."),
        ),
    )
    assert (found.format, found.prefix) == ("pubmedqa", "pmid")
    assert found.name == f"pubmedqa:{tmp_path / 'ori_pqal.json'}"


@pytest.mark.parametrize(
    ("fields", "texts"),
    [
        ({"LABELS": ["AIM", "METHODS", "DESIGN"]}, ["Tea does not help."]),
        (
            {"LABELS": ["AIM", "FINDINGS", "METHODS AND RESULTS"]},
            ["Sleepers slept.", "They slept 9 hours.", "Tea does not help."],
        ),
        ({"LABELS": None, "CONTEXTS": None}, ["Tea does not help."]),
        ({"LONG_ANSWER": None}, ["They slept 9 hours."]),
    ],
    ids=["no results", "labels that mean results", "no contexts", "no long answer"],
)
def test_the_evidence_of_pubmedqa(
    tmp_path: Path, fields: dict[str, object], texts: list[str]
) -> None:
    question = the_one(load("pubmedqa", tmp_path / "a.json", {"123": pubmedqa(**fields)}))
    assert [one.text for one in question.evidence] == texts


def test_two_entries_under_one_pmid(tmp_path: Path) -> None:
    one, other = json.dumps(pubmedqa()), json.dumps(pubmedqa(QUESTION="Does \ud83d help?"))
    found = load("pubmedqa", tmp_path / "a.json", f'{{"123": {one}, "123": {other}}}')
    assert found.questions[0].question == "Does tea help sleep?"
    assert "the id '123' is already that of PMID 123" in the_failure(found).reason


# BioASQ


@pytest.mark.parametrize(
    ("fields", "verdict", "exact"),
    [
        ({"type": "yesno", "exact_answer": "Yes"}, "yes", ()),
        ({"type": "yesno", "exact_answer": ["no"]}, "no", ()),
        ({"type": "yesno", "exact_answer": "YES."}, "yes", ()),
        ({"type": "factoid", "exact_answer": [["tea", "chai"]]}, None, (("tea", "chai"),)),
        ({"type": "factoid", "exact_answer": [["tea"], ["chai"]]}, None, (("tea", "chai"),)),
        ({"type": "factoid", "exact_answer": ["tea", " tea", ""]}, None, (("tea",),)),
        ({"type": "factoid", "exact_answer": "tea"}, None, (("tea",),)),
        ({"type": "list", "exact_answer": [["tea", "chai"], ["mate"]]}, None,
         (("tea", "chai"), ("mate",))),
        ({"type": "list", "exact_answer": ["tea", "mate"]}, None, (("tea",), ("mate",))),
        ({"type": "list", "exact_answer": [["tea"], [""]]}, None, (("tea",),)),
        ({"type": "Summary", "exact_answer": "n/a"}, None, ()),
    ],
)  # fmt: skip
def test_exact_answers_of_bioasq(
    tmp_path: Path,
    fields: dict[str, object],
    verdict: str | None,
    exact: tuple[tuple[str, ...], ...],
) -> None:
    row = bioasq(ideal_answer=["A drink.", "A leaf."], **fields)
    question = the_one(load("bioasq", tmp_path / "golden.json", golden(row)))
    assert (question.verdict, question.exact) == (verdict, exact)
    assert question.references == ("A drink.", "A leaf.")
    assert question.kind == str(fields["type"]).lower()
    assert question.answerable is None
    assert question.has_answer


def snippet(number: int, section: str | None, text: str = "Tea helped.") -> dict[str, object]:
    return {
        "text": text,
        "document": f"{PUBMED}{number}",
        "beginSection": section,
        "offsetInBeginSection": 0,
    }


def test_documents_and_snippets_of_bioasq(tmp_path: Path) -> None:
    row = bioasq(
        documents=[
            "http://www.ncbi.nlm.nih.gov/pubmed/1",
            "https://pubmed.ncbi.nlm.nih.gov/2/",
            "https://ncbi.nlm.nih.gov/pubmed/3",
            "http://www.ncbi.nlm.nih.gov/pmc/articles/PMC4",
        ],
        snippets=[
            snippet(1, "abstract"),
            snippet(1, "abstract"),
            snippet(5, "title"),
            snippet(6, "sections.0"),
            snippet(7, None),
            snippet(8, "sections.4"),
        ],
    )
    found = load("bioasq", tmp_path / "golden.json.gz", golden(row))
    question = the_one(found)
    assert list(question.relevance) == [f"pmid:{number}" for number in (1, 2, 3, 5, 6, 7, 8)]
    assert question.evidence == tuple(
        GoldEvidence(f"pmid:{number}", text="Tea helped.") for number in (1, 6, 7)
    )
    assert found.left_out == {"documents that are not in PubMed": 1}


def test_a_test_phase_of_bioasq_is_used_as_far_as_it_has_gold(tmp_path: Path) -> None:
    rows = bioasq(), bioasq(id="5f0b", documents=[f"{PUBMED}1"])
    found = load("bioasq", tmp_path / "a.json", golden(*rows))
    assert ids(found) == ["5f0b"]
    assert found.left_out == {"nothing is given of their answers": 1}
    with pytest.raises(SourceError, match="1 left out: nothing is given of their answers"):
        load("bioasq", tmp_path / "b.json", golden(bioasq()))


# SciFact

CLAIMS = (
    claim(1, evidence={"10": [rationale("SUPPORT", 2, 5), rationale("SUPPORT", 5)]},
          cited_doc_ids=[10, 11]),
    claim(2, evidence={"10": [rationale("CONTRADICT", 0)], "12": [rationale("refutes", 1)]},
          cited_doc_ids=[10]),
    claim(3, evidence={"10": [rationale("SUPPORTS", 0)], "12": [rationale("REFUTE", 1)]}),
    claim(4, evidence={}, cited_doc_ids=[11]),
)  # fmt: skip


def test_scifact(tmp_path: Path) -> None:
    write(tmp_path / "claims_dev.jsonl", *CLAIMS)
    found = load_set(f"scifact:{tmp_path}")
    supported, refuted, both, neither = found.questions
    assert supported == GoldQuestion(
        id="1",
        question="Tea 1 helps.",
        kind="claim",
        answerable=True,
        verdict="yes",
        relevance={"scifact:10": 1, "scifact:11": 1},
        evidence=(
            GoldEvidence("scifact:10", sentence=2),
            GoldEvidence("scifact:10", sentence=5),
        ),
    )
    assert (refuted.verdict, both.verdict, neither.verdict) == ("no", "maybe", None)
    assert refuted.relevance == both.relevance == {"scifact:10": 1, "scifact:12": 1}
    assert (neither.answerable, neither.relevance) == (False, {"scifact:11": 1})
    assert (found.prefix, found.digest[16:]) == ("scifact", ":dev")


def test_splits_of_scifact(tmp_path: Path) -> None:
    write(tmp_path / "claims_train.jsonl.gz", *CLAIMS[:2])
    write(tmp_path / "claims_test.jsonl", claim(9))
    write(tmp_path / "corpus.jsonl", {"doc_id": 10})
    spec = f"scifact:{tmp_path}"
    assert ids(load_set(spec)) == ["1", "2"]
    with pytest.raises(SourceError, match=r"test\.jsonl' has evidence: .* dev or train"):
        load_set(spec, "test")
    with pytest.raises(SettingsError, match=r"no split 'dev'\. Splits there: test, train"):
        load_set(spec, "dev")
    write(tmp_path / "claims_dev.jsonl", claim(8))
    assert ids(load_set(spec)) == ["1", "2"], "a dev split without evidence"
    write(tmp_path / "claims_dev.jsonl", *CLAIMS[2:])
    assert ids(load_set(spec)) == ["3", "4"]
    assert ids(load_set(spec, "train")) == ["1", "2"]


def test_a_claims_file_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "claims_train.jsonl", CLAIMS[0], claim(5))
    found = load_set(path)
    assert (found.format, ids(found)) == ("scifact", ["1", "5"])
    assert found.questions[1].answerable is None, "held back, rather than none"
    assert load_set(path, "train") == found
    with pytest.raises(SettingsError, match="no split 'dev'"):
        load_set(path, "dev")


# BEIR


def test_beir(tmp_path: Path) -> None:
    spec = beir(
        tmp_path,
        {"test": "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq1\t77\t1\nq2\td1\t0"},
        {"_id": "q1", "text": "tea and sleep", "metadata": {}},
        {"_id": "q2", "text": "tea and rain"},
        {"_id": "q3", "text": "judged in another split"},
    )
    found = load_set(spec)
    assert the_one(found) == GoldQuestion(
        "q1", "tea and sleep", kind="query", relevance={"beir:d1": 2, "beir:77": 1}
    )
    assert found.left_out == {"no article is judged relevant": 1}
    assert (found.prefix, found.digest[16:]) == ("beir", ":test")
    assert load_set(str(tmp_path)) == found


def test_splits_of_beir(tmp_path: Path) -> None:
    spec = beir(tmp_path, {"dev": "q1\td1\t1"})
    assert the_one(load_set(spec)).relevance == {"beir:d1": 1}, "no header, the only split"
    beir(tmp_path, {"train": "q1\td2\t1"})
    with pytest.raises(SettingsError, match=r"no split test\. Choose one of dev, train"):
        load_set(spec)
    with pytest.raises(SettingsError, match=r"no split 'tset'\. Splits there: dev, train"):
        load_set(spec, "tset")
    write(tmp_path / "qrels" / "test.tsv.gz", "q1\td3\t1")
    assert the_one(load_set(spec)).relevance == {"beir:d3": 1}
    assert the_one(load_set(spec, "train")).relevance == {"beir:d2": 1}


def test_broken_judgements_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = ["q1\td1\t1", "q1 d2 1", "q1\td3\thigh", "q1\td1\t2", "q9\td1\t1"]
    found = load_set(beir(tmp_path, {"test": "\n".join(lines)}))
    assert [question.relevance for question in found.questions] == [{"beir:d1": 1}]
    assert [failure.record for failure in found.failures] == [f"line {n}" for n in range(2, 6)]
    wanted = ("parted by tabs", '"high" is no whole', '"d1" is judged twice', '"q9" is not in')
    for failure, part in zip(found.failures, wanted, strict=True):
        assert failure.path.endswith("test.tsv")
        assert part in failure.reason


# Evidence Inference


def test_evidence_inference(tmp_path: Path) -> None:
    found = load(
        "evidence-inference",
        tmp_path / "prompts.jsonl.gz",
        comparison(),
        comparison(id="ei-2", pmid=None, split="validation"),
        comparison(id="ei-3", answerable_from_abstract=False),
    )
    assert found.questions[0] == GoldQuestion(
        id="ei-1",
        question="Which slept longer?",
        kind="comparison",
        answerable=True,
        relevance={"pmid:123": 1},
        evidence=(GoldEvidence("pmid:123", text="Both slept 9 hours."),),
    )
    assert list(found.questions[1].relevance) == ["pmc:PMC7"]
    assert found.left_out == {"evidence is not in the abstract": 1}


def test_splits_of_evidence_inference(tmp_path: Path) -> None:
    rows = comparison(), comparison(id="ei-2", split="validation")
    path = write(tmp_path / "prompts.jsonl", *rows)
    assert ids(load_set(path, "validation")) == ["ei-2"]
    assert load_set(path, "train").digest == f"{load_set(path).digest}:train"
    with pytest.raises(SettingsError, match=r"no split 'dev'\. Splits there: train, validation"):
        load_set(path, "dev")


# Our own format


def own(tmp_path: Path, **fields: object) -> GoldQuestion:
    row = {"question": " Does tea help? ", **fields}
    return the_one(load("gold", tmp_path / "own.jsonl", row))


def test_every_field_of_our_own(tmp_path: Path) -> None:
    question = own(
        tmp_path,
        id=7,
        type="yesno",
        answer=["It helps.", "Yes, it helps."],
        exact=["tea", ["mate", "yerba"]],
        verdict="Yes",
        keys={"pmid:1": 2, "0002": 1, "doi:10.1000/ABC": 1, "3": 0},
        sentences=[["pmid:1", 4], ["sample-csv-3", 0]],
        spans=[[5, 10, 20]],
        evidence=["Not needed."],
        answerable=True,
        note="odd",
        colour="unknown fields are nobody's business",
    )
    assert question == GoldQuestion(
        id="7",
        question="Does tea help?",
        kind="yesno",
        answerable=True,
        verdict="yes",
        exact=(("tea",), ("mate", "yerba")),
        references=("It helps.", "Yes, it helps."),
        relevance={
            "pmid:1": 2, "sample-csv-3": 1, "pmid:5": 1, "pmid:2": 1, "doi:10.1000/abc": 1,
        },
        evidence=(
            GoldEvidence("pmid:1", sentence=4),
            GoldEvidence("sample-csv-3", sentence=0),
            GoldEvidence("pmid:5", span=(10, 20)),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "evidence"),
    [
        ({"keys": [12345]}, (GoldEvidence("pmid:12345", text="It helped."),)),
        ({"keys": "12345"}, (GoldEvidence("pmid:12345", text="It helped."),)),
        ({"keys": [1, 2]}, ()),
        ({"answer": "Yes."}, ()),
        ({"sentences": [["pmid:1", 0]]}, (GoldEvidence("pmid:1", sentence=0),)),
    ],
    ids=["one key", "one bare key", "two keys", "no key", "a sentence"],
)
def test_words_find_evidence_only_where_nothing_else_does(
    tmp_path: Path, fields: dict[str, object], evidence: tuple[GoldEvidence, ...]
) -> None:
    assert own(tmp_path, evidence="It helped.", **fields).evidence == evidence


def test_a_questions_own_id_does_not_hang_on_its_place(tmp_path: Path) -> None:
    rows = [{"question": text, "verdict": "yes"} for text in ("Tea?", "Mate?")]
    one = load("gold", tmp_path / "a.jsonl", *rows)
    other = load("gold", tmp_path / "b.jsonl", "", *reversed(rows))
    assert sorted(ids(one)) == sorted(ids(other))
    assert all(name.startswith("q") for name in ids(one))


def test_nothing_known_but_that_there_is_no_answer(tmp_path: Path) -> None:
    question = own(tmp_path, answerable=False, keys=[], sentences=[])
    assert question.has_answer is False


# What is wrong in a record

GOOD: Mapping[str, Callable[[str], object]] = {
    "pubmedqa": lambda name: pubmedqa(QUESTION=f"Is {name} good?"),
    "bioasq": lambda name: bioasq(id=name, documents=[f"{PUBMED}1"]),
    "scifact": lambda name: {"id": name, "claim": "Tea helps.", "evidence": {}},
    "evidence-inference": lambda name: comparison(id=name),
    "gold": lambda name: {"id": name, "question": "Is it good?", "verdict": "yes"},
}
"""A well-formed record of each format that is one file."""


def file_of(name: str, bad: object) -> list[object]:
    """The rows of a file whose second record is bad, between two good ones."""
    first, last = GOOD[name]("first"), GOOD[name]("last")
    if name == "pubmedqa":
        return [{"101": first, "102": bad, "103": last}]
    return [golden(first, bad, last)] if name == "bioasq" else [first, bad, last]


PLACE = {"pubmedqa": "PMID 102", "bioasq": "question 2"}


@pytest.mark.parametrize(
    ("name", "bad", "reason"),
    [
        ("pubmedqa", pubmedqa(QUESTION=5), "`QUESTION` is 5: should be text"),
        ("pubmedqa", pubmedqa(QUESTION="  "), '`QUESTION` is "": should not be empty'),
        ("pubmedqa", pubmedqa(LABELS=["AIM"]), "there are 1 LABELS for 3 CONTEXTS"),
        ("pubmedqa", pubmedqa(CONTEXTS=["a", None, "c"]), "`CONTEXTS[1]` is null: should be text"),
        ("pubmedqa", pubmedqa(final_decision="perhaps"),
         '`final_decision` is "perhaps": should be yes, no or maybe'),
        ("pubmedqa", pubmedqa(final_decision=False), "`final_decision` is false: should be text"),
        ("pubmedqa", ["yes"], "the record is a list: should be an object"),
        ("bioasq", {"id": "x", "type": "summary"}, "`body` is missing"),
        ("bioasq", bioasq(type="essay"), '`type` is "essay": should be \'yesno\''),
        ("bioasq", bioasq(type="yesno", exact_answer=[["yes"]]), "`exact_answer` is a list"),
        ("bioasq", bioasq(type="factoid", exact_answer=[["tea", 5]]), "5 in it should be text"),
        ("bioasq", bioasq(documents=[5]), "`documents[0]` is 5: should be text"),
        ("bioasq", bioasq(snippets=[5]), "`snippets[0]` is 5: should be an object"),
        ("scifact", claim(3, evidence={"10": [rationale("NEI", 1)]}),
         '`evidence["10"][0]["label"]` is "NEI": should be one of SUPPORT, SUPPORTS, CONTRADICT'),
        ("scifact", claim(3, evidence={"10": [rationale("SUPPORT", -1)]}),
         '["sentences"][0]` is -1: should be greater than or equal to 0'),
        ("scifact", claim(3, evidence=[1]), "`evidence` is a list: should be an object"),
        ("scifact", {"id": True, "claim": "Tea."}, "`id` is true: should be text"),
        ("scifact", '{"id": 3', "cannot be read as JSON"),
        ("evidence-inference", comparison(answerable_from_abstract="yes"),
         '`answerable_from_abstract` is "yes": should be true or false'),
        ("evidence-inference", comparison(id="b", evidence=[]), "yet no `evidence` is `in_abstr"),
        ("evidence-inference", comparison(id="b", pmid="x", pmcid=None),
         'neither `pmid` ("x") nor `pmcid` (null) is one'),
        ("gold", {"question": "Tea?", "verdit": "yes"}, 'no field "verdit": `verdict` is meant'),
        ("gold", {"question": "Tea?", "keys": [1], "sentence": []}, "`sentences` is meant"),
        ("gold", {"question": "Tea?", "keys": {"pmid:1": 999999999}}, "from 0 to 1000"),
        ("gold", {"question": "Tea?", "answerable": False, "verdict": "yes"}, "the verdict is yes"),
        ("gold", {"question": "Tea?", "truth": "yes"}, 'and has "question", "truth"'),
        ("gold", {"question": "Tea?", "keys": [], "answerable": None}, "nothing is given of the"),
        ("gold", {"verdict": "yes"}, "`question` is missing"),
        ("gold", {"question": "Tea?", "answerable": False, "keys": ["5"]},
         '`answerable` is false, yet "pmid:5" is named'),
        ("gold", {"question": "Tea?", "answerable": False, "sentences": [["5", 1]]},
         '`answerable` is false, yet "pmid:5" is named'),
        ("gold", {"question": "Tea?", "answerable": 1}, "`answerable` is 1: should be true or"),
        ("gold", {"question": "Tea?", "keys": [5.5]}, "5.5 should be a key of the store, such as"),
        ("gold", {"question": "Tea?", "keys": ["pmid:x"]}, '"pmid:x" should be a key'),
        ("gold", {"question": "Tea?", "keys": {"5": "high"}}, 'the grade "high" should be a whole'),
        ("gold", {"question": "Tea?", "sentences": ["5", 1]}, '`sentences[0]` is "5": should be a'),
        ("gold", {"question": "Tea?", "sentences": [["5"]]}, "`sentences[0][1]` is missing"),
        ("gold", {"question": "Tea?", "spans": [["5", 9, 9]]}, "`spans` has 9 to 9: should end"),
        ("gold", {"question": "Tea?", "exact": [{"a": 1}]}, "an object in it should be text"),
        ("gold", '"Tea?"', 'the record is "Tea?": should be an object'),
        ("gold", '{"question": "Tea?"} {}', "cannot be read as JSON (Extra data"),
        ("gold", "[" * 100_000, "cannot be read as JSON"),
        ("gold", GOOD["gold"]("first"), "the id 'first' is already that of line 1"),
        ("bioasq", GOOD["bioasq"]("first"), "already that of question 1 (first)"),
    ],
)  # fmt: skip
def test_a_malformed_record_is_named_and_its_neighbours_are_read(
    tmp_path: Path, name: str, bad: object, reason: str
) -> None:
    path = tmp_path / "set.json"
    found = load(name, path, *file_of(name, bad))
    assert len(found.questions) == 2
    failure = the_failure(found)
    assert failure.path == str(path)
    assert failure.record.startswith(PLACE.get(name, "line 2"))
    assert reason in failure.reason
    assert failure.reason.endswith(".")


def test_an_entry_of_pubmedqa_that_is_under_no_pmid(tmp_path: Path) -> None:
    found = load("pubmedqa", tmp_path / "a.json", {"101": pubmedqa(), "version": pubmedqa()})
    assert ids(found) == ["101"]
    assert '"version", under which it stands, is no PMID' in the_failure(found).reason


# Which format, and which file


def test_formats_are_recognised_by_content(tmp_path: Path) -> None:
    for name in GOOD:
        path = write(tmp_path / name, *file_of(name, "{}" if name != "gold" else "{broken"))
        assert load_set(path).format == name
    write(tmp_path / "scifact-folder" / "claims_dev.jsonl", *CLAIMS)
    assert load_set(str(tmp_path / "scifact-folder")).format == "scifact"


def test_a_format_named_in_any_case(tmp_path: Path) -> None:
    path = write(tmp_path / "a:b.jsonl", GOOD["gold"]("x"))
    assert load_set(f"Gold:{path}").format == "gold"
    assert load_set(path).format == "gold", "a colon in a file's name is no prefix"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ([{**comparison(), "verdict": "yes"}], "could be any of evidence-inference, gold"),
        ([{"_id": "q1", "text": "tea"}], "is in no format known by content"),
        (["tea"], "is in no format known by content"),
        ([], "is in no format known by content"),
    ],
)
def test_a_file_that_could_be_several_or_none(
    tmp_path: Path, content: list[object], told: str
) -> None:
    path = write(tmp_path / "a.jsonl", *content)
    with pytest.raises(UnknownFormatError, match=told) as raised:
        load_set(path)
    assert all(name in str(raised.value) for name in FORMATS)


def test_a_folder_that_could_be_two_or_none(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match="in no format"):
        load_set(str(tmp_path))
    write(tmp_path / "claims_dev.jsonl", *CLAIMS)
    spec = beir(tmp_path, {"test": "q1\td1\t1"})
    with pytest.raises(UnknownFormatError, match="could be any of scifact, beir"):
        load_set(str(tmp_path))
    assert load_set(spec).format == "beir"


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("medqa:a.json", r"'medqa' is no format .* pubmedqa, bioasq, scifact, beir, evidence-inf"),
        ("pubmed_qa:a.json", "'pubmed_qa' is no format"),
        ("a.json", r"'a\.json' does not exist\. Check the path"),
        ("gold:a.json", r"'a\.json' does not exist"),
        ("gold:", "'' does not exist"),
        ("", "'' does not exist"),
        ("gold:a\0b", "does not exist"),
        ("gold:" + "a" * 5000, "does not exist"),
    ],
)
def test_a_set_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match=told):
        load_set(spec)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_or_folder_of_another_kind(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    path = write(tmp_path / "a.txt", "tea", "[]")
    for other in (path, str(tmp_path / "empty")):
        with pytest.raises(SourceError) as raised:
            load_set(f"{name}:{other}")
        assert other in str(raised.value)
        assert raised.value.remedy


@pytest.mark.parametrize("name", ["pubmedqa", "bioasq", "gold"])
def test_a_split_of_a_set_that_has_none(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / "a", *file_of(name, {}))
    with pytest.raises(SettingsError, match=f"no split 'dev': {name} is one file"):
        load_set(path, "dev")


def test_a_set_without_a_usable_question_says_why(tmp_path: Path) -> None:
    told = r"holds no usable question \(1 failed, the first \(.*own\.jsonl, line 1\): `verdict`"
    with pytest.raises(SourceError, match=told):
        load("gold", tmp_path / "own.jsonl", {"question": "Tea?", "verdict": "perhaps"})


def test_a_torn_gzip_file(tmp_path: Path) -> None:
    rows = [GOOD["gold"](f"{number} {hashlib.sha256(b'%d' % number)}") for number in range(2000)]
    path = tmp_path / "own.jsonl.gz"
    write(path, *rows)
    path.write_bytes(path.read_bytes()[:-900])
    found = load_set(str(path))
    assert 0 < len(found.questions) < 2000
    assert "incomplete gzip file" in found.failures[-1].reason
    with pytest.raises(SourceError, match="incomplete gzip file"):
        load_set(f"bioasq:{path}")


def test_the_digest_is_of_the_text_and_the_split(tmp_path: Path) -> None:
    rows = GOOD["gold"]("a"), GOOD["gold"]("b")
    plain = load("gold", tmp_path / "a.jsonl", *rows)
    content = (tmp_path / "a.jsonl").read_bytes()
    assert plain.digest == hashlib.sha256(content).hexdigest()[:16]
    assert load("gold", tmp_path / "b.jsonl.gz", *rows).digest == plain.digest
    assert load("gold", tmp_path / "c.jsonl", *reversed(rows)).digest != plain.digest


def test_a_byte_order_mark_blank_lines_and_half_a_surrogate_pair(tmp_path: Path) -> None:
    row = '{"id": "\\ud83d", "question": "Tea \\ud83d\\ude00?", "verdict": "yes", "x": NaN}'
    found = load("gold", tmp_path / "own.jsonl", "\ufeff", "", row)
    assert (the_one(found).id, the_one(found).question) == ("\ufffd", "Tea \U0001f600?")


# The real sets


def real(*parts: str) -> Any:
    return pytest.param(DATA.joinpath(*parts), marks=needs(DATA.joinpath(*parts)))


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"needs ../shared/data/{path.name}")


@pytest.mark.parametrize("path", [real("pubmedqa", "ori_pqal_train.json")])
def test_the_real_pubmedqa(path: Path) -> None:
    found = load_set(str(path))
    assert (found.format, found.failures) == ("pubmedqa", ())
    assert Counter(one.verdict for one in found.questions) == {"yes": 276, "no": 169, "maybe": 55}
    assert all(one.evidence and one.references for one in found.questions)


@pytest.mark.parametrize("path", [real("bioasq", "golden_7b-12b.json.gz")])
def test_the_real_bioasq(path: Path) -> None:
    found = load_set(str(path))
    assert (found.format, found.failures, found.left_out) == ("bioasq", (), {})
    kinds = Counter(one.kind for one in found.questions)
    assert kinds == {"factoid": 825, "yesno": 720, "summary": 616, "list": 489}
    assert Counter(one.verdict for one in found.questions if one.kind == "yesno") == {
        "yes": 461,
        "no": 259,
    }
    assert all(one.exact for one in found.questions if one.kind in ("factoid", "list"))
    assert sum(not one.evidence for one in found.questions) == 8, "titles alone"


@pytest.mark.parametrize("path", [real("evidence_inference", "prompts_train_val.jsonl.gz")])
def test_the_real_evidence_inference(path: Path) -> None:
    found = load_set(str(path))
    assert (found.format, found.failures) == ("evidence-inference", ())
    assert len(found.questions) == 993
    assert sum(found.left_out.values()) == 2149 - 993
    assert len(load_set(str(path), "validation").questions) == 114


def test_the_sample() -> None:
    found = load_set(str(SAMPLE))
    assert (found.format, len(found.questions), found.failures) == ("gold", 124, ())
    assert Counter(one.answerable for one in found.questions) == {True: 105, False: 19}
    assert all(one.evidence for one in found.questions if one.answerable)
