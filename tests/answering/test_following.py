"""Follow-up questions made to stand alone, by rule."""

import json
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa import Library
from qa.following import Turn, standing
from qa.question import prepare
from qa.retrieval import retrieve

from .helpers import QUESTIONS, ROOT

MIGRAINE = "Does lumetripant prevent chronic migraine in adults?"
ALL_OF_IT = "lumetripant, chronic migraine, adults"
CYSTITIS = "Does mannovirin prevent cystitis in postmenopausal women?"
PREVENTS = "Does sopiradine prevent delirium?"
DELIRIUM = "Does sopiradine prevent delirium after cardiac surgery?"
DIALOGUES = [
    json.loads(line)
    for line in (ROOT / "benchmarks/dialogues/sample.jsonl").read_text("utf-8").splitlines()
]


def after(question: str, *history: str) -> str:
    return standing(question, [Turn(asked) for asked in history])


@pytest.mark.parametrize(
    ("question", "history", "carried"),
    [
        ("How large was the trial?", [MIGRAINE], ALL_OF_IT),
        ("Why?", [MIGRAINE], ALL_OF_IT),
        ("what dose", [MIGRAINE], ALL_OF_IT),
        ("What about its side effects?", [MIGRAINE], ALL_OF_IT),
        ("Was that significant?", [MIGRAINE], ALL_OF_IT),
        ("Compared with placebo?", [MIGRAINE], ALL_OF_IT),
        ("Did those patients get worse?", [MIGRAINE], ALL_OF_IT),
        # One thing takes the place of another of its sort.
        ("And in children?", [MIGRAINE], "lumetripant, prevent chronic migraine"),
        ("Does it also work for cluster headache?", [MIGRAINE], "lumetripant, adults"),
        ("What about tolverone?", [DELIRIUM], "prevent delirium, cardiac surgery"),
        ("Compared with tolverone?", [DELIRIUM], "sopiradine, prevent delirium, cardiac surgery"),
        ("What about hip fracture surgery?", [DELIRIUM], "sopiradine, prevent delirium"),
        # What it was asked to do is asked of another, unless something else is asked.
        ("And lumetripant in children?", [PREVENTS], "prevent delirium"),
        ("And in children?", [PREVENTS, "And tolverone?"], "prevent delirium, tolverone"),
        ("And how safe is it in children?", [PREVENTS], "sopiradine, delirium"),
        ("What about nausea?", [PREVENTS], "sopiradine, delirium"),
        ("And does it treat children?", [PREVENTS], "sopiradine, delirium"),
        ("And in women?", ["Does salt raise the blood pressure?"], "salt, raise blood pressure"),
        ("Was it better?", [MIGRAINE, "And in teenagers?"], ALL_OF_IT.replace("adult", "teenager")),
        # A detail is forgotten when another is asked about.
        ("And death?", [DELIRIUM, "What about nausea?"], "sopiradine, delirium, cardiac surgery"),
        # The last subject, an older one that is named, or the other one.
        ("How many took part?", [MIGRAINE, CYSTITIS], "mannovirin, cystitis, postmenopausal women"),
        ("And lumetripant, does it help children?", [MIGRAINE, CYSTITIS], "chronic migraine"),
        ("and the other drug?", [MIGRAINE, CYSTITIS], ALL_OF_IT),
        ("What did the first one find?", [MIGRAINE, CYSTITIS], ALL_OF_IT),
        ("¿Y en niños?", [MIGRAINE], ALL_OF_IT),
        ("子供では?", [MIGRAINE], ALL_OF_IT),
        ("At what dose?", ["Does mannovirin affect E. coli?"], "mannovirin, E. coli"),
    ],
)  # fmt: skip
def test_what_a_follow_up_carries(question: str, history: list[str], carried: str) -> None:
    assert after(question, *history) == f"{question} ({carried})"


@pytest.mark.parametrize(
    "question",
    [
        MIGRAINE,
        CYSTITIS,
        "What about mannovirin in cystitis?",
        "And does mannovirin prevent cystitis?",
        "How does glutaverin work?",
        "How common is delirium?",
        "How often did patients say that they fell on tolverone?",
        "Is it true that glutaverin causes pancreatitis in adults?",
        "Is mortality lower in those who take tolverone for heart failure?",
        "Does glutaverin lower HbA1c in type 2 diabetes, and is it safe?",
        "What is the capital of Australia?",
        "Vad är huvudstaden i Sverige, och hur stor är den?",
    ],
)
def test_what_stands_alone_is_unchanged(question: str) -> None:
    assert after(question, MIGRAINE) == question
    assert after(question, question) == question


