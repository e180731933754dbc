"""heads64 from what heads64.py learned: axes turned to what they do, and a model folder.

    python recipes/turn64.py OUT FACES ATTRIBUTES FOLDER [--temperature 0.9]

OUT has c64_dec.pt and c64_enc.pt; FACES is the face set, ATTRIBUTES the table of `directions --attributes`.
N(0, I) does not change under a rotation, so the axes may lie anywhere: the first fifteen are turned towards
attributes, one after the other, each at right angles to those before; the others are principal axes of the mean of
J'J over N(0, I), J the decoder's Jacobian, in what is left. The encoder's mean and the decoder's first layer take the
rotation in exactly; log-variances of the posterior are learned again, as the logarithms of what the rotated
covariance has on its diagonal, by least squares on the encoder's last hidden layer. Put together from the scripts that ran,
and not run again as a whole.
"""

import argparse
import types
from pathlib import Path

import numpy as np
import torch
from colour_net import Decoder, Encoder
from sklearn.linear_model import RidgeCV

import morphing_faces.vae.export as exporting
from morphing_faces.faces.set.faceset import LANDMARKS, load_faces
from morphing_faces.probing.attribute_table import with_table
from morphing_faces.probing.measures import MEASURES, in_frame
from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.config import TrainingConfig
from morphing_faces.vae.network import VAE

L = 256
ORDER = "turn happy age light-left blond-hair nod background brightness light-above glasses mouth-open warmth beard fringe bald".split()


def load(folder):
    d, e = Decoder(), Encoder()
    for half, name in ((d, "c64_dec.pt"), (e, "c64_enc.pt")):
        weights = torch.load(Path(folder) / name, weights_only=True)
        half.load_state_dict({key: value.float() for key, value in weights.items()})
        half.eval().requires_grad_(False)
    return d, e


def package(d, e):
    """The same networks as `train --network modulated` has them."""
    m = VAE(NetworkConfig(64, 64, 3, latent=L, variance="shared", network="modulated", maps=64)).eval()
    D, E = m.decoder, m.encoder
    pairs = [(D.first, d.a), (D.narrow[0], d.p8), (D.narrow[1], d.p16), (D.narrow[2], d.p32)]
    pairs += [(D.convolutions[0][0], d.b1), (D.convolutions[1][0], d.c1), (D.convolutions[1][1], d.c2)]
    pairs += [(D.convolutions[2][0], d.d1), (D.convolutions[2][1], d.d2)]
    pairs += [(D.pictures[0], d.o8), (D.pictures[1], d.o16), (D.pictures[2], d.o32)]
    pairs += [(D.styles[0], d.m1), (D.styles[1], d.m2), (E.gather, e.fc), (E.gaussian, e.out)]
    layers = [x for x in e.net if isinstance(x, torch.nn.Conv2d)]
    pairs += [(E.look[i], layers[2 * i]) for i in range(4)] + [(E.halve[i], layers[2 * i + 1]) for i in range(4)]
    for ours, theirs in pairs:
        ours.load_state_dict(theirs.state_dict())
    with torch.no_grad():
        D.constant.copy_(d.const)
        D.shared.fill_(d.logsigma.item())
        E.gaussian.bias[L:] -= 1
    return m


def encoded(e, images):
    """Last hidden layer, mean and variance of q(z|x) of uint8 images."""
    parts = []
    with torch.no_grad():
        for i in range(0, len(images), 256):
            x = (torch.from_numpy(images[i : i + 256]).permute(0, 3, 1, 2).float() + 0.5) / 256
            h = torch.nn.functional.leaky_relu(e.fc(e.net((x - 0.5) * 4).flatten(1)), 0.2)
            o = e.out(h)
            parts.append((h, o[:, :L], (o[:, L:] - 1).clamp(-9, 2).exp()))
    return [torch.cat(part).double() for part in zip(*parts)]


