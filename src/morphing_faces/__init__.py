"""Morphing Faces: move through the latent space of a variational autoencoder and watch a face morph.

Example:
    >>> from morphing_faces import Morpher, load_model
    >>> model = load_model("faces48")
    >>> morpher = Morpher(model, seed=1)
    >>> morpher.move(0.5, -0.25)
    >>> morpher.face().shape
    (48, 48)
"""

__version__ = "0.1.0"
