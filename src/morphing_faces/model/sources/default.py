"""The model that is opened where nobody names one; a file of its own, which loads nothing."""

DEFAULT_MODEL = "heads64"
