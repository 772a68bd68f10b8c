"""Cards: what an article is, what is known against it, and where its cited sentences stand."""

from dataclasses import replace

import pytest

from index.records import Notice
from qa.showing import answer_html, evidence_html
from showing import invented
from showing.invented import SICK, SLEPT, citation, reference
from showing.tree import found, ids, of_class, parsed, texts

CITED = (citation(1, SLEPT), citation(2, SICK))


def test_a_card_says_what_the_article_is() -> None:
    tree = parsed(evidence_html([reference()], CITED, "x"))
    assert texts(tree, "aqa-title") == ["Quorbin tea and sleep: a randomised trial."]
    assert texts(tree, "aqa-source") == ["Invented Journal of Tea (2021)"]
    assert texts(tree, "aqa-type") == ["Randomized Controlled Trial", "Multicenter Study"]
    assert texts(tree, "aqa-places") == ["Cited here: [1] RESULTS [2] RESULTS"]
    (card,) = of_class(tree, "aqa-card")
    assert (card.tag, card.get("id")) == ("article", "x-a1")
    assert card.get("aria-labelledby") in ids(tree)


def test_its_identifiers_lead_to_its_pages() -> None:
    tree = parsed(evidence_html([reference()], CITED, "x"))
    links = found(tree, "//p[@class='aqa-links']/a")
    assert [(one.text_content(), one.get("href")) for one in links] == [
        ("PMID: 99100001", "https://pubmed.ncbi.nlm.nih.gov/99100001/"),
        ("doi: 10.5555/invented.1", "https://doi.org/10.5555/invented.1"),
        ("PMC99100001", "https://pmc.ncbi.nlm.nih.gov/articles/PMC99100001/"),
    ]
    outward = found(tree, "//a[starts-with(@href, 'http')]")
    assert {(a.get("target"), a.get("rel")) for a in outward} == {("_blank", "noopener noreferrer")}


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        ("retracted", "retracted", "Retracted"),
        ("retraction notice", "notice", "Retraction notice"),
        ("expression of concern", "concern", "Expression of concern"),
        ("erratum", "erratum", "Erratum"),
        ("something new", "other", "something new"),
    ],
)
def test_each_thing_known_against_it_has_its_own_words_and_colour(
    status: str, kind: str, words: str
) -> None:
    tree = parsed(evidence_html([reference(statuses=(status,))], CITED, "x"))
    (badge,) = of_class(tree, "aqa-badge")
    assert (badge.text_content(), badge.get("class")) == (words, f"aqa-badge aqa-is-{kind}")


def test_the_notice_that_retracts_it_is_a_link() -> None:
    notice = Notice("RetractionIn", "Invented J Tea. 2022;5:1.", "99100077")
    comment = Notice("CommentIn", "Invented J Tea. 2022;5:2.", "99100078")
    one = reference(statuses=("retracted",), notices=(notice, comment))
    shown = evidence_html([one], CITED, "x")
    assert "Retracted by PMID: 99100077" in shown
    assert 'href="https://pubmed.ncbi.nlm.nih.gov/99100077/"' in shown
    assert "99100078" not in shown


def test_a_sentence_is_numbered_and_leads_back() -> None:
    shown = evidence_html([reference()], CITED, "x")
    assert (
        '<mark class="aqa-cited" id="x-c2" tabindex="-1" data-number="2">'
        '<button type="button" class="aqa-back" data-target="x-m2" '
        'aria-label="Back to the statement that cites 2">[2]</button>'
        "<bdi>Two felt sick.</bdi></mark>"
    ) in shown


def test_one_sentence_cited_by_two_numbers_answers_to_both() -> None:
    again = replace(CITED[0], number=3)
    tree = parsed(evidence_html([reference()], (*CITED, again), "x"))
    assert [one for one in ids(tree) if "-c" in one] == ["x-c1", "x-c3", "x-c2"]


def test_cards_stand_in_the_order_of_first_use() -> None:
    other = reference(key="pmid:2", pmid="2", title="Another.")
    tree = parsed(evidence_html([reference(), other], [CITED[0], citation(2, SICK, other)], "x"))
    assert texts(tree, "aqa-title") == ["Quorbin tea and sleep: a randomised trial.", "Another."]


def test_a_reference_in_print_stands_in_its_card() -> None:
    other = reference(key="pmid:2", pmid="2", title="Another.")
    printed = texts(parsed(evidence_html([reference(), other], (), "x", style="vancouver")),
                    "aqa-reference")  # fmt: skip
    assert [("Quorbin tea" in one, "Another" in one) for one in printed] == [
        (True, False),
        (False, True),
    ]


def test_an_article_without_an_abstract_says_so() -> None:
    tree = parsed(evidence_html([reference(abstract="", sections=())], (), "x"))
    assert texts(tree, "aqa-none") == ["No abstract."]


def test_a_citation_whose_article_did_not_come_along_is_shown_all_the_same() -> None:
    tree = parsed(evidence_html((), CITED, "x"))
    assert len(of_class(tree, "aqa-card")) == 1
    assert texts(tree, "aqa-title") == ["Quorbin tea and sleep: a randomised trial."]
    assert [one for one in ids(tree) if "-c" in one] == ["x-c1", "x-c2"]


def test_every_mark_leads_somewhere_and_every_sentence_back() -> None:
    tree = parsed(answer_html(invented.answer(), "x"))
    places = ids(tree)
    assert len(places) == len(set(places))
    inward = [one.get("href", "") for one in found(tree, "//a[starts-with(@href, '#')]")]
    assert len(inward) == 8
    assert {one.removeprefix("#") for one in inward} <= set(places)


def test_an_answer_standing_alone_has_all_of_it() -> None:
    tree = parsed(answer_html(invented.answer(), "x"))
    told = " ".join(tree.text_content().split())
    assert texts(tree, "aqa-question") == ["Does it help?"]
    assert "References [1][2] Okonmere A. Quorbin tea and sleep: a randomised trial." in told
    assert told.endswith("For research; not medical advice.")
    assert len(found(tree, "//style")) == 1
    assert found(parsed(answer_html(invented.answer(), "x", css=False)), "//style") == []
