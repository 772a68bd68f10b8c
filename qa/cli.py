"""The command `abstractqa`: errors become one line on standard error, and an exit status.

0 done; 1 some records failed and the rest is stored or scored, or a check found something wrong;
2 unusable arguments or store; 130 stopped by the user (what was done is kept).
"""

import os
import sys
from typing import Any

import click

from index.errors import AbstractQAError
from index.progress import Bars
from index.sources import expand
from qa import render
from qa.cli_ask import ask, check
from qa.cli_eval import evaluation, write_batch
from qa.cli_serve import serve
from qa.options import FAILED, STOPPED, UNUSABLE, common, finding, library, present


def main() -> None:
    """Run the command line; never shows a traceback for what a user can mend."""
    try:
        status = commands.main(standalone_mode=False)
        sys.stdout.flush()  # A full disk must be found here, not when the interpreter ends.
    except AbstractQAError as error:
        status = _complain(str(error), UNUSABLE)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 0
    except click.ClickException as error:
        status = _complain(error.format_message(), UNUSABLE)
    except BrokenPipeError:
        status = _give_up_output(0)  # The reader (`| head`) has seen enough.
    except OSError as error:
        _give_up_output(UNUSABLE)
        place = f" ({error.filename})" if error.filename else ""
        status = _complain(
            f"{error.strerror or error}{place}. Check disk and permissions", UNUSABLE
        )
    except (click.Abort, KeyboardInterrupt):
        status = _complain("stopped; run the same command again to go on", STOPPED)
    sys.exit(status if isinstance(status, int) else 0)


def _give_up_output(status: int) -> int:
    """Let what is left unwritten go: at its end the interpreter would try, and fail, again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


def _complain(message: str, status: int) -> int:
    line = " ".join(render.safe(part) for part in message.split())
    click.echo(f"abstractqa: {line}", err=True)
    return status


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="abstractqa")
def commands() -> None:
    """Answers questions from biomedical abstracts and cites the very sentences it used.

    For research; not medical advice.
    """


@commands.command()
@click.argument("sources", nargs=-1, metavar="FILE|FOLDER|GLOB|-")
@click.option("--rebuild", is_flag=True, help="Make vectors and lexical index anew as well.")
@common
def index(
    sources: tuple[str, ...], rebuild: bool, store: str | None, embedder: str | None, as_json: bool
) -> int:
    """Put PubMed exports, in any mix of formats, into a store.

    Corpora of gold sets by name: scifact:FOLDER, beir:FOLDER, pubmedqa:FILE, bioasq:FILE.
    """
    if not sources and not rebuild:
        raise click.UsageError("name at least one FILE, FOLDER, GLOB or - (see --help)")
    list(expand(sources))  # A name that leads nowhere must not leave an empty store behind.
    with library(store, embedder, create=bool(sources)) as opened:
        done = opened.index(sources, Bars())
        rebuilt = opened.rebuild(Bars()) if rebuild else 0
    present(done, as_json, render.report)
    if rebuild and not as_json:
        click.echo(f"{rebuilt} articles indexed anew")
    return FAILED if done.failed else 0


@commands.command()
@click.argument("words", nargs=-1)
@click.option(
    "--batch", metavar="FILE", help="Questions, one JSON object a line (`id`, `question`)."
)
@click.option("--trec", metavar="FILE", help="With --batch: write the TREC run there, not here.")
@finding
@common
def search(
    words: tuple[str, ...], batch: str | None, trec: str | None, as_json: bool, **options: Any
) -> int:
    """Ranked articles for some words, with their best sentences; or a run for many questions."""
    if bool(words) == bool(batch):
        raise click.UsageError("give words to search for, or --batch FILE (see --help)")
    if batch:
        # A run is judged down to rank 100.
        options["articles"] = options["articles"] or 100
        with library(**options) as opened:
            return write_batch(opened, batch, trec, as_json)
    with library(**options) as opened:
        present(opened.search(" ".join(words)), as_json, render.search)
    return 0


@commands.command()
@click.argument("key")
@common
def show(key: str, as_json: bool, **options: Any) -> None:
    """One article by key, PMID, PMCID or DOI, its sentences numbered."""
    with library(**options) as opened:
        present(opened.article(key), as_json, render.article)


@commands.command()
@click.argument("key")
@common
def remove(key: str, as_json: bool, **options: Any) -> None:
    """Take an article out by key, PMID, PMCID or DOI; indexing its source adds it again."""
    with library(**options) as opened:
        present(opened.remove(key), as_json, lambda gone: f"removed {render.safe(gone.key)}")


@commands.command()
@common
def stats(as_json: bool, **options: Any) -> None:
    """What is in the store."""
    with library(**options) as opened:
        present(opened.stats(), as_json, render.stats)


@commands.command()
@common
def verify(as_json: bool, **options: Any) -> int:
    """Check the store: every offset, and that its parts hold the same articles."""
    with library(**options) as opened:
        checked = opened.verify()
    present(checked, as_json, render.verification)
    return FAILED if checked.problems else 0


commands.add_command(ask)
commands.add_command(check)
commands.add_command(evaluation, "eval")
commands.add_command(serve)
