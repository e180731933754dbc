"""How many of a thing there are, in the words of a sentence."""


def counted(number: int, thing: str) -> str:
    """A number and what it counts: "1 photograph", "1,200 photographs".

    Args:
        number: How many.
        thing: What one of them is called; several have an s more.
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
