"""The recognition network's two files: fetched when asked for, and checked by their hashes."""

import hashlib
from pathlib import Path

from platformdirs import user_cache_dir

from morphing_faces.errors import SourceError
from morphing_faces.evaluation.metrics.recognition import RecognitionNetwork
from morphing_faces.faces.optional_imports import needed_for

VERSION = "189226d63aabb48cb40776fd1c453ebc0fa722f1"
ADDRESS = f"https://github.com/vladmandic/face-api/raw/{VERSION}/model"
MANIFEST = "face_recognition_model-weights_manifest.json"
WEIGHTS = "face_recognition_model.bin"
SHA256 = {
    MANIFEST: "cbaffa501b0b9275a12b63357a6843e7e30c054e1c9151e1a5f879b26e32986b",
    WEIGHTS: "b413e420d6840b2775fba32008db6f3cddb07d485967fb42cfcf379c16a8c589",
}


def load_recognition(folder: Path | None = None) -> RecognitionNetwork:
    """Load the recognition network.

    Args:
        folder: Where its two files are, such as the folder `model` of the package
            `@vladmandic/face-api`; by default they are fetched once into the user's cache.

    Raises:
        SourceError: A file cannot be read or is another one, or cannot be fetched.
    """
    if folder is None:
        return RecognitionNetwork(_fetched(MANIFEST), _fetched(WEIGHTS))
    for name, expected in SHA256.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise SourceError(f"{folder / name} cannot be read: {error.strerror}") from error
        if found != expected:
            raise SourceError(
                f"{folder / name} is another file than {ADDRESS}/{name}: its SHA-256 is {found}"
            )
    return RecognitionNetwork(folder / MANIFEST, folder / WEIGHTS)


def _fetched(name: str) -> Path:
    with needed_for("Fetching the recognition network"):
        import pooch
    pooch.get_logger().setLevel("ERROR")
    address, cache = f"{ADDRESS}/{name}", Path(user_cache_dir("morphing-faces"))
    try:
        return Path(pooch.retrieve(address, f"sha256:{SHA256[name]}", fname=name, path=cache))
    except Exception as error:
        different = isinstance(error, ValueError)  # pooch says so of a hash
        detail = "what its address holds is another file" if different else type(error).__name__
        raise SourceError(
            f"the recognition network could not be fetched ({detail}); get {address} by other "
            f"means and name its folder"
        ) from error
