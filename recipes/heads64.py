"""Colour model: ELBO with one sigma, features of the discriminator, adversarial term on draws and reconstructions."""

import argparse
from common import *
from colour_net import Decoder, Encoder

S = 64
torch.backends.cudnn.benchmark = False
if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("--data", default=".")
    a.add_argument("--out", required=True)
    a.add_argument("--seconds", type=float, required=True)
    a.add_argument("--b", type=int, default=96)
    a.add_argument("--steps", type=int, default=10**9)
    a.add_argument("--lr", type=float, default=2e-4)
    a.add_argument("--lrd", type=float, default=2e-4)
    a.add_argument("--gamma", type=float, default=0.006)
    a.add_argument("--rho", type=float, default=3.0)
    a.add_argument("--fm", type=float, default=1.0)
    a.add_argument("--lz", type=float, default=0.1)
    a.add_argument("--ada", type=float, default=0.6)
    a.add_argument("--full")
    a.add_argument("--init")
    a.add_argument("--small", action="store_true")
    o = a.parse_args()
    torch.manual_seed(2)
    t00 = time.time()
    pics, meta = unpack(f"{o.data}/c64.zip", S, 3)
    nt = meta["train"]
    keepers = np.setdiff1d(np.arange(nt), json.load(open(f"{o.data}/exclude.json")))
    data = torch.from_numpy(pics[keepers]).to(dev).permute(0, 3, 1, 2).contiguous()
    valid = torch.from_numpy(pics[nt:]).to(dev).permute(0, 3, 1, 2).float() / 255
    nt = len(data)
    print("faces", nt, len(valid))
    mk = lambda: Decoder(**(dict(wd=64, c4=48, c8=32, c16=32, c32=16) if o.small else {}))
    L = 256
    dec, edec = mk().to(dev), mk().to(dev)
    edec.load_state_dict(dec.state_dict())
    enc, eenc = (Encoder(c=(16, 16, 32, 32), h=64) if o.small else Encoder() for _ in range(2))
    enc.to(dev)
    eenc.to(dev)
    eenc.load_state_dict(enc.state_dict())
    disc = Disc(3, S, *(((16, 16, 32), 32) if o.small else ((64, 128, 256), 512))).to(dev)
    for m in (dec, edec, enc, eenc):
        m.to(memory_format=torch.channels_last)
    one = lambda x: torch.tensor(float(x), device=dev)
    lr, lrd, p, beta = one(o.lr), one(o.lrd), one(0), one(0.5)
    kw = dict(betas=(0.0, 0.99), **({"capturable": True, "fused": True} if dev == "cuda" else {}))
    params = [*dec.parameters()]
    opt = torch.optim.Adam(params, lr=lr, **kw)
    eparam = [*enc.parameters()]
    opte = torch.optim.Adam(eparam, lr=lr, **{**kw, "betas": (0.5, 0.99)})
    optd = torch.optim.Adam(disc.parameters(), lr=lrd, **kw)
    emas, live = [*edec.parameters(), *eenc.parameters()], [*params, *eparam]
    B = o.b
    nr = B // 2
    log = Logs("rec kl rmse fm zn ld la dreal dfake frec fprior r1 sign sigma gn".split())

    def batch(n):
        x = data[torch.randint(0, nt, (n,), device=dev)].float()
        x = torch.where(torch.rand(n, 1, 1, 1, device=dev) < 0.5, x.flip(3), x)
        return (x + torch.rand_like(x)) / 256

    amp = lambda: torch.autocast(dev, torch.bfloat16, enabled=dev == "cuda", cache_enabled=False)

    def step(r1on):
        x = batch(nr)
        with amp():
            mu, lv = enc(x)
        z = mu + torch.exp(lv / 2) * torch.randn_like(mu)
        zf = torch.randn(B, L, device=dev)
        with amp():
            out = dec(torch.cat([zf, z]))
        fake, xr = out, out[B:]
        for q in disc.parameters():
            q.requires_grad_(True)
        real = augment(torch.cat([batch(B), x]), p, 8)
        if r1on:
            real.requires_grad_(True)
        with amp():
            rl, fl = disc(real), disc(augment(fake.detach(), p, 8))
        ld = F.softplus(-rl).mean() + F.softplus(fl).mean()
        tot = ld
        if r1on:
            (g,) = torch.autograd.grad(rl.sum(), real, create_graph=True)
            r1 = g.float().square().sum((1, 2, 3)).mean()
            tot = ld + o.gamma / 2 * 16 * r1
            log.put(r1=r1)
        optd.zero_grad(set_to_none=True)
        tot.backward()
        optd.step()
        for q in disc.parameters():
            q.requires_grad_(False)
        with amp(), torch.no_grad():
            _, fx = disc(x, True)
        with amp():
            fg = disc(augment(fake, p, 8))
            _, fr = disc(xr, True)
        la = F.softplus(-fg).mean()
        fm = sum(((a.float() - b.float()).abs().mean() / b.float().abs().mean()) for a, b in zip(fr, fx)) / len(fx)
        s = dec.logsigma
        sse = (xr - x).square().sum((1, 2, 3))
        rec = (sse * torch.exp(-2 * s) / 2 + 12288 * (s + 0.9189)).mean()
        kl = 0.5 * (mu.square() + torch.expm1(lv) - lv).sum(1).mean()
        with amp():
            mz, lz = enc(fake[:nr].detach())
        zn = 0.5 * ((zf[:nr] - mz).square() * torch.exp(-lz) + lz).mean()
        loss = la + o.rho * ((rec + kl) / 12288 + o.fm * fm) + o.lz * zn
        opt.zero_grad(set_to_none=True)
        opte.zero_grad(set_to_none=True)
        loss.backward()
        gn = torch.nn.utils.clip_grad_norm_(params, 200.0, foreach=True)
        torch.nn.utils.clip_grad_norm_(eparam, 20.0, foreach=True)
        opt.step()
        opte.step()
        with torch.no_grad():
            torch._foreach_add_(emas, torch._foreach_mul(torch._foreach_sub(live, emas), beta))
        log.put(
            rec=rec,
            kl=kl,
            rmse=(sse / 12288).mean().sqrt(),
            fm=fm,
            zn=zn,
            ld=ld,
            la=la,
            dreal=(rl > 0).float().mean(),
            dfake=(fl < 0).float().mean(),
            fprior=fg[:B].mean(),
            frec=fg[B:].mean(),
            sign=torch.sign(rl.detach()).mean(),
            sigma=s.exp(),
            gn=gn,
        )
        p.add_(torch.sign(log.t[log.i["sign"]] - o.ada) * (B / 500e3)).clamp_(0, 0.7)

    def keep():
        torch.save(half(edec.state_dict()), f"{o.out}/c64_dec.pt")
        torch.save(half(eenc.state_dict()), f"{o.out}/c64_enc.pt")

    run = Graphs(step, (opt, opte, optd))
    gg = torch.Generator(dev).manual_seed(0)
    zf0 = torch.randn(256, L, generator=gg, device=dev)

    @torch.no_grad()
    def judge():
        m, lv = eenc(valid[:512])
        y = edec(m).clamp(0, 1)
        return dict(
            rmse=float((y - valid[:512]).square().mean().sqrt()),
            kl=float(0.5 * (m.square() + torch.expm1(lv) - lv).sum(1).mean()),
        )

    @torch.no_grad()
    def sheet(name, n=128):
        m, _ = eenc(valid[:32])
        f = torch.cat(
            [
                edec(zf0[:n]),
                torch.stack([valid[:32].view(2, 16, 3, S, S), edec(m).view(2, 16, 3, S, S)], 1).view(64, 3, S, S),
            ]
        )
        grid(f.permute(0, 2, 3, 1), 16, f"{o.out}/{name}", 1)

    print("start", round(time.time() - t00, 1), flush=True)
    if o.init and os.path.exists(o.init):
        c = torch.load(o.init, weights_only=True, map_location=dev)
        [
            m.load_state_dict(c[n])
            for n, m in (("dec", dec), ("edec", edec), ("enc", enc), ("eenc", eenc), ("disc", disc))
        ]
        p.fill_(c["p"])
        print("from", o.init, flush=True)
    t0 = time.time()
    last = saved = 0
    i = 0
    while time.time() - t0 < o.seconds and i < o.steps:
        f = (time.time() - t0) / o.seconds
        if i % 20 == 0:
            rate = 1 if f < 0.7 else max(0.05, 0.5 * (1 + math.cos(math.pi * (f - 0.7) / 0.3)))
            w = min(1, (i + 1) / 200)
            lr.fill_(o.lr * rate * w)
            lrd.fill_(o.lrd * max(0.2, rate) * w)
            beta.fill_(max(0.001, 9 / (10 + i)))
        run(i % 16 == 0)
        i += 1
        if time.time() - last > min(20, o.seconds / 10) or i == 1 or i == o.steps:
            if dev == "cuda":
                torch.cuda.synchronize()
            last = time.time()
            print(
                "%.0f s, %d steps, %.2f ms" % (last - t0, i, (last - t0) / i * 1e3),
                judge(),
                log.get(),
                "p %.3f" % p,
                flush=True,
            )
            if time.time() - saved > 90 and f > 0.3:
                saved = time.time()
                keep()
                sheet("c64.jpg")
    print("end", i, judge(), flush=True)
    sheet("c64.jpg")
    keep()
    if o.full:
        torch.save(
            {
                "dec": dec.state_dict(),
                "edec": edec.state_dict(),
                "enc": enc.state_dict(),
                "eenc": eenc.state_dict(),
                "disc": disc.state_dict(),
                "p": float(p),
            },
            o.full,
        )
