"""Somebody else's ONNX file: read with bounds, and nothing that it names is followed unseen.

The library's own loader has followed paths out of the folder and set whatever the file named
(CVE-2026-27489, CVE-2026-34445). Here the bytes are parsed alone; weights in a second file are read
by this module, from a plain file beside the first. Symbolic links, other folders and operators of
domains that the standard does not have are refused.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto

from morphing_faces.errors import ModelError

LARGEST = 1 << 30
"""Bytes of a file, and of the weights beside it."""
DOMAINS = ("", "ai.onnx", "ai.onnx.ml")
OLDEST, NEWEST = 11, 23
"""Versions of the operators: from the first whose Clip takes tensors to the last that is played."""


def read_onnx(path: Path) -> ModelProto:
    """Read an ONNX file, with all its weights in it.

    Raises:
        ModelError: It is none, too large, or refers to what is refused.
    """
    content = _read(path, 0, None)
    model = ModelProto()
    try:
        model.ParseFromString(content)
    except DecodeError:
        raise ModelError(f"{path} is no ONNX file, or it is damaged") from None
    if not model.graph.node or not model.opset_import:
        raise ModelError(f"{path} is no ONNX file: it has no network in it")
    _check_operators(path, model)
    _take_in_weights(path, model)
    return model


def _check_operators(path: Path, model: ModelProto) -> None:
    own = {function.domain for function in model.functions}
    bodies = [model.graph.node, *(function.node for function in model.functions)]
    for node in (each for body in bodies for each in _nodes(body)):
        if node.domain not in DOMAINS and node.domain not in own:
            raise ModelError(
                f"{path} needs the operator {node.op_type[:40]!r} of the domain "
                f"{node.domain[:40]!r}, which only some runtimes have; export it with standard "
                f"operators alone"
            )
    version = next((each.version for each in model.opset_import if each.domain in DOMAINS[:2]), 0)
    if not OLDEST <= version <= NEWEST:
        raise ModelError(
            f"{path} is written in version {version} of ONNX's operators; export it with one from "
            f"{OLDEST} to {NEWEST}, as in opset_version=18"
        )


def _nodes(nodes: object) -> Iterator[NodeProto]:
    """Nodes, and those of the graphs inside of them."""
    for node in nodes:  # type: ignore[attr-defined]
        yield node
        for attribute in node.attribute:
            for graph in _graphs(attribute):
                yield from _nodes(graph.node)


def _graphs(attribute: AttributeProto) -> list[GraphProto]:
    return [attribute.g, *attribute.graphs]


def _tensors(model: ModelProto) -> Iterator[TensorProto]:
    """Every tensor in the file, wherever it stands."""
    graphs = [model.graph]
    bodies = [model.graph.node, *(function.node for function in model.functions)]
    for node in (each for body in bodies for each in _nodes(body)):
        for attribute in node.attribute:
            graphs += _graphs(attribute)
            yield from (attribute.t, *attribute.tensors)
            for sparse in (attribute.sparse_tensor, *attribute.sparse_tensors):
                yield from (sparse.values, sparse.indices)
    for graph in graphs:
        yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield from (sparse.values, sparse.indices)


def _take_in_weights(path: Path, model: ModelProto) -> None:
    """Put weights that lie in a second file into the model."""
    left = LARGEST
    for tensor in _tensors(model):
        if tensor.data_location != TensorProto.EXTERNAL and not tensor.external_data:
            continue
        said = {entry.key: entry.value for entry in tensor.external_data}
        name = said.get("location", "")
        if not name or name != Path(name).name or "\\" in name or name in (".", ".."):
            raise ModelError(
                f"{path} has weights in {name[:60]!r}; only a file that lies beside it is read"
            )
        start, length = (_number(path, said, key) for key in ("offset", "length"))
        raw = _read(path.with_name(name), start or 0, length)
        left -= len(raw)
        if left < 0:
            raise ModelError(f"{path} has more than {LARGEST:,} bytes of weights beside it")
        tensor.raw_data = raw
        tensor.ClearField("external_data")
        tensor.data_location = TensorProto.DEFAULT


def _number(path: Path, said: dict[str, str], key: str) -> int | None:
    word = said.get(key)
    if word is None:
        return None
    if not (word.isascii() and word.isdigit() and len(word) < 16):
        raise ModelError(f"{path} is damaged: the {key} of its weights is {word[:40]!r}")
    return int(word)


def _read(path: Path, start: int, length: int | None) -> bytes:
    """Bytes of a plain file that is no link, as many as there are or as are asked for.

    Raises:
        ModelError: There is no such file, or it is a link, too large or too short.
    """
    try:
        if stat.S_ISLNK(path.lstat().st_mode):
            raise ModelError(f"{path} is a symbolic link, which is not followed; name the file")
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ModelError(f"{path} is no file")
            wanted = status.st_size - start if length is None else length
            if wanted < 0 or start + wanted > status.st_size:
                raise ModelError(f"{path} is shorter than the weights that should lie in it")
            if wanted > LARGEST:
                raise ModelError(f"{path} has more than {LARGEST:,} bytes, which are not read")
            file.seek(start)
            return file.read(wanted)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error


def serialised(model: ModelProto) -> bytes:
    """The bytes of a model that is sound.

    Raises:
        ModelError: It is not.
    """
    try:
        onnx.checker.check_model(model)
    except onnx.checker.ValidationError as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"the network is damaged: {reason}") from None
    content: bytes = model.SerializeToString()
    return content
