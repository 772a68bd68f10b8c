"""Which files an event of the page may name: those that came in by its own upload, no others.

Gradio asks this of pages that it launches, not of pages that are mounted; and it fetches addresses
for whoever sends one in place of a file.
"""

from contextlib import suppress
from pathlib import Path

import gradio as gr
from gradio.utils import get_upload_folder


def only_uploads(page: gr.Blocks) -> None:
    """Have every part of the page refuse files of this machine, and addresses of others."""
    page.has_launched = True
    for block in page.blocks.values():
        block.async_move_resource_to_block_cache = _kept  # type: ignore[method-assign, assignment]


def received(path: str) -> Path:
    """The file that came in; raises `gr.Error` for anything else."""
    folder = Path(get_upload_folder()).resolve()
    # No file can have some names.
    with suppress(OSError, ValueError):
        file = Path(path).resolve()
        if file.is_relative_to(folder) and file.is_file():
            return file
    raise gr.Error("no file was uploaded under this name", print_exception=False)


async def _kept(path: str | Path | None) -> str | None:
    return None if path is None else str(received(str(path)))
