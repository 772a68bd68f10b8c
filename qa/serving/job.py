"""One upload to be indexed, as it is shown and as it is kept on disk."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """Files to be indexed for `owner`, named as they were when uploaded.

    `stage` is what is done now (`reading`, `embedding`), `done` of `total` units of it; `total` is
    None while it is not known. `report` is `IndexReport.to_dict()` with those names in place of
    paths; `error` has `code` and `message`. `tries` counts how often it was begun: a server that
    was killed begins it again. `created` and `ended` are times in seconds since 1970; `ended` is
    None of a job that is not over, or that an older server ended.
    """

    id: str
    owner: str
    files: tuple[str, ...]
    created: float
    state: State = State.WAITING
    stage: str | None = None
    done: int = 0
    total: int | None = None
    report: Mapping[str, Any] | None = None
    error: Mapping[str, str] | None = None
    tries: int = 0
    ended: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """The job as JSON-ready values, without what is the server's alone."""
        hidden = ("owner", "ended")
        return {name: value for name, value in asdict(self).items() if name not in hidden}

    def save(self, path: Path) -> None:
        """Write it in one step: a server killed meanwhile leaves the old state or the new one."""
        half = path.with_suffix(".half")
        with half.open("wb") as file:
            file.write(_JOB.dump_json(self))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Job":
        """The job that was saved there; raises OSError or ValueError."""
        return _JOB.validate_json(path.read_bytes())


_JOB = TypeAdapter(Job)
