"""SciFact (`claims_dev.jsonl`): claims that sentences of abstracts support or contradict."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from index.errors import SettingsError, SourceError
from index.records import Failure
from qa.evaluation.gold import GoldEvidence, GoldQuestion
from qa.evaluation.sets.files import File, Item, files_in, lines, printable, read_file, splits_of
from qa.evaluation.sets.reading import Reading, events_of, no_such_split
from qa.evaluation.sets.rows import Count, Given, Id, Many, Row

_CLAIMS = re.compile(r"claims[_-](\w+)\.jsonl(?:\.gz)?")
_VERDICTS = {
    **dict.fromkeys(("SUPPORT", "SUPPORTS"), "yes"),
    **dict.fromkeys(("CONTRADICT", "CONTRADICTS", "REFUTE", "REFUTES"), "no"),
}


def _verdict(label: Any) -> str:
    verdict = _VERDICTS.get(label.strip().upper()) if isinstance(label, str) else None
    if verdict is None:
        raise ValueError(f"should be one of {', '.join(_VERDICTS)}")
    return verdict


class _Rationale(Row):
    sentences: Many[Count]
    label: Annotated[Literal["yes", "no"], BeforeValidator(_verdict)]


class _Claim(Row):
    id: Id
    claim: Given
    evidence: dict[Given, Many[_Rationale]] | None = None
    cited_doc_ids: Many[Id] = ()


def claim_files(folder: str) -> dict[str, str]:
    """The claims files of a folder, by split. Raises SourceError if it cannot be listed."""
    return splits_of(files_in(folder), _CLAIMS)


def read(path: str, split: str | None) -> Reading:
    """The claims of a folder's split (default: dev if it has evidence, else train), or of a file.

    Raises SourceError if there are no claims or their evidence is held back, SettingsError for
    a split that is not there.
    """
    split, file = _chosen(path, split)
    items = list(lines(file))
    if _have(items, "claim") and not _have(items, "evidence"):
        raise SourceError(
            f"no claim in {file.path!r} has evidence: the labels of a test split are held back",
            "Choose a split that has them, such as dev or train.",
        )
    return Reading(events_of(file.path, items, _row), (file,), split, "scifact")


def _chosen(path: str, split: str | None) -> tuple[str | None, File]:
    if not Path(path).is_dir():
        named = _CLAIMS.fullmatch(Path(path).name)
        own = printable(named[1]) if named else None
        if split not in (None, own):
            raise no_such_split(path, str(split), [own] if own else [])
        return own, read_file(path)
    files = claim_files(path)
    if not files:
        raise SourceError(
            f"{printable(path)!r} holds no claims_train.jsonl or claims_dev.jsonl",
            "Name the folder that does, or one claims file.",
        )
    split = split or _default(path, files)
    if split not in files:
        raise no_such_split(path, split, list(files))
    return split, read_file(files[split])


def _default(path: str, files: dict[str, str]) -> str:
    if "dev" in files and (
        "train" not in files or _have(lines(read_file(files["dev"])), "evidence")
    ):
        return "dev"
    if "train" in files:
        return "train"
    if len(files) == 1:
        return next(iter(files))
    raise SettingsError(
        f"{printable(path)!r} has neither a split dev nor train",
        f"Choose one of {', '.join(files)}.",
    )


def _have(items: Iterable[Item | Failure], field: str) -> bool:
    rows = (item.value for item in items if isinstance(item, Item))
    return any(isinstance(row, dict) and row.get(field) is not None for row in rows)


def _row(value: Any) -> Iterator[GoldQuestion]:
    claim = _Claim.model_validate(value)
    shown = {f"scifact:{name}": sets for name, sets in (claim.evidence or {}).items()}
    cited = [f"scifact:{name}" for name in claim.cited_doc_ids]
    verdicts = {one.label for sets in shown.values() for one in sets}
    places = dict.fromkeys(
        GoldEvidence(key, sentence=number)
        for key, sets in shown.items()
        for one in sets
        for number in one.sentences
    )
    yield GoldQuestion(
        id=claim.id,
        question=claim.claim,
        kind="claim",
        # A claim without the field, among others that have it: not known, rather than no.
        answerable=None if claim.evidence is None else bool(shown),
        verdict="maybe" if len(verdicts) > 1 else next(iter(verdicts), None),
        relevance=dict.fromkeys([*cited, *shown], 1),
        evidence=tuple(places),
    )
