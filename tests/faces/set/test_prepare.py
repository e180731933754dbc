"""The command prepare, as a person runs it: drawn photographs in, a face set out."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pexpect
import pytest

from morphing_faces.cli.app import main
from morphing_faces.faces.find.finder import Finder
from morphing_faces.faces.find.finder_file import SHA256, VARIABLE
from morphing_faces.faces.set.faceset import CARD, INDEX, REJECTED, REPORT, FaceSet, load_faces
from morphing_faces.faces.set.pixels import IMAGES
from morphing_faces.faces.set.prepare import prepare_faces
from tests.faces.drawing import Person, draw_face, encoded, placed, turned

pytestmark = pytest.mark.slow


FILES = [IMAGES, INDEX, CARD, REJECTED, REPORT]


@pytest.fixture(scope="module", autouse=True)
def _named_finder(network: Path) -> Iterator[None]:
    """Processes of their own find the network too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(network))
        yield


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder and an archive of drawn people, some of them not fit to learn from."""
    root = tmp_path_factory.mktemp("album")

    def save(name: str, data: bytes) -> None:
        path = root / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    for number in range(20):
        face = draw_face(Person(seed=number, background=100 + 5 * number))
        degrees = 4.0 * (number % 5) - 8
        photograph, _ = placed(face, width=220, height=240, scale=0.5, degrees=degrees)
        save(f"Person_{number % 3}/Person_{number % 3}_{number:04d}.jpg", encoded(photograph))
    face = draw_face()
    save("again.png", (root / "folder/Person_0/Person_0_0000.jpg").read_bytes())
    save("turned.png", encoded(turned(draw_face(Person(turn=30)), 40)))
    save("tilted.png", encoded(placed(face, width=400, height=400, scale=0.6, degrees=60)[0]))
    save("far.png", encoded(placed(face, width=120, height=120, scale=0.1)[0]))
    cut, _ = placed(face, width=200, height=200, scale=0.6, centre=(100.0, 55.0))
    save("cut.png", encoded(cut))
    save("nobody.png", encoded(np.full((200, 200, 3), 99, np.uint8)))
    with zipfile.ZipFile(root / "more.zip", "w") as archive:
        for number in range(4):
            small, _ = placed(draw_face(Person(seed=50 + number)), width=64, height=64, scale=0.18)
            archive.writestr(f"{20 + number}_1_2_20170116182824618.png", encoded(small))
    return root


@pytest.fixture(scope="module")
def faces(album: Path, tmp_path_factory: pytest.TempPathFactory) -> FaceSet:
    out = tmp_path_factory.mktemp("sets") / "deep" / "faces"
    sources = [str(album / "folder"), str(album / "more.zip")]
    assert main(["prepare", *sources, "--out", str(out), "--workers", "1"]) == 0
    return load_faces(out)


def test_faces_are_kept_and_the_rest_is_left_out_with_a_reason(faces: FaceSet) -> None:
    assert len(faces) == 24
    folder, archive = faces.card.sources
    assert (folder.name, folder.photographs, folder.kept) == ("folder", 26, 20)
    assert (archive.name, archive.photographs, archive.kept) == ("more.zip", 4, 4)
    report = (faces.folder / REJECTED).read_text().splitlines()
    assert [line.split(",")[1:3] for line in report[1:]] == [
        ["again.png", "repeated photograph"],
        ["cut.png", "face cut off by the border"],
        ["far.png", "face too small"],
        ["nobody.png", "no face found"],
        ["tilted.png", "face tilted too far"],
        ["turned.png", "face turned away"],
    ]


def test_the_card_says_how_it_was_made(faces: FaceSet) -> None:
    card = faces.card
    assert (card.size, card.channels, card.count) == (48, 1, 24)
    assert card.eyes == ((0.29, 0.37), (0.71, 0.37))
    assert card.finder == SHA256
    assert card.made_by.startswith("morphing-faces ")
    assert sum(card.splits.values()) == 24
    assert card.limits.keys() == {"score", "eye_distance", "turn", "tilt", "outside"}


def test_labels_and_landmarks_are_in_the_index(faces: FaceSet) -> None:
    rows = faces.index.to_pylist()
    first, last = rows[0], rows[-1]
    assert (first["source"], first["name"]) == ("folder", "Person_0/Person_0_0000.jpg")
    assert (first["person"], first["age"]) == ("Person_0", None)
    assert (last["age"], last["gender"], last["ethnicity"]) == (23, "female", "asian")
    assert abs(last["right_eye_x"] - last["left_eye_x"] - 0.18 * 109) < 1


def test_a_person_is_on_one_side(faces: FaceSet) -> None:
    rows = faces.index.to_pylist()
    sides = {(row["person"], row["split"]) for row in rows if row["person"]}
    assert len(sides) == 3


def test_eyes_are_where_the_frame_says_as_the_finder_sees_it(
    faces: FaceSet, finder: Finder
) -> None:
    seen = []
    for image in faces.images:
        picture = np.dstack([image] * 3)
        seen.append(finder.look_closer(picture, finder.find(picture)[0]).landmarks[:2])
    error = np.array(seen) - 48 * np.array(faces.eyes)
    assert np.abs(error).max() < 1.5
    assert np.abs(error.mean(axis=0)).max() < 0.8


def test_a_frame_of_ones_own_shows_the_head_and_the_set_says_so(
    album: Path, finder: Finder, tmp_path: Path
) -> None:
    out = tmp_path / "heads"
    words = ["--out", str(out), "--frame", "0.44", "0.34", "--size", "64", "--workers", "1"]
    assert main(["prepare", str(album / "folder"), *words]) == 0
    faces = load_faces(out)
    assert faces.eyes == ((0.33, 0.44), (0.67, 0.44))
    seen = []
    for image in faces.images:
        picture = np.dstack([image] * 3)
        seen.append(finder.look_closer(picture, finder.find(picture)[0]).landmarks[:2])
    assert np.abs((np.array(seen) - 64 * np.array(faces.eyes)).mean(axis=0)).max() < 1


@pytest.mark.parametrize("workers", [2, 3])
def test_the_same_photographs_give_the_same_bytes(
    faces: FaceSet, album: Path, tmp_path: Path, workers: int
) -> None:
    sources = [album / "folder", album / "more.zip"]
    if workers == 2:
        prepare_faces(sources, tmp_path / "faces", workers=2)
    else:
        with ThreadPoolExecutor(3) as executor:
            prepare_faces(sources, tmp_path / "faces", executor=executor)
    for name in FILES:
        assert (tmp_path / "faces" / name).read_bytes() == (faces.folder / name).read_bytes()


def test_json_is_one_object_and_colours_are_kept(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "faces"
    source = str(album / "more.zip")
    words = ["prepare", source, "--out", str(out), "--color", "--size", "32", "--workers", "1"]
    assert main([*words, "--json"]) == 0
    said, complained = capsys.readouterr()
    figures = json.loads(said)
    assert figures.pop("seconds") > 0
    assert figures.pop("splits").keys() == {"train", "valid", "test"}
    assert figures == {
        "folder": str(out),
        "photographs": 4,
        "kept": 4,
        "rejected": {},
        "commonest": {},
        "passed_over": {},
        "near_duplicates": {"groups": 1, "pictures": 4},  # drawn faces are all alike
    }
    assert not complained
    coloured = load_faces(out)
    assert coloured.images.shape == (4, 32, 32, 3)
    middle = coloured.images[:][:, 14:18, 14:18].mean(axis=(0, 1, 2))
    assert middle[0] > middle[1] > middle[2]  # skin, in the order red, green, blue


def test_progress_counts_every_photograph(album: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int | None]] = []
    with ThreadPoolExecutor(1) as executor:
        summary = prepare_faces(
            [album / "folder"],
            tmp_path / "faces",
            executor=executor,
            progress=lambda done, total: steps.append((done, total)),
        )
    assert steps == [(done, 26) for done in range(1, 27)]
    assert summary.photographs == summary.kept + sum(summary.rejected.values()) == 26


def test_a_summary_for_people(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "faces"
    assert main(["prepare", str(album / "folder"), "--out", str(out), "--workers", "1"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert re.fullmatch(
        rf"{out}: 20 faces of 26 photographs in \d+ s \(\d+ train, \d+ valid, \d+ test\)", said[0]
    )
    assert said[1] == "20 of the faces are near-duplicates, in 3 groups, each in one split"
    assert said[2] == "left out, each with its reason in rejected.csv:"
    assert said[-1] == f"look at it: {out}/report.html"
    assert sorted(line.split(maxsplit=1)[1] for line in said[3:-1]) == [
        "face cut off by the border",
        "face tilted too far",
        "face too small",
        "face turned away",
        "no face found",
        "repeated photograph",
    ]


def refused(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """Run a command that must say one sentence, exit with status 2, and write nothing."""
    assert main(["prepare", *map(str, words)]) == 2
    said, complained = capsys.readouterr()
    assert not said
    (sentence,) = complained.splitlines()
    return sentence.removeprefix("morphing-faces: ")


def test_bad_arguments_are_refused(
    album: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    good = (album / "more.zip", "--out", out)
    (tmp_path / "empty").mkdir()
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes((album / "more.zip").read_bytes()[:1000])
    for words, sentence in [
        ((*good, "--size", "8"), "--size must be from 16 to 512, got 8"),
        ((*good, "--fold", "0"), "--fold must be from 1 to 5, got 0"),
        ((*good, "--size", "48.5"), "--size must be a whole number, got '48.5'"),
        ((*good, "--frame", "2", "0.3"), "--frame takes how far down the eyes lie, 0.1 to 0.9"),
        ((*good, "--frame", "0.4", "0.3", "--aligned"), "which --aligned does not look for"),
        ((*good, "--workers", "0"), "--workers must be at least 1, got 0"),
        (("--out", out), "name at least one folder or zip archive of photographs"),
        ((tmp_path / "no", "--out", out), "there is no folder or file"),
        ((damaged, "--out", out), "is neither a folder nor a whole zip archive"),
        ((tmp_path / "empty", "--out", out), "has no pictures"),
        ((album / "more.zip", "--out", album), "exists already; name a folder that does not"),
        ((*good, "--finder", damaged), "is not the face finder"),
        ((*good, "--finder", tmp_path / "no"), "cannot be read: No such file or directory"),
    ]:
        assert sentence in refused(capsys, *words)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["damaged.zip", "empty"]


def test_photographs_of_nobody_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "album").mkdir()
    (tmp_path / "album/grey.png").write_bytes(encoded(np.full((99, 99, 3), 99, np.uint8)))
    (tmp_path / "album/text.jpg").write_text("no picture")
    assert refused(capsys, tmp_path / "album", "--out", tmp_path / "out", "--workers", "1") == (
        "none of 2 photographs shows a face to keep (no face found: 1, not readable: 1, "
        "such as: its contents are no picture of a known kind)"
    )
    (tmp_path / "album/text.jpg").unlink()
    assert refused(capsys, tmp_path / "album", "--out", tmp_path / "out", "--workers", "1") == (
        "the one photograph shows no face to keep (no face found: 1)"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["album"]


def test_a_terminal_shows_a_bar_and_then_the_summary(album: Path, tmp_path: Path) -> None:
    words = ["-m", "morphing_faces.cli", "prepare", str(album / "folder"), "--workers", "1"]
    command = [*words, "--out", str(tmp_path / "faces")]
    with pexpect.spawn(sys.executable, command, timeout=30, dimensions=(24, 200)) as terminal:
        terminal.expect(r"photographs .*\d+/26")
        terminal.expect("20 faces of 26 photographs")
        terminal.expect("left out, each with its reason")
        terminal.expect(pexpect.EOF)
    assert terminal.exitstatus == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_by_a_signal_it_says_how_to_go_on(
    album: Path, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    words = ["-m", "morphing_faces.cli", "prepare", *[str(album / "folder")] * 40]
    command = [*words, "--out", str(tmp_path / "faces"), "--workers", "2"]
    with pexpect.spawn(sys.executable, command, timeout=30, dimensions=(24, 200)) as terminal:
        terminal.expect(r"[1-9]\d*/1040")
        terminal.kill(number)
        terminal.expect(
            r"stopped; [1-9]\d* photographs? (is|are) done; go on with the same command"
        )
        terminal.expect(pexpect.EOF)
        assert b"Traceback" not in terminal.before
    assert terminal.exitstatus == status
    assert [path.name for path in tmp_path.iterdir()] == [".faces.partial"]


def test_workers_do_not_outlive_a_command_that_is_killed(album: Path, tmp_path: Path) -> None:
    program = """
