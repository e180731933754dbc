"""Networks as ONNX graphs: built node by node, quantised, and made light for the page."""
