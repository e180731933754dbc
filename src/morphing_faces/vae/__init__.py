"""The model and its training; the only place that imports torch."""
