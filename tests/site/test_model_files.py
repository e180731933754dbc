"""What the page is given of a model."""

import base64
import gzip
import hashlib
import io
import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest
from PIL import Image

from morphing_faces import SiteError, load_model
from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.model.onnx.light import light_decoder
from morphing_faces.pictures.enlarge import enlarge
from morphing_faces.site.model_files import web_model
from morphing_faces.site.page import site_files
from tests.tiny import tiny_directions, tiny_model


def test_the_description_names_every_file_with_its_size_and_hash(model: ModelFolder) -> None:
    files = web_model(model).files
    described = json.loads(files["model/model.json"])
    assert described["latent_size"] == model.latent_size
    assert described["decoder"] == model.config.files[DECODER].sha256
    assert [each["index"] for each in described["interesting"]] == [
        dimension.index for dimension in model.interesting
    ]
    for record in described["files"].values():
        packed = files[f"model/{record['path']}"]
        content = gzip.decompress(packed)
        assert (len(packed), len(content)) == (record["size"], record["unpacked"])
        assert hashlib.sha256(content).hexdigest() == record["sha256"]
        assert record["sha256"][:8] in record["path"]


def test_directions_travel_with_steps_of_little_endian_bytes(tmp_path: Path) -> None:
    directions = tiny_directions()
    files = web_model(ModelFolder(tiny_model(tmp_path / "tiny", directions=directions))).files
    record = json.loads(files["model/model.json"])["files"]["directions"]
    assert record["path"] == f"directions.{record['sha256'][:8]}.json.gz"
    content = gzip.decompress(files[f"model/{record['path']}"])
    assert len(content) == record["unpacked"]
    document = json.loads(content)
    assert document["format"] == 1
    for found, direction in zip(document["directions"], directions, strict=True):
        step = np.frombuffer(base64.b64decode(found.pop("step")), "<f4")
        assert np.array_equal(step, direction.step)
        assert found["name"] == direction.name
    assert document["directions"][0] == {
        "name": "age",
        "kind": "label",
        "mean": 0.25,
        "score": {"kind": "R2", "value": 0.625, "faces": 400},
        "unit": {"value": 14.0, "of": "years"},
        "ends": ["younger", "older"],
        "leakage": {"happy": -0.5},
    }


def test_a_model_without_directions_says_nothing_of_them(model: ModelFolder) -> None:
    assert "directions" not in json.loads(web_model(model).files["model/model.json"])["files"]


@pytest.mark.slow
def test_the_face_finder_goes_along_as_it_is(model: ModelFolder) -> None:
    assert "finder" not in json.loads(web_model(model).files["model/model.json"])["files"]
    files = web_model(model, finder=b"a network").files
    record = json.loads(files["model/model.json"])["files"]["finder"]
    assert gzip.decompress(files[f"model/{record['path']}"]) == b"a network"


@pytest.mark.slow
def test_making_it_twice_gives_the_same_bytes(model: ModelFolder) -> None:
    assert web_model(model).files == web_model(model).files


def test_golden_pairs_are_the_models_own(model: ModelFolder) -> None:
    files = web_model(model).files
    [pair, *_] = json.loads(files[f"model/{json.loads(files['model/model.json'])['golden']}"])
    face = np.frombuffer(base64.b64decode(pair["face"]), np.uint8).reshape(model.image_shape)
    decoded = model.decode(np.array([pair["z"]], np.float32))[0]
    assert np.abs(face - 255 * decoded).max() <= 0.5


def test_the_first_face_is_in_the_page_itself(model: ModelFolder, page: Path) -> None:
    made = web_model(model)
    index = site_files(made, page)["index.html"].decode()
    data = index.split('src="data:image/webp;base64,')[1].split('"')[0]
    assert Image.open(io.BytesIO(base64.b64decode(data))).size == (240, 240)
    assert "<!--" not in index


@pytest.mark.slow
@pytest.mark.parametrize(("name", "seed"), [("heads64", 5), ("faces48", 5)])
def test_a_visit_begins_within_the_picture_at_a_face_that_a_seed_gives(
    name: str, seed: int
) -> None:
    model = load_model(name)
    description = json.loads(web_model(model, level=0).files["model/model.json"])
    z = np.array(description["start"]["z"])
    np.testing.assert_allclose(z, model.sample(np.random.default_rng(seed), 1)[0], atol=1e-6)
    places = [model.interesting[rank].index for rank in description["opening"]]
    assert np.abs(z[places]).max() < description["reach"]


