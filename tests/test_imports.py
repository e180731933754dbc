"""Who imports whom: playing needs no torch, and importing the package hardly anything."""

import subprocess
import sys

import pytest

import morphing_faces

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
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""


def test_the_public_names() -> None:
    assert sorted(morphing_faces.__all__) == [
        "CommandError",
        "DisplayError",
        "FaceSetError",
        "FileError",
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
