"""Attention that trains faster on a processor: one product with the mask added in it, no copies.

With sentences of a whole abstract in a row, most of the time goes into the attention weights, and
not into sums but into moving them through memory; the fused kernel has a slow backward pass.
"""

import torch
from torch import Tensor, nn
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

NAME = "lean"


def register() -> None:
    """Make it known to transformers under `NAME`."""
    ALL_ATTENTION_FUNCTIONS.register(NAME, _attend)
    ALL_MASK_ATTENTION_FUNCTIONS.register(NAME, ALL_MASK_ATTENTION_FUNCTIONS["eager"])


def _attend(  # noqa: PLR0913, PLR0917  (transformers calls it so)
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    **_: object,
) -> tuple[Tensor, None]:
    rows, heads, length, width = query.shape
    flat = (rows * heads, length, width)
    asked, known = (query * scaling).reshape(flat), key.reshape(flat).transpose(1, 2)
    if attention_mask is None:
        weights = torch.bmm(asked, known)
    else:
        mask = attention_mask.expand(rows, heads, length, length).reshape(-1, length, length)
        weights = torch.baddbmm(mask, asked, known)
    mixed = torch.bmm(torch.softmax(weights, -1), value.reshape(flat))
    return mixed.view(query.shape).transpose(1, 2).contiguous(), None
