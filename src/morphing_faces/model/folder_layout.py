"""The files of a model folder, by their paths in it.

The layout is the one of a model repository, so that it can be pushed and pulled as it is::

    faces48/
      README.md          model card
      config.json        what ModelConfig in config.py says
      onnx/decoder.onnx  z [N, L] -> mean [N, H, W] or [N, H, W, 3] in [0, 1], and a hidden output
      onnx/std.onnx      hidden -> standard deviation of every pixel (optional)
      onnx/encoder.onnx  image [N, H, W(, 3)] in [0, 1] -> mean [N, L], std [N, L] (optional)
      onnx/prior.onnx    noise [N, P] from N(0, I) -> z [N, L] where faces are (optional)
      golden.npz         pairs that every runtime has to reproduce
      ppca.npz           the linear baseline of the same faces (optional)
      directions.json    directions with names; see directions.py (optional)
"""

CONFIG = "config.json"
CARD = "README.md"
DECODER = "onnx/decoder.onnx"
STD = "onnx/std.onnx"
ENCODER = "onnx/encoder.onnx"
PRIOR = "onnx/prior.onnx"
GOLDEN = "golden.npz"
PPCA = "ppca.npz"
DIRECTIONS = "directions.json"
