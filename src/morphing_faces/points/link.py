"""A point in an address, so that a copied link shows somebody else the same face.

The payload after `#p=` is base64url without padding of these bytes, numbers in network order:

    0       version, 1
    1-4     the first bytes of the SHA-256 of the model's onnx/decoder.onnx
    5       1 where coordinates are wide, else 0
    6-7     the ranks of the two selected dimensions
    8-11    reach, float32
    12-     L coordinates: 12 bits each, in steps of 1/256, two's complement, two in three bytes; or
            float32 where one of them is 7.99 or more, and so wide
    last 4  CRC-32 (zlib) of all before
"""

import base64
import math
import re
import struct
import zlib

import numpy as np

from morphing_faces.errors import CommandError, OtherModelError
from morphing_faces.model.capabilities import FILES
from morphing_faces.model.protocol import Model
from morphing_faces.morpher.morpher import LARGEST_REACH
from morphing_faces.morpher.point import Point
from morphing_faces.types import Floats

SITE = "http://127.0.0.1:2014/"
VERSION = 1
HEADER = struct.Struct(">B4sBBBf")
STEPS = 256
NARROW = 7.99


def link(point: Point, model: Model, site: str = SITE) -> str:
    """The address that shows a point in the online demo.

    Args:
        point: The point; where it does not say, the first two dimensions and a reach of 1.
        model: Whose point it is.
        site: Where the demo is.

    Raises:
        ModelError: The model has no files that a page could open.
    """
    return f"{site}#p={pack(point, _identity(model))}"


def open_link(address: str, model: Model) -> Point:
    """Read a link, or what comes after `#p=` in one.

    Raises:
        CommandError: The link is damaged.
        OtherModelError: It is of another model.
        ModelError: The model has no files, and so no links.
    """
    payload = address.strip().rpartition("#p=")[2].partition("&")[0]
    return unpack(payload, _identity(model), model.latent_size, len(model.interesting))


def pack(point: Point, identity: bytes) -> str:
    """Write a payload.

    Args:
        point: The point; where it does not say, the first two dimensions and a reach of 1.
        identity: The first four bytes of the decoder's hash.
    """
    z = np.asarray(point.z, np.float32)
    wide = not bool((np.abs(z) < NARROW).all())
    first, second = point.selected or (0, 1)
    header = HEADER.pack(VERSION, identity, wide, first, second, point.reach or 1.0)
    body = z.astype(">f4").tobytes() if wide else _narrow(z)
    content = header + body
    content += struct.pack(">I", zlib.crc32(content))
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unpack(payload: str, identity: bytes, latent: int, dimensions: int) -> Point:
    """Read a payload.

    Args:
        payload: What `pack` wrote.
        identity: The first four bytes of the hash of the model's decoder.
        latent: L, of the model.
        dimensions: How many interesting dimensions it has.

    Raises:
        CommandError: The link is damaged.
        OtherModelError: It is of another model.
    """
    content = _decoded(payload)
    if len(content) < HEADER.size + 4:
        raise _damaged("it is too short")
    if struct.unpack(">I", content[-4:])[0] != zlib.crc32(content[:-4]):
        raise _damaged("its checksum is wrong")
    version, owner, flags, first, second, reach = HEADER.unpack_from(content)
    body = content[HEADER.size : -4]
    if version != VERSION:
        raise _damaged(f"it has version {version}, and this is {VERSION}")
    if owner != identity:
        raise OtherModelError("this link belongs to another model", owner.hex())
    if flags not in (0, 1):
        raise _damaged("it has unknown flags")
    if len(body) != (4 * latent if flags else math.ceil(1.5 * latent)):
        raise _damaged("it has the wrong length")
    z = np.frombuffer(body, ">f4").astype(np.float32) if flags else _widened(body, latent)
    if not np.isfinite(z).all():
        raise _damaged("a coordinate is not finite")
    if first == second or max(first, second) >= dimensions:
        raise _damaged("it names dimensions that do not exist")
    if not 0 < reach <= LARGEST_REACH:
        raise _damaged("its range is not allowed")
    return Point(z, (first, second), reach)


def _identity(model: Model) -> bytes:
    FILES.needed(model)  # whoever follows a link gets the model from a page
    return bytes.fromhex(model.identity.digits)[:4]


def _narrow(z: Floats) -> bytes:
    bits = np.rint(z.astype(np.float64) * STEPS).astype(np.int64) & 0xFFF
    first, second = np.pad(bits, (0, len(bits) % 2)).reshape(-1, 2).T
    parts = (first >> 4, (first & 15) << 4 | second >> 8, second & 255)
    whole = np.stack(parts, axis=1).astype(np.uint8).tobytes()
    return whole[: math.ceil(1.5 * len(z))]


def _widened(body: bytes, latent: int) -> Floats:
    parts = np.frombuffer(body + bytes(-len(body) % 3), np.uint8).reshape(-1, 3).astype(np.int64).T
    pairs = [parts[0] << 4 | parts[1] >> 4, (parts[1] & 15) << 8 | parts[2]]
    bits = np.stack(pairs, axis=1).reshape(-1)[:latent]
    return (np.where(bits > 2047, bits - 4096, bits) / STEPS).astype(np.float32)


def _decoded(payload: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]*", payload):
        raise _damaged("it has characters that no link has")
    try:
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except ValueError:
        raise _damaged("a part is missing") from None


def _damaged(why: str) -> CommandError:
    return CommandError(f"this link is damaged: {why}")
