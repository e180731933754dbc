"""`model NAME`: the face, the frozen state and the reach stay, and undo leads back."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from morphing_faces import CommandError, ModelError, OtherModelError, load_model
from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.points.link import open_link
from morphing_faces.points.resolve import Portrait, Resolved
from morphing_faces.session.reframe import reframe
from morphing_faces.types import Floats
from tests.plain import Rows
from tests.session.playing import Playing
from tests.tiny import EYES, tiny_model

COLOUR = 30, 30, 3


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "other"
    return tiny_model(folder, name="other", latent=12, seed=1, shape=COLOUR)


@pytest.fixture
def playing(tiny: ModelFolder, tmp_path: Path) -> Playing:
    return Playing(tiny, tmp_path / "home")


def test_the_face_is_encoded_anew_and_said_to_be_an_approximation(
    playing: Playing, tiny: ModelFolder, other: Path
) -> None:
    face, after = playing.session.face(), ModelFolder(other)
    assert playing.type(f"model '{other}'") == f"opening {other}"
    (said,) = playing.wait()
    assert said == (
        "now other, 30 x 30 colour, 12 dimensions; the face is an approximation, what its encoder "
        "makes of the one before, and undo leads back"
    )
    mean, _ = after.encode(reframe(face, tiny, after)[None])
    np.testing.assert_allclose(playing.morpher.z, mean[0], atol=1e-6)
    assert playing.session.face().shape == COLOUR
    assert playing.session.name == "other"


def test_frozen_state_reach_and_walk_stay_and_the_selection_starts_anew(
    playing: Playing, other: Path
) -> None:
    for line in ("d 5 7", "f", "range 2.5", "walk start"):
        playing.type(line)
    go_on(playing, other)
    morpher = playing.morpher
    assert (morpher.frozen, morpher.reach, morpher.walking) == (True, 2.5, True)
    assert morpher.selected == (0, 1)
    assert morpher.last == 11


def test_undo_leads_back_to_the_other_model_and_redo_there_again(
    playing: Playing, tiny: ModelFolder, other: Path
) -> None:
    playing.type("d 5 7")
    first = playing.morpher.z
    go_on(playing, other)
    arrived = playing.morpher.z
    playing.morpher.move(0.5, 0.5)
    playing.type("r")
    assert [playing.type("undo") for _ in range(3)] == ["undone"] * 3
    assert playing.session.name == tiny.name
    assert np.array_equal(playing.morpher.z, first)
    assert playing.morpher.selected == (5, 7)
    np.testing.assert_array_equal(playing.session.face(), tiny.decode(first[None])[0])
    assert playing.type("redo") == "done again"
    assert playing.session.name == "other"
    assert np.array_equal(playing.morpher.z, arrived)


def test_reset_returns_to_the_first_face_of_the_first_model(
    playing: Playing, tiny: ModelFolder, other: Path
) -> None:
    first = playing.morpher.z
    go_on(playing, other)
    playing.type("reset")
    assert playing.session.name == tiny.name
    assert np.array_equal(playing.morpher.z, first)
    playing.type("undo")
    assert playing.session.name == "other"


def test_undo_leads_back_to_where_the_face_was_moved_while_the_model_was_opened(
    playing: Playing, other: Path
) -> None:
    playing.type(f"model {other}")
    playing.morpher.move(1, 1)
    before = playing.morpher.z
    playing.wait()
    playing.type("undo")
    assert np.array_equal(playing.morpher.z, before)


def test_a_photograph_is_encoded_anew_and_stays_beside_the_face(
    playing: Playing, tiny: ModelFolder, other: Path
) -> None:
    after = ModelFolder(other)
    image = ramp(tiny.image_shape)
    z = tiny.encode(image[None])[0][0]
    playing.session.begin(Resolved(Point(z), Portrait("me.jpg", image, z)))
    assert "the photograph me.jpg is encoded anew" in go_on(playing, other)
    expected = reframe(image, tiny, after)
    np.testing.assert_array_equal(playing.session.photograph, expected)
    mean, _ = after.encode(expected[None])
    np.testing.assert_allclose(playing.morpher.z, mean[0], atol=1e-6)
    playing.type("undo")
    np.testing.assert_array_equal(playing.session.photograph, image)


def test_a_model_without_an_encoder_shows_another_face(playing: Playing, other: Path) -> None:
    rows = Playing(Rows(), playing.folder)
    go_on(rows, other)
    assert rows.session.name == "other"
    assert "it has no encoder for the face of before, so this is another" in go_on(rows, "rows")
    assert rows.session.name == "rows"
    assert rows.type("model").startswith("rows, 12 x 8 grey, 12 dimensions; at hand: rows, ")


@pytest.mark.slow
def test_a_film_ends_where_the_model_changes_and_is_written_first(
    playing: Playing, other: Path, tmp_path: Path
) -> None:
    film = tmp_path / "film.gif"
    playing.type(f"record start {film}")
    for place in (-0.5, 0.5):
        playing.morpher.move(place, place)
        playing.tick(0.2)
    playing.type(f"model {other}")
    said = playing.wait() + playing.tick() + playing.wait()
    assert f"the film ends where the model changes; writing {film}" in said
    assert any(each.startswith(f"written: {film}") for each in said)
    with Image.open(film) as image:
        assert image.size == (512, 512)
        assert image.convert("RGB").getpixel((5, 5)) is not None
    with pytest.raises(CommandError, match="nothing is being recorded"):
        playing.type("record stop")


@pytest.mark.slow
def test_a_film_ends_where_undo_changes_the_model(
    playing: Playing, other: Path, tmp_path: Path
) -> None:
    go_on(playing, other)
    film = tmp_path / "film.gif"
    playing.type(f"record start {film}")
    playing.morpher.move(0.5, 0.5)
    playing.tick(0.2)
    for _ in range(2):
        playing.morpher.undo()  # as a key of the window does
    assert playing.tick() == [f"the film ends where the model changes; writing {film}"]
    playing.wait()
    assert film.is_file()


def test_directions_and_names_are_those_of_the_model(playing: Playing, other: Path) -> None:
    playing.type("save here")
    playing.type("r")
    playing.type("remember smirk here")
    playing.type("name 3 grin")
    go_on(playing, other)
    assert playing.session.directions == []
    assert [each.name for each in playing.morpher.dimensions] == [None] * 12
    playing.type("undo")
    assert [each.name for each in playing.session.directions] == ["smirk"]
    assert playing.morpher.dimensions[3].name == "grin"


def test_what_is_kept_and_linked_is_of_the_model_of_now(playing: Playing, other: Path) -> None:
    go_on(playing, other)
    point = open_link(playing.type("link"), ModelFolder(other))
    np.testing.assert_allclose(point.z, playing.morpher.z, atol=1 / 512)
    playing.type("save mine")
    z = playing.morpher.z
    playing.type("r")
    playing.type("load mine")
    assert np.array_equal(playing.morpher.z, z)


@pytest.mark.slow
@pytest.mark.parametrize("word", ["a name", "a link", "a file", "a picture"])
def test_what_belongs_to_another_model_at_hand_offers_that_model(
    playing: Playing, tiny: ModelFolder, other: Path, tmp_path: Path, word: str
) -> None:
    go_on(playing, other)
    drawn, kept = tmp_path / "here.png", playing.folder / "points" / "here.json"
    playing.type("save here")
    playing.type(f"picture {drawn}")
    line = {
        "a name": "load here",
        "a link": f"open {playing.type('link')}",
        "a file": f"load {kept}",
        "a picture": f"morph {drawn} {kept}",
    }[word]
    z = playing.morpher.z
    playing.type("undo")
    assert playing.session.name == tiny.name
    with pytest.raises(OtherModelError, match="belongs to") as refused:
        playing.type(line)
    assert str(refused.value).endswith(
        f"; 'model {other}' goes on with that model, then say it again"
    )
    go_on(playing, other)
    playing.type("r")
    playing.type(line)
    playing.wait()
    np.testing.assert_allclose(playing.morpher.z, z, atol=1 / 256)


def test_what_belongs_to_a_model_that_is_not_at_hand_offers_nothing(
    playing: Playing, tiny: ModelFolder
) -> None:
    playing.type("save here")
    kept = playing.folder / "points" / "here.json"
    digits = tiny.identity.digits
    kept.write_text(kept.read_text().replace(digits, "0" * len(digits)))
    with pytest.raises(OtherModelError, match=r"another version of it$"):
        playing.type("load here")


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        (
            "nowhere",
            "there is no model 'nowhere': it is neither a folder, hf:owner/name on the Hub nor",
        ),
        ("tests", "tests is no model folder"),
    ],
)
def test_what_is_no_model_gets_one_sentence_and_all_stays(
    playing: Playing, word: str, sentence: str
) -> None:
    before = playing.morpher.z
    playing.type(f"model {word}")
    (said,) = playing.wait()
    assert said.startswith(sentence)
    assert len(said.splitlines()) == 1
    assert playing.session.name == "tiny"
    assert np.array_equal(playing.morpher.z, before)


def test_the_model_of_now_is_not_opened_again(playing: Playing, tiny: ModelFolder) -> None:
    assert go_on(playing, tiny.folder) == "tiny is what you play with"
    assert not playing.morpher.can_undo


def test_models_at_hand_complete_the_word(playing: Playing) -> None:
    found = playing.session.complete("model h")
    assert "heads64" in found.words
    assert found.paths
    assert "faces48" in playing.session.complete("model ").words


@pytest.mark.slow
def test_the_shipped_models_keep_the_face_between_them(tmp_path: Path) -> None:
    """A grey face of faces48, seen in colour and back, stays nearer to itself than to others."""
    grey = load_model("faces48")
    playing = Playing(grey, tmp_path)
    face = playing.session.face()
    assert go_on(playing, "heads64").startswith("now heads64, 64 x 64 colour, 256 dimensions")
    assert playing.session.face().shape == (64, 64, 3)
    go_on(playing, "faces48")
    back = playing.session.face()
    others = grey.decode(np.random.default_rng(0).standard_normal((20, 400), np.float32))
    distances = np.sqrt(((others - face) ** 2).mean(axis=(1, 2)))
    assert np.sqrt(((back - face) ** 2).mean()) < distances.min()


def test_a_reframed_picture_has_its_eyes_where_the_other_model_has_them(
    tiny: ModelFolder,
) -> None:
    """A picture that is linear in its place is exactly that after a similarity."""
    heads, faces = load_model("heads64"), tiny
    image = ramp((64, 64, 3))
    drawn = reframe(image, heads, faces)
    (ax, ay), (bx, _) = heads.eyes or EYES
    (cx, cy), (dx, _) = EYES
    scale = 64 * (bx - ax) / (48 * (dx - cx))
    columns = (np.arange(48) + 0.5 - 48 * cx) * scale + 64 * ax
    rows = (np.arange(48) + 0.5 - 48 * cy) * scale + 64 * ay
    expected = (columns[None, :] + 2 * rows[:, None]) / 192
    inside = (slice(4, -4), slice(4, -4))
    np.testing.assert_allclose(drawn[inside], expected[inside], atol=2.5 / 255)


def test_where_a_model_has_no_eyes_the_middle_is_scaled(tiny: ModelFolder) -> None:
    drawn = reframe(ramp((48, 48)), tiny, Rows())  # 12 x 8
    rows, columns = (np.arange(12) + 0.5) * 4, (np.arange(8) + 0.5) * 4 + 8
    expected = (columns[None, :] + 2 * rows[:, None]) / 144
    np.testing.assert_allclose(drawn[1:-1, 1:-1], expected[1:-1, 1:-1], atol=3 / 255)


def ramp(shape: tuple[int, ...]) -> Floats:
    """A picture whose grey is (x + 2 y) / (3 side), [H, W] or [H, W, 3]."""
    rows, columns = np.arange(shape[0]) + 0.5, np.arange(shape[1]) + 0.5
    grey = (columns[None, :] + 2 * rows[:, None]) / (3 * shape[0])
    return np.broadcast_to(grey.reshape(*grey.shape, *[1] * (len(shape) - 2)), shape).astype(
        np.float32
    )


def go_on(playing: Playing, model: Path | str) -> str:
    """Type `model` and wait; what is told then."""
    playing.type(f"model '{model}'")
    return "\n".join(playing.wait())


def test_a_model_that_is_damaged_is_refused(playing: Playing, tmp_path: Path) -> None:
    folder = tiny_model(tmp_path / "damaged")
    (folder / "onnx" / "decoder.onnx").write_bytes(b"nothing")
    said = go_on(playing, folder)
    with pytest.raises(ModelError) as refused:
        ModelFolder(folder)
    assert said == str(refused.value)
