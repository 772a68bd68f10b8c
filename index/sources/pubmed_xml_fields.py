"""From one PubMed XML article or book element to a `Record`."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from index.identity import clean_doi, clean_pmcid, clean_pmid
from index.records import Author, MeshQualifier, MeshTerm, Notice, Origin, Part, Record
from index.sections import CATEGORIES, category_of, split_labelled
from index.sources.abstracts import clean, without_notice
from index.sources.dates import year_of
from index.sources.pubmed_xml_text import name_of, plain

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def record_of(element: etree._Element, path: str, number: int) -> Record:
    """The record in a PubmedArticle, MedlineCitation, PubmedBookArticle or BookDocument.

    `number` is its place in the file, from 1. A record with nothing to store comes back with
    neither title nor parts.
    """
    document = element if name_of(element) == "BookDocument" else element.find("BookDocument")
    if document is not None:
        return _book(element, document, path, number)
    inner = element.find("MedlineCitation")
    return _article(element, element if inner is None else inner, path, number)


def _article(element: etree._Element, citation: etree._Element, path: str, number: int) -> Record:
    article = citation.find("Article")
    article = etree.Element("Article") if article is None else article
    ids = element.findall("PubmedData/ArticleIdList/ArticleId")
    pmid = clean_pmid(citation.findtext("PMID")) or clean_pmid(_id(ids, "pubmed"))
    parts, truncated = _abstract(article)
    vernacular = plain(article.find("VernacularTitle"))
    published = _date(article.find("Journal/JournalIssue/PubDate")) or _date(
        article.find("ArticleDate")
    )
    return Record(
        origin=_origin(path, number, pmid),
        title=plain(article.find("ArticleTitle")) or vernacular,
        parts=parts,
        pmid=pmid,
        doi=_location_doi(article) or clean_doi(_id(ids, "doi")),
        pmcid=clean_pmcid(_id(ids, "pmc")),
        version=_version(citation),
        journal=plain(article.find("Journal/Title")),
        journal_abbreviation=plain(article.find("Journal/ISOAbbreviation"))
        or plain(citation.find("MedlineJournalInfo/MedlineTA")),
        volume=plain(article.find("Journal/JournalIssue/Volume")),
        issue=plain(article.find("Journal/JournalIssue/Issue")),
        pages=_pages(article),
        published=published,
        year=year_of(published),
        authors=_authors(article.find("AuthorList")),
        mesh=tuple(_mesh(citation)),
        keywords=_texts(citation, "KeywordList/Keyword"),
        publication_types=_texts(article, "PublicationTypeList/PublicationType"),
        languages=_texts(article, "Language"),
        vernacular_title=vernacular,
        notices=tuple(_notices(citation)),
        truncated=truncated,
        extra=_extra(citation, article),
    )


def _book(element: etree._Element, document: etree._Element, path: str, number: int) -> Record:
    ids = document.findall("ArticleIdList/ArticleId")
    ids += element.findall("PubmedBookData/ArticleIdList/ArticleId")
    pmid = clean_pmid(document.findtext("PMID")) or clean_pmid(_id(ids, "pubmed"))
    book = document.find("Book")
    book = etree.Element("Book") if book is None else book
    parts, truncated = _abstract(document)
    chapter, whole = plain(document.find("ArticleTitle")), plain(book.find("BookTitle"))
    vernacular = plain(document.find("VernacularTitle"))
    published = _date(book.find("PubDate")) or _date(document.find("ContributionDate"))
    # A chapter's own authors come before the book's. Editors are no authors.
    lists = document.findall("AuthorList") + book.findall("AuthorList")
    authors = next((each for each in lists if each.get("Type", "authors") == "authors"), None)
    return Record(
        origin=_origin(path, number, pmid),
        title=chapter or whole or vernacular,
        parts=parts,
        pmid=pmid,
        doi=clean_doi(_id(ids, "doi")) or (None if chapter else _location_doi(book)),
        pmcid=clean_pmcid(_id(ids, "pmc")),
        own_id=_id(ids, "bookaccession"),
        version=_version(document),
        journal=whole if chapter else "",
        volume=plain(book.find("Volume")),
        pages=_pages(document),
        published=published,
        year=year_of(published),
        authors=_authors(authors),
        keywords=_texts(document, "KeywordList/Keyword"),
        publication_types=_texts(document, "PublicationType"),
        languages=_texts(document, "Language"),
        vernacular_title=vernacular,
        truncated=truncated,
        extra=_extra(document, document)
        | _given(publisher=plain(book.find("Publisher/PublisherName"))),
    )


def _origin(path: str, number: int, pmid: str | None) -> Origin:
    return Origin(path, "pubmed-xml", f"record {number} ({f'PMID {pmid}' if pmid else 'no PMID'})")


def _abstract(holder: etree._Element) -> tuple[tuple[Part, ...], bool]:
    """The parts of the article's own abstract, and whether MEDLINE cut it short."""
    parts = []
    truncated = False
    for element in holder.iterfind("Abstract/AbstractText"):
        given = plain(element)
        text = without_notice(given)
        truncated = truncated or text != given
        if text.strip():
            label = _label(element)
            parts.append(Part(text.strip(), label, _category(element, label)))
    if len(parts) == 1 and parts[0] == Part(parts[0].text):
        # Older and publisher-supplied records print the labels inside one AbstractText.
        return split_labelled(parts[0].text), truncated
    return tuple(parts), truncated


