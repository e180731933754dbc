"""Photographs to a face set on disk, resumably."""
