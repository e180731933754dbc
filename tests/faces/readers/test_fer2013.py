"""FER2013's table, in files made here with its documented columns."""

from pathlib import Path

import numpy as np
import pytest

from tests.faces.readers.reading import pictures, png, prepared, refusal, seen

FACES = pictures(7, channels=1)
USAGES = ("Training", "Training", "PublicTest", "PrivateTest", "Training", "Training", "Training")


def pixels(number: int) -> str:
    return " ".join(map(str, FACES[number].ravel()))


def table(path: Path, header: str = "emotion,pixels,Usage", extra: str = "") -> Path:
    rows = [header]
    for number, usage in enumerate(USAGES):
        values = {"emotion": str(number), "pixels": pixels(number), "usage": usage}
        rows.append(",".join(values[column.strip().lower()] for column in header.split(",")))
    path.write_text("\n".join(rows) + f"\n{extra}")
    return path


@pytest.mark.parametrize(
    ("name", "header"),
    [("fer2013.csv", "emotion,pixels,Usage"), ("icml_face_data.csv", "emotion, Usage, pixels")],
)
def test_rows_are_faces_with_their_expression_and_their_split(
    tmp_path: Path, name: str, header: str
) -> None:
    found = seen(table(tmp_path / name, header))
    np.testing.assert_array_equal([one.contents for one in found], FACES)
    assert [one.labels.expression for one in found] == [
        *("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
    ]
    assert [one.split for one in found[1:5]] == ["train", "valid", "test", "train"]
    assert [one.name for one in found[:2]] == ["00000", "00001"]
    for spec in (f"fer2013:{tmp_path / name}", f"fer2013:{tmp_path}", tmp_path):
        assert [one.labels for one in seen(spec)] == [one.labels for one in found]


def test_a_table_of_pixels_alone_has_faces_alone(tmp_path: Path) -> None:
    found = seen(table(tmp_path / "test.csv", "pixels"))
    np.testing.assert_array_equal([one.contents for one in found], FACES)
    assert {(one.labels.expression, one.split) for one in found} == {(None, None)}


@pytest.mark.parametrize("header", ["emotion,pixels,Usage", "pixels,emotion,Usage"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_takes_no_label_away(tmp_path: Path, header: str, encoding: str) -> None:
    path = table(tmp_path / "fer2013.csv", header)
    plain = seen(path)
    path.write_text(path.read_text(), encoding=encoding)
    marked = seen(path)
    assert [(one.labels, one.split) for one in marked] == [(one.labels, one.split) for one in plain]
    assert marked[0].labels.expression == "angry"


def test_semicolons_and_numbers_with_a_point_are_what_spreadsheets_write(tmp_path: Path) -> None:
    path = table(tmp_path / "fer2013.csv")
    plain = [one.labels for one in seen(path)]
    path.write_text(path.read_text().replace(",", ";"))
    assert [one.labels for one in seen(path)] == plain
    path.write_text(path.read_text().replace("\n3;", "\n3.0;"))
    assert [one.labels for one in seen(path)] == plain


def test_a_table_prepares_to_its_faces(tmp_path: Path) -> None:
    faces = prepared(tmp_path / "faces", table(tmp_path / "fer2013.csv"))
    np.testing.assert_array_equal(np.asarray(faces.images)[..., 0], FACES)
    assert faces.card.splits == {"train": 5, "valid": 1, "test": 1}


@pytest.mark.parametrize(
    ("row", "detail"),
    [
        (f"7,{pixels(0)},Training", "the emotion is '7', allowed are 0 to 6"),
        (f"happy,{pixels(0)},Training", "the emotion is 'happy', allowed are 0 to 6"),
        (f"0,{pixels(0)},Test", "the usage is 'Test', allowed are Training, PublicTest"),
        (f"0,{pixels(0)} 1,Training", "2305 of 2304 pixels"),
        ("0,1 2 3,Training", "3 of 2304 pixels"),
        (f"0,{pixels(0)[:-4]} 256,Training", "bytes must be in range(0, 256)"),
        ("0,one two,Training", "invalid literal for int"),
        ("0", "0 of 2304 pixels"),
    ],
)
def test_a_damaged_row_is_left_out(tmp_path: Path, row: str, detail: str) -> None:
    *whole, damaged = seen(table(tmp_path / "fer2013.csv", extra=f"{row}\n"))
    assert not any(isinstance(one.contents, str) for one in whole)
    assert str(damaged.contents).startswith(f"not readable: a damaged row: {detail}")


def test_other_tables_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fer2013.csv"
    path.write_text("a,b\n1,2\n")
    assert "fer2013.csv is not FER2013: its first line must name a column pixels" in refusal(path)
    path.write_text("")
    assert "fer2013.csv is not FER2013" in refusal(path)
    path.write_text("emotion,pixels,Usage\n")
    assert "fer2013.csv has no pictures" in refusal(path)
    path.write_text("emotion,pixels,Usage\n" + "1 " * 200_000)
    assert "fer2013.csv is no table of values" in refusal(path)


def test_the_pictures_that_others_made_of_it_are_read_too(tmp_path: Path) -> None:
    (tmp_path / "happy").mkdir()
    (tmp_path / "happy/1.png").write_bytes(png(0))
    assert [one.labels.expression for one in seen(f"fer2013:{tmp_path}")] == ["happy"]
