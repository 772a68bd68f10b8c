"""Vectors that are open in this process: once for each folder, however many stores are open on it.

Chroma keeps one system for each folder in a process and hands it to whoever opens the folder again.
So a second store on the folder cannot open it anew, nor close it, on its own: what another process
has written would be seen by neither (`qa.open` in a notebook cell that is run twice).
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import uuid4

from index.vectors import DATABASE, VectorIndex

# Begins each note of this process that vectors were written.
PROCESS = uuid4().hex

_lock = Lock()
_open: dict[Path, "SharedVectors"] = {}


@dataclass(slots=True)
class SharedVectors:
    """The vectors in a folder, which `users` stores have open; `note` is the last that was seen."""

    index: VectorIndex
    folder: Path
    place: tuple[int, int] | None
    note: str
    users: int = 0

    def up_to(self, note: str) -> VectorIndex:
        """The vectors as they are written at this note: opened anew if another process left it."""
        with _lock:
            if note != self.note and not note.startswith(PROCESS):
                self.index.reopen()
            self.note = note
            return self.index

    def release(self) -> None:
        """Close the files once no store uses them any more."""
        with _lock:
            self.users -= 1
            if not self.users:
                del _open[self.folder]
                self.index.close()


def shared(folder: Path, note: str) -> SharedVectors:
    """The vectors in a folder, for one more store; `note` says who wrote them last."""
    folder = folder.resolve()
    with _lock:
        known = _open.get(folder)
        if known is None:
            index = VectorIndex(folder)
            known = _open[folder] = SharedVectors(index, folder, _place(folder), note)
        elif known.place != _place(folder):
            # Deleted and made again by its user, while what was there is still open.
            known.index.reopen()
            known.place, known.note = _place(folder), note
        known.users += 1
        return known


def _place(folder: Path) -> tuple[int, int] | None:
    """Where its database lies on the disk: elsewhere if made again, None if it is gone.

    Chroma holds that file open, so its place is not given to another meanwhile.
    """
    try:
        found = (folder / DATABASE).stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
