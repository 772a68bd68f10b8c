"""`/docs`: the API's description, tried out in the browser, without a call to a CDN."""

from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

_FILES = "/swagger"


def add_docs(app: FastAPI) -> None:
    """Show the description at `/docs`, with Swagger UI's files as their package brings them."""
    app.mount(_FILES, StaticFiles(packages=[("fastapi_swagger", "resources")]))

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return get_swagger_ui_html(
            openapi_url=app.openapi_url or "",
            title=app.title,
            swagger_js_url=f"{_FILES}/swagger-ui-bundle.js",
            swagger_css_url=f"{_FILES}/swagger-ui.css",
            swagger_favicon_url=f"{_FILES}/favicon-32x32.png",
            # By default it has another site judge the description.
            swagger_ui_parameters={"validatorUrl": None, "tryItOutEnabled": True},
        )
