"""Where the demo is online: the one place that says so, which loads nothing."""

ADDRESS = ""
"""With a slash at its end; empty while the demo is nowhere. README.md's first line follows it."""
