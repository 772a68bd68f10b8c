"""Title, authors and abstract among the blocks of one article on a saved PubMed page."""

import re
from itertools import dropwhile

from index.records import Author
from index.sections import split_labelled
from index.sources.citation_line import looks_like_authors, parse_authors, rejoin
from index.sources.names import author_of
from index.sources.printed_blocks import Block, is_copyright

_ADDRESS = re.compile(
    r"^\d+$|@|\b(?:Department|Dept|Universit\w+|Institut\w*|Hospital|School|Cent(?:er|re)|Division|"
    r"Facult\w+|College|Laborator\w+|Clinic|Academy|Inc|Ltd|GmbH|Electronic address)\b"
)


_WORD = re.compile(r"[^\W\d_][\w.'\u2019-]*").fullmatch


def title_of(blocks: list[Block]) -> tuple[str, list[Block]]:
    """The title, over as many lines as it is wrapped to, and the blocks after it."""
    if not blocks or re.fullmatch(r"Abstract|Author information", blocks[0][0], re.IGNORECASE):
        return "", blocks
    first = blocks[0]
    end = 1
    while end < len(first) and len(first[end - 1]) < 100 and not _ends_title(first, end):
        end += 1
    return rejoin(first[:end]), [first[end:], *blocks[1:]] if first[end:] else blocks[1:]


def _ends_title(lines: Block, end: int) -> bool:
    return lines[end - 1].endswith((".", "?", "!", "]")) or _is_author_line(lines[end])


def _is_author_line(line: str) -> bool:
    """Authors as `Smith JA1, Jones B2`, or in full with raised numbers, `Jane A Smith 1 2, …`."""
    names = [re.sub(r"[\s\d*#]+$", "", name) for name in line.split(", ")]
    full = all(2 <= len(words := name.split()) <= 6 and all(map(_WORD, words)) for name in names)
    numbered = re.search(r"[^\W\d_] \d+(?:,| \d|$)", line) is not None
    return looks_like_authors(line) or (full and (numbered or len(names) > 2))


def authors_of(blocks: list[Block]) -> tuple[tuple[Author, ...], list[Block]]:
    if not blocks or not _is_author_line(blocks[0][0]):
        return (), blocks
    line = blocks[0][0]
    authors = parse_authors(line)
    if not looks_like_authors(line):
        authors = tuple(author_of(author.family) for author in authors)
    return authors, [blocks[0][1:], *blocks[1:]] if blocks[0][1:] else blocks[1:]


def abstract_of(blocks: list[Block]) -> str:
    """The abstract's paragraphs, one a line."""
    runs = _runs_under_heading(blocks)
    if runs:
        # "Abstract" is also an entry of the page's format menu: the heading has text under it.
        blocks = max(runs, key=lambda run: sum(len(line) for block in run for line in block))
    else:
        blocks = _without_addresses(blocks)
    paragraphs: list[str] = []
    for block in blocks:
        # Lines of a page are paragraphs, unless they are all short: then they were wrapped.
        wrapped = len(block) > 1 and max(map(len, block)) <= 100
        paragraphs += [rejoin(block)] if wrapped else block
    return "\n".join(p for n, p in enumerate(paragraphs) if not is_copyright(p, last=n > 0))


def _runs_under_heading(blocks: list[Block]) -> list[list[Block]]:
    """The blocks under each line "Abstract", up to the next such line."""
    runs: list[list[Block]] = []
    for block in blocks:
        rest: Block = []
        for line in block:
            if line.lower() == "abstract":
                rest = []
                runs.append([rest])
            elif runs:
                if not rest:
                    rest = []
                    runs[-1].append(rest)
                rest.append(line)
    return [[block for block in run if block] for run in runs]


def _without_addresses(blocks: list[Block]) -> list[Block]:
    """The blocks after "Author information" and the addresses under it."""
    headings = [n for n, block in enumerate(blocks) if _is_addresses_heading(block[0])]
    if not headings:
        return blocks
    after = [blocks[headings[0]][1:], *blocks[headings[0] + 1 :]]
    blocks = [block for block in after if block]
    if len(blocks) > 1:
        blocks = blocks[1:]
    # Addresses set apart by empty lines, or with none before the abstract.
    while len(blocks) > 1 and all(map(_is_address, blocks[0])):
        blocks = blocks[1:]
    lines = list(dropwhile(_is_address, blocks[0])) if blocks else []
    return [lines, *blocks[1:]] if lines else blocks


def _is_addresses_heading(line: str) -> bool:
    return line.lower().rstrip(":") == "author information"


def _is_address(line: str) -> bool:
    short = len(line) < 300 and line.count(". ") < 2
    return short and _ADDRESS.search(line) is not None and split_labelled(line)[0].label is None
