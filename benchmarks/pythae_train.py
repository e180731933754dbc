"""Train pythae's VAE, WAE or RAE on faces, to stand beside a model of ours.

    python benchmarks/pythae_train.py --faces FACES --kind vae --seconds 600 --out vae.safetensors

The models, their losses and, for the RAE, the two optimisers are pythae's (0.1.2), with the
settings of its own reproduction on CelebA: for the WAE an inverse multiquadratic kernel of
bandwidth 2, weighted by 100 against a twentieth of the squared error; for the RAE 1e-6 of the
squared codes and a weight decay of 1e-3 on the decoder; for the VAE its only setting, a conditional
of variance 1. The networks follow those of its CelebA benchmark (four strided convolutions with
batch normalisation, and their mirror image), as wide as `--width` says; the learning rate is its
1e-3, brought to zero over the last three tenths of the time. Faces are mirrored at random, as ours.

FACES is a face set (its training faces are used) or an .npy file of uint8 [N, S, S] or
[N, S, S, 3], S a multiple of 16. What is written is a safetensors file, its weights in half
precision, which `python -m benchmarks.beside_pythae` reads. Only numpy, Pillow, safetensors, torch
and pythae are needed for an .npy file; a GPU is used where torch sees one.
"""

import argparse
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from pythae.models import RAE_L2, VAE, WAE_MMD, RAE_L2_Config, VAEConfig, WAE_MMD_Config
from pythae.models.base.base_utils import ModelOutput
from pythae.models.nn import BaseDecoder, BaseEncoder
from safetensors.torch import save_file
from torch import Tensor, nn

RATE, BATCH, DECAY_FROM = 1e-3, 128, 0.7
KINDS = ("vae", "wae", "rae")


def widths(width: int) -> tuple[int, ...]:
    """Channels after each of the four convolutions."""
    return (width, 2 * width, 4 * width, 8 * width)


