"""Colour model: a style-modulated convolutional decoder and a strided encoder, 64 x 64 x 3."""

import math, torch
from torch import nn
from torch.nn import functional as F


class Mod(nn.Module):
    """Convolution whose input channels a style scales and whose outputs are normalised to unit variance (StyleGAN2)."""

    def __init__(self, ci, co, k, wd, demod=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(co, ci, k, k) / math.sqrt(ci * k * k))
        self.bias = nn.Parameter(torch.zeros(co))
        self.style = nn.Linear(wd, ci)
        nn.init.normal_(self.style.weight, std=1 / math.sqrt(wd))
        nn.init.ones_(self.style.bias)
        self.demod = demod
        self.k = k

    def forward(self, x, w):
        s = self.style(w)
        y = F.conv2d(x * s[:, :, None, None], self.weight, padding=self.k // 2)
        if self.demod:
            d = torch.rsqrt(s.square() @ self.weight.square().sum((2, 3)).t() + 1e-8)
            y = y * (1.4142135 * d)[:, :, None, None]
        return y + self.bias[None, :, None, None]


class Decoder(nn.Module):
    def __init__(self, L=256, wd=384, c4=384, c8=256, c16=128, c32=64, side=4):
        super().__init__()
        self.L = L
        self.m1, self.m2 = nn.Linear(L, wd), nn.Linear(wd, wd)
        self.const = nn.Parameter(torch.randn(1, c4, 4, 4))
        self.a = Mod(c4, c4, 3, wd)
        self.p8 = Mod(c4, c8, 1, wd)
        self.b1 = Mod(c8, c8, 3, wd)
        self.p16 = Mod(c8, c16, 1, wd)
        self.c1 = Mod(c16, c16, 3, wd)
        self.c2 = Mod(c16, c16, 3, wd)
        self.p32 = Mod(c16, c32, 1, wd)
        self.d1 = Mod(c32, c32, 3, wd)
        self.d2 = Mod(c32, c32, 3, wd)
        self.o8, self.o16, self.o32 = Mod(c8, 3, 1, wd, False), Mod(c16, 3, 1, wd, False), Mod(c32, 12, 3, wd, False)
        for m in (self.m1, self.m2):
            nn.init.kaiming_normal_(m.weight, a=0.2)
            nn.init.zeros_(m.bias)
        for m in (self.o8, self.o16, self.o32):
            m.weight.data.mul_(0.3)
        self.logsigma = nn.Parameter(torch.tensor(math.log(0.1)))

    def forward(self, z):
        z = z.float()
        act = lambda v: F.leaky_relu(v, 0.2)
        up = lambda v: F.interpolate(v, scale_factor=2, mode="nearest")
        smooth = lambda v: F.interpolate(v, scale_factor=2, mode="bilinear", align_corners=False)
        w = act(self.m2(act(self.m1(z))))
        x = self.const.expand(z.shape[0], -1, -1, -1)
        x = act(self.a(x, w))
        x = act(self.b1(up(act(self.p8(x, w))), w))
        y = self.o8(x, w)
        x = up(act(self.p16(x, w)))
        x = act(self.c1(x, w))
        x = act(self.c2(x, w))
        y = smooth(y) + self.o16(x, w)
        x = up(act(self.p32(x, w)))
        x = act(self.d1(x, w))
        x = act(self.d2(x, w))
        return smooth(smooth(y)).float() + F.pixel_shuffle(self.o32(x, w), 2).float() + 0.5


class Encoder(nn.Module):
    def __init__(self, L=256, c=(32, 64, 128, 256), h=512):
        super().__init__()
        n, ci = [], 3
        for co in c:
            n += [nn.Conv2d(ci, co, 3, 1, 1), nn.LeakyReLU(0.2), nn.Conv2d(co, co, 4, 2, 1), nn.LeakyReLU(0.2)]
            ci = co
        self.net = nn.Sequential(*n)
        self.fc = nn.Linear(ci * 16, h)
        self.out = nn.Linear(h, 2 * L)
        self.L = L
        for m in self.modules():
            if isinstance(m, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(m.weight, a=0.2)
                nn.init.zeros_(m.bias)
        nn.init.normal_(self.out.weight, std=0.01)

    def forward(self, x):
        h = self.net((x - 0.5) * 4)
        h = self.out(F.leaky_relu(self.fc(h.flatten(1)), 0.2)).float()
        return h[:, : self.L], (h[:, self.L :] - 1).clamp(-9, 2)  # mean, log-variance


def macs(m, z):
    t = [0]
    hs = []

    def hook(mod, i, o):
        if isinstance(mod, Mod):
            t[0] += o.shape[2] * o.shape[3] * mod.weight.numel()
        elif isinstance(mod, nn.Linear):
            t[0] += mod.weight.numel()
        elif isinstance(mod, nn.Conv2d):
            t[0] += o.shape[2] * o.shape[3] * mod.weight.numel()

    for q in m.modules():
        hs.append(q.register_forward_hook(hook))
    m(z)
    [h.remove() for h in hs]
    return t[0]


if __name__ == "__main__":
    import time, onnxruntime as ort, numpy as np, sys

    for kw in ({}, dict(c4=512), dict(c4=256, c8=192, c16=96, c32=48)):
        g = Decoder(**kw).eval()
        print(kw, "params", sum(p.numel() for p in g.parameters()) / 1e6, "MMAC", macs(g, torch.randn(1, 256)) / 1e6)
        f = f"/tmp/g{len(kw)}.onnx"
        torch.onnx.export(
            g,
            (torch.randn(2, 256),),
            f,
            input_names=["z"],
            output_names=["image"],
            dynamic_axes={"z": {0: "N"}, "image": {0: "N"}},
            dynamo=False,
            opset_version=17,
        )
        so = ort.SessionOptions()
        so.intra_op_num_threads = 2
        s = ort.InferenceSession(f, so)
        z = np.random.randn(1, 256).astype("f")
        t = []
        for _ in range(200):
            a = time.perf_counter()
            s.run(None, {"z": z})
            t.append(time.perf_counter() - a)
        print(
            "ms: min %.2f median %.2f" % (min(t) * 1e3, np.median(t) * 1e3),
            np.abs(s.run(None, {"z": z})[0] - g(torch.from_numpy(z)).detach().numpy()).max(),
        )
    e = Encoder()
    print("E", sum(p.numel() for p in e.parameters()) / 1e6, macs(e, torch.randn(1, 3, 64, 64)) / 1e6)
