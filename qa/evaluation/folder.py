"""An evaluation's folder: written question by question, so that it can be taken up again.

FOLDER/questions.jsonl    everything about each question, as it is answered
FOLDER/unfinished.json    there while questions are left; says of what
FOLDER/metrics.json       the figures, once all are answered
FOLDER/run.trec           the articles found
FOLDER/report.html, .md   to be read
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from index.errors import SettingsError, SourceError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.outcome import Scored
from qa.evaluation.trec import write_run

_ELSEWHERE = "Give another --out, or delete the folder"
_scored = TypeAdapter(Scored)
_QUESTIONS, _UNFINISHED, _METRICS = "questions.jsonl", "unfinished.json", "metrics.json"
_LOCK = "write.lock"


class Folder:
    """The folder of one evaluation; `fingerprint` is what it is of."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self.path = path
        self._fingerprint = fingerprint

    @contextmanager
    def writing(self) -> Iterator[dict[str, Scored]]:
        """Hold the folder; gives the questions answered already, by id, if the same evaluation was
        stopped here, else none.

        A finished one is made again. Raises SettingsError if the folder holds anything else, which
        would be lost, if another evaluation is writing to it, or if it cannot be written.
        """
        lock = FileLock(self.path / _LOCK)
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout as error:
            raise SettingsError(
                f"another evaluation is being written to {self.path}",
                "Wait until it has finished, or give another --out",
            ) from error
        except OSError as error:
            raise SettingsError(
                f"{self.path} cannot be written ({error.strerror})", "Give another --out"
            ) from error
        try:
            yield self._begin()
        finally:
            lock.release()
            (self.path / _LOCK).unlink(missing_ok=True)

    def _begin(self) -> dict[str, Scored]:
        left = self._read(_UNFINISHED)
        held = left or self._read(_METRICS)
        if held is None and any(file.name != _LOCK for file in self.path.iterdir()):
            raise SettingsError(f"{self.path} holds other files", _ELSEWHERE)
        if held is not None and held.get("fingerprint") != self._fingerprint:
            raise SettingsError(
                f"{self.path} holds an evaluation of other questions, settings, articles or code",
                _ELSEWHERE,
            )
        if left is not None:
            return self._taken_up()
        # First of all: a kill from here on leaves a folder that is known for what it is.
        self._write(_UNFINISHED, {"fingerprint": self._fingerprint})
        (self.path / _METRICS).unlink(missing_ok=True)
        (self.path / _QUESTIONS).write_bytes(b"")
        return {}

    def _taken_up(self) -> dict[str, Scored]:
        """What was written whole; a line torn off by a kill is taken out of the file."""
        file = self.path / _QUESTIONS
        file.touch()
        whole, _, _ = file.read_bytes().rpartition(b"\n")
        file.write_bytes(whole + b"\n" if whole else b"")
        return {one.gold.id: one for one in _lines(file)}

    def add(self, one: Scored) -> None:
        """Write one question; it is not asked again after an interruption."""
        with (self.path / _QUESTIONS).open("ab") as lines:
            lines.write(_scored.dump_json(one) + b"\n")

    def finish(self, evaluation: Evaluation) -> None:
        """Write the figures, the run and the report."""
        # Plots take a second to load, which a stopped evaluation need not spend.
        from qa.evaluation import report  # noqa: PLC0415

        report.write(evaluation, self.path)
        run = write_run((one.gold.id, one.outcome.ranking) for one in evaluation.scored)
        (self.path / "run.trec").write_text(run, encoding="utf-8")
        self._write(_METRICS, evaluation.to_dict())
        (self.path / _UNFINISHED).unlink()

    def _read(self, name: str) -> dict[str, Any] | None:
        file = self.path / name
        if not file.is_file():
            return None
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            return {}
        return content if isinstance(content, dict) else {}

    def _write(self, name: str, content: dict[str, Any]) -> None:
        text = json.dumps(content, ensure_ascii=False, indent=2)
        (self.path / name).write_text(text + "\n", encoding="utf-8")


def read_folder(path: Path) -> tuple[dict[str, Any], tuple[Scored, ...]]:
    """The metrics and the questions of a finished evaluation.

    Raises SourceError if there is none at `path`, or it is unfinished or damaged.
    """
    if not (path / _METRICS).is_file():
        state = "an unfinished" if (path / _UNFINISHED).is_file() else "no"
        raise SourceError(
            f"{path} holds {state} evaluation", "Run abstractqa eval SET --out FOLDER to its end"
        )
    try:
        metrics = dict(json.loads((path / _METRICS).read_text(encoding="utf-8")))
        scored = {one.gold.id: one for one in _lines(path / _QUESTIONS)}
        if len(scored) != metrics["questions"]:
            raise ValueError(f"{len(scored)} questions of {metrics['questions']} are there")
        return metrics, tuple(scored.values())
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SourceError(
            f"{path} cannot be read as an evaluation ({error})", "Run the evaluation again"
        ) from error


def _lines(file: Path) -> Iterator[Scored]:
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _scored.validate_json(line)
            except ValidationError as error:
                raise SourceError(
                    f"{file}, line {number} is no question of an evaluation "
                    f"({error.errors()[0]['msg']})",
                    "Delete the folder and run the evaluation again",
                ) from error
