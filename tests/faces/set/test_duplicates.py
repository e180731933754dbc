"""Near-duplicates are found without comparing all with all, and nothing that belongs together is
torn apart."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from morphing_faces.faces.set import near_duplicates as near
from morphing_faces.faces.set.exact_duplicates import ExactDuplicates
from morphing_faces.faces.set.grouping import COLUMNS, Grouping, group_photographs
from morphing_faces.faces.set.journal import Entry
from morphing_faces.faces.set.near_duplicates import (
    HASH_BYTES,
    SURE,
    THRESHOLD,
    distances,
    join_near,
    perceptual_hash,
)
from morphing_faces.faces.set.union_find import UnionFind
from morphing_faces.faces.splits import SPLITS, key_of, split_of
from tests.faces.drawing import Person, draw_face

BITS = 8 * HASH_BYTES


@st.composite
def hashes(draw: st.DrawFn, furthest: int = THRESHOLD) -> NDArray[np.uint8]:
    """Some hashes far from each other, and some that differ from one of those in a few bits."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    found = [rng.integers(0, 2, BITS) for _ in range(draw(st.integers(1, 8)))]
    for _ in range(draw(st.integers(0, 12))):
        copy = found[draw(st.integers(0, len(found) - 1))].copy()
        copy[rng.permutation(BITS)[: draw(st.integers(0, furthest))]] ^= 1
        found.append(copy)
    return np.packbits(np.array(found, np.uint8), axis=1)


def pairs(found: NDArray[np.uint8], within: int) -> list[tuple[int, int]]:
    """All pairs of hashes that differ in so many bits, by comparing all with all."""
    bits = np.unpackbits(found, axis=1).astype(int)
    apart = np.abs(bits[:, None] - bits[None]).sum(axis=2)
    return [(int(one), int(other)) for one, other in np.argwhere(apart <= within) if one < other]


def components(count: int, joined: list[tuple[int, int]]) -> list[int]:
    """The smallest member of everybody's component, by SciPy."""
    one, other = np.array(joined, int).reshape(-1, 2).T
    graph = coo_array((np.ones(len(one)), (one, other)), (count, count))
    _, labels = connected_components(graph, directed=False)
    first = {int(label): number for number, label in reversed(list(enumerate(labels)))}
    return [first[int(label)] for label in labels]


@pytest.mark.slow
@given(hashes())
def test_no_near_pair_is_missed_and_nobody_else_is_joined(found: NDArray[np.uint8]) -> None:
    partition = UnionFind(len(found))
    join_near(found, partition)
    roots = partition.roots().tolist()
    for one, other in pairs(found, SURE):
        assert roots[one] == roots[other]
    allowed = components(len(found), pairs(found, THRESHOLD))
    assert all(allowed[number] == allowed[root] for number, root in enumerate(roots))


@pytest.mark.slow
@given(st.integers(1, 30), st.data())
def test_a_partition_is_that_of_a_graph(count: int, data: st.DataObject) -> None:
    number = st.integers(0, count - 1)
    joined = data.draw(st.lists(st.tuples(number, number), max_size=30))
    partition = UnionFind(count)
    for start in range(0, len(joined), 4):
        one, other = np.array(joined[start : start + 4]).T
        partition.join(one, other)
    assert partition.roots().tolist() == components(count, joined)


@pytest.mark.slow
@given(hashes(furthest=BITS))
def test_distances_are_numbers_of_bits(found: NDArray[np.uint8]) -> None:
    expected = np.unpackbits(found[:-1] ^ found[1:], axis=1).sum(axis=1)
    np.testing.assert_array_equal(distances(found[:-1], found[1:]), expected)
    np.testing.assert_array_equal(near.ONES[found].sum(axis=1), np.unpackbits(found, 1).sum(1))


def hash_of(picture: Image.Image) -> NDArray[np.uint8]:
    small = picture.convert("L").resize((48, 48), Image.Resampling.LANCZOS)
    return np.frombuffer(perceptual_hash(np.asarray(small)), np.uint8)[None]


def test_a_photograph_is_near_its_copies_and_not_near_others() -> None:
    rng = np.random.default_rng(0)
    texture = Image.fromarray(rng.integers(0, 256, (9, 9), np.uint8)).resize((400, 400))
    face = Image.blend(Image.fromarray(draw_face()), texture.convert("RGB"), 0.2)
    stream = io.BytesIO()
    face.resize((150, 150)).save(stream, "JPEG", quality=50)
    copies = [Image.open(stream), face.point(lambda value: int(0.8 * value + 20))]
    for copy in copies:
        assert distances(hash_of(face), hash_of(copy))[0] <= THRESHOLD
    mirrored = face.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    other = Image.fromarray(draw_face(Person(seed=1, turn=30, background=40)))
    for different in (mirrored, other):
        assert distances(hash_of(face), hash_of(different))[0] > THRESHOLD


