"""PubMed XML. Every abstract and title below is invented; real files are read from ../shared."""

import gzip
import io
import re
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import Author, Deletion, Event, Failure, MeshQualifier, MeshTerm, Notice, Record
from index.sources import pubmed_xml

SAMPLES = Path(__file__).parents[2] / "shared" / "data" / "pubmed_samples"
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE PubmedArticleSet PUBLIC '
    '"-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n'
)


def events(text: str | bytes) -> list[Event]:
    raw = text.encode() if isinstance(text, str) else text
    return list(pubmed_xml.read(io.BytesIO(raw), "invented.xml"))


def article(inside: str = "", beside: str = "", after: str = "", pmid: str = "123") -> str:
    """One PubmedArticle: `inside` Article, `beside` it, `after` in PubmedData."""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="2">{pmid}</PMID>'
        f"<Article>{inside}</Article>{beside}</MedlineCitation>"
        f"<PubmedData>{after}</PubmedData></PubmedArticle>"
    )


def article_set(*articles: str) -> str:
    return f"{HEAD}<PubmedArticleSet>{''.join(articles)}</PubmedArticleSet>"


def record(inside: str = "", beside: str = "", after: str = "", title: str = "On newts.") -> Record:
    whole = article(f"<ArticleTitle>{title}</ArticleTitle>{inside}", beside, after)
    (only,) = events(article_set(whole))
    assert isinstance(only, Record)
    return only


def only_failure(text: str | bytes) -> Failure:
    (only,) = events(text)
    assert isinstance(only, Failure)
    return only


FULL = record(
    """<Journal><JournalIssue><Volume>49</Volume><Issue>2</Issue>
         <PubDate><Year>2017</Year><Month>02</Month><Day>03</Day></PubDate></JournalIssue>
         <Title>Annals of  Newts</Title><ISOAbbreviation>Ann Newts</ISOAbbreviation></Journal>
       <Pagination><MedlinePgn>e290-9</MedlinePgn></Pagination>
       <ELocationID EIdType="pii">S1</ELocationID>
       <ELocationID EIdType="doi" ValidYN="N">10.1000/misprint</ELocationID>
       <ELocationID EIdType="doi" ValidYN="Y">10.1000/Newt.1</ELocationID>
       <AuthorList>
         <Author ValidYN="Y"><LastName>Smith</LastName><ForeName>Jane Anne</ForeName>
           <Initials>JA</Initials></Author>
         <Author ValidYN="N"><LastName>Smyth</LastName><Initials>JA</Initials></Author>
         <Author><LastName>Roe</LastName><ForeName>Al</ForeName><Initials>A</Initials>
           <Suffix>Jr</Suffix></Author>
         <Author><CollectiveName>Newt Study Group</CollectiveName></Author>
       </AuthorList>
       <Language>eng</Language><Language>nor</Language>
       <PublicationTypeList><PublicationType>Journal Article</PublicationType>
         <PublicationType>Retracted Publication</PublicationType></PublicationTypeList>
       <VernacularTitle>Om salamandere.</VernacularTitle>""",
    """<CommentsCorrectionsList>
         <CommentsCorrections RefType="RetractionIn"><RefSource>Ann Newts. 2018;50:1</RefSource>
           <PMID>456</PMID></CommentsCorrections>
         <CommentsCorrections RefType="Cites"><RefSource>Old</RefSource></CommentsCorrections>
         <CommentsCorrections RefType="ErratumIn"><RefSource>Ann Newts. 2017;49:9</RefSource>
         </CommentsCorrections></CommentsCorrectionsList>
       <MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="N">Salamandridae</DescriptorName>
         <QualifierName MajorTopicYN="Y">genetics</QualifierName>
         <QualifierName MajorTopicYN="N">growth &amp; development</QualifierName></MeshHeading>
         <MeshHeading><DescriptorName MajorTopicYN="Y">Tail</DescriptorName></MeshHeading>
       </MeshHeadingList>
       <KeywordList><Keyword>newt</Keyword><Keyword> <i>Triturus</i> </Keyword></KeywordList>
       <KeywordList><Keyword>newt</Keyword></KeywordList>""",
    """<ArticleIdList><ArticleId IdType="pubmed">123</ArticleId>
         <ArticleId IdType="pmc">PMC77</ArticleId></ArticleIdList>
       <ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1/ref</ArticleId>
         <ArticleId IdType="pmc">PMC1</ArticleId></ArticleIdList></Reference></ReferenceList>""",
)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("title", "On newts."),
        ("pmid", "123"),
        ("version", 2),
        ("doi", "10.1000/newt.1"),
        ("pmcid", "PMC77"),
        ("journal", "Annals of Newts"),
        ("journal_abbreviation", "Ann Newts"),
        ("volume", "49"),
        ("issue", "2"),
        ("pages", "e290-9"),
        ("published", "2017 Feb 3"),
        ("year", 2017),
        ("languages", ("eng", "nor")),
        ("vernacular_title", "Om salamandere."),
        ("publication_types", ("Journal Article", "Retracted Publication")),
        ("keywords", ("newt", "Triturus")),
        ("parts", ()),
        ("truncated", False),
        (
            "authors",
            (
                Author("Smith", "Jane Anne", "JA"),
                Author("Roe", "Al Jr", "A Jr"),
                Author("Newt Study Group", collective=True),
            ),
        ),
        (
            "mesh",
            (
                MeshTerm(
                    "Salamandridae",
                    False,
                    (MeshQualifier("genetics", True), MeshQualifier("growth & development")),
                ),
                MeshTerm("Tail", True),
            ),
        ),
        (
            "notices",
            (
                Notice("RetractionIn", "Ann Newts. 2018;50:1", "456"),
                Notice("ErratumIn", "Ann Newts. 2017;49:9", None),
            ),
        ),
    ],
)
def test_field(field: str, expected: object) -> None:
    assert getattr(FULL, field) == expected


