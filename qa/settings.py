"""How questions are answered: plain values, from arguments or `ABSTRACTQA_*` variables."""

import hashlib
import json

from pydantic import Field

from index.settings import IndexSettings

NO_RERANKER, BUILTIN_RERANKER = "none", "builtin"


class Settings(IndexSettings):
    """Everything an answer depends on beside the store itself.

    `articles` are retrieved for a question, `statements` at most are given in answer. `reranker`
    reads their sentences: `builtin`, `none`, a folder with a cross-encoder, or the name of one on
    the hub, which is then downloaded because it was named.
    """

    articles: int = Field(default=10, ge=1, le=1000)
    statements: int = Field(default=4, ge=1, le=50)
    include_retracted: bool = False
    reranker: str = BUILTIN_RERANKER

    def fingerprint(self, *parts: str) -> str:
        """Twelve hexadecimal digits that change when a setting or one of `parts` does."""
        chosen = self.model_dump(mode="json", exclude={"store", "window"})
        text = json.dumps([chosen, *parts], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]
