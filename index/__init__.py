"""Sources to a searchable store: read, merge, split into sentences, embed, keep in step.

from index import Store, SentenceTransformerEmbedder, build
store = Store.create(Path("abstractqa-store"), SentenceTransformerEmbedder())
report = build(store, ["exports/"], progress)
"""

from index import quiet as quiet
from index.article import Article, Section, Sentence
from index.build import IndexReport, build, rebuild
from index.embedder import Embedder
from index.sentence_transformer import SentenceTransformerEmbedder
from index.settings import IndexSettings
from index.store import Manifest, Store
from index.verify import Verification, verify

__all__ = [
    "Article",
    "Embedder",
    "IndexReport",
    "IndexSettings",
    "Manifest",
    "Section",
    "Sentence",
    "SentenceTransformerEmbedder",
    "Store",
    "Verification",
    "build",
    "rebuild",
    "verify",
]
