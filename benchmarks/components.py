"""Principal components of a face set, kept in a file between the benchmarks that need them."""

from pathlib import Path

import numpy as np

from morphing_faces.evaluation.baselines.linear import fit_baseline, ppca_bytes
from morphing_faces.evaluation.baselines.ppca import PPCA
from morphing_faces.faces.set.faceset import FaceSet


def components(faces: FaceSet, count: int, path: Path | None) -> PPCA:
    """Probabilistic PCA of the training faces.

    Args:
        faces: The face set.
        count: Of components.
        path: An .npz file to take it from, or to leave it in where there is none yet.
    """
    if path is not None and path.exists():
        with np.load(path) as arrays:
            mean, loadings = (arrays[name].astype(np.float64) for name in ("mean", "loadings"))
            found = PPCA(mean, loadings, float(arrays["variance"]))
        if found.components != count:
            raise SystemExit(f"{path} has {found.components} components, not {count}")
        return found
    ppca = fit_baseline(faces, count, 0)
    if path is not None:
        path.write_bytes(ppca_bytes(ppca))
    return ppca
