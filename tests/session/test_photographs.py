"""Photographs through the command that a person runs: what goes wrong gets one sentence."""

import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morphing_faces import ModelError, SourceError
from morphing_faces.cli.app import main
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import ENCODER
from morphing_faces.model.write import write_model
from morphing_faces.session.photographs import PhotoEncoder
from tests.faces.drawing import EYES, draw_face, encoded, placed

FACE = draw_face()
PNG, JPEG = encoded(FACE), encoded(FACE, "JPEG")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A PNG of one bit a pixel that is small as a file."""
    rows = zlib.compress(bytes(side // 8 + 1) * side, 1)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def tiny_in_large() -> bytes:
    photograph, _ = placed(FACE, width=160, height=160, scale=0.11)
    return encoded(photograph)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "no_face.jpg": (
        lambda: encoded(np.full((300, 400, 3), 90, np.uint8), "JPEG"),
        ": no face found; name its eyes in pixels, as ",
    ),
    "small_face.png": (tiny_in_large, ": the face is too small, its eyes are 1"),
    "dot.png": (
        lambda: encoded(Image.new("RGB", (9, 9))),
        ": picture too small: 9 x 9 pixels, 24 a side are needed",
    ),
    "bomb.png": (
        lambda: bomb(20_000),
        ": picture too large: 20000 x 20000 pixels, 64,000,000 in all are allowed",
    ),
    "empty.jpg": (lambda: b"", ": not readable: the file is empty"),
    "text.jpg": (
        lambda: b"Dear all",
        ": not readable: its contents are no picture of a known kind",
    ),
    "cut.jpg": (lambda: JPEG[:3000], ": not readable: a JPEG file that is cut off"),
    "cut.png": (lambda: PNG[:3000], ": not readable: a PNG file that is cut off"),
    "damaged.png": (
        lambda: PNG[:3000] + bytes(9) + PNG[3009:],
        ": not readable: a PNG file that is damaged",
    ),
    "phone.heic": (
        lambda: b"\0\0\0\x24ftypheic" + bytes(500),
        ": not readable: a HEIC file that is damaged",
    ),
    "cut.avif": (
        lambda: encoded(FACE, "AVIF")[:-3000],
        ": not readable: an AVIF file that is ",
    ),
    "really_jpeg_2000.jpg": (
        lambda: encoded(FACE, "JPEG2000"),
        ": not readable: a JPEG 2000 file; save it as JPEG or PNG",
    ),
}


def refused(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    """The one sentence that the program prints before it exits with status 2."""
    assert main(list(words)) == 2
    output, errors = capfd.readouterr()
    assert output == ""
    (line,) = errors.splitlines()
    return line.removeprefix("morphing-faces: ")


@pytest.mark.slow
@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("way", ["--photo", "morph"])
def test_what_is_no_photograph_of_a_face_gets_one_sentence(
    tiny_folder: Path,
    network: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    name: str,
    way: str,
) -> None:
    make, sentence = BAD[name]
    path = tmp_path / name
    path.write_bytes(make())
    words = ["--photo", str(path)] if way == "--photo" else ["morph", str(path), str(path)]
    line = refused(capfd, *words, "--model", str(tiny_folder), "--finder", str(network))
    assert line.startswith(f"{path}{sentence}")


def test_what_is_no_file_gets_one_sentence(
    tiny_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with (tmp_path / "long.jpg").open("wb") as file:
        file.truncate(64_000_001)
    for path, sentence in {
        tmp_path: f"{tmp_path} is a folder; name a file",
        tmp_path / "none.jpg": f"{tmp_path}/none.jpg cannot be read: No such file or directory",
        tmp_path / "pipe.jpg": f"{tmp_path}/pipe.jpg is no ordinary file",
        tmp_path / "long.jpg": f"{tmp_path}/long.jpg is longer than 64,000,000 bytes",
    }.items():
        assert refused(capfd, "--photo", str(path), "--model", str(tiny_folder)) == sentence


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux has such a file")
def test_a_file_whose_reading_fails(tiny_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    line = refused(capfd, "--photo", "/proc/self/mem", "--model", str(tiny_folder))
    assert line == "/proc/self/mem cannot be read: Input/output error"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read(
    tiny_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "secret.jpg"
    path.write_bytes(JPEG)
    path.chmod(0)
    line = refused(capfd, "--photo", str(path), "--model", str(tiny_folder))
    assert line == f"{path} cannot be read: Permission denied"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--eyes", "1,2,3,4"], "--eyes is about a photograph; name one with --photo"),
        (["--photo", "a.jpg", "--eyes", "1,2,3"], "--eyes must be X1,Y1,X2,Y2 in pixels, got '1,2"),
        (["--photo", "a.jpg", "--eyes", "1,2,3,inf"], "--eyes must be X1,Y1,X2,Y2 in pixels, got "),
        (["--photo", "a.jpg", "--point", "me"], "--photo and --point exclude each other"),
        (["morph", "a", "b", "--point", "c"], "--photo and --point are for a session with one"),
        (["--photo", "FACE", "--eyes", "1,2,1,3"], "FACE: the eyes must be at least 2 pixels apa"),
        (["--photo", "FACE", "--eyes", "1,2,500,3"], "FACE: the eyes must lie in the photograph, "),
        (["--photo", "FACE", "--eyes", "-1,2,50,3"], "FACE: the eyes must lie in the photograph, "),
    ],
)
def test_flags_that_make_no_sense(
    tiny_folder: Path,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    words: list[str],
    sentence: str,
) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(PNG)
    words = [str(path) if word == "FACE" else word for word in words]
    line = refused(capfd, *words, "--model", str(tiny_folder))
    assert line.startswith(sentence.replace("FACE", str(path)))


def test_a_finder_that_is_another_file(
    tiny_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(PNG)
    words = ["--photo", str(path), "--finder", str(path), "--model", str(tiny_folder)]
    assert "is not the face finder" in refused(capfd, *words)


def test_a_portrait_is_what_the_encoder_makes_of_the_aligned_face(
    tiny: ModelFolder, network: Path, tmp_path: Path
) -> None:
    path = tmp_path / "me.png"
    path.write_bytes(PNG)
    (x1, y1), (x2, y2) = EYES
    camera = PhotoEncoder(tiny, network)
    for portrait in (camera.take(path), camera.take(path, (x1, y1, x2, y2))):
        assert portrait.image.shape == tiny.image_shape
        assert portrait.image.dtype == np.float32
        np.testing.assert_array_equal(portrait.z, tiny.encode(portrait.image[None])[0][0])
        assert portrait.note == ""


@pytest.mark.slow
def test_several_faces_are_told_with_a_line_that_takes_another(
    tiny: ModelFolder, network: Path, tmp_path: Path
) -> None:
    path = tmp_path / "all of us.png"
    faces = [placed(FACE, width=400, height=400, scale=scale)[0] for scale in (0.6, 0.9)]
    path.write_bytes(encoded(np.hstack(faces)))
    camera = PhotoEncoder(tiny, network)
    assert camera.take(path).note == (
        f"2 faces, the largest is number 2 from the left; '{path}:1' is another"
    )
    assert camera.take(path, 1).note == ""
    with pytest.raises(SourceError, match=r"has 2 faces, there is no number 3"):
        camera.take(path, 3)
    path.write_bytes(PNG)
    with pytest.raises(SourceError, match=r"has only one face, there is no number 2"):
        camera.take(path, 2)


def test_a_model_without_an_encoder_takes_none(tiny_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "blind"
    config = ModelFolder(tiny_folder).config
    contents = {n: (tiny_folder / n).read_bytes() for n in config.files if n != ENCODER}
    write_model(folder, config, contents, "# blind\n")
    (tmp_path / "me.png").write_bytes(PNG)
    with pytest.raises(ModelError, match="has no encoder, so it cannot take photographs"):
        PhotoEncoder(ModelFolder(folder)).take(tmp_path / "me.png")
