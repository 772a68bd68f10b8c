"""What a statement has and its sentences have not, measured; by name."""

from math import log1p

from qa.checking import naming, numbers, population
from qa.checking.codes import codes, known_code
from qa.checking.numbers import Match
from qa.checking.pair import Pair


def contents(pair: Pair) -> dict[str, float]:
    """Figures, words, names and people of the statement that the sentences lack."""
    return {**_figures(pair), **_words(pair), **_people(pair)}


def _figures(pair: Pair) -> dict[str, float]:
    traced = numbers.trace(pair.said.text, pair.given.text)
    none = [one.figure for one in traced if one.match == Match.NONE]
    weak = sum(map(numbers.may_be_counted, none))

    def count(match: Match, most: int = 2) -> float:
        return float(min(most, sum(one.match == match for one in traced)))

    return {
        "figures missing": min(2.0, len(none) - weak),
        "figures missing, any": float(len(none) > weak),
        "figures missing, small words": float(weak > 0),
        "figures derived": count(Match.DERIVED),
        "figures spread": count(Match.SPREAD),
        "figures unit": count(Match.UNIT),
        "figures rounded": count(Match.ROUNDED),
        "figures exact": count(Match.EXACT, 4),
        "figures bound": float(any(map(numbers.bound_turned, traced))),
        "unit words": float(len(numbers.new_units(pair.said.text, pair.given.text))),
    }


def _words(pair: Pair) -> dict[str, float]:
    missing, terms = pair.missing, naming.missing_terms(pair)
    given = pair.given.text.lower()
    unknown_codes = [m for m in codes(pair.said.text) if not known_code(m.group(), given)]
    unknown = [word for word in missing if pair.context.text and not pair.context.has(word)]
    content = len(pair.said.content)
    return {
        "missing share": naming.missing_share(pair),
        "missing, worst clause": naming.worst_clause(pair),
        "missing run": min(5.0, naming.longest_run(pair)),
        "missing": log1p(len(missing)),
        "missing, long": min(4.0, len(naming.long_ones(missing))),
        "missing terms": min(6.0, len(terms)),
        "missing terms share": len(terms) / max(4, content),
        "missing terms, long": min(4.0, len(naming.long_ones(terms))),
        "missing names": min(2.0, len(naming.missing_names(pair))),
        "missing codes": min(2.0, len(unknown_codes)),
        "missing in context": float(len(unknown)),
        "replaced": min(2.0, len(naming.replaced(pair))),
        "covered": naming.covered(pair),
        "neighbours": naming.neighbours(pair),
        "words": log1p(content),
    }


def _people(pair: Pair) -> dict[str, float]:
    strangers = population.strangers(pair.said.text, pair.given.text, pair.context.text)
    who = {pair.said.words[place].start for place in population.who(pair.said)}
    known = pair.given.text + "\n" + pair.context.text
    return {
        "strangers": min(2.0, len(strangers)),
        "strangers instead": float(any(one.instead for one in strangers)),
        "places": float(bool(population.foreign_places(pair.said.text, known))),
        "missing who": min(3.0, sum(word.start in who for word in pair.missing)),
        "terms who": min(3.0, sum(word.start in who for word in naming.missing_terms(pair))),
    }
