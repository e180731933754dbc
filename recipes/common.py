import json, math, time, io, os, zipfile
import numpy as np, torch
from torch import nn
from torch.nn import functional as F
from PIL import Image

Image.MAX_IMAGE_PIXELS = None
dev = "cuda" if torch.cuda.is_available() else "cpu"
if dev == "cuda":
    torch.backends.cuda.matmul.allow_tf32 = True
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True


def unpack(path, side, channels):
    """A zip of WebP sheets, 64 faces a row, to uint8 [N, side, side(, 3)]."""
    out = []
    with zipfile.ZipFile(path) as z:
        meta = json.loads(z.read("meta.json"))
        from concurrent.futures import ThreadPoolExecutor

        def one(n):
            a = np.asarray(Image.open(io.BytesIO(z_read[n])).convert("L" if channels == 1 else "RGB"))
            h, w = a.shape[0] // side, a.shape[1] // side
            a = a.reshape(h, side, w, side, *a.shape[2:]).swapaxes(1, 2).reshape(h * w, side, side, *a.shape[2:])
            return a

        names = sorted(n for n in z.namelist() if n.endswith(".webp"))
        z_read = {n: z.read(n) for n in names}
        with ThreadPoolExecutor(8) as ex:
            out = list(ex.map(one, names))
    return np.concatenate(out)[: meta["count"]], meta


class Disc(nn.Module):
    def __init__(self, ci, side, widths=(64, 128, 256, 384), last=384, group=8):
        super().__init__()
        self.inp = nn.Conv2d(ci, widths[0], 4, 2, 1)
        blocks = []
        for a, b in zip(widths, [*widths[1:], last]):
            blocks.append(nn.ModuleList([nn.Conv2d(a, a, 3, 1, 1), nn.Conv2d(a, b, 4, 2, 1), nn.Conv2d(a, b, 1)]))
        self.blocks = nn.ModuleList(blocks)
        self.tail = nn.Conv2d(last + 1, last, 3, 1, 1)
        self.fc = nn.Linear(last * (side // 2 ** (len(widths) + 1)) ** 2, last)
        self.out = nn.Linear(last, 1)
        self.group = group
        for m in self.modules():
            if isinstance(m, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(m.weight, a=0.2)
                nn.init.zeros_(m.bias)
        nn.init.normal_(self.out.weight, std=0.02)
        self.to(memory_format=torch.channels_last)

    def forward(self, x, feats=False):
        y = F.leaky_relu(self.inp((x * 4 - 2).contiguous(memory_format=torch.channels_last)), 0.2)
        fs = []
        for c1, c2, sk in self.blocks:
            r = sk(F.avg_pool2d(y, 2))
            y = (F.leaky_relu(c2(F.leaky_relu(c1(y), 0.2)), 0.2) + r) * 0.7071
            fs.append(y)
        n = len(y)
        g = y.float().reshape(n // self.group, self.group, *y.shape[1:])
        d = (
            (g.var(1, unbiased=False) + 1e-8)
            .sqrt()
            .mean((1, 2, 3))
            .repeat_interleave(self.group)[:, None, None, None]
            .expand(-1, 1, y.shape[2], y.shape[3])
        )
        y = F.leaky_relu(self.tail(torch.cat([y, d.to(y.dtype)], 1)), 0.2)
        o = self.out(F.leaky_relu(self.fc(y.flatten(1)), 0.2)).float()[:, 0]
        return (o, fs) if feats else o


def augment(x, p, shift):
    """ADA with few kinds: whole-pixel shifts, brightness, contrast, (saturation), cutout; each image and kind with probability p."""
    n, c, h, w = x.shape
    on = lambda: (torch.rand(n, 1, 1, 1, device=x.device) < p).float()
    b = torch.randn(n, 1, 1, 1, device=x.device) * 0.1 * on()
    x = x + b
    k = torch.exp(torch.randn(n, 1, 1, 1, device=x.device) * 0.2 * on())
    m = x.mean((1, 2, 3), keepdim=True)
    x = (x - m) * k + m
    if c == 3:
        g = x.mean(1, keepdim=True)
        x = g + (x - g) * torch.exp(torch.randn(n, 1, 1, 1, device=x.device) * 0.3 * on())
    s = torch.randint(-shift, shift + 1, (2, n, 1), device=x.device) * on().view(1, n, 1).long()
    iy = torch.arange(h, device=x.device)[None] + s[0]
    ix = torch.arange(w, device=x.device)[None] + s[1]
    refl = lambda i, t: (t - 1) - ((t - 1) - i.abs()).abs()
    iy, ix = refl(iy, h), refl(ix, w)
    x = x.gather(2, iy[:, None, :, None].expand(n, c, h, w))
    x = x.gather(3, ix[:, None, None, :].expand(n, c, h, w))
    cy, cx = torch.rand(2, n, 1, device=x.device)
    side = 0.25
    my = ((torch.arange(h, device=x.device)[None] + 0.5) / h - cy).abs() < side
    mx = ((torch.arange(w, device=x.device)[None] + 0.5) / w - cx).abs() < side
    cut = (
        (my[:, None, :, None] & mx[:, None, None, :]).float()
        * on()
        * (torch.rand(n, 1, 1, 1, device=x.device) < 0.5).float()
    )
    return x * (1 - cut) + 0.5 * cut


class Graphs:
    """Steps captured as CUDA graphs, one a variant; plain calls elsewhere."""

    def __init__(self, fn, opts):
        self.fn, self.opts, self.g, self.on = fn, opts, {}, dev == "cuda" and not os.environ.get("EAGER")

    def __call__(self, *key):
        if not self.on:
            return self.fn(*key)
        if key not in self.g:
            try:
                s = torch.cuda.Stream()
                s.wait_stream(torch.cuda.current_stream())
                with torch.cuda.stream(s):
                    for _ in range(3):
                        self.fn(*key)
                torch.cuda.current_stream().wait_stream(s)
                torch.cuda.synchronize()
                for o in self.opts:
                    o.zero_grad(set_to_none=True)
                g = torch.cuda.CUDAGraph()
                with torch.cuda.graph(g):
                    self.fn(*key)
                self.g[key] = g
            except Exception as e:
                import traceback

                traceback.print_exc()
                print("NO GRAPHS", e, flush=True)
                self.on = False
                torch.cuda.synchronize()
                return self.fn(*key)
        self.g[key].replay()


def grid(f, cols, path, scale=1, q=90):
    """f float [N, H, W] or [N, H, W, 3] in [0, 1]."""
    a = (f.clamp(0, 1) * 255).round().byte().cpu().numpy()
    n, h, w = a.shape[:3]
    rows = n // cols
    a = (
        a[: rows * cols]
        .reshape(rows, cols, h, w, *a.shape[3:])
        .swapaxes(1, 2)
        .reshape(rows * h, cols * w, *a.shape[3:])
    )
    im = Image.fromarray(a)
    if scale != 1:
        im = im.resize((im.width * scale, im.height * scale), Image.BICUBIC)
    im.save(path, quality=q)


class Logs:
    def __init__(self, names):
        self.i = {n: k for k, n in enumerate(names)}
        self.t = torch.zeros(len(names), device=dev)
        self.names = names

    def put(self, **k):
        for n, v in k.items():
            self.t[self.i[n]].lerp_(v.detach().float(), 0.02)

    def get(self):
        return {n: round(v, 4) for n, v in zip(self.names, self.t.tolist())}


def half(sd):
    return {
        k: v.detach().to("cpu", torch.float16 if v.is_floating_point() else v.dtype).contiguous() for k, v in sd.items()
    }
