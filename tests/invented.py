"""What the tests of the store are made of: an embedder and articles, all invented."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape
from zlib import crc32

import numpy as np

from index.embedder import Vectors
from index.records import Origin, Part, Record

DIMENSIONS = 256


class WordHashEmbedder:
    """Each word adds one to the component its checksum names: texts that share words are near.

    `calls` holds the texts of every call. With `stop_at` that call (1 is the first) raises
    KeyboardInterrupt, as Ctrl-C in the middle of embedding does.
    """

    def __init__(self, name: str = "word-hash", dimensions: int = DIMENSIONS) -> None:
        self.name = name
        self.dimensions = dimensions
        self.calls: list[list[str]] = []
        self.stop_at = 0

    @property
    def texts(self) -> list[str]:
        """Every text embedded so far."""
        return [text for call in self.calls for text in call]

    def documents(self, texts: Sequence[str]) -> Vectors:
        self.calls.append(list(texts))
        if len(self.calls) == self.stop_at:
            raise KeyboardInterrupt
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> Vectors:
        row = np.full(self.dimensions, 0.01, dtype=np.float32)
        for word in re.findall(r"\w+", text.lower()):
            row[crc32(word.encode()) % self.dimensions] += 1
        return (row / np.linalg.norm(row)).astype(np.float32)


def record(
    title: str = "Tea and sleep.",
    text: str | Sequence[str | Part] = "Tea was drunk. Sleep was short.",
    path: str = "a.jsonl",
    reader: str = "jsonl",
    **fields: Any,
) -> Record:
    """A record that `reader` gave; `text` is the abstract, or its parts."""
    texts = [text] if isinstance(text, str) else text
    parts = tuple(part if isinstance(part, Part) else Part(part) for part in texts if part)
    return Record(Origin(path, reader, "record 1"), title, parts, **fields)


def write_jsonl(path: Path, *rows: Mapping[str, Any]) -> str:
    """A JSON Lines file of these rows, as exports have it; returns its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def write_xml(path: Path, *articles: Mapping[str, str]) -> str:
    """A PubMed XML file; of each article `pmid`, `title`, `abstract`, `version`, `doi`, `type`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bodies = "".join(_xml_article({k: escape(v) for k, v in a.items()}) for a in articles)
    path.write_text(f"<PubmedArticleSet>{bodies}</PubmedArticleSet>", encoding="utf-8")
    return str(path)


def _xml_article(of: Mapping[str, str]) -> str:
    doi = f'<ArticleId IdType="doi">{of["doi"]}</ArticleId>' if "doi" in of else ""
    return (
        f'<PubmedArticle><MedlineCitation><PMID Version="{of.get("version", "1")}">{of["pmid"]}'
        "</PMID><Article><Journal><Title>Journal of Invented Trials</Title></Journal>"
        f"<ArticleTitle>{of['title']}</ArticleTitle>"
        f"<Abstract><AbstractText>{of['abstract']}</AbstractText></Abstract>"
        "<PublicationTypeList><PublicationType>"
        f"{of.get('type', 'Journal Article')}</PublicationType></PublicationTypeList></Article>"
        f"</MedlineCitation><PubmedData><ArticleIdList>{doi}</ArticleIdList></PubmedData>"
        "</PubmedArticle>"
    )


def trials(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Rows of invented trials, PMIDs from `first`, three sentences each."""
    drugs = ["arbol", "cedrin", "quillax", "tormenil", "ulvaprid"]
    ills = ["gout", "migraine", "asthma", "colitis", "eczema", "insomnia", "vertigo"]
    return [
        {
            "pmid": str(number),
            "title": f"{drugs[number % 5].title()} in {ills[number % 7]}, trial {number}.",
            "abstract": (
                f"We gave {drugs[number % 5]} to {number + 20} adults with {ills[number % 7]}. "
                f"Attacks fell by {number % 60} percent. Harms were rare."
            ),
        }
        for number in range(first, first + count)
    ]
