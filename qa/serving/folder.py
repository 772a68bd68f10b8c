"""The server's own folder, where uploads and conversations are kept."""

from pathlib import Path

from index.errors import StoreError, StoreLockedError
from index.readable import writable
from qa.conversations import FILE, Conversations


def made(folder: Path) -> Path:
    """The folder, which only its owner reads: questions are nobody else's business.

    Raises StoreError where it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            f"the folder {folder} cannot be made ({error.strerror})",
            "Name another in ABSTRACTQA_SERVE_DATA",
        ) from error
    if not writable(folder):
        raise StoreError(
            f"the folder {folder} can only be read", "Name another in ABSTRACTQA_SERVE_DATA"
        )
    return folder


def conversations_in(folder: Path) -> Conversations:
    """Those kept there; raises StoreLockedError where another server keeps its own."""
    try:
        return Conversations(folder / FILE)
    except StoreLockedError as error:
        raise StoreLockedError(
            f"another server keeps its uploads and conversations in {folder}",
            "Use that one, or stop it; servers of different stores need an ABSTRACTQA_SERVE_DATA "
            "each",
        ) from error
