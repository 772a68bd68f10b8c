"""`abstractqa eval`, and `search --batch`: answers scored against gold question sets."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from index.progress import Bars
from index.records import Failure
from qa import render
from qa.library import Library
from qa.options import FAILED, as_json, common, finding, library, writing

_OUT = Path("abstractqa-eval")
_SCORE = "score"


class _ScoreByDefault(click.Group):
    """`eval SET …` is `eval score SET …`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = (*self.commands, *ctx.help_option_names)
        return super().parse_args(ctx, [_SCORE, *args] if args and args[0] not in known else args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options of `score`, since they may be given without that word."""
        self.commands[_SCORE].format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """As it is meant to be used."""
        return ["SET [OPTIONS] | compare A B"]


@click.group(cls=_ScoreByDefault)
def evaluation() -> None:
    """Score answers against a gold question set, or compare two such scores.

    \b
    SET is one of
      pubmedqa:ori_pqal.json             bioasq:golden.json
      scifact:FOLDER                     beir:FOLDER
      evidence-inference:prompts.jsonl   gold:FILE.jsonl
    """


@evaluation.command(_SCORE)
@click.argument("gold", metavar="SET")
@click.option("--run", metavar="FILE", help="Score this TREC run instead; needs no store.")
@click.option("--split", metavar="NAME", help="The set's part, where it has several.")
@click.option("--limit", type=int, metavar="N", help="Questions at most, drawn at random.")
@click.option("--seed", type=int, default=0, metavar="N", help="For the drawing (default 0).")
@click.option("--statements", type=int, metavar="N", help="Statements at most (default 4).")
@click.option("--prices", metavar="IN,OUT", help="The old name of --llm-prices.")
@click.option("--out", metavar="DIR", help="Folder for the report (default under abstractqa-eval).")
@click.option(
    "--fail-under", metavar="LIST", help="As ndcg@10=0.7,citation-f1=0.4: else exit status 1."
)
@writing
@finding
@common
def score(  # noqa: PLR0913, PLR0917  (one argument an option)
    gold: str,
    run: str | None,
    split: str | None,
    limit: int | None,
    seed: int,
    prices: str | None,
    out: str | None,
    fail_under: str | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Score this product's answers, or a run made elsewhere, on a gold set."""
    from qa import evaluation as ev  # noqa: PLC0415  (loads pandas and scikit-learn)
    from qa.evaluation import text  # noqa: PLC0415

    thresholds = {} if fail_under is None else ev.parse_thresholds(fail_under)
    options["llm_prices"] = options["llm_prices"] or prices
    chosen = ev.load_set(gold, split)
    kept = ev.Kept(Path(out)) if out else ev.Kept(_OUT, own_folder=True)
    sampled = ev.Sample(limit, seed)
    failures = list(chosen.failures)
    if run is not None:
        found = ev.RunMadeElsewhere.read(run, chosen)
        failures += found.failures
        done = ev.evaluate(chosen, found, sample=sampled, kept=kept, progress=Bars())
    else:
        with library(**options) as opened:
            done = ev.evaluate(
                chosen,
                ev.OurAnswers(opened),
                opened.store,
                sample=sampled,
                kept=kept,
                prices=opened.settings.llm_prices,
                progress=Bars(),
            )
    click.echo(render.as_json(done.to_dict()) if as_json else text.figures(done))
    missed = ev.shortfalls(done.figures, thresholds)
    _complain_of(failures)
    for one in missed:
        click.echo(str(one), err=True)
    return FAILED if failures or missed else 0


@evaluation.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@as_json
def compare(a: str, b: str, as_json: bool) -> None:
    """Compare the evaluations in two folders: differences, tests, questions that flipped."""
    from qa import evaluation as ev  # noqa: PLC0415  (loads pandas and scikit-learn)
    from qa.evaluation import text  # noqa: PLC0415

    (of_a, ones), (of_b, others) = (ev.read_folder(Path(name)) for name in (a, b))
    found = ev.compare(ones, others, (a, b))
    systems = of_a["system"], of_b["system"]
    click.echo(render.as_json(found.to_dict()) if as_json else text.comparison(found, systems))


def write_batch(opened: Library, batch: str, trec: str | None, as_json: bool) -> int:
    """`search --batch`: a TREC run, or with `as_json` one line of JSON a question."""
    from qa.evaluation import batch as runs  # noqa: PLC0415  (loads pandas and scikit-learn)

    questions, failures = runs.read_questions(Path(batch))
    results = runs.search_all(opened, questions, Bars())
    if as_json:
        written = "".join(runs.as_line(key, result) for key, result in results)
    else:
        written = runs.as_run(results)
    if trec:
        Path(trec).write_text(written, encoding="utf-8")
    else:
        click.echo(written, nl=False)
    _complain_of(failures)
    return FAILED if failures else 0


def _complain_of(failures: Iterable[Failure]) -> None:
    for one in failures:
        click.echo(render.safe(f"failed: {render.place(one)}"), err=True)