def test_what_links_lead_to_elsewhere_is_not_served(
    model: ModelFolder, page: Path, tmp_path: Path
) -> None:
    (secret := tmp_path / "secret.txt").write_text("secret")
    (page / "file.txt").symlink_to(secret)
    (page / "folder").symlink_to(tmp_path, target_is_directory=True)
    (page / "assets" / "again.js").symlink_to("index-ABCD1234.js")
    (page / "nowhere.txt").symlink_to(tmp_path / "nothing")
    files = site_files(web_model(model, level=0), page)
    assert "assets/again.js" in files
    assert not any("secret" in name or content == b"secret" for name, content in files.items())
    assert {"file.txt", "folder", "nowhere.txt"}.isdisjoint(files)


def test_the_first_face_keeps_its_proportions_and_colours(tall: ModelFolder, page: Path) -> None:
    made = web_model(tall)
    index = site_files(made, page)["index.html"].decode()
    assert 'width="160" height="240"' in index
    described = json.loads(made.files["model/model.json"])
    picture = Image.open(io.BytesIO(made.files[f"model/{described['start']['face']}"]))
    face = tall.decode(np.array([described["start"]["z"]], np.float32))[0]
    assert picture.size == (160, 240)
    wanted = enlarge(face, 160, 240).astype(int)
    assert np.abs(np.asarray(picture.convert("RGB")) - wanted).mean() < 12  # WebP loses some


def test_links_to_the_site_show_a_picture_where_its_address_is_known(
    model: ModelFolder, page: Path
) -> None:
    made = web_model(model)
    site = "https://example.org/faces/"
    files = site_files(made, page, site)
    assert Image.open(io.BytesIO(files["preview.jpg"])).size == (1200, 630)
    index, article = (files[name].decode() for name in ("index.html", "explanation.html"))
    assert f'property="og:image" content="{site}preview.jpg"' in index
    assert f'property="og:url" content="{site}"' in index
    assert f'property="og:url" content="{site}explanation.html"' in article
    nowhere = site_files(made, page)["index.html"].decode()
    assert "og:title" in nowhere
    assert "og:image" not in nowhere
    assert "og:url" not in nowhere


def test_a_page_that_was_not_built_is_said_so(model: ModelFolder, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="make site"):
        site_files(web_model(model), tmp_path)


@pytest.mark.slow
def test_the_light_decoder_of_the_shipped_model_is_small_and_looks_the_same() -> None:
    model = load_model("faces48")
    content = light_decoder(model)
    assert content is not None
    assert len(gzip.compress(content, 6)) < 6_600_000
    session = ort.InferenceSession(content, providers=["CPUExecutionProvider"])
    z = model.sample(np.random.default_rng(1), 100)
    for points, faces, most in ((z, model.decode(z), 4), (model.golden.z, model.golden.face, 6)):
        difference = 255 * (session.run(["mean"], {"z": points})[0] - faces)
        assert np.abs(difference).max() < most
        assert np.sqrt(np.square(difference).mean()) < 0.8


@pytest.mark.parametrize(("gain", "light"), [(1, True), (300, False)])
def test_a_decoder_of_another_make_is_made_light_where_that_does_not_show(
    tmp_path: Path, gain: float, light: bool
) -> None:
    folder = tiny_model(tmp_path / "model")
    onnx = pytest.importorskip("onnx")
    proto = onnx.load(str(folder / DECODER))
    for tensor in proto.graph.initializer:
        if tensor.name == "mean_layer.weight":
            values = gain * onnx.numpy_helper.to_array(tensor)
            tensor.CopyFrom(onnx.numpy_helper.from_array(values, tensor.name))
        for node in proto.graph.node:
            node.input[:] = [f"x{n}" if n == tensor.name else n for n in node.input]
        tensor.name = f"x{tensor.name}"
    (folder / DECODER).write_bytes(proto.SerializeToString())
    config = json.loads((folder / "config.json").read_text())
    content = (folder / DECODER).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    config["files"][DECODER] = {"sha256": digest, "size": len(content)}
    (folder / "config.json").write_text(json.dumps(config))
    model = ModelFolder(folder)
    found = light_decoder(model)
    assert (found is not None) == light
    if found is not None:
        assert len(gzip.compress(found)) < 0.5 * len(gzip.compress(content))
        session = ort.InferenceSession(found, providers=["CPUExecutionProvider"])
        z = model.sample(np.random.default_rng(5), 50)
        assert np.abs(session.run(["mean"], {"z": z})[0] - model.decode(z)).max() < 6 / 255
