"""The recognition network's two files: fetched when asked for, and checked by their hashes."""

from pathlib import Path

from morphing_faces.errors import SourceError
from morphing_faces.evaluation.metrics.recognition import RecognitionNetwork
from morphing_faces.faces.fetch import fetched, hash_of

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
        found = hash_of(folder / name, str(folder / name))
        if found != expected:
            raise SourceError(
                f"{folder / name} is another file than {ADDRESS}/{name}: its SHA-256 is {found}"
            )
    return RecognitionNetwork(folder / MANIFEST, folder / WEIGHTS)


def _fetched(name: str) -> Path:
    what = "the recognition network"
    return fetched(f"{ADDRESS}/{name}", SHA256[name], name, what, "name its folder")