def test_colours_do_not_matter() -> None:
    grey = np.random.default_rng(0).integers(0, 256, (48, 48), np.uint8)
    assert perceptual_hash(grey) == perceptual_hash(np.dstack([grey] * 3))


def entry(number: int, person: str | None, split: str | None, found: bytes) -> Entry:
    row: dict[str, Any] = {"person": person, "split": split}
    values = tuple(row.get(name) for name in COLUMNS)
    digest = bytes.fromhex(f"{number:064x}")
    return Entry("source", f"{number}.jpg", 1, digest, row=values, near=found)


persons = st.none() | st.sampled_from(["Ada", "Bob", "Gus", ""])
named = st.none() | st.sampled_from(SPLITS)


@st.composite
def kept(draw: st.DrawFn) -> list[Entry]:
    return [
        entry(number, draw(persons), draw(named), found.tobytes())
        for number, found in enumerate(draw(hashes(furthest=SURE)))
    ]


def together(entries: list[Entry]) -> list[int]:
    """Who belongs together by near-duplicates and by persons, comparing all with all."""
    joined = pairs(np.array([list(e.near) for e in entries], np.uint8), SURE)
    by_person = [entry.row[COLUMNS.index("person")] for entry in entries]
    for one, person in enumerate(by_person):
        joined += [(one, two) for two, other in enumerate(by_person) if person == other != None]  # noqa: E711
    return components(len(entries), joined)


def splits_of(grouping: Grouping) -> list[str]:
    return [SPLITS[place] for place in grouping.splits]


@pytest.mark.slow
@given(kept())
def test_neither_a_person_nor_near_duplicates_straddle_a_split(entries: list[Entry]) -> None:
    found = splits_of(group_photographs(entries, len(entries)))
    for number, root in enumerate(together(entries)):
        assert found[number] == found[root]


@pytest.mark.slow
@given(kept())
def test_a_group_goes_to_the_most_held_out_split_that_a_source_names(entries: list[Entry]) -> None:
    found = splits_of(group_photographs(entries, len(entries)))
    roots = together(entries)
    for number, root in enumerate(roots):
        splits = [
            entry.row[COLUMNS.index("split")]
            for entry, other in zip(entries, roots, strict=True)
            if other == root
        ]
        if any(splits):
            assert found[number] == max((s for s in splits if s), key=SPLITS.index)


@pytest.mark.slow
@given(kept(), st.randoms(use_true_random=False))
def test_the_order_of_photographs_does_not_matter(entries: list[Entry], random: Any) -> None:
    found = splits_of(group_photographs(entries, len(entries)))
    order = list(range(len(entries)))
    random.shuffle(order)
    again = splits_of(group_photographs([entries[place] for place in order], len(entries)))
    assert again == [found[place] for place in order]


def test_alone_or_with_the_same_person_a_photograph_is_where_it_always_was() -> None:
    people = [None, "Ada", None, "Bob", "Ada", "Gus"]
    entries = [entry(number, person, None, b"") for number, person in enumerate(people)]
    grouping = group_photographs(entries, len(entries))
    assert splits_of(grouping) == [
        split_of(person, f"{number:064x}") for number, person in enumerate(people)
    ]
    assert grouping.near_duplicates is None


def test_groups_are_numbered_in_the_order_of_their_first_pictures() -> None:
    rng = np.random.default_rng(0)
    one, two, three = (rng.bytes(HASH_BYTES) for _ in range(3))
    entries = [entry(n, None, None, found) for n, found in enumerate([one, two, three, two, one])]
    grouping = group_photographs(entries, 5)
    assert grouping.groups.tolist() == [0, 1, -1, 1, 0]
    assert grouping.near_duplicates is not None
    assert (grouping.near_duplicates.groups, grouping.near_duplicates.pictures) == (2, 4)


@pytest.mark.slow
@given(st.text(), st.integers(0, 2**256 - 1))
def test_the_key_decides_the_split(person: str, number: int) -> None:
    for name in (None, person):
        share = int(key_of(name, f"{number:064x}")["place"]) / 2**64
        expected = "train" if share < 0.9 else "valid" if share < 0.95 else "test"
        assert split_of(name, f"{number:064x}") == expected


@pytest.mark.parametrize("recent", [1, 3, 1000])
def test_what_was_seen_is_known_again(recent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("morphing_faces.faces.set.exact_duplicates.RECENT", recent)
    rng = np.random.default_rng(0)
    digests = [*(rng.bytes(32) for _ in range(50)), bytes(32), b"a" + bytes(31)]
    seen = ExactDuplicates()
    assert all(seen.add(digest) for digest in digests)
    assert not any(seen.add(digest) for digest in digests)
