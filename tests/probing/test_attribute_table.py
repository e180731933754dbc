"""Directions of attributes that a table of one's own has."""

from pathlib import Path

import numpy as np
import pytest

from morphing_faces.cli.app import main
from morphing_faces.errors import CommandError
from morphing_faces.faces.set.faceset import FaceSet, load_faces
from morphing_faces.model.folder import ModelFolder
from morphing_faces.probing.attribute_table import with_table
from morphing_faces.probing.attributes import Attribute
from tests.probing.linear_model import LATENT, linear_model, planted_faces

COUNT = 600


@pytest.fixture(scope="module")
def faces(tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    return load_faces(planted_faces(tmp_path_factory.mktemp("sets") / "planted", count=COUNT))


def table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path, faces: FaceSet, known: list[Attribute] | None = None) -> list[Attribute]:
    return with_table(path, faces, np.arange(COUNT), known or [])


def test_columns_are_classes_or_measures_by_name_of_the_face(
    faces: FaceSet, tmp_path: Path
) -> None:
    text = "name,glasses,hair-length (cm)\n7.png,1,12.5\n3.png,0,\nelsewhere.png,1,1\n"
    glasses, hair = read(table(tmp_path / "t.csv", text), faces)
    assert (glasses.name, glasses.classes, hair.unit) == ("glasses", True, "cm")
    assert glasses.values[7] == 1
    assert glasses.values[3] == 0
    assert np.isnan(glasses.values).sum() == COUNT - 2
    assert hair.values[7] == 12.5
    assert np.isfinite(hair.values).sum() == 1


def test_a_column_takes_the_place_of_a_label(faces: FaceSet, tmp_path: Path) -> None:
    known = Attribute("age", "label", "youth", ("younger", "older"), "years", np.zeros(COUNT))
    [age] = read(table(tmp_path / "t.csv", "name,age\n5.png,44\n"), faces, [known])
    assert (age.opposite, age.unit, age.values[5]) == ("youth", "years", 44)
    assert np.isnan(age.values[6])


def test_a_class_takes_the_place_of_a_measure(faces: FaceSet, tmp_path: Path) -> None:
    known = Attribute("nod", "measured", "up", ("up", "down"), "%", np.zeros(COUNT))
    [nod] = read(table(tmp_path / "t.csv", "name,nod\n5.png,1\n6.png,0\n"), faces, [known])
    assert (nod.kind, nod.unit, nod.classes, nod.ends) == ("label", None, True, ("up", "down"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "its first line names the columns, name first"),
        ("file,glasses\n", "its first line names the columns, name first"),
        ("name,glasses,glasses\n", "two columns of one name"),
        ("name,Big Nose\n", "small letters, digits and -"),
        ("name,male\n", "there are no directions for male; leave the column out"),
        ("name,glasses\n1.png\n", "line 2: 1 cell, but 2 columns"),
        ("name,glasses\n1.png,yes\n", "line 2: 'yes' is no number"),
        ("name,glasses\n1.png,inf\n", "line 2: 'inf' is no number"),
        ("name,glasses\nother.png,1\n", "knows none of the faces of"),
    ],
)
def test_what_is_no_such_table_is_refused(
    text: str, said: str, faces: FaceSet, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=said):
        read(table(tmp_path / "t.csv", text), faces)


@pytest.mark.slow
def test_the_command_finds_the_direction_of_a_planted_attribute(
    faces: FaceSet, tmp_path: Path
) -> None:
    """Whoever has glasses in the table is whom coordinate 4 of a planted face puts there."""
    model = ModelFolder(linear_model(tmp_path / "linear"))
    pictures = np.divide(faces.images[np.arange(COUNT)], 255, dtype=np.float32)
    z = model.encode(pictures)[0]
    names = faces.column("name").to_pylist()
    lines = [f"{name},{int(row[4] > 0)}\n" for name, row in zip(names, z, strict=True)]
    path = table(tmp_path / "t.csv", "name,glasses\n" + "".join(lines))
    out = tmp_path / "with"
    words = ["directions", str(faces.folder), "--model", str(model.folder), "--out", str(out)]
    assert main([*words, "--attributes", str(path)]) == 0
    [found] = [each for each in ModelFolder(out).directions if each.name == "glasses"]
    assert found.score is not None
    assert (found.score.kind, found.score.value > 0.95) == ("AUC", True)
    step = found.step / np.linalg.norm(found.step)
    np.testing.assert_allclose(step, np.eye(LATENT)[4], atol=0.3)
