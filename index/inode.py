"""Which file it is that lies at a path: another one may be put there while the first is open."""

from pathlib import Path


def inode(file: Path) -> tuple[int, int] | None:
    """Where a file lies on the disk: elsewhere if made again, None if it is gone.

    Whoever holds the file open keeps its place from being given to another.
    """
    try:
        found = file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