class Encoder(BaseEncoder):  # type: ignore[misc]
    """[N, C, S, S] in [0, 1] to a mean and, for a VAE, a log-variance: [N, L] each."""

    def __init__(self, shape: tuple[int, int, int], latent: int, width: int, *, spread: bool):
        super().__init__()
        channels, side, _ = shape
        layers: list[nn.Module] = []
        for ins, outs in pairwise((channels, *widths(width))):
            layers += [nn.Conv2d(ins, outs, 4, 2, 1), nn.BatchNorm2d(outs), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.Flatten())
        inner = widths(width)[-1] * (side // 16) ** 2
        self.embedding = nn.Linear(inner, latent)
        self.log_var = nn.Linear(inner, latent) if spread else None

    def forward(self, x: Tensor) -> ModelOutput:
        """The mean and, for a VAE, the log-variance of q(z|x)."""
        h = self.layers(x)
        out = ModelOutput(embedding=self.embedding(h).float())
        if self.log_var is not None:
            out["log_covariance"] = self.log_var(h).float()
        return out


class Decoder(BaseDecoder):  # type: ignore[misc]
    """z [N, L] to images [N, C, S, S] in (0, 1)."""

    def __init__(self, shape: tuple[int, int, int], latent: int, width: int):
        super().__init__()
        channels, side, _ = shape
        self.start = (widths(width)[-1], side // 16, side // 16)
        self.first = nn.Linear(latent, int(np.prod(self.start)))
        outs = (*reversed(widths(width)), channels)
        layers: list[nn.Module] = []
        for ins, out in pairwise(outs[:-1]):
            layers += [nn.ConvTranspose2d(ins, out, 4, 2, 1), nn.BatchNorm2d(out), nn.ReLU()]
        self.layers = nn.Sequential(*layers, nn.ConvTranspose2d(outs[-2], channels, 4, 2, 1))

    def forward(self, z: Tensor) -> ModelOutput:
        """The reconstruction."""
        h = self.first(z).unflatten(1, self.start)
        return ModelOutput(reconstruction=torch.sigmoid(self.layers(h).float()))


def build(kind: str, shape: tuple[int, int, int], latent: int, width: int) -> Any:
    """One of pythae's models, untrained."""
    sizes = {"input_dim": shape, "latent_dim": latent}
    encoder = Encoder(shape, latent, width, spread=kind == "vae")
    decoder = Decoder(shape, latent, width)
    if kind == "vae":
        model: Any = VAE(VAEConfig(**sizes), encoder, decoder)
    elif kind == "wae":
        scale = {"reg_weight": 100.0, "kernel_bandwidth": 2.0, "reconstruction_loss_scale": 0.05}
        model = WAE_MMD(WAE_MMD_Config(**sizes, kernel_choice="imq", **scale), encoder, decoder)
    else:
        config = RAE_L2_Config(**sizes, embedding_weight=1e-6, reg_weight=1e-3)
        model = RAE_L2(config, encoder, decoder)
    return model


def optimisers(model: Any, kind: str) -> list[torch.optim.Optimizer]:
    """Adam; for the RAE one for each half, the decoder's with the weight decay of its loss."""
    if kind != "rae":
        return [torch.optim.Adam(model.parameters(), RATE)]
    decay = model.model_config.reg_weight
    return [
        torch.optim.Adam(model.encoder.parameters(), RATE),
        torch.optim.Adam(model.decoder.parameters(), RATE, weight_decay=decay),
    ]


def training_faces(path: Path) -> np.ndarray:
    """uint8 [N, S, S, C]."""
    if path.is_dir():
        from morphing_faces.faces.set.faceset import load_faces

        faces = load_faces(path)
        images = np.asarray(faces.images[np.sort(faces.split("train"))])
    else:
        images = np.load(path)
    return images if images.ndim == 4 else images[..., None]


def train(model: Any, kind: str, images: np.ndarray, seconds: float) -> None:
    """Take steps until the time is over, telling the loss every ten seconds."""
    device = next(model.parameters()).device
    data = torch.from_numpy(images).permute(0, 3, 1, 2).contiguous().to(device)
    updates = optimisers(model, kind)
    start = told = time.monotonic()
    step = 0
    model.train()
    while (now := time.monotonic()) < start + seconds:
        left = (1 - (now - start) / seconds) / (1 - DECAY_FROM)
        for update in updates:
            update.param_groups[0]["lr"] = RATE * min(1.0, max(left, 0.01))
            update.zero_grad(set_to_none=True)
        x = data[torch.randint(0, len(data), (BATCH,), device=device)].float() / 255
        x = torch.where(torch.rand(BATCH, 1, 1, 1, device=device) < 0.5, x.flip(3), x)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            out = model({"data": x})
        out.loss.backward()
        for update in updates:
            update.step()
        step += 1
        if now > told + 10 or step == 1:
            told = now
            error = (out.recon_x - x).square().mean().sqrt()
            print(
                f"{kind} {now - start:.0f} s, {step} steps, {step * BATCH / len(data):.1f} epochs:"
                f" loss {out.loss:.2f}, RMSE {error:.4f}",
                flush=True,
            )
    print(f"{kind} ends after {step} steps, {step * BATCH / len(data):.1f} epochs", flush=True)


@torch.no_grad()
def sheet(model: Any, images: np.ndarray, path: Path) -> None:
    """Twelve faces, their reconstructions, and two rows from N(0, I), below what the file has."""
    device = next(model.parameters()).device
    x = torch.from_numpy(images[:12]).permute(0, 3, 1, 2).to(device).float() / 255
    codes = model.encoder(x).embedding
    draws = torch.randn(24, codes.shape[1], device=device)
    parts = [x, model.decoder(codes).reconstruction, model.decoder(draws).reconstruction]
    pixels = (torch.cat(parts) * 255).round().byte().permute(0, 2, 3, 1).cpu().numpy()
    n, side, _, channels = pixels.shape
    rows = pixels.reshape(n // 12, 12, side, side, channels).swapaxes(1, 2)
    rows = np.broadcast_to(
        rows.reshape(n // 12 * side, 12 * side, channels), (4 * side, 12 * side, 3)
    )
    if path.exists():
        above = np.asarray(Image.open(path).convert("RGB"))
        room = max(above.shape[1], rows.shape[1])
        rows = np.concatenate(
            [np.pad(each, ((0, 0), (0, room - each.shape[1]), (0, 0))) for each in (above, rows)]
        )
    Image.fromarray(rows).save(path, quality=85)


def main() -> None:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--faces", type=Path, required=True)
    parser.add_argument("--kind", choices=KINDS, required=True)
    parser.add_argument("--latent", type=int, default=256)
    parser.add_argument("--width", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sheet", type=Path, help="a JPEG that grows by four rows of faces")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    images = training_faces(options.faces)
    shape = (images.shape[3], *images.shape[1:3])
    if shape[1] != shape[2] or shape[1] % 16:
        raise SystemExit(f"{options.faces}: squares of a multiple of 16 pixels are needed: {shape}")
    model = build(options.kind, shape, options.latent, options.width)
    model = model.to("cuda" if torch.cuda.is_available() else "cpu")
    train(model, options.kind, images, options.seconds)
    weights = {
        name: value.to("cpu", torch.float16 if value.is_floating_point() else value.dtype)
        for name, value in model.state_dict().items()
    }
    told = {"kind": options.kind, "latent": options.latent, "width": options.width}
    told |= {"channels": shape[0], "side": shape[1]}
    save_file(
        {name: value.contiguous() for name, value in weights.items()},
        options.out,
        {name: str(value) for name, value in told.items()},
    )
    print(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB")
    if options.sheet:
        sheet(model.eval(), images, options.sheet)


if __name__ == "__main__":
    main()
