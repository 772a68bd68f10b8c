"""Vectors that are open in this process: once for each folder, however many stores are open on it.

Chroma keeps one system for each folder in a process and hands it to whoever opens the folder again.
So a second store on the folder cannot open it anew, nor close it, on its own: what another process
has written would be seen by neither (`qa.open` in a notebook cell that is run twice).
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import uuid4

from index.inode import inode
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
        """The vectors as they are written at this note: opened anew if another process left it,
        or put others in their place."""
        with _lock:
            written_elsewhere = note != self.note and not note.startswith(PROCESS)
            if written_elsewhere or self.place != inode(self.folder / DATABASE):
                self._reopen()
            self.note = note
            return self.index

    def _reopen(self) -> None:
        self.index.reopen()
        self.place = inode(self.folder / DATABASE)

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
            known = _open[folder] = SharedVectors(index, folder, inode(folder / DATABASE), note)
        known.users += 1
        return known
