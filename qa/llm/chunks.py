"""LangChain's chunks of one reply made pieces, whichever provider they come from."""

from langchain_core.messages import AIMessageChunk, BaseMessage

from index.errors import ModelError
from qa.answer import Usage
from qa.llm.contract import Piece
from qa.llm.named import GGUF, OPENAI, Named

# These say of every whole reply why it ended; of one that does not, the rest is lost.
_TELL_THE_END = frozenset({OPENAI, "anthropic", "ollama", GGUF})
# Of these some servers never say it; their counts, which come behind all text, end it as well.
_COUNT_LAST = frozenset({OPENAI, GGUF})
# Where each of them says it.
_REASONS = ("finish_reason", "stop_reason", "done_reason")
_DECLINED = frozenset({"content_filter", "refusal", "safety"})
_CUT = frozenset({"length", "max_tokens"})


class Chunks:
    """One reply of the model as it comes."""

    def __init__(self, named: Named) -> None:
        self._named = named
        self._ended = self._spoke = False

    def piece(self, chunk: BaseMessage) -> Piece | None:
        """What is new by it, None where nothing is; raises ModelError where the model declines."""
        about = chunk.response_metadata
        reason = next((str(about[key]).lower() for key in _REASONS if about.get(key)), "")
        if reason in _DECLINED or chunk.additional_kwargs.get("refusal"):
            raise ModelError(f"the model {self._named.name} declined to answer", "Ask otherwise")
        used = chunk.usage_metadata if isinstance(chunk, AIMessageChunk) else None
        usage = Usage(used["input_tokens"], used["output_tokens"]) if used else None
        piece = Piece(str(chunk.text), usage, reason in _CUT)
        told = bool(reason or about.get("done"))
        counted = usage is not None and self._named.provider in _COUNT_LAST
        # Text behind the counts says that these were no end.
        self._ended = told or (not piece.text and (counted or self._ended))
        self._spoke = self._spoke or bool(piece.text)
        return None if piece == Piece() else piece

    def close(self) -> None:
        """There are no more; raises ModelError where that is not the reply's end, or there was
        nothing before it."""
        if self._named.provider in _TELL_THE_END and not self._ended:
            raise ModelError(
                f"{self._named.name} broke off in the middle of its reply", "Ask again"
            )
        if not self._spoke:
            # Where a schema is asked for, OpenAI's models decline in a field that LangChain drops.
            raise ModelError(
                f"{self._named.name} ended without a word: it declined to answer, or thought too "
                "long",
                "Ask otherwise",
            )
