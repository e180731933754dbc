"""Whether torch.compile can be used, and is worth it."""

import shutil
from collections.abc import Callable
from typing import Literal

import torch

from morphing_faces.errors import TrainingError


def compiles(
    wish: Literal["auto", "on", "off"],
    device: torch.device,
    say: Callable[[str], None] | None = None,
) -> bool:
    """Whether to compile on a device.

    Args:
        wish: "auto" compiles where it pays, which is on GPUs, if it can.
        device: Where to compute.
        say: Told in a sentence why "auto" does not compile where it would pay.

    Raises:
        TrainingError: It was asked for, and there is no C compiler.
    """
    if wish == "off" or (wish == "auto" and device.type != "cuda"):
        return False
    if any(shutil.which(name) for name in ("c++", "g++", "clang++", "cl")):
        return True
    if wish == "on":
        raise TrainingError("--compile on needs a C++ compiler, and there is none on the PATH")
    if say:
        say("training without torch.compile, because there is no C++ compiler on the PATH")
    return False
