"""Published corpora, named by a prefix: `scifact:FOLDER`, `pubmedqa:FILE`.

Their layouts are not told by content: the prefix names the format. It stands before a path as
the user gives it, and nowhere else: what is stored is the path.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from index.errors import SourceError

_CORPUS = ("corpus.jsonl", "corpus.jsonl.gz")
# The file that a folder must hold; where there is none, the file itself is to be named.
_FILES = {"scifact": _CORPUS, "beir": _CORPUS, "pubmedqa": (), "bioasq": ()}
_HINTS = {
    "scifact": "scifact:FOLDER, with the published corpus.jsonl or corpus.jsonl.gz in it",
    "beir": "beir:FOLDER, with the published corpus.jsonl or corpus.jsonl.gz in it",
    "pubmedqa": "pubmedqa:FILE, one of PubMedQA's ori_pq*.json",
    "bioasq": "bioasq:FILE, one of BioASQ's task B files of questions",
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A format and a path, as in `scifact:data`."""

    format: str
    path: str

    def __str__(self) -> str:
        return f"{self.format}:{self.path}"


def named(argument: str) -> Corpus | None:
    """The corpus that an argument names, or None if it is a path like any other."""
    name, _, path = argument.partition(":")
    # Of an odd name, `os.path.exists` says no where Path raises.
    if name not in _FILES or name == argument or os.path.exists(argument):  # noqa: PTH110
        return None
    return Corpus(name, path)


def locate(corpus: Corpus) -> Corpus:
    """The corpus with the path of its file. Raises SourceError if there is none."""
    path = corpus.path
    if os.path.isdir(path):  # noqa: PTH112
        for name in _FILES[corpus.format]:
            file = Path(path, name)
            if file.is_file():
                return Corpus(corpus.format, str(file))
        wanted = " or ".join(_FILES[corpus.format])
        problem = f"there is no {wanted} in this folder" if wanted else "this is a folder"
    elif os.path.exists(path):  # noqa: PTH110
        return corpus
    else:
        problem = "this does not exist"
    raise SourceError(
        f"{str(corpus)!r} names no corpus: {problem}", f"Name {_HINTS[corpus.format]}."
    )
