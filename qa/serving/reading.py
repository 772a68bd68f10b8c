"""A multipart body written to disk as it comes, and refused as soon as it is too much."""

from collections.abc import Callable
from typing import Any, BinaryIO

import anyio
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.exceptions import HTTPException
from starlette.requests import Request

from qa.serving.reception import Reception, keeping
from qa.serving.settings import ServerSettings

FIELD = "files"


async def read_files(request: Request, reception: Reception, settings: ServerSettings) -> None:
    """Fill the reception with the request's files.

    Raises HTTPException: 413 for too much, 415 for another kind of body, 422 for a broken one;
    DiskFullError and StoreError where the files cannot be kept.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data":
        raise HTTPException(415, "an upload is multipart/form-data, with its files in `files`")
    parts = _Parts(reception, settings)
    with keeping():
        await _parse(request, options.get(b"boundary", b""), parts)
    if not parts.ended or not reception.names:
        raise HTTPException(422, "there is no whole file in the body. Send some in `files`")


async def _parse(request: Request, boundary: bytes, parts: "_Parts") -> None:
    try:
        parser = MultipartParser(boundary, parts.callbacks)  # type: ignore[arg-type]
        async for chunk in request.stream():
            # Off the event loop: a slow disk must not keep others waiting.
            await anyio.to_thread.run_sync(parser.write, chunk)
        parser.finalize()
    except FormParserError as error:
        raise HTTPException(
            422, f"the multipart body is broken ({error}). Send it again"
        ) from error
    finally:
        parts.close()


class _Parts:
    """The parts of one body, written where they belong."""

    def __init__(self, reception: Reception, settings: ServerSettings) -> None:
        self._reception, self._settings = reception, settings
        self._file: BinaryIO | None = None
        self._header, self._value, self._disposition = b"", b"", b""
        self._size = self._total = 0
        self.ended = False

    @property
    def callbacks(self) -> dict[str, Callable[..., Any]]:
        """What the parser calls."""
        names = (
            "part_begin part_data part_end header_field header_value header_end "
            "headers_finished end"
        )
        return {f"on_{name}": getattr(self, f"_{name}") for name in names.split()}

    def _part_begin(self) -> None:
        self._disposition, self._size = b"", 0

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"filename")
        if name is None or options.get(b"name") != FIELD.encode():
            raise HTTPException(422, "a part of the body is no file. Send files, each in `files`")
        if len(self._reception.names) >= self._settings.max_files:
            limit = self._settings.max_files
            raise HTTPException(422, f"more than {limit} files. Send them in several uploads")
        self._file = self._reception.place(name.decode("utf-8", "replace")).open("xb")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            return
        self._size += end - start
        self._total += end - start
        if self._size > self._settings.max_file or self._total > self._settings.max_upload:
            limits = f"{self._settings.max_file} bytes a file, {self._settings.max_upload} in all"
            raise HTTPException(413, f"the files are larger than allowed: {limits}. Send less")
        self._file.write(data[start:end])

    def _part_end(self) -> None:
        self.close()

    def _end(self) -> None:
        self.ended = True

    def close(self) -> None:
        """Close the file that is being written."""
        file, self._file = self._file, None
        if file is not None:
            file.close()
