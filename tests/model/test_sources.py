"""A model by its name: which source opens it, and what is said where none does."""

import os
from pathlib import Path

import pytest

from morphing_faces.errors import ModelError
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.sources import load
from morphing_faces.model.sources.local_folder import LocalFolders
from morphing_faces.model.sources.shipped import shipped_models
from tests.tiny import tiny_model


def test_a_name_is_that_of_a_shipped_model_even_beside_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_model(tmp_path / "faces48")
    monkeypatch.chdir(tmp_path)
    assert load.load_model("faces48").folder == shipped_models()["faces48"]
    assert load.load_model("./faces48").name == "tiny"
    assert load.load_model(Path("faces48")).name == "tiny"


def test_a_source_that_is_added_is_asked_in_its_turn_and_named(
    tiny: ModelFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Drawer:
        def offers(self) -> str:
            return "a drawer"

        def recognises(self, model: str | os.PathLike[str]) -> bool:
            return model == "drawer:first"

        def open(self, model: str | os.PathLike[str]) -> ModelFolder:
            assert model == "drawer:first"
            return tiny

    monkeypatch.setattr(load, "SOURCES", (*load.SOURCES, Drawer()))
    assert load.load_model("drawer:first") is tiny
    with pytest.raises(
        ModelError, match=r"neither a drawer, a folder, hf:owner/name on the Hub nor the name"
    ):
        load.load_model("drawer:second")


def test_a_folder_of_something_else_is_recognised_and_says_what_it_lacks(tmp_path: Path) -> None:
    assert LocalFolders().recognises(tmp_path)
    with pytest.raises(ModelError, match=r"config\.json"):
        load.load_model(tmp_path)
