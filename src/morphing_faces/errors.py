"""Every error a user can meet, in one tree.

MorphingFacesError            anything this package says about its input or its surroundings
├── CommandError              a line of the command language, or an argument of a command
├── ModelError                a model folder that is missing, damaged or of another version
├── FaceSetError              a face set that is missing, damaged or too small for the purpose
├── SourceError               photographs that cannot be read: no such folder, archive or finder
├── TrainingError             a training run that cannot start, go on or be saved
├── SiteError                 a page that was not built, or cannot be written or served
├── FileError                 a file that cannot be read or written, or that another program writes
├── OtherModelError           a FileError: a point, or what goes with one, of another model
├── DisplayError              no screen, or no toolkit, to open a window with
└── MissingExtraError         an optional dependency that is not installed

The text of each is one sentence for the person who reads it: what was wrong with which input, and
what is allowed or what to do. The command line prints it and exits with status 2.
"""


class MorphingFacesError(Exception):
    """Anything this package says about its input or its surroundings."""


class CommandError(MorphingFacesError):
    """A line of the command language, or an argument of a command, that is not allowed."""


class ModelError(MorphingFacesError):
    """A model folder that is missing, damaged, or of a version this package does not read."""


class FaceSetError(MorphingFacesError):
    """A face set that is missing, damaged, or too small for what is asked of it."""


class SourceError(MorphingFacesError):
    """Photographs that cannot be read, or a face finder that cannot be had."""


class TrainingError(MorphingFacesError):
    """A training run that cannot start, go on, or be saved."""


class SiteError(MorphingFacesError):
    """A page that was not built, or a site that cannot be written or served."""


class FileError(MorphingFacesError):
    """A file or folder that cannot be read or written, or that another program is writing."""


class OtherModelError(FileError):
    """A document of a latent point, or of what goes with one, or a link, of another model.

    Attributes:
        decoder: How the SHA-256 of that model's decoder begins, as hexadecimal digits; empty where
            the model has no files.
    """

    def __init__(self, message: str, decoder: str = "") -> None:
        super().__init__(message)
        self.decoder = decoder


class DisplayError(MorphingFacesError):
    """No screen, or no window toolkit, to show a face with."""


class MissingExtraError(MorphingFacesError):
    """An optional dependency that is not installed; the text names the exact pip command."""

    def __init__(self, purpose: str, extra: str, missing: str) -> None:
        super().__init__(
            f"{purpose} needs the package {missing!r}, which is not installed; "
            f"install it with: pip install 'morphing-faces[{extra}]'"
        )
