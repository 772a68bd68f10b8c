"""Files sent to be indexed, some at a time, and their jobs followed until they are done."""

import io
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from index.build import IndexReport
from index.errors import AbstractQAError, RemoteError, SettingsError, SourceError
from index.progress import Advance, Progress
from index.sources.files import STDIN, expand
from qa.characters import encodable
from qa.client import replies, sending
from qa.client.sending import Request
from qa.client.transport import Files, Transport

# Well below what a server takes at a time.
_FILES, _BYTES = 50, 128 << 20
_PAUSES = (0.05, 0.1, 0.2, 0.5)
_UNITS = {"reading": "record", "embedding": "abstract"}


@dataclass(frozen=True, slots=True)
class Job:
    """What a server says of an upload; see `qa.serving.job`."""

    id: str
    state: str
    stage: str | None = None
    done: int = 0
    total: int | None = None
    report: Mapping[str, Any] | None = None
    error: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _File:
    """A file of this machine, and what it is called at the server."""

    path: Path
    name: str

    @property
    def size(self) -> int:
        return self.path.stat().st_size


def index(
    transport: Transport, sources: Sequence[str], progress: Progress, names: Mapping[str, str]
) -> IndexReport:
    """Have the server index files, folders or patterns of this machine, as `Library.index` does.

    `names` says what files are called where that is not their name here.
    Interrupted, the job is stopped; what it has indexed stays. Raises SourceError if an argument
    names nothing or a file cannot be read, and whatever ended the job.
    """
    files = list(_named(sources, names))
    return _sum([_batch(transport, batch, progress) for batch in _batches(files)])


def _named(sources: Sequence[str], names: Mapping[str, str]) -> Iterator[_File]:
    for one in expand(sources):
        if one == STDIN or not Path(one).is_file():
            raise SettingsError(f"{one!r} cannot be uploaded", "Give files")
        yield _File(Path(one), encodable(names.get(one, Path(one).name)))


def _batches(files: Sequence[_File]) -> Iterator[list[_File]]:
    batch: list[_File] = []
    held = 0
    for file in files:
        size = file.size
        if batch and (len(batch) == _FILES or held + size > _BYTES):
            yield batch
            batch, held = [], 0
        batch.append(file)
        held += size
    if batch:
        yield batch


def _batch(transport: Transport, files: Sequence[_File], progress: Progress) -> IndexReport:
    job = _uploaded(transport, files, progress)
    try:
        return _followed(transport, job, progress)
    except BaseException:
        # Whatever it was, its own story is worth more than that the server cannot be told.
        with suppress(AbstractQAError):
            transport.send(sending.job(job.id, "DELETE"))
        raise


def _uploaded(transport: Transport, files: Sequence[_File], progress: Progress) -> Job:
    total = sum(file.size for file in files)
    with progress.track("uploading", "byte", total) as advance, ExitStack() as opened:

        def parts() -> Files:
            return [
                ("files", (file.name, opened.enter_context(_counted(file.path, advance))))
                for file in files
            ]

        sent = transport.send(Request("POST", "/v1/articles"), parts)
    return replies.read(Job, sent, transport.url)


def _followed(transport: Transport, job: Job, progress: Progress) -> IndexReport:
    """What the job came to, its stages shown as they pass."""
    pauses = chain(_PAUSES, repeat(_PAUSES[-1]))
    stage, counted, shown = None, 0, ExitStack()
    with shown:
        advance: Advance = _ignored
        while job.state in ("waiting", "running"):
            if job.stage and job.stage != stage:
                shown.close()
                stage, counted = job.stage, 0
                track = progress.track(stage, _UNITS.get(stage, "step"), job.total)
                advance = shown.enter_context(track)
            advance(job.done - counted)
            counted = job.done
            time.sleep(next(pauses))
            sent = transport.send(sending.job(job.id))
            job = replies.read(Job, sent, transport.url)
        if job.stage == stage and job.state == "done":
            advance(job.done - counted)
    return _outcome(job, transport.url)


def _outcome(job: Job, url: str) -> IndexReport:
    if job.state == "done" and job.report is not None:
        return replies.report(job.report, url)
    if job.state == "stopped":
        raise RemoteError(
            f"the upload was stopped at {url}", "What was indexed stays; send the rest again"
        )
    raise replies.told({"error": job.error}, url)


def _sum(reports: Sequence[IndexReport]) -> IndexReport:
    return IndexReport(
        read=sum(one.read for one in reports),
        added=sum(one.added for one in reports),
        updated=sum(one.updated for one in reports),
        unchanged=sum(one.unchanged for one in reports),
        skipped=tuple(event for one in reports for event in one.skipped),
        failed=tuple(event for one in reports for event in one.failed),
        deletions=tuple(dict.fromkeys(pmid for one in reports for pmid in one.deletions)),
        seconds=sum(one.seconds for one in reports),
        more_skipped=sum(one.more_skipped for one in reports),
        more_failed=sum(one.more_failed for one in reports),
    )


def _counted(file: Path, advance: Advance) -> "_Counted":
    try:
        return _Counted(file, advance)
    except OSError as error:
        raise SourceError(
            f"{str(file)!r} cannot be read ({error.strerror})", "Check its permissions"
        ) from error


def _ignored(count: int, /) -> None:
    del count


class _Counted(io.FileIO):
    """A file that says how much of it has been read."""

    def __init__(self, path: Path, advance: Advance) -> None:
        super().__init__(path)
        self._advance = advance

    def read(self, size: int | None = -1, /) -> bytes:
        """As a file does."""
        data = super().read(size)
        self._advance(len(data))
        return data
