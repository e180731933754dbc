"""What keys do in the terminal, beside what they do in the window."""

from morphing_faces.views.key_table import told
from morphing_faces.views.terminal.keys import KEYS, keys_help
from morphing_faces.views.window.window import KEYS as KEYS_OF_THE_WINDOW


def test_there_is_a_key_for_everything_that_keys_of_the_window_do() -> None:
    words = {what for _, what in told(KEYS)}
    assert {what for _, what in told(KEYS_OF_THE_WINDOW)} <= words
    assert all(what in keys_help() for what in words)


def test_no_key_does_two_things() -> None:
    keys = [key for row in KEYS for key in row.keys]
    assert len(set(keys)) == len(keys)