def test_origin_names_the_place_for_people() -> None:
    assert FULL.origin.record == "record 1 (PMID 123)"
    assert (FULL.origin.path, FULL.origin.format) == ("invented.xml", "pubmed-xml")


@pytest.mark.parametrize(
    ("attributes", "label", "category"),
    [
        ('Label="AIMS" NlmCategory="OBJECTIVE"', "AIMS", "OBJECTIVE"),
        ('Label="RESULTS" NlmCategory="UNASSIGNED"', "RESULTS", "RESULTS"),
        ('Label="PATIENTS AND METHODS"', "PATIENTS AND METHODS", "METHODS"),
        ('Label="CONTENT" NlmCategory="CONCLUSIONS"', "CONTENT", "CONCLUSIONS"),
        ('Label="Findings:"', "Findings", "RESULTS"),
        ('Label="UNLABELLED" NlmCategory="UNASSIGNED"', None, None),
        ('NlmCategory="METHODS"', None, "METHODS"),
        ("", None, None),
    ],
)
def test_sections(attributes: str, label: str | None, category: str | None) -> None:
    found = record(f"<Abstract><AbstractText {attributes}>Newts swim.</AbstractText></Abstract>")
    (part,) = found.parts
    assert (part.text, part.label, part.category) == ("Newts swim.", label, category)


def test_sections_stay_in_order_and_empty_ones_go() -> None:
    found = record(
        '<Abstract><AbstractText Label="AIM">One.</AbstractText><AbstractText Label="METHODS"/>'
        '<AbstractText Label="RESULTS">Two.</AbstractText>'
        "<CopyrightInformation>Copyright 2020 Newt.</CopyrightInformation></Abstract>"
    )
    assert [(part.label, part.text) for part in found.parts] == [
        ("AIM", "One."),
        ("RESULTS", "Two."),
    ]
    assert found.extra == {"copyright": "Copyright 2020 Newt."}


