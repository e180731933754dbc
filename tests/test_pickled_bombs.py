"""A pickled bomb in every place where a file is read: whatever is said of it, it does not go off.

A bomb makes a folder as soon as anything unpickles it. It is planted bare, in numpy's files, in
torch's, in safetensors' metadata, in archives and in what Arrow's schemas can carry, under the name
of every file that the program reads, and each is brought in through a door that users have.
"""

import hashlib
import io
import json
import os
import pickle
import shutil
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from morphing_faces.cli.app import main
from morphing_faces.errors import MorphingFacesError
from morphing_faces.evaluation.baselines.linear import read_ppca
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import (
    CONFIG,
    DECODER,
    DIRECTIONS,
    ENCODER,
    GOLDEN,
    PPCA,
    PRIOR,
    STD,
)
from morphing_faces.model.sources.load import load_model
from morphing_faces.model.sources.recent import remember_played
from tests.session.playing import Playing

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:.*was not closed:ResourceWarning"),
]
BEFORE = Path(__file__).parent / "vae" / "before"


class Bomb:
    """What makes a folder when it is unpickled."""

    def __init__(self, crater: Path) -> None:
        self._crater = crater

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self._crater),)


@dataclass(frozen=True)
class Scene:
    """Where bombs are planted, by kind, and where they would leave a crater."""

    place: Path
    crater: Path
    bombs: dict[str, bytes]

    def files(self, *names: str) -> Iterator[Path]:
        """A fresh file of every name with every bomb in it."""
        for name in names:
            for kind, content in self.bombs.items():
                folder = self.place / f"{kind}-{name}".replace("/", "-")
                folder.mkdir()
                (path := folder / name).write_bytes(content)
                yield path

    def folders(self, whole: Path, name: str) -> Iterator[Path]:
        """A copy of a whole folder for every bomb, which takes the place of one of its files."""
        for kind, content in self.bombs.items():
            folder = self.place / f"{kind}-{name}".replace("/", "-") / whole.name
            shutil.copytree(whole, folder)
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
            yield folder


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    crater = tmp_path / "crater"
    (place := tmp_path / "place").mkdir()
    scene = Scene(place, crater, dict(bombs(Bomb(crater))))
    assert len(scene.bombs) > 8
    yield scene
    assert not crater.exists(), "it went off"
    with suppress(Exception):  # each of them would
        pickle.loads(scene.bombs["pickle"])
    assert crater.exists()


