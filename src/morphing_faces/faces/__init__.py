"""Photographs to a face set: aligned, cropped, one size, and an index of where each came from."""
