"""Seeds: one number repeats a session, a film, a run or a report."""

LARGEST_SEED = 2**32 - 1
"""What every random number generator here and on the page takes."""
