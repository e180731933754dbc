"""The weights that faces48.py leaves, folded into the network that `export` knows."""

import sys

import numpy as np
import torch
from faces48 import D, Net

from morphing_faces.vae.coder import NetworkConfig
from morphing_faces.vae.network import VAE


def folded(folder: str, basis: str) -> VAE:
    """Read f48_enc.pt and f48_dec.pt of a folder, and basis48.npz."""
    known = np.load(basis)
    net = Net(known["mean"], known["w"], known["v"].astype(np.float32))
    weights = {
        **torch.load(f"{folder}/f48_enc.pt", weights_only=True),
        **torch.load(f"{folder}/f48_dec.pt", weights_only=True),
    }
    net.load_state_dict({name: t.float() for name, t in weights.items()}, strict=False)
    vae = VAE(NetworkConfig())
    e, d = vae.encoder, vae.decoder
    with torch.no_grad():
        inward = net.inward.double()
        e.hidden[0].weight.copy_(net.e1.weight.double() @ inward.T)
        e.hidden[0].bias.copy_(net.e1.bias.double() - net.e1.weight.double() @ (net.mu0.double() @ inward))
        e.hidden[1].load_state_dict(net.e2.state_dict())
        e.gaussian.load_state_dict(net.e3.state_dict())
        d.hidden[0].load_state_dict(net.d1.state_dict())
        d.hidden[1].load_state_dict(net.d2.state_dict())
        d.gaussian.weight[:D] = net.outward.T @ net.dm.weight
        d.gaussian.bias[:D] = net.mu0 + net.dm.bias @ net.outward
        d.gaussian.weight[D:] = net.smooth.T @ net.dv.weight
        d.gaussian.bias[D:] = net.vb + net.dv.bias @ net.smooth
    return vae.eval()


if __name__ == "__main__":
    print(folded(*sys.argv[1:3]))
