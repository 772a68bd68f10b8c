"""Articles over HTTP: looked up, uploaded, counted."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from index.article import Article
from index.facets import Facets
from index.stats import Stats
from qa.serving.described import describe
from qa.serving.needs import Owner, Serving
from qa.serving.reading import FIELD, read_files
from qa.serving.shapes import ArticleShape, JobShape

router = APIRouter(prefix="/v1", tags=["articles"])
_FACETS, _MOST = 200, 10_000
_FILES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "additionalProperties": False,
                    "properties": {
                        FIELD: {
                            "type": "array",
                            "minItems": 1,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                },
                "encoding": {FIELD: {"contentType": "application/octet-stream"}},
            }
        },
    }
}


@router.get("/articles/{key:path}", **describe(ArticleShape, 404, 422, 503))
def article(key: str, service: Serving) -> Response:
    """One article by key, PMID, PMCID or DOI, its sentences with their texts."""
    return JSONResponse(_shown(service.library.article(key)))


@router.delete("/articles/{key:path}", **describe(None, 404, 422, 503, 507, success=204))
def delete(key: str, service: Serving) -> Response:
    """Take an article out of the store, for good; indexing its source again adds it again."""
    service.library.remove(key)
    return Response(status_code=204)


@router.post(
    "/articles",
    openapi_extra=_FILES,
    **describe(JobShape, 415, 422, 503, 507, success=202),
)
async def upload(request: Request, service: Serving, owner: Owner) -> Response:
    """Files to be indexed, in any mix of formats: a job, which `Location` names."""
    reception = await run_in_threadpool(service.jobs.receive, owner)
    try:
        await read_files(request, reception, service.settings)
        job = await run_in_threadpool(service.jobs.begin, reception)
    except BaseException:
        await run_in_threadpool(reception.discard)
        raise
    return JSONResponse(job.to_dict(), 202, {"Location": f"/v1/jobs/{job.id}"})


@router.get("/facets", **describe(Facets, 422, 503))
def facets(service: Serving, limit: Annotated[int, Query(ge=0, le=_MOST)] = _FACETS) -> Response:
    """What articles can be filtered by: the most common values, and how many articles have each."""
    return JSONResponse(service.library.facets(limit).to_dict())


@router.get("/stats", **describe(Stats, 503))
async def stats(service: Serving) -> Response:
    """What is in the store, counted."""
    counted = await service.lanes.run(service.library.stats)
    return JSONResponse(counted.to_dict())


def _shown(article: Article) -> dict[str, Any]:
    """An article without the folders of the machine that it was read on."""
    fields = article.to_dict()
    for origin in (fields["record"]["origin"], *fields["origins"]):
        origin["path"] = origin["path"].replace("\\", "/").rpartition("/")[2]
    return fields
