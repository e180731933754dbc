from collections.abc import Callable
from pathlib import Path

import pytest

from morphing_faces import Explorer, Model
from morphing_faces.views.notebook import front_end
from tests.views.notebook.kernel import FakeComm


@pytest.fixture
def explorer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Explorer, FakeComm]]:
    """Makes an explorer of a model, whose front end is a test."""
    monkeypatch.setattr("comm.create_comm", FakeComm)
    monkeypatch.setenv("MORPHING_FACES_HOME", str(tmp_path / "home"))
    built = tmp_path / "front_end"
    built.mkdir()
    for name in ("widget.js", "widget.css"):
        (built / name).write_text(f"/* {name} */")
    monkeypatch.setattr(front_end, "BUILT", built)
    front_end.front_end.cache_clear()

    def make(model: Model, *words: object, **options: object) -> tuple[Explorer, FakeComm]:
        made = Explorer(model, *words, **options)  # type: ignore[arg-type]
        assert isinstance(made.comm, FakeComm)
        return made, made.comm

    return make
