"""Files of an upload on their way to the disk: a file's name is data, and names no place."""

import errno
import re
import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import category

from index.errors import DiskFullError, StoreError

# The disk has no room, its user may have no more, or no file may be larger.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# Readers tell formats apart by content; the ending only helps people who look into the folder.
_ENDING = re.compile(r"(?:\.[A-Za-z0-9]{1,8}){1,2}\Z")
_NAME_CHARACTERS = 200


@dataclass(slots=True)
class Reception:
    """A folder that fills: `names` are the files' own, `files/0.xml`, `files/1.csv` where they
    are."""

    id: str
    owner: str
    folder: Path
    names: list[str] = field(default_factory=list)

    @classmethod
    def made(cls, parent: Path, owner: str) -> "Reception":
        """A new one, under an id that nobody guesses."""
        id_ = uuid.uuid4().hex
        folder = parent / f".half-{id_}"
        (folder / "files").mkdir(parents=True, mode=0o700)
        return cls(id_, owner, folder)

    def place(self, name: str) -> Path:
        """Where the next file goes, which its user calls `name`."""
        shown = shown_name(name)
        ending = _ENDING.search(shown)
        number = len(self.names)
        self.names.append(shown)
        return self.folder / "files" / f"{number}{ending.group().lower() if ending else ''}"

    def discard(self) -> None:
        """Remove all of it; nothing of what is a job by now."""
        gone = self.folder.with_name(f"{self.folder.name}-gone")
        try:
            # In one step, as it becomes a job: never half of each.
            self.folder.rename(gone)
        except FileNotFoundError:
            return
        shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def keeping() -> Iterator[None]:
    """What a disk says while an upload is kept, as errors of ours: DiskFullError, StoreError."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFullError(
                "the server's disk has no room for these files", "Send less, or free some"
            ) from error
        raise StoreError(
            f"the server cannot keep files ({error.strerror})",
            "See that ABSTRACTQA_SERVE_DATA can be written to",
        ) from error


def shown_name(name: str) -> str:
    """A file's name as it may be shown: its last part, whatever separates parts; no characters
    that are invisible or turn text around."""
    last = re.split(r"[/\\]", name)[-1]
    clean = "".join(c if category(c)[0] != "C" else " " for c in last)
    return " ".join(clean.split())[:_NAME_CHARACTERS] or "file"


def stored_files(folder: Path) -> Sequence[Path]:
    """The files of a job, in the order of its names."""
    return sorted((folder / "files").iterdir(), key=lambda path: int(path.name.partition(".")[0]))
