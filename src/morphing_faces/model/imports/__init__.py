"""Models of other makes to model folders: ONNX files, so far."""
