"""ONNX files, run by ONNX Runtime row by row.

Rows go through a network one at a time: quantised layers choose one scale for all the rows they
are given, and a face must not depend on which others were asked for beside it.
"""

import os
from pathlib import Path

import numpy as np
import onnxruntime as ort

from morphing_faces.errors import ModelError
from morphing_faces.types import Floats

THREADS = min(2, os.cpu_count() or 1)
"""For one row, a second thread halves the time; a third gains little."""


class OnnxNetwork:
    """An ONNX file of one input, ready to run.

    Args:
        path: The file.
        source: The name of its input, float32 [N, ...].
        result: The name of an output that it must have.
        threads: How many work at one row.

    Raises:
        ModelError: It cannot be run, or has other inputs or outputs.
    """

    def __init__(self, path: Path, source: str, result: str, threads: int = THREADS) -> None:
        self.path = path
        self.source = source
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        try:
            session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            reason = " ".join(str(error).split())
            raise ModelError(f"{path} cannot be run: {reason}") from error
        self._session = session
        inputs = [node.name for node in session.get_inputs()]
        outputs = [node.name for node in session.get_outputs()]
        if inputs != [source] or result not in outputs:
            raise ModelError(
                f"{path} must map {source!r} to {result!r}, but maps "
                f"{', '.join(inputs)} to {', '.join(outputs)}"
            )

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The shape of one row that goes in."""
        return tuple(self._session.get_inputs()[0].shape[1:])

    def output_shape(self, name: str) -> tuple[int, ...]:
        """The shape of one row of an output."""
        nodes = self._session.get_outputs()
        return tuple(next(node.shape[1:] for node in nodes if node.name == name))

    def run(self, row: Floats, *outputs: str) -> tuple[Floats, ...]:
        """Run one row.

        Args:
            row: The input without its first axis.
            outputs: Names of outputs.

        Returns:
            Each of the outputs, without its first axis.
        """
        return tuple([each[0] for each in self._session.run(outputs, {self.source: row[None]})])


def stack(rows: list[Floats], shape: tuple[int, ...]) -> Floats:
    """Rows of a shape as one array [N, *shape]; of none, an empty one."""
    if not rows:
        return np.empty((0, *shape), np.float32)
    return np.concatenate([row[None] for row in rows])  # np.stack checks more


def brackets(shape: tuple[int, ...], *, rows: bool = True) -> str:
    """A shape as people write it: [N, 48, 48]."""
    return f"[{', '.join(map(str, (*(('N',) if rows else ()), *shape)))}]"
