"""An invented evaluation with questions of every kind, among them texts that attack a report."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from random import Random

from index.records import Failure
from qa.answer import Grade, Statement
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.figures import figures
from qa.evaluation.gold import GoldEvidence, GoldQuestion, GoldSet
from qa.evaluation.measures import measured
from qa.evaluation.measures.verdict import read_verdict
from qa.evaluation.outcome import Cited, Outcome, Scored

DRUGS = ("lumetripant", "sopiradine", "carvolimab", "tesoquine", "narvexaban", "ilprazole")
ILLS = (
    "chronic migraine in adults",
    "delirium after hip surgery",
    "plaque psoriasis that biologics did not help",
    "uncomplicated malaria in pregnancy",
    "venous thrombosis after knee replacement",
    "reflux at night",
)
HOSTILE = (
    "<script>alert(1)</script> Does <b onmouseover=alert(2)>bold</b> <img src=x onerror=alert(3)>?",
    "Is a | b | c, or `x` and ``y``, or [link](javascript:alert(4)) *better*?\n| new | row |",
    "{{ 7 * 7 }} {% raw %} ${x} </style></title></svg><svg onload=alert(5)> &lt;i&gt; &amp; ok?",
    "Zero\x00byte, \x1b[31mred\x1b[0m, lone \ud800 surrogate, \u202eturned around\u202c, http://evil.test/x?",
    "هل يقلل لوميتريبانت من نوبات الصداع النصفي المزمن عند البالغين؟",
    "卢美曲泮能减少成人慢性偏头痛的发作天数吗？与安慰剂相比效果如何？",
    "Μειώνει η λουμετριπάντη τις ημέρες ημικρανίας; – Снижает ли люметрипант частоту приступов?",
    "Is " + "pneumonoultramicroscopicsilicovolcanoconiosis" * 5 + " treatable with tesoquine?",
    "In adults who had "
    + "not responded to two earlier treatments and " * 30
    + "does carvolimab help?",
)


@cache
def everything() -> Evaluation:
    """Questions of all kinds put to a system that answers, refuses and fails."""
    makers: list[tuple[int, Callable[[int, Random], Scored]]] = [
        (20, _yes_or_no),
        (7, _names),
        (8, _unanswerable),
        (3, _refused),
        (2, _failed),
        (len(HOSTILE), _hostile),
    ]
    random = Random(7)
    scored = [make(i, random) for count, make in makers for i in range(count)]
    return _evaluation(
        [measured(one, prices=(0.15, 0.6)) for one in scored],
        unasked=71,
        notes=(
            "The store does not hold 3 of the 58 gold articles; no gold in them can be found.",
            "Verdicts are read by rule from the first statement, since the system gives none.",
            "A note with <b>markup</b>, a | pipe and a `tick`.",
        ),
        failures=(
            Failure("questions.jsonl", "line 17", "no key 'question'; give each line one"),
            Failure("<i>odd</i>|name.jsonl", "", "not UTF-8 at byte 3; save it as UTF-8"),
        ),
        left_out={"questions of kind summary without an answer": 12, "<u>duplicates</u>": 1},
    )


@cache
def retrieval_only() -> Evaluation:
    """A run made elsewhere: rankings, and no answers."""
    random = Random(3)
    scored = [_ranked_elsewhere(i, random) for i in range(30)]
    return _evaluation(
        [measured(one) for one in scored], system={"system": "run", "run": "bm25.run"}
    )


def of(scored: Sequence[Scored]) -> Evaluation:
    """An evaluation of these questions and no others."""
    return _evaluation([measured(one) for one in scored])


def one_question() -> Evaluation:
    return of([_yes_or_no(0, Random(1))])


def _evaluation(
    scored: Sequence[Scored],
    *,
    system: dict[str, str | None] | None = None,
    unasked: int = 0,
    notes: tuple[str, ...] = (),
    failures: tuple[Failure, ...] = (),
    left_out: dict[str, int] | None = None,
) -> Evaluation:
    others = [GoldQuestion(f"unasked-{i}", "Not asked?") for i in range(unasked)]
    gold = GoldSet(
        format="gold",
        path="trials/invented-questions.jsonl",
        questions=(*(one.gold for one in scored), *others),
        failures=failures,
        left_out=left_out or {},
        digest="8d1f0c5a93b2e677",
    )
    ours: dict[str, str | None] = {
        "system": "abstractqa",
        "version": "0.1.0",
        "code": "51b2fe90a7c3d418",
        "fingerprint": "c0ffee0123456789",
        "embedder": "all-MiniLM-L6-v2",
        "articles": "8",
        "statements": "4",
        "model": None,
    }
    return Evaluation(
        gold=gold,
        system=system or ours,
        fingerprint="3e9a61d0c27f4b85",
        scored=tuple(scored),
        figures=figures(scored, seed=11),
        notes=notes,
        seed=11,
        made="2026-11-24 22:30 UTC",
    )


def _key(random: Random) -> str:
    return f"pmid:{random.randrange(99000001, 99000400)}"


def _sentence(random: Random, drug: str, ill: str) -> str:
    finding = random.choice(
        (
            f"{drug.capitalize()} lowered the rate of {ill} by {random.randrange(8, 61)}% against "
            f"placebo (95% CI {random.randrange(2, 8)} to {random.randrange(62, 80)}; P < .001).",
            f"No difference was seen between {drug} and placebo in {ill} at 24 weeks (P = .31).",
            f"Patients with {ill} were randomly assigned to {drug} or usual care for 12 weeks.",
            f"In {ill}, {drug} may reduce symptoms, but larger trials are needed.",
        )
    )
    return str(finding)


def _cited(random: Random, drug: str, ill: str, count: int) -> list[Cited]:
    scores = sorted((random.betavariate(1.6, 4), random.random()) for _ in range(count))[::-1]
    return [
        Cited(_key(random), random.randrange(12), _sentence(random, drug, ill), score)
        for score, _ in scores
    ]


def _ranking(random: Random, gold: str | None) -> tuple[tuple[str, float], ...]:
    keys = list(dict.fromkeys(_key(random) for _ in range(40)))
    if gold is not None and random.random() < 0.9:
        keys.insert(min(int(random.expovariate(0.3)), 39), gold)
    return tuple((key, round(1 - place / 50, 3)) for place, key in enumerate(dict.fromkeys(keys)))


def _answer(random: Random, cited: Sequence[Cited], **others: object) -> Outcome:
    supports = (Grade.VERBATIM, Grade.VERBATIM, Grade.SUPPORTED, Grade.PARTIAL)
    statements = tuple(
        _statement(c.text, n, random.choice((*supports, Grade.UNSUPPORTED)))
        for n, c in enumerate(cited, start=1)
    )
    return Outcome(
        answer=" ".join(f"{s.text} [{n}]" for n, s in enumerate(statements, start=1)),
        statements=statements,
        citations=tuple(cited),
        seconds=random.lognormvariate(-2.1, 0.6),
        tokens_in=random.randrange(900, 2400),
        tokens_out=random.randrange(40, 180),
        **others,  # type: ignore[arg-type]
    )


def _reading(text: str) -> str | None:
    return read_verdict(Outcome(statements=(_statement(text, 1, Grade.VERBATIM),)))


def _statement(text: str, number: int, support: Grade) -> Statement:
    added = "" if support is Grade.VERBATIM else " This held in most patients."
    return Statement(text + added, (number,), support)


def _right_or_not(i: int, random: Random, question: str, ill: str, drug: str) -> Scored:
    """Gold in one or two sentences; the surer the system, the more often it cites them."""
    cited = _cited(random, drug, ill, random.randrange(1, 5))
    sure = random.betavariate(4, 1.6)
    gold = Cited(_key(random), random.randrange(12), _sentence(random, drug, ill), 0.0)
    if random.random() < 0.2 + 0.8 * sure:
        cited[0] = Cited(gold.key, gold.sentence, gold.text, 0.25 + 0.7 * sure)
    elif random.random() < 0.5:
        cited.append(Cited(gold.key, gold.sentence, gold.text, random.uniform(0.15, 0.75)))
    return Scored(
        gold=GoldQuestion(
            id=f"yesno-{i:02}",
            question=question,
            kind="yesno",
            answerable=True,
            verdict=_reading(gold.text) if i % 6 else "maybe",
            references=(gold.text,) if i % 3 == 0 else (),
            relevance={gold.key: 1 + i % 2},
            evidence=(GoldEvidence(gold.key, gold.sentence),),
        ),
        outcome=_answer(random, cited, answerability=sure, ranking=_ranking(random, gold.key)),
        gold_sentences=((gold.key, gold.sentence),),
        gold_texts=(gold.text,),
        missing=("article pmid:99199999",) if i % 7 == 3 else (),
    )


def _yes_or_no(i: int, random: Random) -> Scored:
    drug, ill = DRUGS[i % 6], ILLS[(i + i // 6) % 6]
    return _right_or_not(i, random, f"Does {drug} help against {ill}?", ill, drug)


def _names(i: int, random: Random) -> Scored:
    drug, ill = DRUGS[i % 6], ILLS[i % 6]
    kind = "factoid" if i < 4 else "list"
    gold = GoldQuestion(
        id=f"{kind}-{i:02}",
        question=f"Which drug was tried in {ill}?" if i < 4 else f"What has been tried in {ill}?",
        kind=kind,
        exact=((drug, drug.upper()),) if i < 4 else ((drug,), (DRUGS[(i + 1) % 6],)),
        relevance={_key(random): 1},
    )
    named = random.choice(DRUGS), drug if i % 2 else random.choice(DRUGS)
    cited = _cited(random, random.choice((drug, DRUGS[0])), ill, 2)
    if i % 3:
        cited[0] = replace(cited[0], key=next(iter(gold.relevance)))
    outcome = _answer(
        random,
        cited,
        answerability=random.betavariate(3, 2),
        exact=named,
        ranking=_ranking(random, next(iter(gold.relevance))),
    )
    return Scored(gold, outcome)


def _unanswerable(i: int, random: Random) -> Scored:
    gold = GoldQuestion(
        f"none-{i:02}", f"What did {DRUGS[i % 6]} cost in the year {1990 + i}?", "none", False
    )
    ranking = _ranking(random, None)
    if i < 2:
        cited = _cited(random, DRUGS[i], ILLS[i], 2)
        return Scored(gold, _answer(random, cited, answerability=0.4 + i / 5, ranking=ranking))
    return Scored(gold, _refusal(random, ranking))


def _refusal(random: Random, ranking: tuple[tuple[str, float], ...]) -> Outcome:
    reason = "Nothing in the store bears on this question; the closest article is on another drug."
    return Outcome(
        answer=reason,
        refused=True,
        reason=reason,
        answerability=random.betavariate(2, 7),
        ranking=ranking,
        seconds=random.lognormvariate(-2.6, 0.4),
        tokens_in=0,
        tokens_out=0,
    )


def _refused(i: int, random: Random) -> Scored:
    one = _yes_or_no(i + 3, random)
    gold = GoldQuestion(
        f"shy-{i:02}", one.gold.question, "yesno", True, "yes", evidence=one.gold.evidence
    )
    outcome = _refusal(random, _ranking(random, one.gold_sentences[0][0]))
    return Scored(gold, outcome, one.gold_sentences, one.gold_texts, missing=("sentence 9",) * i)


def _failed(i: int, random: Random) -> Scored:
    one = _yes_or_no(i + 4, random)
    gold = GoldQuestion(f"failed-{i:02}", one.gold.question, "yesno", True, "no")
    error = "The store in 'invented-store' has no vectors for 12 articles. Index them again"
    return Scored(gold, Outcome(error=error), one.gold_sentences, one.gold_texts)


def _hostile(i: int, random: Random) -> Scored:
    text = HOSTILE[i]
    one = _right_or_not(i, random, text, ILLS[0], DRUGS[0])
    key = f"pmid:<i>{i}</i>|`{text[:12]}"
    citation = Cited(key, 3, f"{text} It was cited.", 0.62 - i / 50)
    gold = GoldQuestion(
        id=f"hostile-{i}|<em>`",
        question=text,
        kind="<kind>",
        answerable=True,
        verdict=None,
        references=(text,),
        relevance={key: 1},
        evidence=(GoldEvidence(key, 0, text=text),),
    )
    outcome = _answer(random, [citation], answerability=0.86 - i / 100, ranking=((key, 0.9),))
    return Scored(gold, outcome, ((key, 0), *one.gold_sentences), (text, *one.gold_texts))


def _ranked_elsewhere(i: int, random: Random) -> Scored:
    keys = [_key(random) for _ in range(1 + i % 3)]
    gold = GoldQuestion(
        f"topic-{i:02}",
        f"{DRUGS[i % 6]} in {ILLS[i // 6 % 6]}",
        relevance={key: 1 + place for place, key in enumerate(keys)},
    )
    ranking = _ranking(random, keys[0]) if i else ()
    return Scored(gold, Outcome(answered=False, ranking=ranking))
