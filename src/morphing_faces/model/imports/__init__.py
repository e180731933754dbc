"""Models of other makes to model folders: a reader for each kind, and what makes the folder."""
