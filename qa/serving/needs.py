"""What routes need of their request: the service, and who asks."""

from typing import Annotated, cast

from fastapi import Depends, Request

from qa.serving.service import Service


def service_of(request: Request) -> Service:
    """What answers."""
    return cast(Service, request.app.state.service)


def owner_of(request: Request) -> str:
    """Whose request it is: the name of its key, or nobody's on loopback."""
    return str(request.scope.get("state", {}).get("owner", ""))


Serving = Annotated[Service, Depends(service_of)]
Owner = Annotated[str, Depends(owner_of)]
