"""Where the axes of faces48 are turned to before it is trained on: turn48.npz for faces48_turned.py.

    python recipes/turn48.py OUT basis48.npz FACES HEADS ATTRIBUTES LABELS

OUT has the weights that faces48.py leaves, FACES is its face set, HEADS one of 64 pixels with the head's frame, and the two
tables give attributes of the latter. N(0, I) does not change under a rotation. Of the first 29 axes, thirteen are turned to
what they are named after (linear probes on the posterior mean, made orthogonal: light first, the others as near as all can be,
Loewdin); the rest of the 29 by Givens rotations until each moves a face as much as the others. Of the other 371, those that move
a face by more than 5.8 grey levels are mixed with those that hardly move it. Moves are those of coordinates from -1 to 1, as
the square roots of the diagonal of the mean of D'D, D the differences of 40 decoded draws. Put together from the scripts that ran.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from faces48 import D, Net
from PIL import Image

from morphing_faces.faces.set.faceset import load_faces

L, N, S = 400, 29, 48
ORDER = "brightness light-right light-above yaw contrast happy pitch fringe age glasses mouth-open beard blond-hair".split()
HIGHEST = 5.8


def moves(net):
    """The mean of D'D in squared grey levels, [L, L]."""
    gram = np.zeros((L, L))
    for point in torch.from_numpy(np.random.default_rng(0).standard_normal((40, L)).astype(np.float32)):
        ends = point + torch.cat([torch.eye(L), -torch.eye(L)])
        with torch.no_grad():
            faces = net.decode(ends)
        apart = 255 * (faces[:L] - faces[L:])
        gram += (apart @ apart.T / D).double().numpy() / 40
    return gram


def equalised(gram, top=None):
    """Givens rotations until every diagonal entry is the mean or, with top, at most that."""
    n, turn, gram = len(gram), np.eye(len(gram)), gram.copy()
    mean, angles = np.trace(gram) / n, np.linspace(-np.pi / 2, np.pi / 2, 721)
    for _ in range(20 * n):
        size = np.diag(gram)
        i, j = size.argmax(), size.argmin()
        if size[i] <= top if top else size[i] - size[j] < 1e-3 * mean:
            break
        goal = max(0.98 * top, mean) if top else mean
        after = size[i] * np.cos(angles) ** 2 + size[j] * np.sin(angles) ** 2 - 2 * gram[i, j] * np.sin(angles) * np.cos(angles)
        angle = angles[(np.abs(after - goal) + 0.001 * np.abs(angles)).argmin()]
        step = np.eye(n)
        step[i, i] = step[j, j] = np.cos(angle)
        step[i, j], step[j, i] = -np.sin(angle), np.sin(angle)
        gram, turn = step @ gram @ step.T, step @ turn
    return turn


def main(out, basis, faces, heads, attributes, labels):
    known = np.load(basis)
    net = Net(known["mean"], known["w"], known["v"].astype(np.float32))
    weights = {**torch.load(f"{out}/f48_enc.pt", weights_only=True), **torch.load(f"{out}/f48_dec.pt", weights_only=True)}
    net.load_state_dict({name: t.float() for name, t in weights.items()}, strict=False)

    def means(images):
        x = torch.from_numpy((images.reshape(len(images), -1).astype(np.float32) + 0.5) / 256)
        with torch.no_grad():
            return torch.cat([net.encode(part)[0][:, :N] for part in x.split(1000)]).numpy()

    def probe(z, y):
        known = np.isfinite(y)
        z, y = z[known], y[known]
        z, y = z - z.mean(0), (y - y.mean()) / y.std()
        return np.linalg.solve(z.T @ z + 30 * np.eye(N), z.T @ y)

    set48 = load_faces(Path(faces))
    rows = np.sort(np.random.default_rng(0).choice(set48.split("train"), 12000, replace=False))
    images = np.asarray(set48.images[rows]).reshape(-1, S, S)
    z, middle = means(images), images[:, 8:44, 8:40].astype(float)
    across, down = np.linspace(-1, 1, 32), np.linspace(-1, 1, 36)[:, None]
    found = {
        "brightness": probe(z, middle.mean((1, 2))),
        "light-right": probe(z, (middle * across).mean((1, 2))),
        "light-above": probe(z, (middle * down).mean((1, 2))),  # brighter below: from below at its positive end
        "contrast": probe(z, middle.std((1, 2))),
        "age": probe(z, pd.read_parquet(Path(faces) / "index.parquet").age.to_numpy(float)[rows]),
    }
    # The head's frame has the eyes at (0.33, 0.44) and (0.67, 0.44), that of faces48 at 0.29, 0.71 and 0.37.
    side = S * (0.34 * 64) / (0.42 * S)
    box = (32 - side / 2, 0.44 * 64 - 0.37 * side, 32 + side / 2, 0.44 * 64 + 0.63 * side)
    set64 = load_faces(Path(heads))
    names = pd.read_parquet(Path(heads) / "index.parquet").name.tolist()
    tables = [pd.read_csv(attributes).set_index("name"), pd.read_csv(labels).set_index("name")]
    rows = [row for row, name in enumerate(names) if name in tables[0].index]
    crops = [Image.fromarray(set64.images[row]).convert("L").resize((S, S), Image.BICUBIC, box=box) for row in rows]
    z = means(np.stack([np.asarray(crop) for crop in crops]))
    for name in ORDER:
        if name not in found:
            table = next(each for each in tables if name in each)
            found[name] = probe(z, table.loc[[names[row] for row in rows], name].to_numpy(float))

    gram = moves(net)
    axes = np.stack([found[name] / np.linalg.norm(found[name]) for name in ORDER])
    light = np.linalg.qr(axes[:3].T)[0].T
    light *= np.sign((light * axes[:3]).sum(1))[:, None]
    others = axes[3:] - axes[3:] @ light.T @ light
    left, _, right = np.linalg.svd(others / np.linalg.norm(others, axis=1, keepdims=True), full_matrices=False)
    named = np.concatenate([light, left @ right])
    rest = np.linalg.svd(named)[2][len(named) :]
    _, principal = np.linalg.eigh(rest @ gram[:N, :N] @ rest.T)
    rest = principal.T @ rest
    turn = np.concatenate([named, equalised(rest @ gram[:N, :N] @ rest.T) @ rest])
    np.savez("turn48.npz", K=turn, E=equalised(gram[N:, N:], HIGHEST**2), names=ORDER)


if __name__ == "__main__":
    main(*sys.argv[1:7])
