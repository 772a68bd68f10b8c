"""`/v1/jobs`: how far an upload is."""

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from qa.serving.described import describe
from qa.serving.job import Job
from qa.serving.needs import Owner, Serving
from qa.serving.shapes import JobShape

router = APIRouter(prefix="/v1/jobs", tags=["articles"])


@router.get("", **describe(list[JobShape]))
async def jobs(service: Serving, owner: Owner) -> Response:
    """Your uploads, newest first."""
    return JSONResponse([job.to_dict() for job in service.jobs.of(owner)])


@router.get("/{id}", **describe(JobShape, 404, 422))
async def job(id: str, service: Serving, owner: Owner) -> Response:  # noqa: A002
    """How far an upload is, and in the end its report."""
    return JSONResponse(_mine(service.jobs.get(id), owner, id).to_dict())


@router.delete("/{id}", **describe(JobShape, 404, 422))
async def stop(id: str, service: Serving, owner: Owner) -> Response:  # noqa: A002
    """Stop it. What was indexed so far stays."""
    _mine(service.jobs.get(id), owner, id)
    stopped = await run_in_threadpool(service.jobs.stop, id)
    return JSONResponse(_mine(stopped, owner, id).to_dict())


def _mine(job: Job | None, owner: str, id: str) -> Job:  # noqa: A002
    """Another's job is told from none by nobody."""
    if job is None or job.owner != owner:
        raise HTTPException(404, f"there is no job {id[:64]!r}. See GET /v1/jobs for yours")
    return job
