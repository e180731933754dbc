"""What answers the pointer before the decoder has arrived."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from morphing_faces.model.folder import ModelFolder
from morphing_faces.model.folder_layout import DECODER
from morphing_faces.site.early_faces import SIDES, early_faces, grid_points
from morphing_faces.site.model_files import web_model
from morphing_faces.site.page import site_files
from morphing_faces.site.visitor import visitor_load
from tests.tiny import tiny_model


def described(files: dict[str, bytes]) -> dict[str, Any]:
    first = json.loads(files["model/model.json"])
    assert isinstance(first, dict)
    return first


def test_the_grid_runs_from_edge_to_edge_and_leaves_the_other_coordinates() -> None:
    start = np.arange(5, dtype=np.float32)
    points = grid_points(start, (3, 1), 2.0, 3)
    assert points.shape == (9, 5)
    assert np.array_equal(points[:, [0, 2, 4]], np.tile(start[[0, 2, 4]], (9, 1)))
    across = points[:, 3].reshape(3, 3)
    up = points[:, 1].reshape(3, 3)
    assert np.array_equal(across, [[-2, 0, 2]] * 3)
    assert np.array_equal(up, [[2] * 3, [0] * 3, [-2] * 3])


@pytest.mark.parametrize("shape", [(12, 12), (9, 6, 3)])
def test_its_faces_are_the_decoders_to_half_a_level(tmp_path: Path, shape: tuple[int, ...]) -> None:
    model = ModelFolder(tiny_model(tmp_path / "tiny", shape=shape))
    files = web_model(model, early=True).files
    first = described(files)
    grid = first["start"]["grid"]
    content = files[f"model/{grid['faces']}"]
    assert (grid["side"], grid["size"]) == (SIDES[0], len(content))
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB" if len(shape) == 3 else "L"))
    ranks = first["opening"]
    across, up = (model.interesting[rank].index for rank in ranks)
    reach = first["reach"]
    start = np.array(first["start"]["z"], np.float32)
    places = np.linspace(-reach, reach, SIDES[0])
    height, width = shape[:2]
    for row, column in ((0, 0), (0, 8), (8, 0), (2, 5)):
        z = start.copy()
        z[across], z[up] = places[column], places[8 - row]
        face = picture[row * height : (row + 1) * height, column * width : (column + 1) * width]
        assert np.abs(face - 255 * model.decode(z[None])[0]).max() <= 0.51


@pytest.mark.slow
def test_where_it_would_be_large_it_has_fewer_faces_or_is_left_out(model: ModelFolder) -> None:
    decoder = (model.folder / DECODER).read_bytes()
    start = np.zeros(model.latent_size, np.float32)
    side, whole = early_faces(decoder, start, (0, 1), 1.0) or (0, b"")
    assert side == 9
    side, smaller = early_faces(decoder, start, (0, 1), 1.0, most=len(whole) - 1) or (0, b"")
    assert side == 7
    assert len(smaller) < len(whole)
    assert early_faces(decoder, start, (0, 1), 1.0, most=10) is None


def test_a_site_for_this_machine_alone_has_none(model: ModelFolder) -> None:
    files = web_model(model, level=0).files
    assert "grid" not in described(files)["start"]
    assert not any("grid" in name for name in files)


@pytest.mark.slow
def test_what_a_visitor_loads_is_added_up(model: ModelFolder, page: Path) -> None:
    (page / "assets" / "worker-ABCD1234.js").write_bytes(b"w" * 1000)
    (page / "assets" / "runtime.abcd1234.wasm.gz").write_bytes(b"r" * 5000)
    (page / "assets" / "gpu-worker-ABCD1234.js").write_bytes(b"g" * 300)
    (page / "assets" / "gpu-runtime.abcd1234.wasm.gz").write_bytes(b"g" * 7000)
    (page / "index.html").write_bytes(
        b'<!-- preview --><script src="./assets/index-ABCD1234.js"></script><!-- start face -->'
    )
    made = web_model(model, finder=b"a finder", early=True)
    files = site_files(made, page)
    load = visitor_load(files)
    grid = next(name for name in files if "grid." in name)
    moving = ("index.html", "assets/index-ABCD1234.js", "model/model.json", grid)
    assert load.moves == sum(len(files[name]) for name in moving)
    sizes = made.sizes
    assert load.asked == sizes["finder"] + sizes["encoder"] + sizes["std"]
    kept = set(sizes) - {"finder", "encoder", "std"}
    later = len(files["explanation.html"]) + 6000 + sum(sizes[part] for part in kept)
    assert load.all == load.moves + later
    assert load.webgpu == 7300
    assert "0.0 MB more where there is WebGPU" in str(load)

    plain = site_files(web_model(model), page)
    alone = visitor_load(plain)
    assert alone.moves == sum(len(plain[name]) for name in moving[:3]) + 6000 + sizes["decoder"]
    assert "until the face moves" in str(alone)
