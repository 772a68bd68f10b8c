"""Chat models by name, through LangChain: imported here only, and only where one is named.

openai:… anthropic:… ollama:… huggingface:… and whatever else `init_chat_model` knows;
gguf:/path/model.gguf in this process; any server of the OpenAI protocol by its base URL.
"""

import math
from dataclasses import replace
from pathlib import Path

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from index.errors import ModelError, OfflineError, first_line
from qa.llm.calls import DEFAULT_WINDOW, arguments
from qa.llm.failing import causes
from qa.llm.gguf import served_file
from qa.llm.hiding import Secrets
from qa.llm.named import GGUF, OPENAI, Named
from qa.llm.speaking import LangChainWriter

# Characters a token, at least: English has four, figures and names of substances fewer.
_PER_TOKEN = 2.5
# The parts of this package that install a provider's own.
_EXTRAS = frozenset({OPENAI, "anthropic", "ollama", "huggingface"})


def open_writer(named: Named) -> LangChainWriter:
    """The model that is named; raises ModelError if its package is missing or it will not load."""
    if named.provider == GGUF:
        served = served_file(Path(named.model), named.window)
        local = replace(named, base_url=f"{served.url}/v1", key=served.key, window=served.window)
        return LangChainWriter(_loaded(local, OPENAI), local, served.window, served.count)
    model = _loaded(named, named.provider)
    window = named.window or (model.profile or {}).get("max_input_tokens") or DEFAULT_WINDOW
    return LangChainWriter(model, named, window, estimate)


def estimate(text: str) -> int:
    """Tokens of a text, rather too many: for models whose own count is not at hand."""
    return math.ceil(len(text.encode()) / _PER_TOKEN)


def _loaded(named: Named, provider: str) -> BaseChatModel:
    try:
        loaded: BaseChatModel = init_chat_model(
            named.model, model_provider=provider, **arguments(named)
        )
    except ImportError as error:
        package = f"langchain-{provider.replace('_', '-')}"
        wanted = f"'abstractqa[{provider}]'" if provider in _EXTRAS else package
        raise ModelError(
            f"{named.name} needs a package that is not installed ({first_line(error)})",
            f"Install it: pip install {wanted}",
        ) from error
    except Exception as error:  # noqa: BLE001
        for one in causes(error):
            if isinstance(one, OfflineError):
                raise one from None
        said = Secrets(named).hidden(first_line(error))
        raise ModelError(f"{named.name} cannot be loaded ({said})", "Check its name") from None
    if "stream_chunk_timeout" in type(loaded).model_fields:
        # OpenAI's second clock, for async calls only; the timeout given holds for both.
        return loaded.model_copy(update={"stream_chunk_timeout": None})
    return loaded
