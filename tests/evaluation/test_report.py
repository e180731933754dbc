"""The page, through the command: what is on it, what must not be, and that it is the same again."""

import base64
import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.evaluation.metrics import recognition_files
from morphing_faces.evaluation.report.plots import Series, bars, lines
from morphing_faces.evaluation.report.sheets import strip
from morphing_faces.faces.fetch import hash_of
from morphing_faces.faces.find import finder_file
from morphing_faces.faces.set.faceset import FaceSet
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import ENCODER
from tests.evaluation.recognition import write_recognition

pytestmark = pytest.mark.slow


class Balance(HTMLParser):
    """Every element that is opened is closed, in order."""

    EMPTY = ("meta", "img", "br")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Such an element closes itself."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def words(model: ModelFolder, labelled: FaceSet) -> list[str]:
    return ["report", str(model.folder), str(labelled.folder), "--quick"]


@pytest.fixture(scope="module")
def everything(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """What may be asked for besides; with a recognition network of our own, without a finder."""
    folder = tmp_path_factory.mktemp("recognition")
    hashes = {path.name: hash_of(path, path.name) for path in write_recognition(folder)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognition_files, "SHA256", hashes)
        patch.setattr(finder_file, "network_at_hand", lambda: None)
        baseline = ["--vae-epochs", "1", "--vae-hidden", "8"]
        yield ["--run", str(finished_run), *baseline, "--recognition", str(folder)]


@pytest.fixture(scope="module")
def page(words: list[str], everything: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("reports") / "page.html"
    assert main([*words, *everything, "--out", str(out)]) == 0
    return out


def test_the_page_has_every_section_and_stands_alone(page: Path) -> None:
    text = page.read_text()
    parser = Balance()
    parser.feed(text)
    assert parser.open == []
    assert all(source.startswith("data:image/png;base64,") for source in parser.sources)
    assert "<script" not in text
    for heading in (
        "Random faces",
        "How well does it describe faces?",
        "What do its dimensions do?",
        "How was it trained?",
        "Does it know how certain it is?",
        "Does it treat groups of faces alike?",
        "Do its samples look like faces?",
        "Parzen windows",
    ):
        assert heading in text
    for row in ("probabilistic PCA, 6", "factor analysis, 6", "pythae&#39;s VAE, 6", "DBN"):
        assert row in text
    assert "ANOTHER data set" in text
    assert "What does an independent judge say?" in text
    assert text.count("The face finder is not at hand") == 1


def test_the_same_report_again_is_the_same_file(
    page: Path, words: list[str], everything: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "page.html"
    cache = page.with_name("page-cache")
    kept = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert main([*words, *everything, "--out", str(out), "--cache", str(cache)]) == 0
    assert out.read_bytes() == page.read_bytes()
    assert {path.name: path.stat().st_mtime_ns for path in cache.iterdir()} == kept
    assert sorted(name.partition("-")[0] for name in kept) == [
        "centroids",
        "features",
        "linear",
        "pythae",
        "recognition",
    ]


def test_a_recognition_network_that_is_not_there_is_refused_before_anything_is_measured(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "page.html"
    assert main([*words, "--recognition", str(tmp_path / "none"), "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert str(tmp_path / "none") in told
    assert list(tmp_path.iterdir()) == []


def photographs(page: Path, faces: FaceSet, source: str) -> int:
    """How many pictures of a source are in the strips of a page, to the pixel."""
    from io import BytesIO

    from PIL import Image

    known = {
        faces.images[i].tobytes()
        for i, name in enumerate(faces.index["source"].to_pylist())
        if name == source
    }
    found = 0
    for data in re.findall(r"data:image/png;base64,([A-Za-z0-9+/=]+)", page.read_text()):
        sheet = np.asarray(Image.open(BytesIO(base64.b64decode(data))))
        size = faces.size
        for top in range(0, sheet.shape[0], size + 1):
            for left in range(0, sheet.shape[1], size + 1):
                found += sheet[top : top + size, left : left + size].tobytes() in known
    return found


def test_only_photographs_that_may_be_shown_are_shown(
    page: Path, words: list[str], labelled: FaceSet, tmp_path: Path
) -> None:
    cache = ["--cache", str(page.with_name("page-cache"))]
    one, none = tmp_path / "one.html", tmp_path / "none.html"
    assert main([*words, *cache, "--out", str(one), "--show", "other"]) == 0
    assert main([*words, *cache, "--out", str(none), "--no-photographs"]) == 0
    assert photographs(page, labelled, "made") > 0
    assert photographs(page, labelled, "other.zip") > 0
    assert photographs(one, labelled, "made") == 0
    assert photographs(one, labelled, "other.zip") > 0
    assert photographs(none, labelled, "made") == photographs(none, labelled, "other.zip") == 0
    assert "only those of these sources are shown: other" in one.read_text()


def test_a_model_without_an_encoder_gets_the_rest(
    model: ModelFolder,
    page: Path,
    labelled: FaceSet,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy, out = tmp_path / "mute", tmp_path / "mute.html"
    document = json.loads((model.folder / "config.json").read_text())
    del document["files"][ENCODER]
    (copy / "onnx").mkdir(parents=True)
    for name in document["files"]:
        (copy / name).write_bytes((model.folder / name).read_bytes())
    (copy / "config.json").write_text(json.dumps(document))
    words = ["report", str(copy), str(labelled.folder), "--quick", "--out", str(out), "--json"]
    assert main([*words, "--cache", str(page.with_name("page-cache"))]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["evaluation"] is None
    assert any("has no encoder" in sentence for sentence in figures["left_out"])
    assert [row["name"] for row in figures["looks"]][:2] == [
        "held-out real faces",
        "judged, samples",
    ]
    assert "has no encoder" in out.read_text()


def test_faces_without_labels_get_no_looks(
    model: ModelFolder, faces: FaceSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", str(model.folder), str(faces.folder), "--quick", "--json"]
    assert main([*words, "--out", str(tmp_path / "plain.html")]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["looks"] == []
    assert figures["copies"][0]["measure"] == "pixels"
    assert any("no labels" in sentence for sentence in figures["left_out"])


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--out", "page.html", "--show", "nobody"], "no source 'nobody' to show; it has"),
        (["--out", "nowhere/page.html"], "cannot be written: there is no folder nowhere"),
        (["--out", "page.html", "--run", "nowhere"], "nowhere is no run folder"),
        (["--out", "page.html", "--vae-epochs", "-1"], "--vae-epochs must be at least 0"),
        (["--out", "page.html", "--show", "made", "--no-photographs"], "exclude each other"),
    ],
)
def test_bad_input_is_refused_before_any_work(
    words: list[str],
    more: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*words, *more]) == 2
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_cache_is_named(page: Path, words: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    for path in page.with_name("page-cache").iterdir():
        (cache / path.name).write_bytes(path.read_bytes()[:40])
    assert main([*words, "--out", str(tmp_path / "x.html"), "--cache", str(cache)]) == 2
    assert not (tmp_path / "x.html").exists()


def test_plots_are_well_formed_whatever_the_numbers() -> None:
    line = lines([Series("a & b", [(1, 2.0), (2, float("nan")), (3, 5.0)])], "x", "y")
    plot = ElementTree.fromstring(line)
    points = plot.find("polyline")
    assert points is not None
    assert len(points.attrib["points"].split()) == 2
    ElementTree.fromstring(lines([Series("flat", [(1, 3.0)])], "x", "y", logarithmic=True))
    assert lines([Series("none", [(1, -1.0)])], "x", "y", logarithmic=True) == ""
    drawn = ElementTree.fromstring(bars([("<b>", -5.0, 1.0, "-5"), ("c", 10.0, 0.0, "10")], "n"))
    widths = [float(bar.attrib["width"]) for bar in drawn.iter("rect")]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.1)


def test_a_strip_holds_its_faces_unchanged() -> None:
    from io import BytesIO

    from PIL import Image

    faces = np.random.default_rng(0).random((2, 4, 4))
    data = strip([list(faces)], "two").uri.partition(",")[2]
    picture = np.asarray(Image.open(BytesIO(base64.b64decode(data))))
    assert picture.shape == (4, 9)
    np.testing.assert_array_equal(picture[:, :4], np.rint(faces[0] * 255))
    np.testing.assert_array_equal(picture[:, 5:], np.rint(faces[1] * 255))