def test_few_full_questions_are_taken_for_follow_ups(library: Library) -> None:
    asked = [str(row["question"]) for row in QUESTIONS]
    foals = "Does vitamin K stop bleeding in foals?"
    by_rule = {q for q in asked if after(q, foals) != q}
    assert len(by_rule) <= 4, by_rule
    more = {q for q in asked if library.standing(q, [foals]) != q} - by_rule
    assert len(more) <= 1, more


def test_a_question_asked_twice_reads_the_same() -> None:
    once = after("How large was the trial?", MIGRAINE)
    assert after("How large was the trial?", MIGRAINE, "How large was the trial?") == once
    assert after("How large was the trial?", MIGRAINE, once) == once


def test_the_drug_may_be_in_the_answer() -> None:
    asked = Turn(
        "Which drug prevents cystitis?", "Taken twice a day, mannovirin halved it. Aspirin did not."
    )
    assert standing("Does it work at home?", [asked]).endswith("(mannovirin, cystitis)")


@pytest.mark.parametrize(
    "history", ["", " ", "a" * 100_000, "a b " * 50_000, "(" * 5_000, "\ud800\x00", "in " * 9_000]
)
def test_hostile_history(history: str) -> None:
    assert len(after("Why?", *[history] * 500)) <= len("Why?") + 430


@given(st.text(), st.lists(st.builds(Turn, st.text(), st.text())))
def test_never_raises_and_stays_bounded(question: str, history: list[Turn]) -> None:
    made = standing(question, history)
    assert made.startswith(question.rstrip())
    assert len(made) <= len(question) + 430
    assert standing(question, []) == question


WORDS = st.sampled_from(
    "and what about it the other drug lumetripant tolverone in for with chronic migraine children "
    "does did work trial surgery versus E. , ?".split()
)


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), min_size=1, max_size=20))
def test_words_of_questions_in_any_order(questions: list[str]) -> None:
    *history, question = questions
    made = after(question, *history)
    assert made.startswith(question.rstrip())
    assert len(made) <= len(question) + 430


@dataclass(frozen=True)
class Followed:
    """A follow-up of a dialogue: as it was typed, as it stands, and the article that answers it."""

    typed: str
    stands: str
    gold: str


def follow_ups(dialogue: dict[str, list[dict[str, str]]], library: Library) -> list[Followed]:
    turns = dialogue["turns"]
    asked = [turn["question"] for turn in turns]
    return [
        Followed(asked[i], library.standing(asked[i], asked[:i]), turns[i]["gold"])
        for i in range(1, len(turns))
        if "alone" not in turns[i]
    ]


def rank(text: str, gold: str, library: Library) -> int:
    """Where the article comes among those found, from 1; 99 if it does not."""
    keys = [
        r.article.key for r in retrieve(prepare(text, library.store), library.store, 10).articles
    ]
    return keys.index(gold) + 1 if gold in keys else 99


def test_changes_of_subject_in_the_dialogues_are_unchanged(library: Library) -> None:
    for dialogue in DIALOGUES:
        asked = [turn["question"] for turn in dialogue["turns"]]
        for i, turn in enumerate(dialogue["turns"]):
            if i == 0 or "alone" in turn:
                assert after(asked[i], *asked[:i]) == asked[i]
                assert library.standing(asked[i], asked[:i]) == asked[i]


def test_follow_ups_find_their_article(library: Library) -> None:
    """No fewer than the day the rule was written (benchmarks/dialogues/README.md)."""
    dialogues = [follow_ups(one, library) for one in DIALOGUES if one["split"] == "test"]
    assert len(dialogues) == 20
    ranks = [[rank(f.stands, f.gold, library) for f in one] for one in dialogues]
    assert sum(set(one) == {1} for one in ranks) >= 16, ranks
    assert max(max(one) for one in ranks) <= 3, ranks
    # What makes this a test: without the history they fail.
    typed = [[rank(f.typed, f.gold, library) for f in one] for one in dialogues]
    assert sum(set(one) == {1} for one in typed) <= 7
