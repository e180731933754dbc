"""Who imports whom: playing needs no torch, and importing the package hardly anything."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import morphing_faces

SOURCE = Path(morphing_faces.__file__).parent
FILES = sorted(SOURCE.rglob("*.py"))
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


def imported(path: Path) -> Iterator[str]:
    """The full names of all modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imports(path: Path, package: str) -> bool:
    return any(f"{name}.".startswith(f"{package}.") for name in imported(path))


def test_the_imports_of_every_file_are_found() -> None:
    assert len(FILES) > 20
    assert imports(SOURCE / "vae" / "network.py", "torch")
    assert imports(SOURCE / "cli.py", "morphing_faces.views")


def test_only_vae_imports_torch() -> None:
    assert [
        path
        for path in FILES
        if imports(path, "torch") and "vae" not in path.relative_to(SOURCE).parts
    ] == []


def test_training_and_preparation_know_no_view() -> None:
    apart = [path for path in FILES if {"vae", "faces"} & set(path.relative_to(SOURCE).parts)]
    assert [path for path in apart if imports(path, "morphing_faces.views")] == []


def test_the_middle_knows_no_edge() -> None:
    edges = [f"morphing_faces.{name}" for name in ("views", "faces", "vae", "cli")]
    middle = [SOURCE / name for name in ("errors.py", "model.py", "morpher.py", "commands.py")]
    assert [path for path in middle if any(imports(path, edge) for edge in edges)] == []


@pytest.mark.parametrize(
    "code",
    [
        "import morphing_faces",
        "from morphing_faces import Model, Morpher, load_model",
        "import morphing_faces.cli.app",
        "import morphing_faces.session.commands",
        "from morphing_faces.faces.find.finder_file import network_at_hand",
    ],
)
def test_importing_the_package_imports_nothing_heavy(code: str) -> None:
    script = f"import sys\n{code}\nprint(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_the_public_names() -> None:
    assert sorted(morphing_faces.__all__) == [
        "CommandError",
        "DisplayError",
        "FaceSetError",
        "KeepingError",
        "MissingExtraError",
        "Model",
        "ModelError",
        "Morpher",
        "MorphingFacesError",
        "SiteError",
        "SourceError",
        "TrainingError",
        "__version__",
        "load_model",
    ]
    for name in morphing_faces.__all__:
        assert getattr(morphing_faces, name) is not None
    assert set(morphing_faces.__all__) <= set(dir(morphing_faces))
    with pytest.raises(AttributeError, match="no attribute 'Nonsense'"):
        _ = morphing_faces.Nonsense
