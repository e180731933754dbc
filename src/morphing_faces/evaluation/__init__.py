"""The parts of judging a model, one measure a file; evaluate.py and report/ put them together."""
