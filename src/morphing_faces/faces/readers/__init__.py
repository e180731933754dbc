"""Where photographs come from: a reader for every layout, and one way to open them all."""

from morphing_faces.faces.decode import MAX_BYTES
from morphing_faces.faces.readers.collection import Sources, Spec, open_sources
from morphing_faces.faces.readers.photograph import SUFFIXES, Photograph, Source

__all__ = ["MAX_BYTES", "SUFFIXES", "Photograph", "Source", "Sources", "Spec", "open_sources"]
