"""Reading sources: any supported file in, a stream of records, failures and deletions out."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from index.errors import SourceError, UnknownFormatError
from index.records import Event, Failure, Skipped
from index.sources import (
    abstract_text,
    beir,
    bioasq,
    medline,
    pubmed_xml,
    pubmedqa,
    ris,
    saved_page,
    scifact,
    tables,
)
from index.sources.detect import detect, refuse_binary
from index.sources.files import STDIN, SourceStream, decode_head, expand, open_source
from index.sources.named import Corpus, locate, named

__all__ = ["CORPORA", "READERS", "Reader", "expand", "read"]

Reader = Callable[[BinaryIO, str], Iterator[Event]]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "pubmed-xml": pubmed_xml.read,
        "medline": medline.read,
        "ris": ris.read,
        "pubmed-text": abstract_text.read,
        "saved-page": saved_page.read,
        "pubmed-csv": tables.read_pubmed_csv,
        "csv": tables.read_csv,
        "jsonl": tables.read_jsonl,
    }
)
"""The reader of each format that `detect` names."""

CORPORA: Mapping[str, Reader] = MappingProxyType(
    {
        "scifact": scifact.read,
        "beir": beir.read,
        "pubmedqa": pubmedqa.read,
        "bioasq": bioasq.read,
    }
)
"""The reader of each published corpus, by the prefix that names it."""


def read(source: str) -> Iterator[Event]:
    """Everything in one source, in the order it stands there.

    A source is a path, `-` for standard input, or either after a prefix of `CORPORA`; the prefix
    is no part of the path that records and failures name. Never raises for what the source
    holds: a source that cannot be opened or recognised gives one Failure, one that breaks off a
    Failure after what was read, an empty one a Skipped.
    """
    corpus = named(source)
    path = corpus.path if corpus else source
    try:
        if corpus and path != STDIN:
            path = locate(corpus).path
        yield from _read(path, corpus)
    except SourceError as error:
        yield Failure(_shown(path), "", str(error))


def _shown(path: str) -> str:
    """A file name need not be UTF-8; what is stored and printed of it must be."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _read(path: str, corpus: Corpus | None) -> Iterator[Event]:
    shown = _shown(path)
    with open_source(path) as stream:
        try:
            yield from _events(stream, shown, corpus)
        except UnknownFormatError:
            # A file torn off in its first bytes cannot be recognised: the tear is what to say.
            if stream.damage is None:
                raise
        if stream.damage is not None:
            yield Failure(shown, "", stream.damage)


def _events(stream: SourceStream, path: str, corpus: Corpus | None) -> Iterator[Event]:
    head = stream.head()
    if not decode_head(head).strip(" \t\r\n\ufeff"):
        if stream.damage is None:
            yield Skipped(path, "", f"{path!r} is empty. Export it again if it should not be.")
        return
    empty = True
    if corpus:
        refuse_binary(head, path)
        reader = CORPORA[corpus.format]
    else:
        reader = READERS[detect(head, path)]
    for event in reader(stream, path):
        empty = False
        # What a reader says of a whole file that broke off is the damage seen from inside.
        if stream.damage is None or not isinstance(event, Failure) or event.record:
            yield event
    if empty and stream.damage is None:
        yield Skipped(path, "", f"{path!r} holds no records. Export it again if it should.")