def gram(d, draws=3648):
    """The mean of J'J over N(0, I), from products with random vectors."""
    g, total = torch.Generator().manual_seed(0), torch.zeros(L, L, dtype=torch.double)
    for _ in range(draws // 32):
        z = torch.randn(32, L, generator=g).requires_grad_(True)
        y = d(z)
        (j,) = torch.autograd.grad((y * torch.randn(y.shape, generator=g)).sum(), z)
        total += (j.T @ j).double()
    return (total / draws).numpy()


def attributes(faces, images, table):
    """Values of the attributes in ORDER for all faces, nan where unknown."""
    points = in_frame({n: faces.column(n).to_numpy().astype(float) for n in LANDMARKS}, faces.eyes)
    grey = images @ np.array([0.299, 0.587, 0.114])
    found = {each.name: each.values(grey, points) for each in MEASURES}
    found["light-left"] = -found["light-right"]
    y, x = (np.mgrid[:64, :64] + 0.5) / 64 - np.array([0.55, 0.5])[:, None, None]
    face, out = (x / 0.24) ** 2 + (y / 0.3) ** 2 <= 1, (x / 0.4) ** 2 + ((y + 0.08) / 0.5) ** 2 > 1
    found["background"] = grey[:, out].mean(1)
    colour = images[:, face].mean(1)
    found["warmth"] = (colour[:, 0] - colour[:, 2]) / colour.mean(1)
    known = with_table(Path(table), faces, np.arange(len(faces)), [])
    found |= {each.name: each.values for each in known if each.name in ORDER}
    found["blond-hair"] -= next(each.values for each in known if each.name == "black-hair")
    return [found[name] for name in ORDER]


def turned(mean, values, G):
    """An orthonormal [L, L], a column an axis."""
    C, axes = np.cov(mean.T), []
    for name, value in zip(ORDER, values):
        known = np.isfinite(value)
        weight = RidgeCV(np.logspace(0, 4, 9)).fit(mean[known], value[known]).coef_
        axis = C @ weight  # the pattern of a probe: Haufe et al. 2014
        for other in axes:
            axis = axis - other * (other @ axis)
        axes.append(axis / np.linalg.norm(axis))
    Q = np.array(axes).T
    N = np.linalg.svd(np.eye(L) - Q @ Q.T)[0][:, : L - len(axes)]
    return np.concatenate([Q, N @ np.linalg.eigh(N.T @ G @ N)[1][:, ::-1]], 1)


if __name__ == "__main__":
    a = argparse.ArgumentParser()
    for name in ("out", "faces", "attributes", "folder"):
        a.add_argument(name)
    a.add_argument("--temperature", type=float, default=0.9)
    o = a.parse_args()
    faces = load_faces(Path(o.faces))
    rows = np.sort(faces.split("train"))
    images = np.asarray(faces.images[np.arange(len(faces))])
    d, e = load(o.out)
    hidden, mean, variance = encoded(e, images[rows])
    values = [value[rows] for value in attributes(faces, images, o.attributes)]
    R = torch.from_numpy(turned(mean.numpy(), values, gram(d)))
    m = package(d, e)
    with torch.no_grad():
        m.decoder.styles[0].weight.copy_((m.decoder.styles[0].weight.double() @ R).float())
        W, b = m.encoder.gaussian.weight, m.encoder.gaussian.bias
        W[:L], b[:L] = (R.T @ W[:L].double()).float(), (R.T @ b[:L].double()).float()
        one = torch.cat([hidden, torch.ones(len(hidden), 1, dtype=torch.double)], 1)
        ridge = 1e-6 * len(one) * torch.eye(one.shape[1], dtype=torch.double)
        S = torch.linalg.solve(one.T @ one + ridge, one.T @ torch.log(variance @ R**2))
        W[L:], b[L:] = S[:-1].T.float(), S[-1].float()
    training = TrainingConfig(network="modulated", variance="shared", latent=L, maps=64, start="usual", cut=29,
                              adversarial=1.0, epochs=78, batch=96, rate=2e-4, flip=True, seed=2, precision="bf16")
    run = types.SimpleNamespace(faces=None, network=m.config, training=training)
    exporting.load_best = lambda _: (m, {"epoch": 77, "step": 20243, "seconds": 515.0})
    exporting.read_run = lambda _: run
    exporting.other_faces = lambda *_: None
    ranked = exporting._ranking
    exporting._ranking = lambda *words: tuple(sorted(ranked(*words), key=lambda each: each.index)[:29])
    print(exporting.export(Path("none"), faces, Path(o.folder), precision="fp16", ppca=False,
                           prior_components=8, temperature=o.temperature))
