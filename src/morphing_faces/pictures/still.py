"""A face to a PNG file that carries its point."""

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from morphing_faces.model.protocol import Model
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.pictures.provenance import DESCRIPTION, PACKET, SOFTWARE
from morphing_faces.points.document import KEYWORD, describe
from morphing_faces.types import Floats, Pixels

SIDE = 512
XMP_KEYWORD = "XML:com.adobe.xmp"


def face_png(face: Floats, point: Point, model: Model, side: int = SIDE) -> bytes:
    """A picture of a face, with its point and with a note on what made it.

    Args:
        face: [H, W] or [H, W, 3] with values in [0, 1].
        point: Its point.
        model: Whose point it is.
        side: Rows of the picture; columns follow from the face's shape.
    """
    return png(enlarge(face, width_of(face.shape, side), side), describe(point, model))


def width_of(shape: tuple[int, ...], height: int) -> int:
    """The columns of a picture of so many rows, for faces of this shape."""
    return max(1, round(height * shape[1] / shape[0]))


def png(picture: Pixels, point: str | None = None) -> bytes:
    """A PNG file that says that a model made it.

    Args:
        picture: uint8 [H, W] or [H, W, 3].
        point: The document of the point that it shows, where it shows one face.
    """
    info = PngInfo()
    info.add_text("Software", SOFTWARE)
    info.add_text("Description", DESCRIPTION)
    info.add_itxt(XMP_KEYWORD, PACKET)
    if point is not None:
        info.add_itxt(KEYWORD, point)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "PNG", pnginfo=info, optimize=True)
    return stream.getvalue()
