"""Articles as a list whose titles unfold: what was found, or what is in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from qa.page.drawing import fill
from qa.page.seeking import Findings, Hit
from qa.page.shelf import LEAF, Leaf
from qa.page.words import say
from qa.references import reference
from qa.showing import found_card_html
from qa.showing.cards import badges, links, source
from qa.showing.text import line

# Of words that do not stand in an article so many are named.
_NAMED = 8


@dataclass(frozen=True, slots=True)
class Look:
    """How a list is drawn: references in a `style`; with or without a button that removes an
    article. `done` is what has just been done, `problem` why it was not."""

    style: str
    removable: bool = False
    done: str = ""
    problem: str = ""


def found_html(found: Findings, look: Look) -> str:
    """Articles found, each with its best sentence, to be unfolded as a card: its whole abstract,
    and its reference. The one that the words name is unfolded."""
    exact = found.named is not None and found.named.article is not None
    return fill(
        "found",
        head=say("found"),
        told=list(_told(found)),
        weak=list(_weakness(found)) if found.weak else [],
        hits=_drawn(found.hits, look, unfolded=exact),
        leaf=None,
        look=look,
    )


def leaf_html(leaf: Leaf, look: Look) -> str:
    """A leaf of what is in the store, with what turns to those before and after it."""
    if not leaf.total:
        told = [say("shelf_empty")]
    else:
        places = {"first": f"{leaf.start + 1:,}", "last": f"{leaf.end:,}"}
        told = [say("shelf_leaf", total=f"{leaf.total:,}", **places)]
    return fill(
        "found",
        head=say("shelf_all"),
        told=told,
        weak=[],
        hits=_drawn([Hit(article) for article in leaf.articles], look),
        leaf=leaf,
        before=max(leaf.start - LEAF, 0) if leaf.start else None,
        after=leaf.end if leaf.end < leaf.total else None,
        look=look,
    )


def _told(found: Findings) -> list[str]:
    if found.named is None and not found.hits:
        return [say("store_nothing", reason=found.reason or "")]
    if found.named is None:
        known = [] if found.weak else _unknown(found)
        return [say("found_order"), *known]
    if found.named.article is not None:
        return [say("found_exact", name=found.named.name)]
    missing = say("found_not_in", name=found.named.name)
    return [missing, say("found_instead")] if found.hits else [missing]


def _weakness(found: Findings) -> list[str]:
    if found.subjectless:
        return [say("found_subjectless")]
    whole = any(not hit.missing for hit in found.hits)
    return _unknown(found) or [say("found_aside" if whole else "found_few")]


def _unknown(found: Findings) -> list[str]:
    return [say("found_unknown", words=_quoted(found.unknown))] if found.unknown else []


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words[:_NAMED])


def _drawn(hits: Sequence[Hit], look: Look, *, unfolded: bool = False) -> list[dict[str, Any]]:
    return [_of(hit, f"f{place}", look) | {"open": unfolded} for place, hit in enumerate(hits)]


def _of(hit: Hit, prefix: str, look: Look) -> dict[str, Any]:
    article, sentence = hit.article, hit.sentence
    best = (sentence.start, sentence.end) if sentence else None
    card = found_card_html(reference(article), prefix, style=look.style, best=best)
    return {
        "key": article.key,
        "title": line(article.title) or line(article.key),
        "source": source(article.journal, article.record.year),
        "badges": tuple(badges(article.statuses)),
        "links": tuple(links(article.pmid, article.doi)),
        "near": hit.near,
        "missing": "" if hit.near else line(_quoted(hit.missing)),
        "sentence": line(article.text(sentence)) if sentence else "",
        "card": Markup(card),  # noqa: S704  (made by a template that escapes)
    }
