"""Foreign networks in ONNX Runtime: what they take and give, and one way to call them."""

import math
from typing import Any

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnx import ModelProto

from morphing_faces.errors import ModelError
from morphing_faces.model.function.model import LARGEST_LATENT
from morphing_faces.model.function.picture_layout import find_layout
from morphing_faces.model.function.probe import Given
from morphing_faces.model.function.to_numpy import Key
from morphing_faces.model.imports.onnx_file import serialised
from morphing_faces.types import Floats
from morphing_faces.wording import counted

KINDS = {"tensor(float)": np.float32, "tensor(float16)": np.float16, "tensor(double)": np.float64}


class ForeignNetwork:
    """A network of one input.

    Args:
        model: The network, of which bounds have been checked.
        name: Its file, for sentences.

    Attributes:
        name: As above.
        source: The name of its input.
        row: The shape of one row of it, as far as the file says.

    Raises:
        ModelError: It cannot be run, or takes something else than one array of numbers.
    """

    def __init__(self, model: ModelProto, name: str) -> None:
        self.name = name
        self._session = opened(serialised(model), name)
        inputs = self._session.get_inputs()
        if len(inputs) != 1 or inputs[0].type not in KINDS:
            names = ", ".join(f"{each.name} {each.shape}" for each in inputs)
            raise ModelError(
                f"{name} takes {names}; a decoder takes one latent point [N, L], an encoder one "
                f"picture, and nothing else: export that part alone"
            )
        self.source: str = inputs[0].name
        self.row: list[Any] = inputs[0].shape[1:]
        self._kind = KINDS[inputs[0].type]

    @property
    def outputs(self) -> dict[str, list[Any]]:
        """What it gives: shapes by name."""
        return {each.name: each.shape for each in self._session.get_outputs()}

    def run(self, rows: Floats, *outputs: str) -> list[NDArray[Any]]:
        """Run it.

        Raises:
            Exception: As the runtime does.
        """
        answers: list[NDArray[Any]] = self._session.run(
            list(outputs), {self.source: rows.astype(self._kind)}
        )
        return answers


def opened(content: bytes, name: str) -> Any:
    """A session of ONNX Runtime for the bytes of a network.

    Raises:
        ModelError: They cannot be run.
    """
    options = ort.SessionOptions()
    options.log_severity_level = 4
    try:
        return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - a runtime's errors have no common ancestor
        raise unable(name, error) from None


def unable(name: str, error: Exception) -> ModelError:
    """A sentence on a network that a runtime cannot run."""
    return ModelError(f"{name} cannot be run: {' '.join(str(error).split())[:200]}")


def takes_pictures(row: list[Any]) -> bool:
    """Whether what goes in are surely pictures, not latent points."""
    known = all(isinstance(each, int) for each in row)
    return len(row) == 3 and known and (row[0] in (1, 3) or row[-1] in (1, 3))


def latent_shape(network: ForeignNetwork) -> tuple[int, ...]:
    """The shape of a latent point that a decoder takes: (L,) or (C, h, w).

    Raises:
        ModelError: It is no decoder, or takes too many numbers.
    """
    row, name = network.row, network.name
    if len(row) not in (1, 3) or not all(isinstance(each, int) and each > 0 for each in row):
        raise ModelError(
            f"{name} takes {['N', *row]}; a decoder takes latent points [N, L] or [N, C, h, w] of "
            f"a size that the file says"
        )
    if takes_pictures(row):
        raise ModelError(
            f"{name} takes pictures {['N', *row]}: it is an encoder or a whole autoencoder; "
            f"export its decoder alone"
        )
    if not 2 <= math.prod(row) <= LARGEST_LATENT:
        raise ModelError(
            f"{name} takes {counted(math.prod(row), 'number')}, from 2 to {LARGEST_LATENT:,} "
            "are played"
        )
    return tuple(row)


def pictures_output(network: ForeignNetwork, output: Key | None, given: Given) -> str:
    """Which of a decoder's outputs are the pictures.

    Raises:
        ModelError: None is, or several may be.
    """
    outputs = network.outputs
    if output is not None:
        if output in outputs:
            return str(output)
        raise ModelError(f"{network.name} has no output {output!r}; it gives {', '.join(outputs)}")
    fits = [name for name, shape in outputs.items() if _is_picture(shape, given)]
    if len(outputs) == 1 or len(fits) == 1:
        return (fits or list(outputs))[0]
    raise ModelError(
        f"{network.name} gives {', '.join(outputs)}; say which are the pictures, as in --output "
        f"{(fits or list(outputs))[0]}"
    )


def _is_picture(shape: list[Any], given: Given) -> bool:
    row = tuple(each for each in shape[1:] if isinstance(each, int))
    try:
        find_layout(row, given.shape, given.layout)
    except ModelError:
        return False
    return len(row) == len(shape) - 1
