"""The chooser's weights as a small file: layers in 8 bits, a scale a row; no bfloat16 in it.

Linear maps are stored as whole numbers from -127 to 127 and one float32 a row; what is not a
matrix is stored as float32. The embeddings are not stored: they are the wheel's.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from index.errors import RerankerError, first_line

_SCALE = ".scale"


def write(path: Path, state: Mapping[str, Tensor], about: Mapping[str, str]) -> None:
    """Write parameters by name, and what is said of them."""
    stored: dict[str, Tensor] = {}
    for name, value in state.items():
        full = value.detach().float().cpu()
        if full.dim() < 2:
            stored[name] = full.contiguous()
            continue
        scale = full.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
        stored[name] = torch.round(full / scale).to(torch.int8)
        stored[name + _SCALE] = scale
    save_file(stored, path, metadata=dict(about))


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The parameters in float32, and what is said of them; raises RerankerError."""
    try:
        with safe_open(path, "pt") as file:
            stored = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
            about = file.metadata() or {}
    except (OSError, SafetensorError) as error:
        raise unusable(path, error) from error
    names = [name for name in stored if not name.endswith(_SCALE)]
    scaled = {n: stored[n].float() * stored.get(n + _SCALE, torch.ones(1)) for n in names}
    return scaled, about


def unusable(path: Path, error: Exception) -> RerankerError:
    """Says which file it is and what to do."""
    return RerankerError(
        f"the weights {path} cannot be read ({first_line(error)})",
        "Install abstractqa again, or train them with `make train-ranker`",
    )
