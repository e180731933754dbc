"""Which number format the layers of a network are computed in."""

from typing import Literal

import torch


def chosen(
    precision: Literal["auto", "bf16", "fp32"], device: torch.device | None = None
) -> torch.dtype:
    """The format for a configuration's `precision` on a device, the CPU by default."""
    if precision == "auto":
        return torch.bfloat16 if native_bf16(device) else torch.float32
    return torch.bfloat16 if precision == "bf16" else torch.float32


def native_bf16(device: torch.device | None = None) -> bool:
    """Whether a device multiplies bf16 matrices by instructions of its own.

    A processor without them goes through them one number at a time, some seventy times slower
    than float32.
    """
    kind = "cpu" if device is None else device.type
    if kind == "cuda":
        return torch.cuda.get_device_capability(device) >= (8, 0)
    if kind == "mps":
        return True
    # torch has no public name for these before its version 2.12.
    return bool(
        torch.cpu._is_avx512_bf16_supported()  # noqa: SLF001
        or torch.cpu._is_amx_tile_supported()  # noqa: SLF001
    )
