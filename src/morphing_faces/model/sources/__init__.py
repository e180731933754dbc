"""Where a model comes from: what ships with the package, a folder of one's own."""
