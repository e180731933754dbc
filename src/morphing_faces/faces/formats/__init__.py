"""Kinds of picture files: told by their first bytes, freed of all but pixels, in plain colours."""
