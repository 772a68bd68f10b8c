"""`abstractqa serve`: the chat page and the HTTP API."""

from typing import Any

import click

from qa.options import finding, library, writing


@click.group(invoke_without_command=True)
@click.option("--host", metavar="ADDRESS", help="Where to listen (default 127.0.0.1).")
@click.option("--port", type=int, metavar="N", help="The port (default 7860; 0: any).")
@click.option(
    "--key-file", metavar="FILE", help="Keys that are let in, a line each (abstractqa serve key)."
)
@click.option("--no-page", is_flag=True, help="The API only.")
@writing
@finding
@click.option("--embedder", metavar="NAME", help="As for the other commands.")
@click.option("--store", metavar="DIR", help="The store's folder (default ./abstractqa-store).")
@click.pass_context
def serve(
    context: click.Context,
    /,
    host: str | None,
    port: int | None,
    key_file: str | None,
    no_page: bool,
    **options: Any,
) -> None:
    """Serve the store: the chat page at /, the HTTP API under /v1, its description at /docs."""
    if context.invoked_subcommand:
        return
    # Loaded when wanted: other commands need no server.
    from qa.serving.keys import Keyring  # noqa: PLC0415
    from qa.serving.run import serve as run  # noqa: PLC0415
    from qa.serving.service import Service  # noqa: PLC0415
    from qa.serving.settings import server_settings  # noqa: PLC0415

    settings = server_settings(host=host, port=port, key_file=key_file)
    Keyring.of(settings)  # Before the store is opened, which takes seconds.
    run(Service.over(library(**options, create=True), settings), page=not no_page)


@serve.command()
@click.argument("name")
def key(name: str) -> None:
    """Make a key for NAME: shown once, with the line for the key file."""
    from qa.serving.keys import new_key  # noqa: PLC0415

    made = new_key(name)
    click.echo(f"key:  {made.key}")
    click.echo(f"line: {made.line}")
