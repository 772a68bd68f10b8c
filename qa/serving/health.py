"""`/healthz`: the process is there. `/readyz`: it can answer. `/metrics`: its figures."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import JSONResponse, PlainTextResponse, Response

from qa.serving.described import describe
from qa.serving.errors import refusal
from qa.serving.metrics import CONTENT_TYPE_LATEST
from qa.serving.needs import Serving

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """A short word on the server."""

    status: Literal["ok", "ready"]


@router.get("/healthz", **describe(Health))
async def healthz() -> Response:
    """Whether the process is there; always is when it answers."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz", **describe(Health, 503))
def readyz(request: Request, service: Serving) -> Response:
    """Whether questions can be answered: the store opens and the models are loaded."""
    reason = service.readiness.reason
    if reason:
        return refusal(request.scope, 503, service.places.hidden(reason), {"Retry-After": "5"})
    return JSONResponse({"status": "ready"})


@router.get("/metrics", response_class=PlainTextResponse, **describe(None))
def metrics(service: Serving) -> Response:
    """Figures of this server, in Prometheus' form."""
    return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)
