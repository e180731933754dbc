"""`morphing-faces render`: pictures and films of faces, as files."""
