"""What OpenAI, Anthropic and Ollama send, as bytes."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

# Tokens that each of them says it read and wrote.
TOKENS_IN, TOKENS_OUT = 11, 7


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value).encode()


class Wire(ABC):
    """One protocol: its events as bytes. `provider` is how a user names it."""

    provider: str
    path: str
    base = ""
    streamed = "text/event-stream"
    cut = "length"
    declining: tuple[str, ...] = ()

    @abstractmethod
    def opening(self) -> list[bytes]:
        """What comes before the first text."""

    @abstractmethod
    def text(self, piece: str) -> bytes:
        """Some more text."""

    @abstractmethod
    def thinking(self, piece: str) -> bytes:
        """Some more of what it thinks aloud, which is no part of its text."""

    @abstractmethod
    def ending(self, reason: str) -> list[bytes]:
        """Why it stops, with its counts, and the end's own mark."""

    @abstractmethod
    def failure(self, said: str) -> bytes:
        """The body of an error."""

    @abstractmethod
    def broken(self, said: str) -> bytes:
        """An error in the middle of a stream."""

    def garbled(self) -> bytes:
        """An event that is no JSON."""
        return b'data: {"choices": [{"delta"\n\n'

    def key_in(self, headers: Mapping[str, str]) -> str | None:
        """The key that a request brought."""
        return (headers.get("authorization") or "").removeprefix("Bearer ") or None

    def schema_in(self, body: Mapping[str, Any]) -> Any:
        """The schema that a request asks for."""
        return body.get("response_format", {}).get("json_schema", {}).get("schema")


class OpenAI(Wire):
    """Chat completions, streamed."""

    provider, path, base = "openai", "/v1/chat/completions", "/v1"
    declining = ("content_filter",)

    def _event(self, delta: Mapping[str, Any], reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return self._chunk(choices=[choice], usage=None)

    def _chunk(self, **parts: Any) -> bytes:
        chunk = {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        return b"data: " + _json({**chunk, **parts}) + b"\n\n"

    def opening(self) -> list[bytes]:
        return [self._event({"role": "assistant", "content": "", "refusal": None})]

    def text(self, piece: str) -> bytes:
        return self._event({"content": piece})

    def thinking(self, piece: str) -> bytes:
        return self._event({"content": None, "reasoning_content": piece})

    def refusing(self, piece: str) -> bytes:
        """Some more of a refusal's text."""
        return self._event({"refusal": piece})

    def ending(self, reason: str) -> list[bytes]:
        counts = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT}
        usage = {**counts, "total_tokens": TOKENS_IN + TOKENS_OUT}
        return [
            self._event({}, reason),
            self._chunk(choices=[], usage=usage),
            b"data: [DONE]\n\n",
        ]

    def failure(self, said: str) -> bytes:
        return _json({"error": {"message": said, "type": "server_error", "code": None}})

    def broken(self, said: str) -> bytes:
        return b"data: " + self.failure(said) + b"\n\n"


class Anthropic(Wire):
    """Messages, streamed."""

    provider, path = "anthropic", "/v1/messages"
    cut = "max_tokens"
    declining = ("refusal",)

    def _event(self, kind: str, **parts: Any) -> bytes:
        return f"event: {kind}\ndata: ".encode() + _json({"type": kind, **parts}) + b"\n\n"

    def opening(self) -> list[bytes]:
        message: dict[str, Any] = {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "m",
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": {"input_tokens": TOKENS_IN, "output_tokens": 1},
        }
        block = {"type": "text", "text": ""}
        return [
            self._event("message_start", message=message),
            self._event("content_block_start", index=0, content_block=block),
            self._event("ping"),
        ]

    def text(self, piece: str) -> bytes:
        delta = {"type": "text_delta", "text": piece}
        return self._event("content_block_delta", index=0, delta=delta)

    def thinking(self, piece: str) -> bytes:
        delta = {"type": "thinking_delta", "thinking": piece}
        return self._event("content_block_delta", index=0, delta=delta)

    def ending(self, reason: str) -> list[bytes]:
        said = {"stop": "end_turn"}.get(reason, reason)
        usage = {"input_tokens": TOKENS_IN, "output_tokens": TOKENS_OUT}
        delta = {"stop_reason": said, "stop_sequence": None}
        return [
            self._event("content_block_stop", index=0),
            self._event("message_delta", delta=delta, usage=usage),
            self._event("message_stop"),
        ]

    def failure(self, said: str) -> bytes:
        return _json({"type": "error", "error": {"type": "api_error", "message": said}})

    def broken(self, said: str) -> bytes:
        return self._event("error", error={"type": "overloaded_error", "message": said})

    def garbled(self) -> bytes:
        return b'event: content_block_delta\ndata: {"type": "content_block\n\n'

    def key_in(self, headers: Mapping[str, str]) -> str | None:
        # As the library's older versions send it, or as the newer do.
        return headers.get("x-api-key") or super().key_in(headers)

    def schema_in(self, body: Mapping[str, Any]) -> Any:
        return body.get("output_config", {}).get("format", {}).get("schema")


class Ollama(Wire):
    """Chat, a JSON object a line."""

    provider, path = "ollama", "/api/chat"
    streamed = "application/x-ndjson"

    def _line(self, text: str, **parts: Any) -> bytes:
        message = {"role": "assistant", "content": text}
        made = {"model": "m", "created_at": "2025-01-01T00:00:00Z", "message": message}
        return _json({**made, "done": False, **parts}) + b"\n"

    def opening(self) -> list[bytes]:
        return []

    def text(self, piece: str) -> bytes:
        return self._line(piece)

    def thinking(self, piece: str) -> bytes:
        message = {"role": "assistant", "content": "", "thinking": piece}
        return self._line("", message=message)

    def ending(self, reason: str) -> list[bytes]:
        counts = {"prompt_eval_count": TOKENS_IN, "eval_count": TOKENS_OUT}
        return [self._line("", done=True, done_reason=reason, **counts)]

    def failure(self, said: str) -> bytes:
        return _json({"error": said})

    def broken(self, said: str) -> bytes:
        return self.failure(said) + b"\n"

    def garbled(self) -> bytes:
        return b'{"model": "m", "mess\n'

    def schema_in(self, body: Mapping[str, Any]) -> Any:
        return body.get("format")
