"""The optional packages that preparing faces needs, and the sentence where one is missing."""

from collections.abc import Iterator
from contextlib import contextmanager

from morphing_faces.errors import MissingExtraError

EXTRA = "prepare"
PACKAGES = {
    "distributed": "distributed",
    "imagehash": "ImageHash",
    "jinja2": "jinja2",
    "cv2": "opencv-python-headless",
    "PIL": "pillow",
    "pi_heif": "pi-heif",
    "pooch": "pooch",
    "pyarrow": "pyarrow",
    "scipy": "scipy",
}
OTHER_EXTRAS = {"datasets": "datasets"}


@contextmanager
def needed_for(purpose: str, extra: str = EXTRA) -> Iterator[None]:
    """Turn a failing import of an optional package into the sentence that says how to get it.

    Args:
        purpose: What needs the package, as the beginning of a sentence.
        extra: The extra that has it.

    Raises:
        MissingExtraError: A package of an extra is not installed; every other failing import
            passes as it is.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        if module in OTHER_EXTRAS:
            raise MissingExtraError(purpose, OTHER_EXTRAS[module], module) from error
        if module not in PACKAGES:
            raise
        raise MissingExtraError(purpose, extra, PACKAGES[module]) from error
