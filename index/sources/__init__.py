"""Reading sources: any supported file in, a stream of records, failures and deletions out."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import BinaryIO

from index.errors import SourceError, UnknownFormatError
from index.records import Event, Failure, Skipped
from index.sources import abstract_text, medline, pubmed_xml, ris, saved_page, tables
from index.sources.detect import detect
from index.sources.files import SourceStream, decode_head, expand, open_source

__all__ = ["READERS", "Reader", "expand", "read"]

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


def read(path: str) -> Iterator[Event]:
    """Everything in one source (a path, or `-` for standard input), in the order it stands there.

    Never raises for what the source holds: a source that cannot be opened or recognised gives
    one Failure, one that breaks off a Failure after what was read, an empty one a Skipped.
    """
    # A file name need not be UTF-8; what is stored and printed of it must be.
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        with open_source(path) as stream:
            try:
                yield from _events(stream, shown)
            except UnknownFormatError:
                # A file torn off in its first bytes cannot be recognised: the tear is what to say.
                if stream.damage is None:
                    raise
            if stream.damage is not None:
                yield Failure(shown, "", stream.damage)
    except SourceError as error:
        yield Failure(shown, "", str(error))


def _events(stream: SourceStream, path: str) -> Iterator[Event]:
    head = stream.head()
    if not decode_head(head).strip(" \t\r\n\ufeff"):
        if stream.damage is None:
            yield Skipped(path, "", f"{path!r} is empty. Export it again if it should not be.")
        return
    empty = True
    for event in READERS[detect(head, path)](stream, path):
        empty = False
        # What a reader says of a whole file that broke off is the damage seen from inside.
        if stream.damage is None or not isinstance(event, Failure) or event.record:
            yield event
    if empty and stream.damage is None:
        yield Skipped(path, "", f"{path!r} holds no records. Export it again if it should.")
