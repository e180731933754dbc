"""Mutations of bytes, as files are damaged and as people damage them: each the same for a seed."""

import random

NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
"""Lengths and counts at which programs go wrong."""


def mutated(content: bytes, seed: int) -> bytes:
    """A file with one to four faults."""
    rng = random.Random(seed)
    data = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        length = min(rng.choice((1, 2, 4, 8, 64, 512)), len(data) - at)
        match rng.randrange(7):
            case 0:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                if at < len(data):
                    data[at] ^= 1 << rng.randrange(8)
            case 2:
                number = rng.choice(NUMBERS)
                order = rng.choice(("little", "big"))
                size = max(rng.choice((1, 2, 4)), (number.bit_length() + 7) // 8)
                data[at : at + size] = number.to_bytes(size, order)  # type: ignore[arg-type]
            case 3:
                del data[at : at + length]
            case 4:
                data[at:at] = data[at : at + length]
            case 5:
                data[at : at + length] = rng.randbytes(length)
            case _:
                if rng.random() < 0.3:
                    del data[at:]
    return bytes(data)
