"""A server that runs until it is told to stop."""

import uvicorn

from qa.serving.app import build_app
from qa.serving.service import Service


def serve(service: Service, page: bool = True) -> None:
    """Serve until SIGINT or SIGTERM: then nothing new begins, what runs has `stop_timeout`."""
    settings = service.settings
    uvicorn.run(
        build_app(service, page),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.stop_timeout,
    )
