"""One page with everything that can be said about a model: figures, plots and pictures."""
