"""A store that can only be read: on a disk that is mounted so, or another user's.

The engines of its indexes write where they only read: a lock, the state of their own database. They
are given a folder of their own with links to what is large and copies of what they write to.
"""

import os
import shutil
from pathlib import Path

# What an engine writes to, or looks at for changes; the rest is linked.
_COPIED = (".json", ".sqlite3", ".pickle")


def writable(folder: Path) -> bool:
    """Whether this user may write there."""
    return os.access(folder, os.W_OK)


def mirrored(folder: Path, into: Path) -> Path:
    """The same folder under `into`, where it may be written to.

    It stays as it is, whatever becomes of the other. Raises OSError where there is no room for it.
    """
    for parent, _, files in os.walk(folder):
        made = into / folder.name / Path(parent).relative_to(folder)
        made.mkdir(parents=True, mode=0o700)
        for name in files:
            file = Path(parent) / name
            if name.endswith(_COPIED):
                shutil.copyfile(file, made / name)
            elif not name.endswith(".lock"):
                (made / name).symlink_to(file.absolute())
    return into / folder.name
