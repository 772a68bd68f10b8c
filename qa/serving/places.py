"""Folders of this machine, which whoever asks over HTTP has no use for: of a path in an error they
see the last part."""

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import AbstractQAError
from qa.settings import Settings

# A path stands alone, or after a colon (`gguf:/models/a.gguf`): not within a word or an address.
_BEFORE = r"(?<![\w./-])"


class Places:
    """The folders that errors may name: those that are set, and those that any program uses."""

    def __init__(self, paths: Iterable[Path]) -> None:
        known = (Path.home(), Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir()))
        given = [one for path in paths for one in (path, path.absolute(), path.resolve())]
        folders = {f"{folder}/" for folder in (*known, *(path.parent for path in given))}
        # The longest first: what is left of it is a name.
        longest = sorted(folders - {"/", "./", "//"}, key=len, reverse=True)
        self._folders = re.compile(_BEFORE + f"(?:{'|'.join(map(re.escape, longest))})")

    @classmethod
    def of(cls, settings: Settings, data: Path) -> "Places":
        """Those of a library and of the server's own folder, their sub-folders as well."""
        store = settings.store
        inside = [folder / name for folder in (store, data) for name in ("a", "jobs/a")]
        named = [settings.embedder, settings.reranker, (settings.llm or "").rpartition(":")[2]]
        return cls([store, data, *inside, *(Path(name) for name in named if name.startswith("/"))])

    def hidden(self, text: str) -> str:
        """The text with names in place of paths."""
        return self._folders.sub("", text)

    @contextmanager
    def hiding(self) -> Iterator[None]:
        """Errors of ours that are raised meanwhile, without these folders."""
        try:
            yield
        except AbstractQAError as error:
            error.problem, error.remedy = self.hidden(error.problem), self.hidden(error.remedy)
            error.args = (self.hidden(str(error)),)
            raise
