"""`abstractqa serve`: the chat page and the HTTP API."""

from typing import Any

import click

from qa.options import common, finding, library, writing


@click.group(invoke_without_command=True)
@click.option("--host", metavar="ADDRESS", help="Where to listen (default 127.0.0.1).")
@click.option("--port", type=int, metavar="N", help="The port (default 7860; 0: any).")
@click.option("--no-page", is_flag=True, help="The API only.")
@writing
@finding
@common
@click.pass_context
def serve(
    context: click.Context,
    /,
    host: str | None,
    port: int | None,
    no_page: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Serve the store: the chat page at /, the HTTP API under /v1, its description at /docs."""
    if context.invoked_subcommand:
        return
    # Loaded when wanted: other commands need no server.
    from qa.serving.run import serve as run  # noqa: PLC0415
    from qa.serving.service import Service  # noqa: PLC0415
    from qa.serving.settings import server_settings  # noqa: PLC0415

    settings = server_settings(host=host, port=port)
    opened = library(**options, create=True)
    run(Service.over(opened, settings), page=not no_page)
