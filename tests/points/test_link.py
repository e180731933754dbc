"""Links; the page's tests read the same table."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces import CommandError, OtherModelError, load_model
from morphing_faces.morpher.point import Point
from morphing_faces.points.link import link, open_link, pack, unpack
from tests.points.links import PATH, document

TABLE: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
OWNER = bytes.fromhex(TABLE["decoder"])[:4]
MODEL = (OWNER, TABLE["latent_size"], TABLE["dimensions"])


def test_the_table_is_what_the_format_says() -> None:
    assert PATH.read_text(encoding="utf-8") == document()


@pytest.mark.parametrize("row", TABLE["good"], ids=range(len(TABLE["good"])))
def test_points_are_packed_and_unpacked(row: dict[str, Any]) -> None:
    shared = Point(np.array(row["z"], np.float32), tuple(row["selected"]), row["reach"])
    assert pack(shared, OWNER) == row["payload"]
    found = unpack(row["payload"], *MODEL)
    assert found.z.tolist() == row["z"]
    assert found[1:] == (tuple(row["selected"]), row["reach"])


@pytest.mark.parametrize("row", TABLE["bad"], ids=lambda row: row["why"])
def test_damaged_links_say_why(row: dict[str, str]) -> None:
    with pytest.raises((CommandError, OtherModelError), match=row["why"]):
        unpack(row["payload"], *MODEL)


@pytest.mark.slow
@given(st.lists(st.floats(-7.98, 7.98), min_size=1, max_size=40))
def test_narrow_coordinates_are_kept_to_half_a_step(z: list[float]) -> None:
    shared = Point(np.array(z, np.float32), (0, 1), 1.0)
    found = unpack(pack(shared, OWNER), OWNER, len(z), 2)
    np.testing.assert_allclose(found.z, shared.z, atol=0.5 / 256 + 1e-6)


def test_a_link_of_the_shipped_model_shows_the_same_face() -> None:
    model = load_model("faces48")
    z = model.sample(np.random.default_rng(0), 1)
    address = link(Point(z[0], (3, 7), 2.0), model)
    found = open_link(address, model)
    assert address.startswith("http://127.0.0.1:2014/#p=")
    assert len(address) < 900
    assert (found.selected, found.reach) == ((3, 7), 2.0)
    assert np.abs(model.decode(found.z[None]) - model.decode(z)).max() < 1 / 255
