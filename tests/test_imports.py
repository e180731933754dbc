"""Who imports whom: playing needs no torch, and importing the package hardly anything."""

import ast
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import morphing_faces
from morphing_faces import errors
from morphing_faces.cli.app import app
from tests.site.conftest import write_page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")

HEAVY = [
    "matplotlib",
    "tkinter",
    "torch",
    "cv2",
    "prompt_toolkit",
    "pyarrow",
    "onnx",
    "pooch",
    "av",
]


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        "import morphing_faces",
        "from morphing_faces import Model, Morpher, load_model",
        "import morphing_faces.cli.app",
        "import morphing_faces.session.session",
        "from morphing_faces.faces.find.finder_file import network_at_hand",
    ],
)
def test_importing_the_package_imports_nothing_heavy(code: str) -> None:
    script = f"import sys\n{code}\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    assert run(script) == ""


def run(script: str, *words: str) -> str:
    """What a script prints last in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", morphing_faces.__all__)
def test_a_public_name_comes_when_it_is_asked_for_and_is_documented(name: str) -> None:
    script = (
        "import sys, morphing_faces\n"
        "before = {'numpy', 'onnxruntime'} & sys.modules.keys()\n"
        f"found = morphing_faces.{name}\n"
        f"print(before, {name!r} in dir(morphing_faces), found.__name__)"
        if name != "__version__"
        else "import morphing_faces\nprint(set(), True, '__version__')"
    )
    assert run(script) == f"set() True {name}"
    if name != "__version__":
        assert getattr(morphing_faces, name).__doc__
        assert any(re.search(rf"\b{name}\b", text) for text in (README, GUIDE))


def test_every_error_is_public_and_stands_in_the_tree() -> None:
    found = {
        name
        for name, each in vars(errors).items()
        if isinstance(each, type) and issubclass(each, errors.MorphingFacesError)
    }
    drawn = re.findall(r"^(?:[├└]── )?(\w+Error) ", errors.__doc__ or "", re.MULTILINE)
    assert found == set(drawn) == {name for name in morphing_faces.__all__ if "Error" in name}


def test_no_two_public_classes_share_a_name() -> None:
    places: dict[str, list[str]] = {}
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


SAME_OF_ANOTHER_ROOM = {
    "__init__": "what a folder is for",
    "app": "verbs, each loaded when it is asked for",
    "card": "the model card",
    "config": "a configuration: of a model folder, of a run",
    "directions": "directions with names: as data, as commands, as a verb",
    "evaluate": "a model judged, and the verb of it",
    "export": "what is here, written for use elsewhere",
    "morph": "the way from one face to another, as a verb in the window and in a film",
    "play": "the window with its prompt, and the verb of it",
    "prepare": "photographs to a face set, and the verb of it",
    "report": "a page for a person to look at, and the verb of it",
    "settings": "what is set before work begins",
    "sheets": "pictures side by side",
    "walk": "the random walk, and the verbs of it",
}


def test_files_that_share_a_name_mean_the_same_thing_of_another_room() -> None:
    found = Counter(path.stem for path in (ROOT / "src").rglob("*.py"))
    assert {name for name, times in found.items() if times > 1} == SAME_OF_ANOTHER_ROOM.keys()
    helpers = [
        path.stem
        for path in (ROOT / "tests").rglob("*.py")
        if not path.stem.startswith("test_") and path.stem not in ("__init__", "conftest")
    ]
    assert len(set(helpers)) == len(helpers)


def test_the_map_names_files_that_are_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    homes = [ROOT, ROOT / "src" / "morphing_faces"]
    known = {path.name for path in (ROOT / "src").rglob("*.py")}
    named = re.findall(r"`([\w./-]+(?:/|\.py|\.ts|\.toml))`", text)
    assert len(named) > 40
    for name in named:
        there = any((home / name).exists() for home in homes)
        assert there or ("/" not in name and name in known), name


def test_no_file_imports_itself_by_way_of_others() -> None:
    source = ROOT / "src"
    names = {}
    for path in source.rglob("*.py"):
        parts = path.relative_to(source).with_suffix("").parts
        names[".".join(parts).removesuffix(".__init__")] = path
    imports: dict[str, set[str]] = {name: set() for name in names}
    for name, path in names.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                found = {f"{node.module}.{each.name}" for each in node.names} & names.keys()
                imports[name] |= found or ({node.module} & names.keys())
    assert "morphing_faces.morpher.history" in imports["morphing_faces.morpher.morpher"]
    TopologicalSorter(imports).prepare()  # a CycleError says which


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = morphing_faces.Nonsense


def test_the_class_in_the_guide_is_played() -> None:
    (block,) = re.findall(r"```python\n((?:(?!```).)*class Gradients.*?)```", GUIDE, re.DOTALL)
    assert run(block + "\nprint(face.shape, bool(face[0, 0] < 0.5 < face[0, 7]))") == "(8, 8) True"


WITHOUT_TORCH = """
import sys
from morphing_faces.cli.app import main
code = main(sys.argv[1:])
print(code, [name for name in ("torch", "lightning", "pythae") if name in sys.modules])
"""


VERBS = [["--help"], *([verb, "--help"] for verb in app if not verb.startswith("-"))]
VERBS += [["render", verb, "--help"] for verb in ("sheet", "traverse", "walk", "morph")]
WORKERS = ["numpy", "onnxruntime", "PIL", *HEAVY]
HELP = f"""
import sys
from morphing_faces.cli.app import main
code = main(sys.argv[1:])
print(code, [name for name in {WORKERS} if name in sys.modules])
"""


@pytest.mark.slow
@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_help_loads_nothing_that_works(words: list[str]) -> None:
    assert run(HELP, *words) == "0 []"


@pytest.mark.slow
def test_the_first_face_waits_for_nothing_that_only_others_need(tiny_folder: Path) -> None:
    script = (
        "import sys, morphing_faces, numpy\n"
        f"model = morphing_faces.load_model({str(tiny_folder)!r})\n"
        "model.decode(numpy.zeros((1, model.latent_size)))\n"
        f"print([name for name in {['rich', 'PIL', 'huggingface_hub', *HEAVY]} "
        "if name in sys.modules])"
    )
    assert run(script) == "[]"


@pytest.mark.slow
def test_a_jpeg_file_waits_for_no_reader_of_other_kinds() -> None:
    script = (
        "import io, sys\n"
        "from PIL import Image\n"
        "from morphing_faces.faces.decode import decode\n"
        "Image.new('RGB', (30, 30)).save(file := io.BytesIO(), 'JPEG')\n"
        "decode(file.getvalue())\n"
        "others = ('Avif', 'WebP', 'ImageCms', 'pi_heif')\n"
        "print([name for name in sys.modules if any(each in name for each in others)])"
    )
    assert run(script) == "[]"


@pytest.mark.slow
def test_pictures_load_no_torch(tiny_folder: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "sheet.png")
    words = ["render", "sheet", "--model", str(tiny_folder), "--out", out]
    assert run(WITHOUT_TORCH, *words) == "0 []"


@pytest.mark.slow
def test_the_site_loads_no_torch(tiny_folder: Path, tmp_path: Path) -> None:
    page = write_page(tmp_path / "page")
    built = (
        "from pathlib import Path\nfrom morphing_faces.site import page\n"
        f"page.site_files.__defaults__ = (Path({str(page)!r}), '', ())"
    )
    words = ["site", "--export", str(tmp_path / "public"), "--model", str(tiny_folder)]
    assert run(built + WITHOUT_TORCH, *words) == "0 []"