def bombs(bomb: Bomb) -> Iterator[tuple[str, bytes]]:
    """The bomb in everything that can hold one."""
    bare = pickle.dumps(bomb, 2)
    yield "pickle", bare
    yield "new-pickle", pickle.dumps({"state_dict": bomb}, 5)
    objects = np.array([bomb], object)
    stream = io.BytesIO()
    np.save(stream, objects, allow_pickle=True)
    yield "npy", (npy := stream.getvalue())
    stream = io.BytesIO()
    names = ["z", "face", "image", "mean", "loadings", "variance", "images"]
    arrays: dict[str, Any] = dict.fromkeys(names, objects)
    np.savez(stream, **arrays)
    yield "npz", stream.getvalue()
    yield "torch", zipped({"archive/data.pkl": bare, "archive/version": b"3\n"})
    yield "torchscript", zipped({"archive/code/a.py": b"", "archive/data.pkl": bare})
    header = json.dumps({"__metadata__": {"state": bare.hex(), "document": bare.hex()}}).encode()
    yield "safetensors", struct.pack("<Q", len(header)) + header + bare
    yield "zip", zipped({f"a.{each}": bare for each in ("png", "pkl", "npy", "json")})
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for ending, content in (
            *((each, bare) for each in ("png", "pkl", "pyd", "pth", "cls", "json")),
            ("npy", npy),
        ):
            member = tarfile.TarInfo(f"key.{ending}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    yield "tar", stream.getvalue()
    yield from arrow(bare)


def arrow(bare: bytes) -> Iterator[tuple[str, bytes]]:
    """Tables whose type is a pickled class, as Arrow once read (CVE-2023-47248)."""
    extension = {
        b"ARROW:extension:name": b"arrow.py_extension_type",
        b"ARROW:extension:metadata": bare,
    }
    schema = pa.schema([pa.field("image", pa.binary(), metadata=extension)])
    table = pa.table({"image": [bare, bare]}, schema)
    stream = io.BytesIO()
    pq.write_table(table, stream)
    yield "parquet", stream.getvalue()
    stream = io.BytesIO()
    with pa.ipc.new_stream(stream, schema) as writer:
        writer.write_table(table)
    yield "arrow", stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def refused(*words: object) -> bool:
    """Whether a command says that it does not take that."""
    return main([str(word) for word in words]) == 2


@pytest.mark.parametrize(
    "name", [CONFIG, "README.md", DECODER, ENCODER, STD, PRIOR, DIRECTIONS, GOLDEN, PPCA]
)
def test_in_a_model_folder(scene: Scene, name: str) -> None:
    for folder in scene.folders(BEFORE / "model", name):
        if name not in (CONFIG, "README.md"):
            list_anew(folder, name)
        if name in (CONFIG, DECODER, PRIOR, DIRECTIONS):
            assert refused("site", "--export", folder.parent / "site", "--model", folder)
        remember_played(folder)
        assert main(["models"]) == 0
        with suppress(MorphingFacesError):
            model = load_model(folder)
            assert name in ("README.md", GOLDEN, PPCA, ENCODER, STD, PRIOR)
            for read in (ModelFolder.golden.__get__, read_ppca, drawn):
                with suppress(MorphingFacesError):
                    read(model)


def list_anew(folder: Path, name: str) -> None:
    """Let config.json say that a file is as it should be."""
    content = (folder / name).read_bytes()
    config = json.loads((folder / CONFIG).read_bytes())
    record = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    config["files"][name] = record
    (folder / CONFIG).write_text(json.dumps(config))


def drawn(model: ModelFolder) -> None:
    """Everything that the networks of a folder do."""
    model.std(z := np.zeros((1, model.latent_size), np.float32))
    model.encode(model.decode(z))
    model.sample(np.random.default_rng(0), 1)


@pytest.mark.parametrize(
    "line",
    [
        "load {}",
        "photo {}",
        "morph {} {}",
        "remember smile {} {}",
    ],
)
def test_in_what_a_session_is_told_to_take(scene: Scene, tiny: ModelFolder, line: str) -> None:
    playing = Playing(tiny, scene.place / "home")
    for path in scene.files("bomb.json", "bomb.png", "bomb.jpg", "bomb.npy", "bomb"):
        with pytest.raises(MorphingFacesError):
            playing.type(line.format(path, path))


def test_in_what_a_user_keeps(scene: Scene, tiny: ModelFolder) -> None:
    for kind, content in scene.bombs.items():
        folder = scene.place / kind
        playing = Playing(tiny, folder)
        playing.type("save here")
        playing.type("r")
        playing.type("remember smirk here")
        playing.type("name 3 grin")
        playing.type("model")
        kept = list(folder.rglob("*.json"))
        assert len(kept) == 3
        for path in (*kept, folder / "played.json"):
            path.write_bytes(content)
        with pytest.raises(MorphingFacesError):
            playing.type("load here")
        again = Playing(tiny, folder)
        again.tick()
        again.type("list")
        again.type("model")
        with suppress(MorphingFacesError):
            again.type("dir")


def test_in_the_file_of_the_face_finder(scene: Scene, tiny: ModelFolder) -> None:
    Image.new("RGB", (90, 90), "grey").save(picture := scene.place / "me.png")
    for path in scene.files("finder.onnx"):
        playing = Playing(tiny, scene.place / "home", finder=path)
        with pytest.raises(MorphingFacesError):
            playing.type(f"photo {picture}")


def unprepared(capsys: pytest.CaptureFixture[str], source: object, out: Path) -> str:
    """What `prepare` says of a source of which nothing is kept.

    Returns:
        "passed over" where it is opened and everything in it is named as no photograph, "refused"
        where it is no such source.
    """
    assert refused("prepare", source, "--aligned", "--out", out)
    assert not out.exists()
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("morphing-faces: ")
    if "has no pictures; passed over: " in said or "not readable: " in said:
        return "passed over"
    assert " is no " in said or " is neither " in said or " is not " in said
    return "refused"


@pytest.mark.parametrize(
    ("source", "opened"),
    [
        ("a.npy", ()),
        ("a.zip", ("npz", "torch", "torchscript", "zip")),
        ("a.png", ("npz", "torch", "torchscript", "zip", "tar")),
        ("npy:a.npy", ()),
        ("tfd:TFD_48x48.mat", ()),
        ("fer2013:f.csv", ()),
        ("webdataset:a.tar", ("tar",)),
    ],
)
def test_in_sources_of_photographs(
    scene: Scene, capsys: pytest.CaptureFixture[str], source: str, opened: tuple[str, ...]
) -> None:
    reader, colon, name = source.rpartition(":")
    said = {}
    for kind, path in zip(scene.bombs, scene.files(name), strict=True):
        said[kind] = unprepared(capsys, f"{reader}{colon}{path}", scene.place / f"{kind}-faces")
    assert said == {kind: "passed over" if kind in opened else "refused" for kind in scene.bombs}


@pytest.mark.parametrize("reader", ["parquet", "arrow"])
def test_in_tables(scene: Scene, capsys: pytest.CaptureFixture[str], reader: str) -> None:
    pytest.importorskip("datasets")
    for kind, path in zip(scene.bombs, scene.files(f"a.{reader}"), strict=True):
        for place in (path, path.parent):
            out = scene.place / f"{kind}-faces"
            # A table of that kind is opened, and its rows are no pictures; a lone file of Arrow's
            # in a folder is none of the folders that datasets saves.
            opened = kind == reader and (reader == "parquet" or place == path)
            expected = "passed over" if opened else "refused"
            assert unprepared(capsys, f"{reader}:{place}", out) == expected


def test_in_a_preparation_that_goes_on(scene: Scene) -> None:
    Image.new("RGB", (90, 90), "grey").save(picture := scene.place / "me.png")
    for name in ("recipe.json", "state.json", "photographs", "set/card.json", "set/images.npy"):
        for path in scene.files(Path(name).name):
            partial = path.parent / ".faces.partial"
            (partial / "set").mkdir(parents=True)
            shutil.copyfile(path, partial / name)
            assert refused("prepare", picture, "--aligned", "--out", path.parent / "faces")


@pytest.mark.parametrize(
    "names",
    [
        ["a.onnx", "a"],
        ["a.safetensors", "a.pt", "a.pth", "a.ckpt", "a.bin"],
        ["a.pkl", "a.pickle", "a.joblib", "a.pt2", "a.h5", "a.keras", "a.zip"],
        ["ppca.npz"],
    ],
)
def test_in_what_is_imported(scene: Scene, names: list[str]) -> None:
    pytest.importorskip("torch")
    for path in scene.files(*names):
        shutil.copyfile(BEFORE / "model" / CONFIG, path.parent / CONFIG)
        functions = ["--activation", "relu", "--final", "sigmoid"]
        assert refused("import", path, "--out", path.parent / "out", *functions)
        decoder = BEFORE / "model" / DECODER
        for flag in ("--encoder", "--images"):
            assert refused("import", decoder, flag, path, "--out", path.parent / "out")


@pytest.mark.parametrize("name", ["model_config.json", "model.pt", "encoder.pkl", "decoder.pkl"])
def test_in_a_folder_of_pythae(scene: Scene, name: str) -> None:
    pytest.importorskip("torch")
    whole = scene.place / "pythae"
    whole.mkdir()
    config = {"name": "VAEConfig", "input_dim": [1, 8, 8], "latent_dim": 4}
    (whole / "model_config.json").write_text(json.dumps(config))
    for folder in scene.folders(whole, name):
        assert refused("import", folder, "--out", folder.parent / "out")


@pytest.mark.parametrize("name", ["config.json", "diffusion_pytorch_model.safetensors"])
def test_in_a_folder_of_diffusers(scene: Scene, name: str) -> None:
    for package in ("torch", "diffusers", "onnxscript"):
        pytest.importorskip(package)
    whole = scene.place / "vae"
    whole.mkdir()
    config = {"_class_name": "AutoencoderTiny", "encoder_block_out_channels": [4, 4]}
    (whole / "config.json").write_text(json.dumps(config))
    np.save(pictures := scene.place / "pictures.npy", np.zeros((3, 8, 8), np.float32))
    for folder in scene.folders(whole, name):
        (folder / "diffusion_pytorch_model.bin").write_bytes(scene.bombs["torch"])
        assert refused("import", folder, "--images", pictures, "--out", folder.parent / "out")


@pytest.mark.parametrize("name", ["d_W_0.npy", "d_b_0.npy", "d_W_0.bin", "sizes.csv"])
def test_in_the_files_of_the_first_morphing_faces(scene: Scene, name: str) -> None:
    whole = scene.place / "data"
    whole.mkdir()
    if name.endswith(".npy"):
        for number, shape in enumerate([(4, 9), (4, 4), (3, 4)]):
            np.save(whole / f"d_W_{number}.npy", np.ones(shape, np.float32))
            np.save(whole / f"d_b_{number}.npy", np.ones(shape[1], np.float32))
    else:
        (whole / "sizes.csv").write_text("9, 4, 4, 3")
        (whole / "d_W_0.bin").write_bytes(np.ones((4, 9), np.float32).tobytes())
    for folder in scene.folders(whole, name):
        assert refused("import", folder, "--out", folder.parent / "out")


@pytest.mark.parametrize(
    "name", ["config.json", "last.safetensors", "best.safetensors", "log.jsonl"]
)
def test_in_a_run(scene: Scene, name: str) -> None:
    pytest.importorskip("torch")
    faces = BEFORE / "faces"
    for run in scene.folders(BEFORE / "run", name):
        out = run.parent / "model"
        exported = main(["export", str(run), "--faces", str(faces), "--out", str(out), "--no-ppca"])
        assert exported == (0 if name in ("last.safetensors", "log.jsonl") else 2)
        if name in ("config.json", "last.safetensors"):
            assert refused("train", faces, "--out", run, "--resume")
        if name in ("config.json", "best.safetensors"):
            assert refused("train", faces, "--out", run.parent / "new", "--weights", run)


@pytest.mark.parametrize("name", ["card.json", "images.npy", "index.parquet"])
def test_in_a_face_set(scene: Scene, name: str) -> None:
    pytest.importorskip("torch")
    for faces in scene.folders(BEFORE / "faces", name):
        assert refused("train", faces, "--out", faces.parent / "run", "--epochs", 1)
        assert refused("evaluate", BEFORE / "model", faces)


def test_in_settings_and_tables_of_attributes(scene: Scene) -> None:
    pytest.importorskip("torch")
    for path in scene.files("settings.json", "attributes.csv"):
        out = path.parent / "out"
        assert refused("train", BEFORE / "faces", "--out", out, "--config", path)
        model = ["--model", BEFORE / "model", "--out", out]
        assert refused("directions", BEFORE / "faces", *model, "--attributes", path)


def test_in_what_a_report_has_kept_and_fetched(scene: Scene) -> None:
    pytest.importorskip("torch")
    from morphing_faces.evaluation.cache import Cache
    from morphing_faces.evaluation.metrics.recognition import RecognitionNetwork
    from morphing_faces.faces.set.faceset import load_faces

    faces = load_faces(BEFORE / "faces")
    for path in scene.files("weights"):
        cache = Cache(folder := path.parent / "cache", faces)
        cache.get("fitted", {}, lambda: ({"a": np.zeros(1, np.float32)}, {}))
        (kept,) = folder.iterdir()
        shutil.copyfile(path, kept)
        with pytest.raises(MorphingFacesError):
            cache.get("fitted", {}, lambda: ({}, {}))
        for manifest in (path, scene.place / "manifest.json"):
            (scene.place / "manifest.json").write_text("[]")
            with pytest.raises(MorphingFacesError):
                RecognitionNetwork(manifest, path)


def test_in_the_cache_of_the_hub(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    for kind, content in scene.bombs.items():
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache := scene.place / kind))
        commit = "a" * 40
        snapshot = cache / "models--me--bomb" / "snapshots" / commit
        (snapshot / "onnx").mkdir(parents=True)
        (cache / "models--me--bomb" / "refs").mkdir()
        (cache / "models--me--bomb" / "refs" / "main").write_text(commit)
        for name in (CONFIG, "README.md", DECODER, "model.pt", "pytorch_model.bin", "a.pkl"):
            (snapshot / name).write_bytes(content)
        out = ["--rows", "1", "--columns", "1", "--out", str(scene.place / "out.png")]
        assert refused("render", "sheet", "--model", "hf:me/bomb", *out)
        assert refused("import", "hf:me/bomb", "--out", scene.place / "out")
