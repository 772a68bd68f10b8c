"""The page: the view and the plots put into the template."""

from collections.abc import Sequence

from qa.evaluation.report.charts import Chart
from qa.evaluation.report.view import View
from qa.templating import template


def page(view: View, charts: Sequence[Chart]) -> str:
    """The report as HTML that asks for nothing else: style, plots and icon are in it."""
    return template(__package__, "report.html.jinja").render(
        view=view,
        curves=[chart for chart in charts if not chart.ways],
        groups=[chart for chart in charts if chart.ways],
        ways={way for chart in charts for way in chart.ways},
    )