import os, sys
from morphing_faces.faces.set.prepare import prepare_faces
from morphing_faces.faces.set.pixels import IMAGES
def step(done, total):
    print(*(open("/proc/self/task/%d/children" % os.getpid()).read().split()), flush=True)
    sys.stdin.read()
if __name__ == "__main__":
    prepare_faces(sys.argv[1:2], sys.argv[2], workers=1, progress=step)
"""
    script = tmp_path / "script.py"
    script.write_text(program)
    command = [sys.executable, str(script), str(album / "folder"), str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        children = [int(word) for word in process.stdout.readline().split()]
        process.send_signal(signal.SIGKILL)
    assert children
    deadline = time.monotonic() + 10
    while any(_runs(child) for child in children):
        assert time.monotonic() < deadline
        os.sched_yield()


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prepare", "--help"]) == 0
    assert "morphing-faces prepare holidays family.zip --out faces" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("module", "package"),
    [
        ("cv2", "opencv-python-headless"),
        ("PIL", "pillow"),
        ("pyarrow", "pyarrow"),
        ("pooch", "pooch"),
    ],
)
def test_a_missing_package_is_named_with_the_command_to_get_it(
    module: str, package: str, tmp_path: Path
) -> None:
    (tmp_path / "album").mkdir()
    (tmp_path / "album" / "me.png").write_bytes(b"")
    # No finder is at hand, so that it would have to be fetched.
    surroundings = {key: value for key, value in os.environ.items() if key != VARIABLE}
    surroundings["XDG_CACHE_HOME"] = str(tmp_path)
    program = f"""
import sys
sys.modules[{module!r}] = None
from morphing_faces.cli.app import main
sys.exit(main(["prepare", "album", "--out", "faces"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=surroundings,
    )
    assert done.returncode == 2
    assert f"needs the package {package!r}, which is not installed" in done.stderr
    assert "pip install 'morphing-faces[prepare]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
