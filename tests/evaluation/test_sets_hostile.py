"""Whatever a gold file holds, it is read or named: no traceback, and no neighbour lost."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import AbstractQAError
from qa.evaluation.gold import VERDICTS, GoldQuestion, GoldSet
from qa.evaluation.sets import FORMATS, load_set

FIRST, LAST = "the first neighbour", "the last neighbour"
_EVIDENCE = [{"text": "It helped.", "in_abstract": True}]
GOOD: dict[str, dict[str, object]] = {
    "bioasq": {
        "body": "Tea?",
        "type": "list",
        "documents": ["https://pubmed.ncbi.nlm.nih.gov/1"],
        "snippets": [{"text": "Tea.", "document": "http://www.ncbi.nlm.nih.gov/pubmed/1"}],
        "exact_answer": [["tea"]],
        "ideal_answer": "Tea.",
    },
    "scifact": {
        "claim": "Tea helps.",
        "evidence": {"1": [{"sentences": [0], "label": "SUPPORT"}]},
        "cited_doc_ids": [1],
    },
    "evidence-inference": {
        "question": "Tea?",
        "answerable_from_abstract": True,
        "evidence": _EVIDENCE,
        "pmid": "1",
        "pmcid": None,
        "split": "train",
    },
    "gold": {
        "question": "Tea?",
        "type": "yesno",
        "answer": "Yes.",
        "exact": ["tea"],
        "verdict": "yes",
        "keys": ["1"],
        "sentences": [["1", 0]],
        "spans": [["1", 0, 5]],
        "evidence": ["It helped."],
        "answerable": True,
    },
    "pubmedqa": {
        "QUESTION": "Tea?",
        "CONTEXTS": ["It helped."],
        "LABELS": ["RESULTS"],
        "LONG_ANSWER": "Yes.",
        "final_decision": "yes",
    },
    "beir": {"text": "tea"},
}
_NAMES = sorted({name for row in GOOD.values() for name in row} | {"id", "_id", "label", "1"})
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["", " ", "\ud83d", "yes", "yesno", "factoid", "1", "pmid:x", "SUPPORT"])
    | st.text(max_size=8)
)
JSON = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)
_FIELDS = st.dictionaries(st.sampled_from(_NAMES), JSON, max_size=6)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def written(folder: Path, name: str, bad: object) -> str:
    """A set of the format with a record between two good ones; its spec."""
    named = "_id" if name == "beir" else "id"
    first, last = ({named: one, **GOOD[name]} for one in (FIRST, LAST))
    if name == "beir":
        (folder / "qrels").mkdir(exist_ok=True)
        judged = "".join(f"{one}\td1\t1\n" for one in (FIRST, LAST, "1", "bad"))
        (folder / "qrels" / "test.tsv").write_text(judged, encoding="utf-8")
        text = "\n".join(map(json.dumps, (first, bad, last)))
        (folder / "queries.jsonl").write_text(text, encoding="utf-8")
        return f"beir:{folder}"
    if name == "pubmedqa":
        text = json.dumps({"101": GOOD[name], "102": bad, "103": GOOD[name]})
    elif name == "bioasq":
        text = json.dumps({"questions": [first, bad, last]})
    else:
        text = "\n".join(map(json.dumps, (first, bad, last)))
    (folder / name).write_text(text, encoding="utf-8")
    return f"{name}:{folder / name}"


def texts_of(question: GoldQuestion) -> Iterator[object]:
    yield from (question.id, question.question, question.kind, *question.references)
    yield from (synonym for entity in question.exact for synonym in entity)
    yield from question.relevance
    yield from (one.key for one in question.evidence)


def assert_sound(found: GoldSet) -> None:
    """Everything in it is of the type that it says, and can be written down."""
    for question in found.questions:
        assert question.question == question.question.strip() != ""
        assert question.verdict in (None, *VERDICTS)
        assert all(isinstance(text, str) for text in texts_of(question))
        assert all(type(grade) is int and grade > 0 for grade in question.relevance.values())
        for one in question.evidence:
            assert sum(place is not None for place in (one.sentence, one.span, one.text)) == 1
            assert one.key in question.relevance
    assert len({question.id for question in found.questions}) == len(found.questions)
    json.dumps(asdict(found), ensure_ascii=False).encode()


@pytest.mark.parametrize("name", GOOD)
@given(bad=JSON, fields=_FIELDS)
@example(bad=None, fields={"id": "bad", "_id": "bad"})
def test_any_record_leaves_its_neighbours_alone(
    folder: Path, name: str, bad: object, fields: dict[str, object]
) -> None:
    for record in (bad, {"id": "bad", "_id": "bad", **GOOD[name], **fields}):
        found = load_set(written(folder, name, record))
        there = {question.id for question in found.questions}
        assert {"101", "103"} <= there if name == "pubmedqa" else {FIRST, LAST} <= there
        assert_sound(found)


@given(content=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
@example(content=b"[" * 100_000)
@example(content=b'{"questions": ' + b"9" * 5000 + b"}")
@example(content=b"\x1f\x8b\x08")
def test_any_file_at_all(folder: Path, content: bytes) -> None:
    path = folder / "any.jsonl"
    path.write_bytes(content)
    for spec in (str(path), *(f"{name}:{path}" for name in FORMATS)):
        with suppress(AbstractQAError):
            assert_sound(load_set(spec))


@given(qrels=st.text(alphabet="q1d\t\n -.²", max_size=60))
def test_any_judgements(folder: Path, qrels: str) -> None:
    spec = written(folder, "beir", {"_id": "q1", "text": "tea"})
    good = f"{FIRST}\td1\t1\n{LAST}\td1\t1\n"
    (folder / "qrels" / "test.tsv").write_text(f"{good}{qrels}\n", encoding="utf-8")
    found = load_set(spec)
    assert {FIRST, LAST} <= {question.id for question in found.questions}
    assert_sound(found)
