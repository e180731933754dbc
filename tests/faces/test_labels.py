from typing import Any

import pytest

from morphing_faces.faces.labels import Labels, labels_from, labels_of


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        (
            "utkface/100_1_0_20170110183726390.jpg",
            Labels(age=100, gender="female", ethnicity="white"),
        ),
        ("1_0_4_20161219200650636.jpg", Labels(age=1, gender="male", ethnicity="other")),
        (
            "part1/26_1_2_20170116182824618.jpg.chip.jpg",
            Labels(age=26, gender="female", ethnicity="asian"),
        ),
        (
            "117_1_2_20170116182824618.jpg",  # nobody in it is older than 116
            Labels(gender="female", ethnicity="asian"),
        ),
        ("lfw/Aaron_Eckhart/Aaron_Eckhart_0001.jpg", Labels(person="Aaron_Eckhart")),
        ("Zoë_B/Zoë_B_0012.PNG", Labels(person="Zoë_B")),
        ("fer2013/happy/Training_97775259.jpg", Labels(expression="happy")),
        ("test/Surprise/3.png", Labels(expression="surprise")),
        (
            "generated/female/asian/0151d729-b9ec-49ac-a272-5a33856ad85b.jpg",
            Labels(gender="female", ethnicity="asian"),
        ),
    ],
)
def test_names_of_known_collections_say_what_is_in_a_photograph(name: str, labels: Labels) -> None:
    assert labels_of(name) == labels


@pytest.mark.parametrize(
    "name",
    [
        "holiday.jpg",
        "61_1_20170109142408075.jpg",  # one of UTKFace that lacks a label
        "200_3_0_20170110183726390.jpg",
        "Ann/Bob_0001.jpg",
        "happy.jpg",
        "unhappy/3.jpg",
        "female/2019/summer.jpg",
        "people\n/a.jpg",
        "",
    ],
)
def test_other_names_say_nothing(name: str) -> None:
    assert labels_of(name) == Labels()


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"age": 30, "gender": "Male", "race": "White", "emotion": "Anger"}, (30, "male", "white")),
        ({"AGE": "7", "Sex": " woman ", "Ethnicity": "Latino"}, (7, "female", "latino")),
        ({"age": 30.9, "label": "female"}, (30, "female", None)),
        ({"age": "20-29", "gender": 1, "race": "3"}, (None, None, None)),
        ({"age": -1, "gender": "unknown", "race": None}, (None, None, None)),
        ({"age": True, "gender": None, "race": ""}, (None, None, None)),
        ({"age": float("nan")}, (None, None, None)),
        ({"age": 131}, (None, None, None)),
    ],
)
def test_fields_say_age_gender_and_ethnicity(fields: dict[str, Any], labels: Any) -> None:
    found = labels_from(fields)
    assert (found.age, found.gender, found.ethnicity) == labels


@pytest.mark.parametrize(
    ("fields", "expression"),
    [
        ({"emotion": "Anger"}, "angry"),
        ({"expression": "Happiness", "label": "sad"}, "happy"),
        ({"label": "surprised"}, "surprise"),
        ({"emotion": 3}, None),
        ({"label": "a cat"}, None),
    ],
)
def test_fields_say_an_expression(fields: dict[str, Any], expression: str | None) -> None:
    assert labels_from(fields).expression == expression


@pytest.mark.parametrize(
    ("fields", "person"),
    [
        ({"celeb_id": 2880}, "2880"),
        ({"identity": " Ann "}, "Ann"),
        ({"person": None, "identity": 0}, "0"),
        ({"person": -1}, None),
        ({"person": ""}, None),
        ({"person": ["Ann"]}, None),
    ],
)
def test_fields_say_a_person(fields: dict[str, Any], person: str | None) -> None:
    assert labels_from(fields).person == person


def test_labels_are_updated_by_what_is_known() -> None:
    assert Labels(30, "male").updated(Labels(age=31, person="Bob")) == Labels(
        31, "male", person="Bob"
    )
