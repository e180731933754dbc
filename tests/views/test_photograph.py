"""A photograph in the window: beside its reconstruction, and from there on as on any point."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from morphing_faces.model.folder import ModelFolder
from morphing_faces.morpher.point import Point
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.points.resolve import Portrait
from morphing_faces.points.store import PointStore
from morphing_faces.session.photographs import PhotoEncoder
from morphing_faces.types import Floats
from tests.faces.drawing import EYES, Person, draw_face, encoded, placed
from tests.views.desk import PROGRAM, Desk, Player, open_player, wait_until

pytestmark = pytest.mark.slow


ME, YOU = draw_face(), draw_face(Person(seed=1, turn=6, background=90))


def looks(part: NDArray[np.uint8], face: Floats) -> bool:
    """Whether a part of the screen shows a face or a photograph; see test_window.shown."""
    wanted = enlarge(face, part.shape[1], part.shape[0])[..., None]
    difference = np.abs(part.astype(int) - wanted)
    return bool(difference.max() <= 1 and (difference > 0).mean() <= 1e-4)


def status(z: Floats, model: ModelFolder, end: str = "") -> str:
    """What the title says at a point while dimensions 0 and 1 are selected."""
    first, second = (float(z[each.index]) for each in model.interesting[:2])
    return f"0: {first:+.2f}  1: {second:+.2f}{end}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "me.png").write_bytes(encoded(ME))
    (tmp_path / "you.jpg").write_bytes(encoded(YOU, "JPEG", quality=95))
    both = [placed(face, width=420, height=420, scale=s)[0] for face, s in ((ME, 0.9), (YOU, 0.6))]
    (tmp_path / "both of us.png").write_bytes(encoded(np.hstack(both)))
    return tmp_path


@pytest.fixture
def command(tiny_folder: Path, network: Path) -> list[str]:
    words = ["--model", str(tiny_folder), "--seed", "1", "--finder", str(network)]
    return [*PROGRAM, *words]


@pytest.fixture
def me(tiny: ModelFolder, network: Path, folder: Path) -> Portrait:
    return PhotoEncoder(tiny, network).take(folder / "me.png")


@pytest.fixture
def you(tiny: ModelFolder, network: Path, folder: Path) -> Portrait:
    return PhotoEncoder(tiny, network).take(folder / "you.jpg")


@pytest.fixture
def player(desk: Desk, command: list[str], folder: Path) -> Iterator[Player]:
    """The program, begun with a photograph."""
    desk.environment["MORPHING_FACES_HOME"] = str(folder / "home")
    with open_player(desk, folder, [*command, "--photo", "me.png"]) as player:
        desk.wait_for_window()
        desk.beside = True
        yield player


def test_photograph_and_reconstruction_stand_side_by_side_and_the_mouse_morphs_one(
    player: Player, tiny: ModelFolder, me: Portrait
) -> None:
    desk, z = player.desk, me.z.copy()
    wait_until(lambda: looks(desk.photograph(), me.image), "the photograph is on the screen")
    wait_until(lambda: looks(desk.picture(), tiny.decode(z[None])[0]), "beside it what it became")
    desk.wait_for_title(status(z, tiny))
    for corner in [(1, -1), (-1, 1)]:
        x, y = desk.hover(*corner)
        z[[each.index for each in tiny.interesting[:2]]] = x, y
        desk.wait_for_title(status(z, tiny))
        wait_until(lambda: looks(desk.picture(), tiny.decode(z[None])[0]), "the face follows")
        assert looks(desk.photograph(), me.image)
    box = desk.layout().photograph
    assert box is not None
    desk.point(box.left + box.width // 2, box.top + box.height // 2)
    desk.click()
    player.ask("?")
    assert desk.title() == status(z, tiny), "the photograph is not for the mouse"


def test_undo_returns_to_the_photograph_and_elsewhere_it_goes(
    player: Player, tiny: ModelFolder, me: Portrait
) -> None:
    desk = player.desk
    wait_until(lambda: looks(desk.photograph(), me.image), "the photograph is on the screen")
    alone = desk.screenshot()
    desk.hover(1, 1)
    desk.wait_for_title("0: [+]1.00  1: [+]1.00")
    desk.press("ctrl+z")
    desk.wait_for_title(status(me.z, tiny))
    assert player.ask("r") == "another face"
    wait_until(lambda: not np.array_equal(desk.screenshot(), alone), "the photograph has gone")
    desk.beside = False
    middle = desk.layout().picture
    assert abs(2 * middle.left + middle.width - desk.layout().width) <= 1
    wait_until(lambda: desk.picture().std() > 1, "the face stands in the middle alone")
    desk.beside = True
    assert player.ask("undo") == "undone"
    wait_until(lambda: looks(desk.photograph(), me.image), "undo brings the photograph back")
    wait_until(lambda: looks(desk.picture(), tiny.decode(me.z[None])[0]), "and the face")
    player.ask("walk start")
    desk.wait_for_title(".*  walking")
    assert looks(desk.photograph(), me.image), "a walk sets out from the photograph"


def test_photo_in_a_running_window_makes_room_for_the_photograph(
    desk: Desk, command: list[str], folder: Path, tiny: ModelFolder, network: Path, me: Portrait
) -> None:
    with open_player(desk, folder, command) as player:
        desk.wait_for_window()
        assert player.ask("photo me.png") == ("the face in me.png, and what the model makes of it")
        desk.beside = True
        wait_until(lambda: looks(desk.photograph(), me.image), "the photograph is on the screen")
        wait_until(lambda: looks(desk.picture(), tiny.decode(me.z[None])[0]), "and the face")
        assert player.ask('photo "both of us.png"') == (
            "2 faces, the largest is number 1 from the left; 'both of us.png:2' is another"
        )
        other = PhotoEncoder(tiny, network).take(folder / "both of us.png", 2)
        player.ask('photo "both of us.png" 2')
        wait_until(lambda: looks(desk.photograph(), other.image), "the other face is shown")
        assert player.ask('photo "both of us.png" 3') == (
            "both of us.png has 2 faces, there is no number 3"
        )
        wait_until(lambda: looks(desk.photograph(), other.image), "and stays")


def test_the_eyes_can_be_named(
    desk: Desk, command: list[str], folder: Path, tiny: ModelFolder, network: Path
) -> None:
    eyes = (*map(float, EYES.ravel() + 10),)
    named = ",".join(map(str, eyes))
    wanted = PhotoEncoder(tiny, network).take(
        folder / "me.png", (eyes[0], eyes[1], eyes[2], eyes[3])
    )
    desk.beside = True
    with open_player(desk, folder, [*command, "--photo", "me.png", "--eyes", named]) as player:
        desk.wait_for_window()
        wait_until(lambda: looks(desk.photograph(), wanted.image), "the frame is where it was put")
        player.ask("photo me.png")
        wait_until(lambda: not looks(desk.photograph(), wanted.image), "the found eyes differ")
        player.ask(f"photo me.png {named}")
        wait_until(lambda: looks(desk.photograph(), wanted.image), "named again, it is back")


def test_refine_comes_closer_and_can_be_undone(
    player: Player, tiny: ModelFolder, me: Portrait
) -> None:
    desk = player.desk
    assert player.ask("refine 3").startswith("refining in up to 3 steps; Ctrl-C stops")
    wait_until(lambda: "it was" in player.output(), "it is refined")
    wait_until(lambda: desk.title() != status(me.z, tiny), "the face is another")
    assert looks(desk.photograph(), me.image)
    desk.press("ctrl+z")
    desk.wait_for_title(status(me.z, tiny))
    desk.press("ctrl+z", "ctrl+z")
    player.ask("r")
    assert (
        player.ask("refine") == "there is no photograph to come closer to; 'photo PATH' takes one"
    )


def test_morph_slides_from_one_photograph_to_another(
    desk: Desk, command: list[str], folder: Path, tiny: ModelFolder, me: Portrait, you: Portrait
) -> None:
    with open_player(desk, folder, [*command[:2], "morph", "me.png", "you.jpg", *command[2:]]):
        desk.wait_for_window()
        desk.beside = True
        wait_until(lambda: looks(desk.photograph(), me.image), "it comes from one photograph")
        desk.wait_for_title(status(you.z, tiny))
        wait_until(lambda: looks(desk.photograph(), you.image), "and is at the other one")
        wait_until(lambda: looks(desk.picture(), tiny.decode(you.z[None])[0]), "with its face")
        desk.press("ctrl+z")
        desk.wait_for_title(status(me.z, tiny))
        wait_until(lambda: looks(desk.photograph(), me.image), "undo leads back at once")


def test_points_of_every_kind_can_be_morphed_and_what_is_typed_meanwhile_waits(
    player: Player, tiny: ModelFolder, me: Portrait
) -> None:
    player.ask("save me")
    address = player.ask("link")
    player.ask("photo you.jpg")
    player.ask("picture you.png")
    player.type("morph me you.png")
    player.type("morph home/points/me.json you.jpg")
    player.type(f"morph {address} me.png")
    player.type("save end")
    wait_until(lambda: "end.json" in player.output(), "all is done")
    told = [line for line in player.output().splitlines() if line.startswith("from ")]
    assert told == [
        "from me to you.png",
        "from home/points/me.json to you.jpg",
        f"from {address} to me.png",
    ]
    player.desk.wait_for_title(status(me.z, tiny))


@pytest.mark.parametrize(("words", "reach"), [([], 2.5), (["--range", "3"], 3.0)])
def test_a_range_that_is_named_counts_more_than_that_of_the_point(
    desk: Desk, command: list[str], folder: Path, tiny: ModelFolder, words: list[str], reach: float
) -> None:
    desk.environment["MORPHING_FACES_HOME"] = str(folder / "home")
    there = Point(np.zeros(tiny.latent_size, np.float32), (0, 1), 2.5)
    PointStore(folder / "home" / "points").save("there", there, tiny, replace=True)
    with open_player(desk, folder, [*command, "--point", "there", *words]) as player:
        desk.wait_for_window()
        player.ask("save again replace")
    assert PointStore(folder / "home" / "points").load("again", tiny).reach == reach
