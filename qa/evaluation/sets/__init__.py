"""Gold sets: a file or folder in, its questions and what could not be read of it out."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from index.errors import SourceError, UnknownFormatError
from index.records import Failure
from qa.evaluation.gold import GoldQuestion, GoldSet
from qa.evaluation.sets import beir, bioasq, evidence_inference, own, pubmedqa, scifact
from qa.evaluation.sets.files import printable
from qa.evaluation.sets.reading import Entry, Reader, Reading
from qa.evaluation.sets.recognise import formats_of

__all__ = ["FORMATS", "load_set"]

FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        "pubmedqa": pubmedqa.read,
        "bioasq": bioasq.read,
        "scifact": scifact.read,
        "beir": beir.read,
        "evidence-inference": evidence_inference.read,
        "gold": own.read,
    }
)
"""The reader of each format, by the prefix that names it."""


def load_set(spec: str, split: str | None = None) -> GoldSet:
    """The gold set that `FORMAT:PATH` names, or a bare PATH whose content shows its format.

    `split` is one of the set's own (`dev`, `test`, …); None takes the format's default. A record
    that cannot be read is one of the set's `failures`. Raises SourceError for what cannot be
    opened or holds no usable question, UnknownFormatError for a format unknown or not to be told,
    SettingsError for a split that is not there.
    """
    name, path = _resolved(spec)
    reading = FORMATS[name](path, split)
    found = _sorted_out(name, path, reading)
    if not found.questions:
        raise _nothing_in(found)
    return found


def _resolved(spec: str) -> tuple[str, str]:
    """The format's name and the path; the path exists."""
    prefix, colon, rest = spec.partition(":")
    if colon and prefix.lower() in FORMATS:
        _must_exist(rest)
        return prefix.lower(), rest
    # A lone letter is a drive of Windows; and a file may have a colon in its name.
    if colon and len(prefix) > 1 and not {"/", "\\"} & set(prefix) and not _exists(spec):
        raise UnknownFormatError(
            f"{printable(prefix)!r} is no format of gold sets", f"Formats: {_names()}."
        )
    _must_exist(spec)
    return _recognised(spec), spec


def _recognised(path: str) -> str:
    found = formats_of(path)
    if len(found) == 1:
        return found[0]
    fault = f"could be any of {', '.join(found)}" if found else "is in no format known by content"
    raise UnknownFormatError(
        f"{printable(path)!r} {fault}",
        f"Say which, as FORMAT:PATH; formats: {_names()} (scifact and beir name a folder).",
    )


def _names() -> str:
    return ", ".join(FORMATS)


def _exists(path: str) -> bool:
    try:
        Path(path).stat()
    except (OSError, ValueError):
        # ValueError: a NUL character, which no path can have.
        return False
    return True


def _must_exist(path: str) -> None:
    if not path or not _exists(path):
        raise SourceError(f"{printable(path)!r} does not exist", "Check the path and its spelling.")


def _sorted_out(name: str, path: str, reading: Reading) -> GoldSet:
    """The set whole; of two questions under one id, the second is a failure."""
    questions: dict[str, GoldQuestion] = {}
    places: dict[str, str] = {}
    failures: list[Failure] = []
    left_out: Counter[str] = Counter()
    for event in reading.events:
        if isinstance(event, Failure):
            failures.append(event)
        elif not isinstance(event, Entry):
            left_out[event.reason] += 1
        elif event.question.id in questions:
            failures.append(_taken(event, places[event.question.id]))
        else:
            questions[event.question.id] = event.question
            places[event.question.id] = event.record
    # Damage is known to a file once it has been read, which every reader has done by now.
    torn = [Failure(file.path, "", file.damage) for file in reading.files if file.damage]
    return GoldSet(
        format=name,
        path=printable(path),
        questions=tuple(questions.values()),
        failures=(*failures, *torn),
        left_out=dict(left_out),
        prefix=reading.prefix,
        digest=reading.digest,
        split=reading.split,
    )


def _taken(entry: Entry, first: str) -> Failure:
    return Failure(
        entry.path,
        entry.record,
        f"the id {entry.question.id!r} is already that of {first}. "
        "Give each question an id of its own, or take one out.",
    )


def _nothing_in(found: GoldSet) -> SourceError:
    why = [f"{number} left out: {reason}" for reason, number in found.left_out.items()]
    if found.failures:
        first = found.failures[0]
        place = ", ".join(part for part in (first.path, first.record) if part)
        why.append(f"{len(found.failures)} failed, the first ({place}): {first.reason.rstrip('.')}")
    told = f" ({'; '.join(why)})" if why else ""
    return SourceError(
        f"{found.name!r} holds no usable question{told}",
        "Correct it, or name its format if it is another one.",
    )
