"""What a terminal sends beside keys is told from them, however it arrives."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morphing_faces.views.terminal.reports import Answer, Mouse, Reports

PARTS: list[str | Mouse | Answer] = [
    "r",
    "\x1b[A",
    "\x1b[1;2D",
    "ä",
    Mouse(11, 4, 0, pressed=False, moved=True),
    Mouse(0, 0, 0, pressed=True, moved=False),
    Mouse(299, 99, 64, pressed=True, moved=False),
    Answer("\x1b[?62;4;22c"),
    Answer("\x1b[?1016;2$y"),
    Answer("\x1b[0n"),
    Answer("\x1b[6;20;10t"),
    Answer("\x1b_Gi=31;OK\x1b\\"),
    Answer("\x1bP1$r0;48:2:1:2:3m\x1b\\"),
]


def written(part: str | Mouse | Answer) -> str:
    """What the terminal sends for it."""
    if isinstance(part, Answer):
        return part.text
    if isinstance(part, str):
        return part
    code = part.button + 3 * part.moved + 32 * part.moved
    return f"\x1b[<{code};{part.x + 1};{part.y + 1}M"


def joined(parts: list[str | Mouse | Answer]) -> list[str | Mouse | Answer]:
    """Keys that follow each other as one string; a motion has no button."""
    found: list[str | Mouse | Answer] = []
    for each in parts:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        elif isinstance(each, Mouse) and each.moved:
            found.append(Mouse(each.x, each.y, 3, pressed=False, moved=True))
        else:
            found.append(each)
    return found


@pytest.mark.slow
@given(st.lists(st.sampled_from(PARTS)), st.lists(st.integers(0, 200)))
def test_reports_are_found_wherever_reading_was_cut(
    parts: list[str | Mouse | Answer], cuts: list[int]
) -> None:
    text = "".join(map(written, parts))
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    reports = Reports()
    found: list[str | Mouse | Answer] = []
    for start, end in itertools.pairwise(places):
        found += reports.feed(text[start:end])
    assert joined(found) == joined(parts)
    assert reports.flush() == ""


@pytest.mark.parametrize("key", ["\x1b", "\x1b[", "\x1bP", "\x1b_"])
def test_a_key_that_begins_like_a_report_is_a_key_when_nothing_follows(key: str) -> None:
    reports = Reports()
    assert list(reports.feed(key)) == []
    assert reports.flush() == key


def test_half_a_report_is_never_a_key() -> None:
    reports = Reports()
    assert list(reports.feed("\x1b[<35;1")) == []
    assert reports.flush() == ""
    assert list(reports.feed("0;4M")) == [Mouse(9, 3, 3, pressed=False, moved=True)]
