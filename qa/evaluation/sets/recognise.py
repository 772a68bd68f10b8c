"""Which formats a gold set could be in, told from its content."""

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from index.errors import SourceError
from qa.evaluation.sets.beir import parts_of
from qa.evaluation.sets.files import File, Item, decode, lines, read_file
from qa.evaluation.sets.own import GOLD_FIELDS
from qa.evaluation.sets.scifact import claim_files

_Object = Mapping[str, Any]
_ROWS = 20
"""How many rows are looked at: the first ones may be broken."""


def formats_of(path: str) -> list[str]:
    """The formats that a file or folder shows signs of: one, several or none.

    Raises SourceError if it cannot be opened, or is torn so early that nothing can be told.
    """
    if Path(path).is_dir():
        return _formats_of_folder(path)
    file = read_file(path)
    rows = list(islice(_objects(file), _ROWS))
    found = [name for name, is_in in _SIGNS.items() if any(map(is_in, rows))]
    if not found and file.damage:
        raise SourceError(file.damage)
    return found


def _formats_of_folder(folder: str) -> list[str]:
    signs = {"scifact": bool(claim_files(folder)), "beir": all(parts_of(folder))}
    return [name for name, there in signs.items() if there]


def _objects(file: File) -> Iterator[_Object]:
    """The file's one object if it is one, else the objects on its lines."""
    try:
        values = [decode(file.text)]
    except (ValueError, RecursionError):
        yield from (
            item.value
            for item in lines(file)
            if isinstance(item, Item) and isinstance(item.value, dict)
        )
    else:
        yield from (value for value in values if isinstance(value, dict))


def _is_pubmedqa(found: _Object) -> bool:
    some = islice(found.values(), _ROWS)
    return any(isinstance(value, dict) and "QUESTION" in value for value in some)


def _is_bioasq(found: _Object) -> bool:
    return isinstance(found.get("questions"), list)


def _is_scifact(found: _Object) -> bool:
    return isinstance(found.get("claim"), str) and "id" in found


def _is_evidence_inference(found: _Object) -> bool:
    return "answerable_from_abstract" in found


def _is_gold(found: _Object) -> bool:
    return isinstance(found.get("question"), str) and not found.keys().isdisjoint(GOLD_FIELDS)


_SIGNS: Mapping[str, Callable[[_Object], bool]] = {
    "pubmedqa": _is_pubmedqa,
    "bioasq": _is_bioasq,
    "scifact": _is_scifact,
    "evidence-inference": _is_evidence_inference,
    "gold": _is_gold,
}