def test_labels_printed_inside_one_abstract_text_are_found() -> None:
    text = "AIM: To count newts. RESULTS: There were nine. CONCLUSIONS: Newts are few."
    found = record(f"<Abstract><AbstractText>{text}</AbstractText></Abstract>")
    assert [(part.category, part.text) for part in found.parts] == [
        ("OBJECTIVE", "To count newts."),
        ("RESULTS", "There were nine."),
        ("CONCLUSIONS", "Newts are few."),
    ]


def test_other_abstract_stays_out_of_the_abstract() -> None:
    found = record(
        "<Abstract><AbstractText>Newts swim.</AbstractText></Abstract>",
        '<OtherAbstract Type="Publisher" Language="ger"><AbstractText Label="ZIEL">Molche.'
        "</AbstractText><AbstractText>Sie schwimmen.</AbstractText></OtherAbstract>",
    )
    assert [part.text for part in found.parts] == ["Newts swim."]
    assert found.extra["other_abstracts"] == [
        {"language": "ger", "text": "ZIEL: Molche. Sie schwimmen."}
    ]


@pytest.mark.parametrize(
    "notice", ["(ABSTRACT TRUNCATED AT 250 WORDS)", "(ABSTRACT TRUNCATED AT 400 WORDS)",
               "(ABSTRACT TRUNCATED)"]
)  # fmt: skip
def test_truncated_abstract(notice: str) -> None:
    found = record(f"<Abstract><AbstractText>Newts swim and {notice}</AbstractText></Abstract>")
    assert found.truncated
    assert [part.text for part in found.parts] == ["Newts swim and"]


@pytest.mark.parametrize(
    ("date", "published", "year"),
    [
        ("<Year>2017</Year><Month>Feb</Month><Day>3</Day>", "2017 Feb 3", 2017),
        ("<Year>2019</Year><Season>Spring</Season>", "2019 Spring", 2019),
        ("<Year>2020</Year><Month>12</Month>", "2020 Dec", 2020),
        ("<MedlineDate>2003 Nov-Dec</MedlineDate>", "2003 Nov-Dec", 2003),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", "1998 Dec-1999 Jan", 1998),
        ("<Year>1876</Year>", "1876", 1876),
        ("", "", None),
    ],
)
def test_dates(date: str, published: str, year: int | None) -> None:
    found = record(f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>")
    assert (found.published, found.year) == (published, year)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>-6</sup> <i>M</i>", "10-6 M"),
        ("H<sub>2</sub>O\n   and\u00a0<b>CO</b><sub>2</sub>", "H2O and CO2"),
        ("P &lt; 0.05 &amp; <u>n</u>=3", "P < 0.05 & n=3"),
        ("a<i>b<sup>c</sup>d</i>e", "abcde"),
        ("cafe\u0301 and \u2460", "caf\u00e9 and \u2460"),
        ("newt<!-- not for print -->s<?page 3?>!", "newts!"),
        ("beta-<unknown>blockers</unknown>", "beta-blockers"),
        ("5 &micro;g", "5 \u00b5g"),
        ("[On newts].", "[On newts]."),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
    ],
)
def test_inline_markup(markup: str, text: str) -> None:
    assert record(title=markup).title == text


M = '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML">{}</mml:math>'


