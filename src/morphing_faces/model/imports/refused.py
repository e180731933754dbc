"""Files that are not read, each with the way out. Nothing in them is ever run."""

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from morphing_faces.errors import ModelError

HEAD = 8
HDF5 = b"\x89HDF\r\n\x1a\n"
PICKLE = b"\x80"
ZIP = b"PK\x03\x04"
WEIGHTS = (".safetensors", ".pt", ".pth", ".ckpt", ".bin")
"""Files of weights, from which perceptron_weights.py takes what is no code."""
EXPLORE = "load it in Python, where you trust it, and explore(model.decoder, latent_size)"
EXPORT = "torch.onnx.export(decoder, z, 'decoder.onnx') makes a file that can be imported"


def refuse(path: Path) -> None:
    """Raise ModelError with the way out if a file is of a kind that is not read.

    Args:
        path: A file; only its first bytes and the names in a zip archive are looked at.
    """
    name = path.name.lower()
    if path.exists() and not path.is_file():
        raise ModelError(f"{path} is no file; name one")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
    inside = _names(path) if head.startswith(ZIP) else []
    if name.endswith((".keras", ".h5", ".hdf5")) or head == HDF5 or "config.json" in inside:
        raise ModelError(
            f"{path} is a Keras model, which may run code when it is read; in Python, "
            f"explore(keras.models.load_model(...), latent_size), or model.export(..., "
            f"format='onnx')"
        )
    if name.endswith(".pt2") or any("serialized_exported_program" in each for each in inside):
        raise ModelError(f"{path} is an exported program of torch, which is not read; {EXPORT}")
    if any("/code/" in each for each in inside):
        raise ModelError(f"{path} is TorchScript, which is code; {EXPORT}")
    if name.endswith((".pkl", ".pickle", ".joblib")):
        raise ModelError(
            f"{path} is a pickle, which runs code when it is read, as those of StyleGAN and "
            f"pythae's encoder.pkl do; {EXPLORE}"
        )
    if (inside or head.startswith(PICKLE)) and not name.endswith(WEIGHTS):
        raise ModelError(
            f"{path} is a checkpoint of torch, a pickle without the network that it belongs to; "
            f"{EXPORT}; weights of a perceptron are read from a file that ends in .pt"
        )


def _names(path: Path) -> list[str]:
    try:
        with ZipFile(path) as archive:
            return archive.namelist()
    except (BadZipFile, OSError, NotImplementedError):
        return [path.name]
