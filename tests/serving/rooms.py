"""Folders that hold little: a small disk of their own, or the rule that no file be larger."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Bytes; SQLite and a job's own file need some.
ROOM = 1 << 20


@contextmanager
def little_room(folder: Path, room: int = ROOM) -> Iterator[Path]:
    """The folder while no more than `room` bytes fit in: a disk in memory where one may be mounted,
    else a limit on this process's files."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={room},mode=700", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], capture_output=True, check=False)  # noqa: S603, S607
    if mounted.returncode == 0:
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S603, S607
        return
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
