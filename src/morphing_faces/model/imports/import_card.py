"""The model card of a folder that was made of a foreign model."""

from collections.abc import Sequence


def import_card(name: str, source: str, notes: Sequence[str], licence: str | None) -> str:
    """The card's text.

    Args:
        name: The model's.
        source: The name of the file or folder that it was made of.
        notes: What was found.
        licence: Of the weights; None where nobody has said.
    """
    head = ["---", "library_name: morphing-faces", *([f"license: {licence}"] if licence else [])]
    words = [
        "---",
        "",
        f"# {name}",
        "",
        f"Made of `{source}` by `morphing-faces import`.",
        "",
        *(f"- {note}" for note in notes if note),
    ]
    if not licence:
        words += ["", "Nobody has said which licence it is under."]
    return "\n".join([*head, *words, ""])
