"""The page in one file: what stands in it, and that nothing else may run."""

import base64
import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import SiteError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.function.model import FunctionModel
from morphing_faces.morpher.point import Point
from morphing_faces.site.model_files import WebModel, web_model
from morphing_faces.site.one_file import MOST, ChosenParts, one_file
from morphing_faces.views.live_page import live_page
from tests.tiny import LATENT, tiny_model

SCRIPT = 'const ends = "</script><!-- <script>";\n'
STYLE = "main { color: red }"
RUNTIME = b"\x1f\x8bruntime"
BEGIN = Point(np.linspace(-1, 1, LATENT, dtype=np.float32), (4, 2), 2.5)


class Reader(HTMLParser):
    """The scripts, style sheets and policy of a page, as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.files: dict[str, bytes] = {}
        self.policy = ""
        self._into: Callable[[str], object] = lambda _: None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("http-equiv") == "Content-Security-Policy":
            self.policy = given["content"] or ""
        name = given.get("data-file")
        if name:
            self._into = lambda text: self.files.update({name: base64.b64decode(text)})
        elif tag in ("script", "style"):
            self._into = (self.scripts if tag == "script" else self.styles).append

    def handle_data(self, data: str) -> None:
        self._into(data)

    def handle_endtag(self, _: str) -> None:
        self._into = lambda _: None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ModelFolder:
    return ModelFolder(tiny_model(tmp_path_factory.mktemp("one") / "tiny", name="a <b>"))


@pytest.fixture(scope="module")
def made(folder: ModelFolder) -> WebModel:
    return web_model(folder, finder=b"finder", begin=BEGIN)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """What `make site` builds, as far as the page in one file reads it."""
    alone, page = tmp_path / "alone", tmp_path / "page"
    alone.mkdir()
    (alone / "page.js").write_text(SCRIPT)
    (alone / "page.css").write_text(STYLE)
    (page / "assets").mkdir(parents=True)
    (page / "assets" / "runtime.12345678.wasm.gz").write_bytes(RUNTIME)
    monkeypatch.setattr("morphing_faces.site.one_file.one_file.__defaults__", (alone, page))
    return alone, page


@pytest.mark.usefixtures("built")
def test_everything_stands_in_it_and_is_named_by_its_hash(made: WebModel) -> None:
    page = one_file(ChosenParts(made))
    read = Reader(page.text)
    assert read.scripts == [
        SCRIPT.replace("</script><!-- <script>", r"\x3c/script>\x3c!-- \x3cscript>")
    ]
    assert read.styles == [STYLE]
    rules = dict(rule.split(" ", 1) for rule in read.policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    for name, [text] in (("script-src", read.scripts), ("style-src", read.styles)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name].split()[0] == f"'sha256-{digest}'"
    assert "unsafe-inline" not in read.policy
    assert read.files["assets/runtime.12345678.wasm.gz"] == RUNTIME
    manifest = json.loads(read.files["model.json"])
    for record in manifest["files"].values():
        assert read.files[record["path"]] == made.files[f"model/{record['path']}"]
    assert manifest["opening"] == [4, 2]
    assert manifest["reach"] == 2.5
    np.testing.assert_array_equal(np.asarray(manifest["start"]["z"], np.float32), BEGIN.z)
    assert read.files[manifest["start"]["face"]][8:12] == b"WEBP"
    assert not re.search(r'(src|href)="(?!data:)', page.text)
    assert "<title>Morphing Faces: a &lt;b&gt;</title>" in page.text


@pytest.mark.usefixtures("built")
def test_without_javascript_it_says_so_in_the_languages_of_the_page(made: WebModel) -> None:
    def said(text: str) -> list[tuple[str, str]]:
        inside = re.search("<noscript>(.*?)</noscript>", text, re.DOTALL)
        assert inside
        return re.findall(r'<p(?: lang="(\w+)")?>(.*?)</p>', inside[1])

    of_the_site = Path(__file__).parents[2] / "web" / "index.html"
    words = said(one_file(ChosenParts(made)).text)
    assert [language for language, _ in words] == ["", "de", "fr"]
    assert words == said(of_the_site.read_text(encoding="utf-8"))


@pytest.mark.usefixtures("built")
def test_what_is_not_needed_to_morph_goes_along_while_there_is_room(made: WebModel) -> None:
    assert one_file(ChosenParts(made)).left_out == ()
    sizes = {"decoder": MOST // 2, "std": MOST, "encoder": MOST // 2, "finder": 1}
    page = one_file(ChosenParts(replace(made, sizes=sizes)))
    assert (set(page.sizes), page.left_out) == ({"decoder", "encoder"}, ("std", "finder"))
    assert set(json.loads(Reader(page.text).files["model.json"])["files"]) == set(page.sizes)
    sizes |= {"encoder": MOST}
    assert set(ChosenParts(replace(made, sizes=sizes)).sizes) == {"decoder"}
    with pytest.raises(
        SiteError, match=r"the model has 10\.0 MB, and a page in one file takes at most 10"
    ):
        ChosenParts(replace(made, sizes={"decoder": MOST + 1}))


def test_an_installation_without_the_page_says_so(made: WebModel, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="make site"):
        one_file(ChosenParts(made), tmp_path, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_the_command_writes_one_file_once(
    folder: ModelFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "faces.HTML"
    words = ["site", "--export", str(path), "--model", str(folder.folder)]
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == str(path)
    assert said["bytes"] == path.stat().st_size
    assert set(said["model"]) >= {"decoder", "encoder", "std"}
    assert main(words) == 2
    assert "exists already" in capsys.readouterr().err
    assert main([*words, "--address", "https://example.org/"]) == 2
    assert "--address is for a site in a folder" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("built")
def test_a_live_page_says_its_size_first_and_is_shown_in_a_frame(
    folder: ModelFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    page = live_page(folder, BEGIN)
    assert page is not None
    assert re.search(r"the page will take about \d+ MB of the notebook", capsys.readouterr().out)
    shown = page._repr_html_()
    [inner] = re.findall(r'srcdoc="([^"]*)"', shown)
    assert unescape(inner) == page
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert json.loads(Reader(page).files["model.json"])["reach"] == 2.5


@pytest.mark.slow
def test_a_model_that_cannot_be_taken_along_is_named(
    capsys: pytest.CaptureFixture[str], folder: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    function = FunctionModel(lambda z: np.zeros((len(z), 4, 4)), 2, name="mine")
    assert live_page(function, Point(np.zeros(2, np.float32))) is None
    function.close()
    assert "mine has no model folder" in capsys.readouterr().out
    monkeypatch.setattr("morphing_faces.site.one_file.MOST", 1000)
    assert live_page(folder, BEGIN) is None
    assert "a film and strips instead" in capsys.readouterr().out