def _category(element: etree._Element, label: str | None) -> str | None:
    given = element.get("NlmCategory")
    if given in CATEGORIES:
        return given
    return category_of(label) if label else None


def _label(element: etree._Element) -> str | None:
    label = clean(element.get("Label", "")).rstrip(" :")
    return None if label.upper() == "UNLABELLED" else label or None


def _extra(citation: etree._Element, article: etree._Element) -> dict[str, Any]:
    others = []
    for other in citation.iterfind("OtherAbstract"):
        pieces = ((_label(each), plain(each)) for each in other.iterfind("AbstractText"))
        text = " ".join(f"{label}: {text}" if label else text for label, text in pieces if text)
        if text:
            others.append({"language": other.get("Language", ""), "text": text})
    copyright_line = plain(article.find("Abstract/CopyrightInformation"))
    return _given(other_abstracts=others, copyright=copyright_line)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _id(ids: list[etree._Element], kind: str) -> str | None:
    found = (clean(each.text or "") for each in ids if each.get("IdType", "pubmed") == kind)
    return next((text for text in found if text), None)


def _location_doi(holder: etree._Element) -> str | None:
    found = (
        clean_doi(each.text)
        for each in holder.iterfind("ELocationID")
        if each.get("EIdType") == "doi" and each.get("ValidYN") != "N"
    )
    return next((doi for doi in found if doi), None)


def _version(citation: etree._Element) -> int | None:
    pmid = citation.find("PMID")
    version = "" if pmid is None else pmid.get("Version", "")
    return int(version) if version.isascii() and version.isdigit() else None


def _date(element: etree._Element | None) -> str:
    """The date as PubMed prints it: `2017 Feb 3`, `2019 Spring`, `2003 Nov-Dec`."""
    if element is None:
        return ""
    given = plain(element.find("MedlineDate"))
    if given:
        return given
    month = plain(element.find("Month")) or plain(element.find("Season"))
    if month.isdecimal() and 1 <= int(month) <= 12:
        month = _MONTHS[int(month) - 1]
    pieces = (plain(element.find("Year")), month, plain(element.find("Day")).lstrip("0"))
    return " ".join(piece for piece in pieces if piece)


def _pages(holder: etree._Element) -> str:
    start = plain(holder.find("Pagination/StartPage"))
    end = plain(holder.find("Pagination/EndPage"))
    whole = f"{start}-{end}" if start and end and start != end else start
    return plain(holder.find("Pagination/MedlinePgn")) or whole


def _authors(people: etree._Element | None) -> tuple[Author, ...]:
    if people is None:
        return ()
    # ValidYN="N" marks a misprinted name whose correction is listed beside it.
    listed = people.findall("Author")
    valid = [author for author in listed if author.get("ValidYN") != "N"] or listed
    return tuple(author for author in map(_author, valid) if author.family)


def _author(author: etree._Element) -> Author:
    group = plain(author.find("CollectiveName"))
    if group:
        return Author(group, collective=True)
    given = plain(author.find("ForeName")) or clean(
        f"{plain(author.find('FirstName'))} {plain(author.find('MiddleName'))}"
    )
    # NLM prints the suffix after the initials: Smith JA Jr.
    suffix = plain(author.find("Suffix"))
    initials = clean(f"{plain(author.find('Initials'))} {suffix}")
    return Author(plain(author.find("LastName")), clean(f"{given} {suffix}"), initials)


def _mesh(citation: etree._Element) -> Iterator[MeshTerm]:
    for heading in citation.iterfind("MeshHeadingList/MeshHeading"):
        qualifiers: list[MeshQualifier] = []
        descriptor, major = "", False
        for child in heading:
            # Descriptor and SubHeading are the names of the DTDs before 2002.
            if name_of(child) in ("DescriptorName", "Descriptor"):
                descriptor, major = plain(child), child.get("MajorTopicYN") == "Y"
            elif name_of(child) in ("QualifierName", "SubHeading"):
                qualifiers.append(MeshQualifier(plain(child), child.get("MajorTopicYN") == "Y"))
        if descriptor:
            yield MeshTerm(descriptor, major, tuple(qualifiers))


def _texts(holder: etree._Element, path: str) -> tuple[str, ...]:
    """The distinct texts of the elements at a path, in order."""
    return tuple(dict.fromkeys(text for text in map(plain, holder.iterfind(path)) if text))


def _notices(citation: etree._Element) -> Iterator[Notice]:
    for entry in citation.iterfind("CommentsCorrectionsList/CommentsCorrections"):
        kind = entry.get("RefType", "")
        # `Cites` is the reference list of old records: it says nothing of this one's standing.
        if kind and kind != "Cites":
            yield _notice(kind, entry)
    # Before 2010 the kind was the element's own name: <CommentsCorrections><RetractionIn>.
    for entry in citation.iterfind("CommentsCorrections/*"):
        if name_of(entry):
            yield _notice(name_of(entry), entry)


def _notice(kind: str, entry: etree._Element) -> Notice:
    return Notice(kind, plain(entry.find("RefSource")), clean_pmid(entry.findtext("PMID")))
