"""huggingface: a small random model, run here by transformers from a folder; nothing is downloaded.

Its endpoints are not offered: `init_chat_model` gives HuggingFaceEndpoint a model's name together
with any URL, which that class refuses, and every such server speaks OpenAI's protocol as well.
"""

import string
from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer
from tokenizers.decoders import Fuse
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from index.errors import SettingsError
from llm.calling import SCHEMA, Caller
from qa.llm.models import open_writer
from qa.llm.named import Named, named_by
from qa.llm.speaking import LangChainWriter
from qa.settings import Settings

TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant: "


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of a few thousand weights that never comes to an end."""
    place = tmp_path_factory.mktemp("model")
    known = ["<unk>", "</s>", *(f" {one}" for one in string.ascii_lowercase)]
    words = Tokenizer(WordLevel({one: at for at, one in enumerate(known)}, "<unk>"))
    words.pre_tokenizer = Split("", "isolated")
    words.decoder = Fuse()
    marks = {"unk_token": "<unk>", "eos_token": "</s>", "pad_token": "</s>"}
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=words, **marks)  # type: ignore[no-untyped-call]
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(place)
    config = LlamaConfig(
        vocab_size=len(known),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=2048,
        eos_token_id=1,
        bos_token_id=None,
    )
    torch.manual_seed(1)
    made = LlamaForCausalLM(config)
    made.lm_head.weight.data[:2] = 0
    made.save_pretrained(place)
    return place


@pytest.fixture
def model(folder: Path) -> LangChainWriter:
    return open_writer(
        Named(f"huggingface:{folder}", "huggingface", str(folder), None, 5, 1024, None)
    )


def test_it_writes_piece_by_piece_and_no_more_than_it_may(
    model: LangChainWriter, caller: Caller
) -> None:
    heard = caller.hear(model, SCHEMA)
    assert heard.error is None
    assert len(heard.pieces) > 1
    assert len(heard.text.split()) == model.reply == 128


def test_it_is_the_same_model_again(model: LangChainWriter, caller: Caller) -> None:
    assert caller.hear(model).text == caller.hear(model).text


def test_a_server_is_no_place_for_it() -> None:
    settings = Settings(llm="huggingface:m", llm_base_url="http://127.0.0.1:8000/v1")
    with pytest.raises(SettingsError, match="runs here") as error:
        named_by(settings)
    assert "--llm m" in error.value.remedy
