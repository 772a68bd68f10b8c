"""`/docs`: the API's description, tried out in the browser, without a call to a CDN."""

from fastapi import FastAPI
from fastapi_swagger import patch_fastapi  # type: ignore[import-untyped]


def add_docs(app: FastAPI) -> None:
    """Show the description at `/docs`, from files that the package brings."""
    patch_fastapi(
        app,
        redirect_from_root_to_docs=False,
        # By default it has another site judge the description.
        swagger_ui_parameters={"validatorUrl": None, "tryItOutEnabled": True},
    )
