"""What some routes give, where it is not an object of the library as it stands."""

from typing import Any

from pydantic import BaseModel, Field

from index.article import Section
from index.records import Origin, Record
from qa.serving.job import State


class SentenceShape(BaseModel):
    """A sentence: `abstract[start:end] == text`."""

    index: int
    start: int
    end: int
    section: int
    text: str


class ArticleShape(BaseModel):
    """What the store holds of one article; `record` is what its sources say, merged."""

    key: str
    record: Record
    abstract: str
    sections: list[Section]
    sentences: list[SentenceShape]
    origins: list[Origin]
    status: str | None
    statuses: list[str]


class JobError(BaseModel):
    """Why a job failed."""

    code: str
    message: str


class JobShape(BaseModel):
    """Files that are indexed when their turn comes."""

    id: str = Field(examples=["7f3b2c9d4e5f60718293a4b5c6d7e8f9"])
    files: list[str] = Field(description="As they were named.", examples=[["pubmed.xml"]])
    created: float = Field(description="Seconds since 1970.")
    state: State
    stage: str | None = Field(examples=["reading", "embedding"])
    done: int = Field(description="Units of this stage that are done.")
    total: int | None = Field(description="Of so many, where that is known.")
    report: dict[str, Any] | None = Field(description="What was read, and what failed.")
    error: JobError | None
    tries: int = Field(
        description="How often it was begun; more than once after a crash. The report is the last "
        "time's: what was added before is unchanged in it."
    )
