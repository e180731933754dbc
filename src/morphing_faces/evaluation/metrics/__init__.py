"""What is measured of a model, one measure a file."""
