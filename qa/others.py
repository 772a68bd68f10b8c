"""Whether what is cited is about those whom the question asks about.

"Does it work in adults?" is answered with a trial in children where the store has no other: that is
worth knowing only if it is said. An article is of others if it names people or animals of the same
axis (`qa.people`) and none that the question may mean.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from prompts import load
from qa.answer import Answer
from qa.marks import marks
from qa.people import kinds, may_be

# Of these a question is seldom answered by a study of another: settings and trades are left out.
_AXES = ("age", "species", "type", "menopause", "smoking")


def others_cited(answer: Answer) -> Iterator[str]:
    """A notice for each axis on which articles cited are about others than those asked about."""
    words = load("extractive")
    asked = _by_axis(answer.question)
    cited = {one.key: _by_axis(f"{one.title} {one.abstract}") for one in answer.references}
    for axis, meant in asked.items():
        away = defaultdict[str, list[int]](list)
        for citation in answer.citations:
            named = cited.get(citation.key, {}).get(axis, frozenset())
            if named and not any(may_be(one, other) for one in meant for other in named):
                away[", ".join(sorted(named))].append(citation.number)
        if away:
            about = "; ".join(f"{marks(numbers)} ({who})" for who, numbers in away.items())
            yield words.render("others", asked=", ".join(sorted(meant)), about=about)


def _by_axis(text: str) -> Mapping[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for axis, name in kinds(text):
        found[axis].add(name)
    return {axis: frozenset(found[axis]) for axis in _AXES if found[axis]}
