"""Where things lie on this machine, which whoever asks over HTTP has no use for: of a path in an
error they see the last part."""

import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from index.errors import AbstractQAError
from qa.settings import Settings

# A path stands alone, or after a colon (`gguf:/models/a.gguf`): not within a word or an address.
_BEFORE = r"(?<![\w./-])"
_NO_ADDRESS = r"(?!(?<=:)//)"
_FILE = "file://"


class Places:
    """The paths that errors may name: in folders that are set, whole, and any of this machine."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        known = (Path.home(), Path.cwd(), Path(sys.prefix), Path(tempfile.gettempdir()))
        given = [one for path in paths for one in (path, path.absolute(), path.resolve())]
        folders = {f"{folder}/" for folder in (*known, *(path.parent for path in given))}
        # The longest first: what is left of it is a name.
        longest = sorted(folders - {"/", "./", "//"}, key=len, reverse=True)
        self._folders = re.compile(_BEFORE + f"(?:{'|'.join(map(re.escape, longest))})")
        self._paths = re.compile(_any_path())

    @classmethod
    def of(cls, settings: Settings, data: Path) -> "Places":
        """Those of a library and of the server's own folder, their sub-folders as well."""
        store = settings.store
        inside = [folder / name for folder in (store, data) for name in ("a", "jobs/a")]
        named = [settings.embedder, settings.reranker, (settings.llm or "").rpartition(":")[2]]
        return cls([store, data, *inside, *(Path(name) for name in named if name.startswith("/"))])

    def hidden(self, text: str) -> str:
        """The text with names in place of paths."""
        return self._paths.sub(_name, self._folders.sub("", text))

    def told(self, error: AbstractQAError) -> str:
        """What an error says, so."""
        return self.hidden(str(error))

    @contextmanager
    def hiding(self) -> Iterator[None]:
        """Errors of ours that are raised meanwhile, without these paths."""
        try:
            yield
        except AbstractQAError as error:
            error.problem, error.remedy = self.hidden(error.problem), self.hidden(error.remedy)
            error.args = (self.hidden(str(error)),)
            raise


def _any_path() -> str:
    """Whatever begins as a path of this machine does: routes of the server do not. In quotes it may
    have spaces."""
    roots = f"/+(?:{'|'.join(re.escape(one.name) for one in Path('/').iterdir())})"
    quoted = rf"(?<=')(?:{_FILE})?{roots}(?:/[^'\n]*)?(?=')"
    alone = rf"(?:(?<!\w){_FILE}|{_BEFORE}{_NO_ADDRESS}){roots}(?:/[^\s'\"<>,;:)\]]*)?(?![\w-])"
    return f"{quoted}|{alone}"


def _name(path: re.Match[str]) -> str:
    return PurePosixPath(path[0].removeprefix(_FILE)).name
