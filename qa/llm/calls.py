"""What the class of each provider is given: where and with which key, how long, how sober."""

from typing import Any

from qa.llm.named import GGUF, OPENAI, Named

# What a model is taken to hold that tells nobody: the least that is common today.
DEFAULT_WINDOW = 4096
# Of a window, what one reply may fill; of a large one no more than this many tokens.
_SHARE, _LONGEST_REPLY = 8, 4096
# A connection kept for the next question would belong to an event loop that may be gone by then:
# whoever calls `asyncio.run` for each question has a new one each time.
UNKEPT = {"Connection": "close"}


def reply_of(window: int) -> int:
    """Tokens that one reply may have: question, reply, what was wrong and the mended reply must
    all fit."""
    return min(_LONGEST_REPLY, window // _SHARE)


def arguments(named: Named) -> dict[str, Any]:
    """Of LangChain's class for the provider; None is left out."""
    window = named.window or DEFAULT_WINDOW
    if named.provider == "huggingface":
        # Left to itself it draws its words.
        sober = {"do_sample": False, "return_full_text": False}
        return {"pipeline_kwargs": {"max_new_tokens": reply_of(window), **sober}}
    if named.provider == "ollama":
        given = _ollama(named, window)
    else:
        call = {"timeout": named.timeout, "max_retries": 0, "api_key": named.key}
        given = {**call, "base_url": named.base_url, **_bounds(named, window)}
    return {name: value for name, value in given.items() if value is not None}


def _ollama(named: Named, window: int) -> dict[str, Any]:
    # Its class drops a timeout and a key without a word; its client takes them.
    headers = {"Authorization": f"Bearer {named.key}"} if named.key else {}
    return {
        "base_url": named.base_url,
        "client_kwargs": {"timeout": named.timeout, "headers": headers},
        "async_client_kwargs": {"headers": {**headers, **UNKEPT}},
        # Left to itself it cuts the prompt at its own default without a word.
        "num_ctx": window,
        "num_predict": reply_of(window),
        "temperature": 0,
    }


def _bounds(named: Named, window: int) -> dict[str, Any]:
    """How much may be written, and how sober."""
    if named.provider in (OPENAI, GGUF) and named.base_url:
        # By its old name, which every server of the protocol knows.
        body: dict[str, Any] = {"max_tokens": reply_of(window)}
        if named.provider == GGUF:
            # Small models go in circles unless told not to repeat themselves.
            body["repeat_penalty"] = 1.1
        return {"extra_body": body, "temperature": 0, "stream_usage": True}
    if named.base_url:
        return {"max_tokens": reply_of(window), "temperature": 0}
    return {"max_tokens": reply_of(named.window or _SHARE * _LONGEST_REPLY)}