@pytest.mark.parametrize(
    ("math", "text"),
    [
        ("<mml:msup>\n <mml:mi>x</mml:mi>\n <mml:mn>2</mml:mn>\n</mml:msup>", "x2"),
        (
            "<mml:mfrac><mml:mi>a</mml:mi>"
            + "<mml:mrow><mml:mi>b</mml:mi><mml:mo>+</mml:mo><mml:mn>1</mml:mn></mml:mrow>"
            + "</mml:mfrac>",
            "a/(b+1)",
        ),
        ("<mml:msqrt><mml:mi>n</mml:mi></mml:msqrt>", "√n"),
        (
            "<mml:msub><mml:mrow><mml:mover><mml:mi>V</mml:mi><mml:mo>.</mml:mo></mml:mover>"
            + "<mml:mi>O</mml:mi></mml:mrow><mml:mn>2</mml:mn></mml:msub>",
            "V\u0307O2",
        ),
        (
            "<mml:mmultiscripts><mml:mi>Xe</mml:mi><mml:mprescripts/><mml:none/><mml:mn>129</mml:mn>"
            + "</mml:mmultiscripts><mml:mtext> </mml:mtext><mml:mi>MRI</mml:mi>",
            "129Xe MRI",
        ),
        ("<mml:mfenced><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfenced>", "(a,b)"),
        (
            "<mml:semantics><mml:mi>k</mml:mi><mml:annotation>k</mml:annotation></mml:semantics>",
            "k",
        ),
    ],
)
def test_mathml_reads_as_text(math: str, text: str) -> None:
    assert record(title=f"of {M.format(math)} here").title == f"of {text} here"


def test_mathml_with_an_undeclared_prefix_is_still_read() -> None:
    assert record(title="of <mml:math><mml:mi>x</mml:mi></mml:math>").title == "of x"


def test_a_book_and_its_chapter() -> None:
    book = (
        "<BookTitle>The Book of Newts</BookTitle><PubDate><Year>2001</Year></PubDate>"
        '<AuthorList Type="editors"><Author><LastName>Ed</LastName></Author></AuthorList>'
        '<AuthorList Type="authors"><Author><LastName>Roe</LastName></Author></AuthorList>'
    )
    document = (
        "<PubmedBookArticle><BookDocument><PMID>{}</PMID><ArticleIdList>"
        '<ArticleId IdType="bookaccession">NBK22</ArticleId></ArticleIdList>'
        "<Book>{}</Book>{}<Language>eng</Language><PublicationType>Review</PublicationType>"
        "<Abstract><AbstractText>Newts swim.</AbstractText></Abstract></BookDocument>"
        "</PubmedBookArticle>"
    )
    chapter = "<ArticleTitle>On tails</ArticleTitle>"
    text = document.format(7, book, "") + document.format("", book, chapter)
    whole, part = events(f"<PubmedBookArticleSet>{text}</PubmedBookArticleSet>")
    assert isinstance(whole, Record) and isinstance(part, Record)
    assert (whole.title, whole.journal, whole.pmid) == ("The Book of Newts", "", "7")
    assert (part.title, part.journal, part.pmid) == ("On tails", "The Book of Newts", None)
    assert part.own_id == "NBK22" and part.published == "2001"
    assert [author.family for author in whole.authors] == ["Roe"]
    assert whole.publication_types == ("Review",)


def test_old_dtd_citation_set() -> None:
    (old,) = events(
        "<MedlineCitationSet><MedlineCitation><MedlineID>1</MedlineID><PMID>88</PMID><Article>"
        "<ArticleTitle>Old newts.</ArticleTitle><AuthorList><Author><LastName>Roe</LastName>"
        "<FirstName>Al</FirstName><MiddleName>B</MiddleName><Initials>AB</Initials></Author>"
        "</AuthorList></Article><MedlineJournalInfo><MedlineTA>Newts</MedlineTA>"
        "</MedlineJournalInfo><MeshHeadingList><MeshHeading><Descriptor MajorTopicYN='Y'>Tail"
        "</Descriptor><SubHeading>growth</SubHeading></MeshHeading></MeshHeadingList>"
        "<CommentsCorrections><RetractionIn><RefSource>Newts 1990</RefSource></RetractionIn>"
        "</CommentsCorrections></MedlineCitation></MedlineCitationSet>"
    )
    assert isinstance(old, Record)
    assert (old.pmid, old.title, old.journal_abbreviation) == ("88", "Old newts.", "Newts")
    assert old.authors == (Author("Roe", "Al B", "AB"),)
    assert old.mesh == (MeshTerm("Tail", True, (MeshQualifier("growth"),)),)
    assert old.notices == (Notice("RetractionIn", "Newts 1990"),)


