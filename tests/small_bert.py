"""A model of the hub's kind in a folder: one layer of 16 random dimensions, sixteen words."""

from pathlib import Path

import torch
from transformers import BertConfig, BertPreTrainedModel, BertTokenizer

_WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] does tea help sleep was short long the drug . ?".split()


def save_small_bert(folder: Path, kind: type[BertPreTrainedModel], labels: int = 1) -> None:
    """Write tokenizer and model of this kind; the same weights every time."""
    folder.mkdir()
    torch.manual_seed(0)
    (folder / "vocab.txt").write_text("\n".join(_WORDS), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(_WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    config.num_labels = labels
    kind(config).save_pretrained(folder)
