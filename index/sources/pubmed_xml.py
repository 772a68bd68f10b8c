"""PubMed XML: E-utilities answers, web exports, baseline and update files, and older DTDs.

Read as a stream, so that an update file of a gigabyte needs a few megabytes. No DTD is loaded,
nothing is fetched, and a file that declares entities is refused before its first element.
"""

from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers import expat

from lxml import etree

from index.identity import clean_pmid
from index.records import Deletion, Event, Failure, Record
from index.sources.abstracts import clean
from index.sources.pubmed_xml_fields import record_of
from index.sources.pubmed_xml_text import name_of

RECORD_ELEMENTS = ("PubmedArticle", "MedlineCitation", "PubmedBookArticle", "BookDocument")
DELETION_ELEMENTS = ("DeleteCitation", "DeleteDocument")
_SETS = ("PubmedArticleSet", "PubmedBookArticleSet", "MedlineCitationSet", "BookDocumentSet")
ROOT_ELEMENTS = frozenset((*_SETS, *RECORD_ELEMENTS, *DELETION_ELEMENTS))
"""What a PubMed XML document may begin with."""

_SEVERAL = ("Extra content at the end of the document", "declaration allowed only at the start")


def read(stream: BinaryIO, path: str) -> Iterator[Event]:
    """A Record for each article or book, a Deletion for each DeleteCitation block.

    A record with neither title nor abstract is a Failure. XML that breaks gives all records
    before the break and then one Failure; so does a file that declares entities, or that is no
    PubMed XML, before any record.
    """
    number = 0
    try:
        for element in _elements(stream):
            if name_of(element) in DELETION_ELEMENTS:
                yield from _deletion(element, path)
            else:
                number += 1
                yield _checked(record_of(element, path, number))
    except _EntitiesDeclaredError as error:
        yield Failure(
            path,
            "",
            f"{path!r} declares the XML entity {str(error)!r}, which PubMed files never do; it was "
            "not read, as entities can exhaust memory or pull in other files. Remove its "
            "<!DOCTYPE … [ … ]> block, or export the records from PubMed again.",
        )
    except _ForeignRootError as error:
        yield Failure(
            path,
            "",
            f"{path!r} is XML whose root element is <{error}>, not PubMed's. In PubMed, fetch "
            "with EFetch (retmode=xml) or save with Format: PubMed.",
        )
    except (_BrokenError, expat.ExpatError) as error:
        yield Failure(path, "", _broken(path, number, str(error)))


def _elements(stream: BinaryIO) -> Iterator[etree._Element]:
    """Each record and deletion element when it is complete; dropped once it has been used."""
    parser = etree.iterparse(
        _Guarded(stream),
        events=("end",),
        tag=RECORD_ELEMENTS + DELETION_ELEMENTS,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in parser:
            parent = element.getparent()
            if parent is not None and name_of(parent) in RECORD_ELEMENTS:
                continue  # a MedlineCitation or BookDocument inside its PubmedArticle
            yield element
            element.clear()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        # The error itself quotes the log of earlier files too; only the parser's log is its own.
        fatal = [entry for entry in parser.error_log if entry.level == etree.ErrorLevels.FATAL]
        if fatal:
            first = fatal[0]
            raise _BrokenError(
                f"{first.message}, line {first.line}, column {first.column}"
            ) from error
        # An undeclared prefix (<mml:math>) is reported at the end, when all has been read.
        undeclared = etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE
        if not any(entry.type == undeclared for entry in parser.error_log):
            raise _BrokenError(str(error)) from error


def _checked(record: Record) -> Record | Failure:
    if record.title or record.parts:
        return record
    return Failure(
        record.origin.path,
        record.origin.record,
        f"{record.origin.record} has neither a title nor an abstract, so there is nothing to "
        "store. Fetch it from PubMed again, or leave it out.",
    )


def _deletion(element: etree._Element, path: str) -> Iterator[Event]:
    given = [clean(each.text or "") for each in element.iterfind("PMID")]
    pmids = tuple(pmid for pmid in map(clean_pmid, given) if pmid)
    if pmids:
        yield Deletion(path, pmids)
    for text in given:
        if not clean_pmid(text):
            reason = f"{text!r} is not a PMID, so nothing was deleted for it. Correct it."
            yield Failure(path, name_of(element), reason)


def _broken(path: str, read_so_far: int, problem: str) -> str:
    """What broke and where (`problem` says both), what was read all the same, and what to do."""
    kept = f"the {read_so_far} record(s) before it were read" if read_so_far else "nothing was read"
    remedy = "Download or export the file again: it may have been cut off."
    if any(phrase in problem for phrase in _SEVERAL):
        remedy = "If it is several XML documents joined together, save each to its own file."
    return f"{path!r} is broken XML ({clean(problem)}); {kept}. {remedy}"


class _EntitiesDeclaredError(Exception):
    """The internal DTD subset declares an entity; the message is its name."""


class _BrokenError(Exception):
    """The text is not well-formed; the message is what is wrong and where."""


class _ForeignRootError(Exception):
    """The root element is none of `ROOT_ELEMENTS`; the message is its name."""


class _PrologSeenError(Exception):
    """Stops expat at the root element: from there on the text is lxml's to judge."""


class _Guarded:
    """Hands bytes on only after what they declare has been seen to be harmless.

    lxml reports entity declarations only after it has parsed them, and expands entities inside
    attributes whatever it is told; so the prolog goes through expat first, which expands nothing.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._started = False
        self._in_prolog = True
        self._prolog = expat.ParserCreate()
        self._prolog.EntityDeclHandler = self._refuse
        self._prolog.StartElementHandler = self._root

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        while not self._started and chunk:
            # Scripts that collect EFetch answers often leave a blank line before <?xml.
            chunk = chunk.lstrip()
            self._started = bool(chunk)
            chunk = chunk or self._stream.read(size)
        if self._in_prolog:
            self._look_at(chunk)
        return chunk

    def _look_at(self, chunk: bytes) -> None:
        try:
            self._prolog.Parse(chunk, not chunk)
        except _PrologSeenError:
            self._in_prolog = False
        except (LookupError, ValueError) as error:
            # Python's own answers to an encoding declaration it cannot serve.
            raise _BrokenError(f"its encoding cannot be read: {clean(str(error))}") from error

    def _refuse(self, name: str, *_: object) -> None:
        raise _EntitiesDeclaredError(name)

    def _root(self, name: str, _: object) -> None:
        if name not in ROOT_ELEMENTS:
            raise _ForeignRootError(name)
        raise _PrologSeenError