def test_deletions() -> None:
    text = article_set(
        "<DeleteCitation><PMID>11</PMID><PMID>x</PMID><PMID>12</PMID></DeleteCitation>"
    )
    deletion, failure = events(text)
    assert deletion == Deletion("invented.xml", ("11", "12"))
    assert isinstance(failure, Failure) and "'x' is not a PMID" in failure.reason


def test_without_pmid_the_record_is_kept() -> None:
    inside = (
        "<ArticleTitle>On newts.</ArticleTitle><ELocationID EIdType='doi'>10.1000/1</ELocationID>"
    )
    bare, by_id_list = events(
        article_set(
            article(inside, pmid=""),
            article(
                inside, after="<ArticleIdList><ArticleId>9</ArticleId></ArticleIdList>", pmid=""
            ),
        )
    )
    assert isinstance(bare, Record) and isinstance(by_id_list, Record)
    assert (bare.pmid, bare.doi, bare.origin.record) == (None, "10.1000/1", "record 1 (no PMID)")
    assert by_id_list.pmid == "9"


def test_a_record_with_nothing_to_store_fails_and_the_next_is_read() -> None:
    failure, good = events(
        article_set(article(pmid="4"), article("<ArticleTitle>On newts.</ArticleTitle>"))
    )
    assert isinstance(failure, Failure) and isinstance(good, Record)
    assert failure.record == "record 1 (PMID 4)"
    assert "neither a title nor an abstract" in failure.reason


