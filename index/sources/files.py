"""Finding, opening and decoding source files: folders, patterns, gzip, standard input."""

import codecs
import glob
import gzip
import io
import math
import os
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from index.errors import SourceError
from index.sources.named import locate, named

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STDIN = "-"
HEAD_BYTES = 1 << 16
"""How much of a source `SourceStream.head` shows; enough to tell the formats apart."""
LINE_BYTES = 1 << 28
"""The longest line of a gzip file, which readers hold whole: half a megabyte can unpack to one of
half a gigabyte."""

_GZIP_MAGIC = b"\x1f\x8b"
_UTF16_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def expand(arguments: Sequence[str]) -> Iterator[str]:
    """The files that FILE, FOLDER, PATTERN and `-` arguments stand for, in the order given.

    Folders are walked to the bottom in sorted order, hidden files and folders left out. A corpus
    with its prefix gives its file, with the prefix. Raises SourceError for a path or corpus that
    does not exist, a pattern or a folder that gives no file.
    """
    for argument in arguments:
        corpus = named(argument)
        if argument == STDIN:
            yield argument
        elif corpus:
            yield argument if corpus.path == STDIN else str(locate(corpus))
        elif Path(argument).exists():
            yield from _under(argument)
        elif glob.has_magic(argument):
            # Path.glob takes no absolute patterns.
            found = sorted(glob.glob(argument, recursive=True))  # noqa: PTH207
            if not found:
                raise SourceError(
                    f"No file matches the pattern {argument!r}",
                    "Check it, and quote it if your shell expands patterns itself.",
                )
            for path in found:
                yield from _under(path)
        else:
            raise SourceError(f"{argument!r} does not exist", "Check the path and its spelling.")


def _under(path: str) -> Iterator[str]:
    if not Path(path).is_dir():
        yield path
        return
    empty = True
    for folder, folders, names in os.walk(path, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            file = Path(folder, name)
            # A named pipe would block for ever; a dangling link is reported when it is opened.
            if file.is_file() or not file.exists():
                empty = False
                yield str(file)
    if empty:
        raise SourceError(f"The folder {path!r} holds no file", "Name one that holds your exports.")


def _refuse(error: OSError) -> None:
    raise SourceError(
        f"The folder {error.filename!r} cannot be listed: {error.strerror}",
        "Check its permissions.",
    ) from error


class _Filled(io.RawIOBase):
    """Fills every read to the full, so that one peek shows the whole head, even of a pipe.

    A source that breaks off (torn gzip, disk error) ends there, and `damage` says why: what came
    before it stays readable. So does one that unpacks to a line of more than `longest` bytes.
    """

    def __init__(self, source: io.BufferedIOBase, path: str, longest: float) -> None:
        self._source = source
        self._path = path
        self._line, self._longest = 0, longest
        self.damage: str | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)
        filled = 0
        while filled < len(view) and self.damage is None:
            piece = self._read(len(view) - filled)
            if not piece:
                break
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._measure(piece)
        return filled

    def _measure(self, piece: bytes) -> None:
        end = piece.rfind(b"\n")
        self._line = self._line + len(piece) if end < 0 else len(piece) - end - 1
        if self._line > self._longest:
            self.damage = (
                f"{self._path!r} unpacks to a line of more than {self._longest:,} bytes. What came "
                "before was read; unpack it and look what it is, or export the records again."
            )

    def _read(self, size: int) -> bytes:
        try:
            return self._source.read1(size)
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            self.damage = (
                f"{self._path!r} is a damaged or incomplete gzip file ({error}). What came before "
                "the damage was read; download the file again and check it with gzip -t."
            )
        except OSError as error:
            self.damage = (
                f"{self._path!r} could not be read to its end ({error}). What came before was "
                "read; check the disk or copy the file again."
            )
        return b""


class SourceStream(io.BufferedReader):
    """An open source, gunzipped, whose head can be seen without consuming it."""

    def __init__(self, source: io.BufferedIOBase, path: str, longest: float = math.inf) -> None:
        self._filled = _Filled(source, path, longest)
        super().__init__(self._filled, HEAD_BYTES)

    @property
    def damage(self) -> str | None:
        """Why the source ended early, known once it has been read to its end; else None."""
        return self._filled.damage

    def head(self) -> bytes:
        """The first `HEAD_BYTES` (or all, if less), before anything has been read."""
        return self.peek(HEAD_BYTES)


@contextmanager
def open_source(path: str) -> Iterator[SourceStream]:
    """The bytes of a file or, for `-`, of standard input; gunzipped if they are gzip.

    Gzip is known by its first bytes, not by the name. A gzip file that breaks off ends early
    and says so in `damage`. Raises SourceError if the file cannot be opened.
    """
    with ExitStack() as stack:
        plain = SourceStream(_opened(path, stack), path)
        if not plain.head().startswith(_GZIP_MAGIC):
            yield plain
            return
        with gzip.GzipFile(fileobj=plain) as unzipped:
            yield SourceStream(unzipped, path, LINE_BYTES)


def _opened(path: str, stack: ExitStack) -> io.BufferedIOBase:
    if path == STDIN:
        # Standard input belongs to the process: it is read here, never closed.
        stdin = getattr(sys.stdin, "buffer", None)
        if not isinstance(stdin, io.BufferedIOBase):
            raise SourceError("There is no standard input to read", "Name a file instead of '-'.")
        return stdin
    try:
        return stack.enter_context(Path(path).open("rb"))
    except OSError as error:
        raise SourceError(
            f"{path!r} cannot be opened: {error.strerror}", "Check the path and its permissions."
        ) from error


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("abstractqa-cp1252", _as_windows_1252)


def open_text(stream: BinaryIO) -> TextIO:
    """The stream as text, line ends turned to `\\n` and any byte-order mark removed.

    UTF-16 if its byte-order mark says so, else UTF-8. Bytes that cannot be UTF-8 are read as
    Windows-1252, the one other encoding that reference managers write. That is decided byte
    sequence by byte sequence: a Windows-1252 letter is practically never valid UTF-8, files
    glued together from both occur, and nothing has to be read twice. What neither knows becomes
    U+FFFD.
    """
    peekable = stream if isinstance(stream, io.BufferedReader) else _buffered(stream)
    if peekable.peek(2).startswith(_UTF16_BOMS):
        return io.TextIOWrapper(peekable, encoding="utf-16", errors="replace")
    return io.TextIOWrapper(peekable, encoding="utf-8-sig", errors="abstractqa-cp1252")


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(stream.read()))


def decode_head(head: bytes) -> str:
    """The first bytes of a source as `open_text` would show them."""
    return open_text(io.BytesIO(head)).read()
