"""The styles that references are printed in."""

DEFAULT_STYLE = "vancouver"

STYLES = {
    DEFAULT_STYLE: "Vancouver, as PubMed prints it",
    "icmje": "Vancouver, six authors then et al. (ICMJE)",
    "ama": "AMA, 11th edition",
    "apa": "APA, 7th edition",
    "bmj": "BMJ",
    "cell": "Cell",
    "harvard": "Harvard (Cite Them Right)",
    "lancet": "The Lancet",
    "nature": "Nature",
    "nejm": "New England Journal of Medicine",
    "plos": "PLOS",
}
"""Name of each style, and what it is called."""
