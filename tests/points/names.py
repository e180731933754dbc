"""Writes names.json: what names of dimensions may be, and documents that have them or must not.

    python -m tests.points.names

The tests of the Python package and of the page both read it.
"""

import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("names.json")
DECODER = "c0ffee42" + "0" * 56
LATENT = 12

TIDY = {
    "smirk": "smirk",
    "  light  from \t the left\n": "light from the left",
    "Ágnes’ 顔": "Ágnes’ 顔",
    "9 lives, ../x": "9 lives, ../x",
    "no\u00a0break\u2003here": "no break here",
    "a\u2028line\u0085and\x1b[31mred": "a line and [31mred",
    "half \ud83d a face": "half a face",
    "\U0001f469\u200d\U0001f467 two": "\U0001f469\u200d\U0001f467 two",
    "": "",
    " \n ": "",
}


def document(names: object, **more: object) -> dict[str, Any]:
    return {
        "format": "morphing-faces names 1",
        "model": "faces",
        "decoder": DECODER,
        "names": names,
        "made_by": "somebody",
        **more,
    }


GOOD = [
    document({}),
    document({"7": "smirk", "0": "light from the left", "11": "Ágnes’ 顔"}),
    document({"3": "x" * 40, "4": "\U0001f600" * 40}),
    document({"3": "a"}, unknown=[1, 2]),
    document({"3": "a"}, model=None),
]
BAD = {
    "no names": document(None),
    "a list": document(["smirk"]),
    "a name that is none": document({"3": 5}),
    "an empty name": document({"3": ""}),
    "an untidy name": document({"3": " a"}),
    "two lines": document({"3": "a\nb"}),
    "a control character": document({"3": "a\x1bb"}),
    "half a character": document({"3": "a\ud83d"}),
    "a long name": document({"3": "x" * 41}),
    "a place beyond z": document({"12": "a"}),
    "a place below z": document({"-1": "a"}),
    "a place in words": document({"seven": "a"}),
    "a place with a zero before it": document({"07": "a"}),
    "a place in other digits": document({"٣": "a"}),
    "a huge place": document({"9" * 30: "a"}),
    "another model": document({"3": "a"}, decoder="f" * 64),
    "no model": document({"3": "a"}, decoder=None),
}
OTHER: list[object] = [
    {},
    [],
    None,
    7,
    "text",
    document({"3": "a"}, format="morphing-faces names 2"),
]


def table() -> dict[str, Any]:
    return {
        "decoder": DECODER,
        "latent_size": LATENT,
        "tidy": list(TIDY.items()),
        "good": GOOD,
        "bad": [{"why": why, "document": each} for why, each in BAD.items()],
        "other": OTHER,
    }


def text() -> str:
    """The file's text."""
    return json.dumps(table(), indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
