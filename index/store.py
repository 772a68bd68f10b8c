"""A store on disk: the catalogue, the vectors and the lexical index, kept in step.

STORE/catalogue.sqlite   articles, the truth
STORE/vectors/           Chroma
STORE/lexical/           tantivy
STORE/write.lock         held while writing: two writers would corrupt the indexes
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from uuid import uuid4

from filelock import FileLock, Timeout

from index.article import Article
from index.catalogue import Catalogue
from index.closing import Closing
from index.embedder import Embedder
from index.errors import (
    EmbedderMismatchError,
    StoreDamagedError,
    StoreError,
    StoreLockedError,
    StoreMissingError,
    StoreReadOnlyError,
)
from index.lexical import PARTS, LexicalIndex
from index.readable import mirrored, writable
from index.sharing import PROCESS, SharedVectors, shared
from index.vectors import DATABASE, VectorIndex

SCHEMA_VERSION = 1
# What is embedded, and how; another recipe makes vectors that do not compare with these.
TEXT_RECIPE = "title and sentences, each alone; abstract = mean of them"

_WRITTEN = "vectors written"
_CATALOGUE = "catalogue.sqlite"
# In the folder of each index, whatever is in it.
_FILES = {"vectors": DATABASE, "lexical": PARTS}


@dataclass(frozen=True, slots=True)
class Manifest:
    """How a store was built; saved in it and checked when it is opened."""

    embedder: str
    dimensions: int
    recipe: str = TEXT_RECIPE
    schema_version: int = SCHEMA_VERSION


class Store(Closing):
    """Articles with their vectors and words. Open one with `Store.open` or `Store.create`.

    Any number of threads may read while one writes. Where another process deletes it or puts
    another in its place, `catalogue`, `vectors` and `lexical` are from then on those of what lies
    there; each raises StoreMissingError while there is nothing. So none is kept for long.
    """

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self.path = path
        self.embedder = embedder
        # Two threads that ask for the first time must not open an index twice.
        self._opening = RLock()
        self._mirror: TemporaryDirectory[str] | None = None
        # What was replaced last: somebody may read in it still.
        self._former = ExitStack()
        self._writing = False
        self._catalogue = Catalogue(path / _CATALOGUE)

    @classmethod
    def open(cls, path: Path, embedder: Embedder) -> "Store":
        """An existing store.

        Raises StoreMissingError if there is none, EmbedderMismatchError if it was built with
        another embedder or recipe, StoreDamagedError if it cannot be read.
        """
        _check_there(path)
        store = cls(path, embedder)
        store.check_manifest()
        return store

    @classmethod
    def create(cls, path: Path, embedder: Embedder) -> "Store":
        """The store at `path`, made if there is none."""
        if path.exists() and not path.is_dir():
            raise StoreMissingError(f"{path} is a file, not a folder", "Give another --store")
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder {path} cannot be made ({error.strerror})", "Give another --store"
            ) from error
        store = cls(path, embedder)
        store.check_manifest()
        return store

    @property
    def catalogue(self) -> Catalogue:
        """The articles. Raises StoreError where they were replaced and the new ones cannot be
        used."""
        known = self._catalogue
        return self._replaced(known) if known.lost else known

    def _replaced(self, lost: Catalogue) -> Catalogue:
        """What lies where `lost` did, opened in its place with its indexes; by one thread."""
        with self._opening:
            if self._catalogue is not lost:
                return self._catalogue
            _check_there(self.path)
            if self._writing:
                # Half of what is written would else go into the new one.
                raise StoreError(
                    f"the store at {self.path} was replaced while it was written to",
                    "Index again what was being indexed",
                )
            found = Catalogue.put_in_place(self.path / _CATALOGUE)
            try:
                self._check(found)
            except BaseException:
                found.close()
                raise
            self._leave_behind()
            self._catalogue = found
            return found

    def _leave_behind(self) -> None:
        self._former.close()
        self._former.callback(self._catalogue.close)
        if self._mirror is not None:
            self._former.callback(self._mirror.cleanup)
            self._mirror = None
        if "_vectors" in self.__dict__:
            self._former.callback(self.__dict__.pop("_vectors").release)
        self.__dict__.pop("_lexical", None)

    @property
    def vectors(self) -> VectorIndex:
        """The vectors, opened when first needed, and anew where another process has written."""
        with self._opening:
            note = self._note
            self._check_index("vectors")
            return self._vectors.up_to(note)

    def note_written(self) -> None:
        """Have other processes know, at the next commit, that the vectors are others."""
        self.catalogue.set_fact(_WRITTEN, f"{PROCESS} {uuid4().hex}")

    @property
    def _note(self) -> str:
        return self.catalogue.fact(_WRITTEN) or ""

    @property
    def lexical(self) -> LexicalIndex:
        """The lexical index, opened when first needed."""
        with self._opening:
            self._check_index("lexical")
            return self._lexical

    @cached_property
    def _vectors(self) -> SharedVectors:
        return shared(self._folder("vectors"), self._note)

    @cached_property
    def _lexical(self) -> LexicalIndex:
        return LexicalIndex(self._folder("lexical"))

    def _check_index(self, name: str) -> None:
        """Opening an index that has gone would make an empty one, in which nothing is found."""
        catalogue, folder = self.catalogue, self.path / name
        needed = folder if self._writing else folder / _FILES[name]
        if not needed.exists() and catalogue.backlog.count_indexed():
            raise StoreDamagedError(
                f"the store at {self.path} has lost its folder {name} or what was in it",
                f"Make it anew: abstractqa index --rebuild --store {self.path}",
            )

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        return folder if self.writable or not folder.is_dir() else self._mirrored(folder)

    def _mirrored(self, folder: Path) -> Path:
        if self._mirror is None:
            self._mirror = TemporaryDirectory(prefix="abstractqa-")
        try:
            return mirrored(folder, Path(self._mirror.name))
        except OSError as error:
            raise StoreError(
                f"the store at {self.path} can only be read, and no part of it copied to "
                f"{self._mirror.name} ({error.strerror})",
                "Free some room there, or name another place in TMPDIR",
            ) from error

    @property
    def writable(self) -> bool:
        """Whether this user may write to it; a store that is only read stays as it was opened."""
        return writable(self.path)

    def check_writable(self) -> None:
        """Raises StoreReadOnlyError where nothing can be written, StoreMissingError where there
        is no store any more."""
        if self._catalogue.lost:
            self._replaced(self._catalogue)
        if not self.writable:
            raise StoreReadOnlyError(
                f"the store at {self.path} can only be read",
                "Have it written to by a user who may, or index into another --store",
            )

    def check_there(self) -> None:
        """Raise if the store is gone, is another than this embedder's, or has lost an index."""
        with self._opening:
            self.check_manifest()
            for name in _FILES:
                self._check_index(name)

    def make_folders(self) -> None:
        """Give the indexes empty folders where theirs are lost, for rebuilding."""
        for name in ("vectors", "lexical"):
            (self.path / name).mkdir(exist_ok=True)

    @property
    def manifest(self) -> Manifest | None:
        """How the store was built; None before the first article."""
        return self._manifest(self.catalogue)

    def _manifest(self, catalogue: Catalogue) -> Manifest | None:
        saved = catalogue.fact("manifest")
        try:
            return Manifest(**json.loads(saved)) if saved else None
        except (TypeError, ValueError) as error:
            raise StoreDamagedError(
                f"the store at {self.path} does not say how it was built in a way that this "
                f"program reads ({error})",
                "Index the sources again into a new --store",
            ) from error

    def check_manifest(self) -> None:
        """Raise if the store was built by another embedder, recipe or schema version."""
        self._check(self.catalogue)

    def _check(self, catalogue: Catalogue) -> None:
        manifest = self._manifest(catalogue)
        if manifest is None:
            return
        if manifest.schema_version != SCHEMA_VERSION or manifest.recipe != TEXT_RECIPE:
            raise StoreDamagedError(
                f"the store at {self.path} has schema version {manifest.schema_version}, "
                f"this program reads {SCHEMA_VERSION}",
                "Index the sources again into a new --store",
            )
        if manifest.embedder != self.embedder.name:
            raise EmbedderMismatchError(
                f"the store at {self.path} was built with the embedder {manifest.embedder!r}, "
                f"not {self.embedder.name!r}",
                f"Use --embedder {manifest.embedder}, or index again into another --store",
            )

    def sign(self) -> None:
        """Save how the store is built, once; raise if the embedder's vectors do not fit it."""
        dimensions = self.embedder.dimensions
        manifest = self.manifest
        if manifest is None:
            built = Manifest(self.embedder.name, dimensions)
            self.catalogue.set_fact("manifest", json.dumps(asdict(built)))
        elif manifest.dimensions != dimensions:
            raise EmbedderMismatchError(
                f"the store at {self.path} holds vectors of {manifest.dimensions} dimensions, "
                f"{self.embedder.name!r} makes {dimensions}",
                "Use the model it was built with, or index again into another --store",
            )

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the write lock. Raises StoreLockedError if another process or thread holds it,
        StoreReadOnlyError where nothing can be written, StoreError where the store is replaced
        meanwhile."""
        # A lock would make the folder anew, were it gone.
        self.check_manifest()
        self.check_writable()
        lock = FileLock(self.path / "write.lock")
        try:
            with lock.acquire(timeout=0):
                with self._opening:
                    written, self._writing = self.catalogue, True
                try:
                    yield
                except BaseException as error:
                    # Half a placed record must not be committed by whoever writes next.
                    written.rollback()
                    if isinstance(error, StoreDamagedError) and written.lost:
                        self._replaced(written)  # It is not damaged: it is another.
                    raise
                finally:
                    self._writing = False
        except Timeout as error:
            raise StoreLockedError(
                f"something else is writing to the store at {self.path}",
                "Wait until it has finished, or give another --store",
            ) from error

    def article(self, name: str) -> Article:
        """One article by key, PMID, PMCID or DOI; raises ArticleNotFoundError."""
        return self.catalogue.get(name)

    def close(self) -> None:
        """Release the store's files; it cannot be used afterwards."""
        with self._opening:
            self._leave_behind()
            self._former.close()


def _check_there(path: Path) -> None:
    if not (path / _CATALOGUE).is_file():
        raise StoreMissingError(
            f"there is no store at {path}", "Make one: abstractqa index FILE --store DIR"
        )
