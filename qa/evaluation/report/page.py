"""The page: the view and the plots put into the template. The only file that knows Jinja."""

from collections.abc import Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from qa.evaluation.report.charts import Chart
from qa.evaluation.report.view import View


def page(view: View, charts: Sequence[Chart]) -> str:
    """The report as HTML that asks for nothing else: style, plots and icon are in it."""
    return _template().render(
        view=view,
        curves=[chart for chart in charts if not chart.ways],
        groups=[chart for chart in charts if chart.ways],
        ways={way for chart in charts for way in chart.ways},
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.jinja")


def _source(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