BOMB = """<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY a "newt">
  <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
FETCH = '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY b SYSTEM "file://{}">]>'
PARAMETER = (
    '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet [<!ENTITY % b SYSTEM "http://h/x">%b;]>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("prolog", [BOMB, FETCH, PARAMETER], ids=["bomb", "file", "parameter"])
def test_declared_entities_are_refused(prolog: str, encoding: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret newt")
    body = article("<ArticleTitle>&b;</ArticleTitle>", pmid="&b;")
    text = prolog.replace("{}", str(secret)) + f"<PubmedArticleSet>{body}</PubmedArticleSet>"
    failure = only_failure(text.encode(encoding))
    assert "declares the XML entity" in failure.reason
    assert "newt" not in failure.reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<html><body>502 Bad Gateway</body></html>", "root element is <html>"),
        ("<eFetchResult><ERROR>busy</ERROR></eFetchResult>", "root element is <eFetchResult>"),
        ("PMID- 1", "broken XML (syntax error: line 1, column 0); nothing was read"),
        ("", "broken XML"),
        ('<?xml version="1.0" encoding="newt"?><PubmedArticleSet/>', "unknown encoding: newt"),
        ('<?xml version="1.0" encoding="gbk"?><PubmedArticleSet/>', "encoding cannot be read"),
        ('<?xml version="1.0" encoding="idna"?><PubmedArticleSet/>', "encoding cannot be read"),
    ],
)
def test_what_is_no_pubmed_xml_is_one_failure(text: str, said: str) -> None:
    assert said in only_failure(text).reason


def test_broken_xml_keeps_what_came_before() -> None:
    good = article("<ArticleTitle>On newts.</ArticleTitle>")
    record_read, failure = events(article_set(good, "<PubmedArticle><oops>"))
    assert isinstance(record_read, Record) and isinstance(failure, Failure)
    assert failure.record == ""
    assert re.search(r"'invented.xml' is broken XML \(.*line \d+, column \d+\)", failure.reason)
    assert "the 1 record(s) before it were read" in failure.reason


def test_joined_documents_say_so() -> None:
    one = article_set(article("<ArticleTitle>On newts.</ArticleTitle>"))
    read, failure = events(one + "\n" + one)
    assert isinstance(read, Record) and isinstance(failure, Failure)
    assert "save each to its own file" in failure.reason


def test_blank_lines_before_the_declaration_are_forgiven() -> None:
    (only,) = events("\n \n" + article_set(article("<ArticleTitle>On newts.</ArticleTitle>")))
    assert isinstance(only, Record)


TAGS = st.sampled_from(("i", "b", "u", "sup", "sub", "DispFormula"))
LETTERS = st.text(st.sampled_from("aéβ²<&>\"' \n\t\u00a0\u2009µ日5-"), max_size=12)
# A run of text, or a tag around further runs and tags.
Inline = str | tuple[str, list["Inline"]]
INLINE: st.SearchStrategy[Inline] = st.recursive(
    LETTERS, lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)), max_leaves=15
)


def as_xml(node: Inline) -> str:
    if isinstance(node, str):
        return escape(node)
    tag, children = node
    return f"<{tag}>{''.join(map(as_xml, children))}</{tag}>"


def as_text(node: Inline) -> str:
    return node if isinstance(node, str) else "".join(map(as_text, node[1]))


@given(INLINE)
def test_flattening_keeps_every_character_and_adds_no_space(inline: Inline) -> None:
    found = record(title=f"Newt {as_xml(inline)}.")
    assert found.title == " ".join(f"Newt {as_text(inline)}.".split())


WHOLE = article_set(
    *(article(f"<ArticleTitle>Newt {n} of β.</ArticleTitle>", pmid=str(n)) for n in range(1, 9))
).encode()


@settings(max_examples=200)
@given(st.integers(0, len(WHOLE) - 1))
def test_any_truncation_gives_the_complete_records_then_one_failure(cut: int) -> None:
    *before, last = events(WHOLE[:cut])
    complete = WHOLE[:cut].count(b"</PubmedArticle>")
    assert [event.pmid for event in before if isinstance(event, Record)] == [
        str(n) for n in range(1, complete + 1)
    ]
    assert len(before) == complete
    assert isinstance(last, Failure) and "broken XML" in last.reason


@settings(max_examples=150)
@given(st.binary(max_size=200), st.integers(0, len(WHOLE)))
def test_garbage_never_raises(garbage: bytes, place: int) -> None:
    found = events(WHOLE[:place] + garbage + WHOLE[place:])
    assert all(isinstance(event, Record | Failure) for event in found)


needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="../shared/data is not here")


@needs_samples
def test_every_record_of_the_real_samples_is_read() -> None:
    counts: Counter[str] = Counter()
    for path in sorted(SAMPLES.glob("xml*/*")):
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
        found = list(pubmed_xml.read(io.BytesIO(raw), path.name))
        counts["printed"] += len(re.findall(rb"<Pubmed(?:Book)?Article>", raw))
        counts.update(type(event).__name__ for event in found)
    # Not read: two with nothing to store and one in a broken file, all three made to test JabRef;
    # the fourth failure is a text file that is named .xml.
    assert counts == {"printed": 554, "Record": 551, "Failure": 4, "Deletion": 2}


@needs_samples
def test_nlm_sample_by_hand() -> None:
    with (SAMPLES / "xml" / "pubmedsample_2019.xml").open("rb") as stream:
        found = {e.pmid: e for e in pubmed_xml.read(stream, "s") if isinstance(e, Record)}
    assert len(found) == 176
    assert found["11686167"].published == "1990 Jan-Apr"
    assert found["17926191"].notices[0].kind == "CommentIn"
    assert found["23326248"].pmcid == "PMC3546418"
    assert found["23326248"].extra["other_abstracts"][0]["language"] == "ger"
    assert found["14177620"].title.startswith("[JEJUNAL BIOPSY") and not found["14177620"].parts
