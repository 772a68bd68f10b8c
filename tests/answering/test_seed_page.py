"""One real saved page, indexed as it is. Its text is not ours to keep: it is known by hashes."""

import hashlib
from collections.abc import Iterator

import pytest

from answering.helpers import ROOT, cited
from index.article import Article
from index.sentence_transformer import SentenceTransformerEmbedder
from index.store import Store
from qa import Library, Settings

PAGE = ROOT.parent / "shared" / "data" / "seed" / "emm.2016.143.txt"
DOI = "10.1038/emm.2016.143"

pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason=f"{PAGE} is not on this machine")

# Length and the first digits of the SHA-256 of each sentence.
SENTENCES = [
    (274, "6700a902f6fafecf"),
    (204, "7b04052ce9f6a413"),
    (301, "aa771b73ce828bcc"),
    (161, "b358a0d8e91d4f69"),
    (213, "837688372e2a6d3d"),
    (107, "ca88ab493dd1a994"),
]


@pytest.fixture(scope="module")
def page(
    tmp_path_factory: pytest.TempPathFactory, builtin: SentenceTransformerEmbedder
) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("page")
    with Library(Store.create(folder, builtin), Settings(store=folder)) as library:
        done = library.index([PAGE])
        assert (done.added, done.failed, done.skipped) == (1, (), ())
        yield library


@pytest.fixture(scope="module")
def article(page: Library) -> Article:
    return page.article(DOI)


def test_what_the_page_says_of_the_article(article: Article) -> None:
    record = article.record
    assert article.key == f"doi:{DOI}"
    assert (record.doi, record.pmid) == (DOI, None)
    assert article.title.startswith("Therapeutic effect of the immunomodulatory drug")
    assert article.title.endswith("rheumatoid arthritis and inflammatory bowel disease.")
    assert (record.journal, record.year, record.published) == ("Exp Mol Med", 2017, "2017 Feb 3")
    assert (record.volume, record.issue, record.pages) == ("49", "2", "e290")


def test_the_six_sentences_to_the_character(article: Article) -> None:
    texts = [article.text(sentence) for sentence in article.sentences]
    found = [(len(text), hashlib.sha256(text.encode()).hexdigest()[:16]) for text in texts]
    assert found == SENTENCES
    assert article.abstract == " ".join(texts)


@pytest.mark.parametrize(
    "chrome",
    ["Send to", "Choose Destination", "Author information", "Indexed for MEDLINE", "Full text",
     "Free PMC", "Supplemental", "Icon for", "Loading", "Support Center", "doi:", "University"],
)  # fmt: skip
def test_none_of_the_page_around_it_is_inside(article: Article, chrome: str) -> None:
    assert chrome in PAGE.read_text("utf-8")
    assert chrome not in article.abstract
    assert chrome not in article.title


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Which drug had the weaker effect in colitis models?", 3),
        ("Was lenalidomide or pomalidomide more effective in arthritis?", 3),
        ("How strong was the effect of pomalidomide compared with lenalidomide?", 3),
        ("Did pomalidomide work as well as lenalidomide?", 3),
        ("Is thalidomide toxic?", 0),
        ("Why were more potent analogs of thalidomide developed?", 0),
        ("Do these drugs have antitumor activity?", 1),
        ("What do the drugs do to lymphocytes in vitro?", 4),
        ("How did the two drugs affect proliferation of human lymphocytes in vitro?", 4),
        ("Could lenalidomide be a treatment option for autoimmune disease?", 5),
        ("Does lenalidomide work in experimental arthritis?", 3),
        ("What are lenalidomide and pomalidomide approved for by the FDA?", 1),
        ("Which chemicals were used to induce bowel inflammation in mice?", 2),
        ("How do lenalidomide and pomalidomide change the cytokine balance?", 4),
        ("What do the authors conclude about lenalidomide?", 5),
    ],
)
def test_the_right_sentence_is_cited_first(page: Library, question: str, sentence: int) -> None:
    assert cited(page.ask(question))[:1] == [(f"doi:{DOI}", sentence)]


@pytest.mark.parametrize(
    "question", ["What is the capital of Australia?", "Do statins slow macular degeneration?"]
)
def test_what_the_page_does_not_say_is_refused(page: Library, question: str) -> None:
    assert page.ask(question).refused
