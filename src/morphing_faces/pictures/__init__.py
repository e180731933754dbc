"""Faces to files: pictures, sheets and films, each of which says that a model made it."""
