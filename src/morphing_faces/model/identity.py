"""Which model a point, a direction or a list of names belongs to."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """What tells a model from others: two models of the same identity decode alike.

    Attributes:
        digits: 64 hexadecimal digits.
        lasting: Whether they are the SHA-256 of the file that decodes, so that they mean the same
            to everybody. Otherwise the model, such as a Python function, is known in its session
            only: elsewhere its points open where the user gives the model its name again.
    """

    digits: str
    lasting: bool

    def __str__(self) -> str:
        return self.digits if self.lasting else "known in this session only"


def session_identity(name: str, latent_size: int) -> Identity:
    """The identity of a model without files, by all that can be known of it in another session.

    Args:
        name: What the user calls the model.
        latent_size: L, the number of its latent dimensions.
    """
    return Identity(hashlib.sha256(f"{latent_size} {name}".encode()).hexdigest(), lasting=False)
