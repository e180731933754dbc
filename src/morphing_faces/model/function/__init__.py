"""A Python function as a model: what it takes and gives is found out by calling it a few times."""
