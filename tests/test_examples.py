"""The notebooks in `examples/`, run as their readers run them, with few steps."""

from pathlib import Path

import pytest

from morphing_faces.views.notebook import front_end

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.ipynb"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("default::DeprecationWarning"),
    pytest.mark.skipif(
        not (front_end.BUILT / "widget.js").is_file(),
        reason="the widget is not built, which needs Node: make site",
    ),
]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_shows_a_widget(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Takes longer to import than the tests that are collected with this one.
    import nbformat
    from nbclient import NotebookClient

    monkeypatch.setenv("STEPS", "20")
    monkeypatch.setenv("MORPHING_FACES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.get("outputs") for cell in notebook.cells), "it is kept without outputs"
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()
    shown = [
        set(output["data"])
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output["output_type"] == "execute_result"
    ]
    assert any("application/vnd.jupyter.widget-view+json" in each for each in shown)


def test_there_are_examples() -> None:
    assert [path.stem for path in EXAMPLES] == ["digits", "directions", "photograph"]
