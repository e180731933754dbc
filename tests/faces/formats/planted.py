"""Photographs with what cameras and programs say of them, and what a search would find of it."""

from PIL import Image, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

from tests.faces.drawing import encoded
from tests.faces.formats.heic import heic
from tests.faces.formats.odd import with_segment

PLACE = "Planted-sur-Mer"
CAMERA = "Plantax 9000"
TIME = "2031:02:03 04:05:06"
LATITUDE = (48.0, 51.0, 29.617)
THUMBNAIL = encoded(Image.new("RGB", (160, 120), (201, 13, 77)), "JPEG", quality=40)
XMP = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><r photoshop:City="{PLACE}" xmp:CreateDate="{TIME}" '
    f'tiff:Model="{CAMERA}"/></x:xmpmeta>'
).encode()


def exif() -> bytes:
    """EXIF data with all of it, the thumbnail in its second directory."""
    data = Image.Exif()
    data[Base.Make] = data[Base.Model] = CAMERA
    data[Base.DateTime] = TIME
    data[Base.ImageDescription] = PLACE
    gps = data.get_ifd(IFD.GPSInfo)
    gps[GPS.GPSLatitudeRef], gps[GPS.GPSLatitude] = "N", LATITUDE
    gps[GPS.GPSAreaInformation] = PLACE.encode()
    data.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = TIME
    return data.tobytes()


def with_texts(image: Image.Image) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Location", PLACE)
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    texts.add_text("Comment", f"{CAMERA}, {TIME}", zip=True)
    return encoded(image, "PNG", pnginfo=texts, exif=exif())


def photographs(image: Image.Image) -> dict[str, bytes]:
    """A picture as files of every kind that carries metadata, with all of it planted."""
    jpeg = encoded(image, "JPEG", quality=95, exif=exif(), xmp=XMP, comment=PLACE.encode())
    captions = b"Photoshop 3.0\x008BIM\4\4\0\0\0\x13\x1c\2\x5a\0\x0f" + PLACE.encode() + b"\0"
    small = b"JFXX\0\x10" + THUMBNAIL
    jpeg = with_segment(0xED, captions, with_segment(0xE0, small, jpeg))
    return {
        "a.jpg": jpeg + THUMBNAIL,
        "b.png": with_texts(image),
        "c.webp": encoded(image, "WEBP", quality=95, exif=exif(), xmp=XMP),
        "d.avif": encoded(image, "AVIF", quality=90, exif=exif(), xmp=XMP),
        "e.tif": encoded(image, "TIFF", exif=exif()),
        "f.heic": heic(image, exif=b"Exif\0\0" + exif()),
    }


TRACES = [
    *(text.encode(code) for text in (PLACE, CAMERA, TIME) for code in ("utf-8", "utf-16-le")),
    THUMBNAIL[-60:],
    *((29_617).to_bytes(4, order) + (1000).to_bytes(4, order) for order in ("big", "little")),
]
"""What a search would find of it: texts, the thumbnail's end, the seconds of the latitude."""
