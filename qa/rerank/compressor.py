"""A reader as a LangChain document compressor, for chains of your own.

compressor = Reranked(reader=…, limit=3)
compressor.compress_documents(documents, "Does metformin delay diabetes?")
"""

from collections.abc import Sequence

from langchain_core.callbacks import Callbacks
from langchain_core.documents import Document
from langchain_core.documents.compressor import BaseDocumentCompressor
from pydantic import ConfigDict, Field, SkipValidation

from index.sentences import split
from qa.rerank.contract import Passage, Reader


class Reranked(BaseDocumentCompressor):
    """Documents in the order of their best sentence; at most `limit` where it is given.

    Each gets in its metadata `relevance_score`, the reader's score of that sentence, and where it
    stands: `page_content[sentence_start:sentence_end]`. What was there under other names stays;
    `title`, where there is one, is read with the sentences. A document without a sentence is left
    out.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # A Protocol, which pydantic cannot check.
    reader: SkipValidation[Reader]
    limit: int | None = Field(default=None, ge=1)

    def compress_documents(
        self, documents: Sequence[Document], query: str, callbacks: Callbacks | None = None
    ) -> list[Document]:
        """The documents that answer best, first."""
        spans = [split(document.page_content) for document in documents]
        kept = [(d, some) for d, some in zip(documents, spans, strict=True) if some]
        passages = [
            Passage(
                str(document.metadata.get("title") or ""),
                tuple(document.page_content[start:end] for start, end in some),
                ("",) * len(some),
            )
            for document, some in kept
        ]
        scores = self.reader.scores(query, passages) if passages else []
        ranked = []
        for (document, some), own in zip(kept, scores, strict=True):
            best = int(own.argmax())
            found = {
                "relevance_score": float(own[best]),
                "sentence_start": some[best][0],
                "sentence_end": some[best][1],
            }
            metadata = {**document.metadata, **found}
            ranked.append(document.model_copy(update={"metadata": metadata}))
        ranked.sort(key=lambda one: -one.metadata["relevance_score"])
        return ranked[: self.limit]
