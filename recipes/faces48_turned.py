"""Version 3 of faces48: goes on from the weights of faces48.py with its axes turned (turn48.py).

What is new beside faces48.py: the change that each of the first 29 coordinates makes to a face, from -1 to 1, is held above --high
grey levels and that of every other below --low; the axes that have a name stay where they were turned to (--anchor); half of the
drawn faces that the discriminator sees have the other 371 coordinates at 0.7 of their deviation.
"""

import argparse
from common import *
from faces48 import D, L, S, Net, kld, ll

if __name__ == "__main__":
    a = argparse.ArgumentParser()
    a.add_argument("--data", default=".")
    a.add_argument("--out", required=True)
    a.add_argument("--seconds", type=float, required=True)
    a.add_argument("--b", type=int, default=128)
    a.add_argument("--steps", type=int, default=10**9)
    a.add_argument("--lr", type=float, default=2e-4)
    a.add_argument("--lrd", type=float, default=3e-4)
    a.add_argument("--gamma", type=float, default=0.004)
    a.add_argument("--elbo", type=float, default=4050)
    a.add_argument("--rmse", type=float, default=0.0446)
    a.add_argument("--explain", type=float, default=0.908)
    a.add_argument("--drop", type=float, default=0.1)
    a.add_argument("--amin", type=float, default=0.5)
    a.add_argument("--init")
    a.add_argument("--ada", type=float, default=0.7)
    a.add_argument("--full")
    a.add_argument("--small", action="store_true")
    a.add_argument("--warm", type=float, default=0.04)
    a.add_argument("--anchor", type=float, default=4.0)
    a.add_argument("--low", type=float, default=6.3)
    a.add_argument("--high", type=float, default=13.8)
    o = a.parse_args()
    torch.manual_seed(1)
    t00 = time.time()
    pics, meta = unpack(f"{o.data}/f48.zip", S, 1)
    nt = meta["train"]
    data = torch.from_numpy(pics[:nt]).to(dev).view(-1, S, S)
    valid = torch.from_numpy(pics[nt:]).to(dev).view(-1, D).float()
    bz = np.load(f"{o.data}/basis48.npz")
    v = bz["v"].astype(np.float32)
    if o.small:
        v = v[:, :400]
    net, ema, first = (Net(bz["mean"], bz["w"], v) for _ in range(3))
    sd = {**torch.load(f"{o.data}/f48_enc.pt", weights_only=True), **torch.load(f"{o.data}/f48_dec.pt", weights_only=True)}
    net.load_state_dict({k: x.float() for k, x in sd.items()}, strict=False)
    tz = np.load(f"{o.data}/turn48.npz")
    T = torch.eye(L, dtype=torch.float64)
    T[:29, :29] = torch.from_numpy(tz["K"])
    T[29:, 29:] = torch.from_numpy(tz["E"])
    T = T.float()
    NA = len(tz["names"])
    with torch.no_grad():  # axes turned: z' = T z
        net.d1.weight.copy_(net.d1.weight @ T.T)
        net.e3.weight[:L] = T @ net.e3.weight[:L]
        net.e3.bias[:L] = T @ net.e3.bias[:L]
        net.e3.weight[L:] = T.square() @ net.e3.weight[L:]
        net.e3.bias[L:] = T.square() @ net.e3.bias[L:]
    net.to(dev)
    ema.to(dev)
    first.to(dev)
    ema.load_state_dict(net.state_dict())
    first.load_state_dict(net.state_dict())
    first.requires_grad_(False)
    disc = Disc(1, S, *(((16, 32, 64), 96) if o.small else ((64, 128, 256), 512))).to(dev)
    one = lambda x: torch.tensor(float(x), device=dev)
    lr, lrd, adv, av, nw, p, lam = one(o.lr), one(o.lrd), one(0), one(12), one(0.3), one(0.2), one(50.0)
    kw = dict(betas=(0.0, 0.99), **({"capturable": True, "fused": True} if dev == "cuda" else {}))
    opt = torch.optim.Adam(net.parameters(), lr=lr, **{**kw, "betas": (0.5, 0.99)})
    optv = torch.optim.Adam(net.parameters(), lr=lr, **{**kw, "betas": (0.9, 0.99)})
    optd = torch.optim.Adam(disc.parameters(), lr=lrd, **kw)
    B = o.b
    nr, nf, k = B // 4, B - B // 4, B // 2
    log = Logs("elbo nest rmse ld la dreal dfake frec fprior r1 sign gn low high anchor".split())
    params, eparams = list(net.parameters()), list(ema.parameters())

    def batch(n):
        x = data[torch.randint(0, nt, (n,), device=dev)].float()
        x = torch.where(torch.rand(n, 1, 1, device=dev) < 0.5, x.flip(2), x)
        return (x.view(n, D) + torch.rand(n, D, device=dev)) / 256

    im = lambda x: x.view(-1, 1, S, S)
    KR, KH, M = 24, 10, 8

    def moves(n, ks):
        """RMS change of the picture, in grey levels, when coordinate k goes from -1 to 1; ks int [K], each over M draws."""
        y = torch.randn(len(ks), M, L, device=dev)
        on = (ks[:, None] == torch.arange(L, device=dev)).float()[:, None]
        y = y * (1 - on)
        h = n.hidden(torch.cat([y + on, y - on]).flatten(0, 1))
        f = n.dm(h).view(2, -1, n.K)
        d = (f[0] - f[1]) @ n.outward
        return (d.view(len(ks), M * D).square().mean(1) + 1e-9).sqrt() * 255

    def hinge():
        lo = moves(
            net, torch.cat([29 + torch.rand(L - 29, device=dev).argsort()[:KR], torch.rand(29, device=dev).argsort()[:KH]])
        )
        hi = lo[KR:]
        lo = lo[:KR]
        a, b = F.relu(lo / o.low - 1).square().mean(), F.relu(1 - hi / o.high).square().mean()
        return a, b

    def anchored(x, mu):
        with torch.no_grad():
            m0, _ = first.encode(x)
        return (mu[:, :NA] - m0[:, :NA]).square().mean()

    def prior(n):
        y = torch.randn(n, L, device=dev)
        y[: n // 2, 29:] *= 0.7
        return y

    def step(r1on):
        if r1on == "vae":
            x = batch(B)
            mu, lv = net.encode(x, o.drop)
            z = mu + torch.exp(lv / 2) * torch.randn_like(mu)
            z2 = z[:k].clone()
            z2[:, 29:] = 0
            h = net.hidden(torch.cat([z, z2]))
            mean = net.mean(h)
            lp = net.logvar(h)
            elbo = (ll(x, mean[:B], lp[:B]) - kld(mu, lv).sum(1)).mean()
            nest = ll(x[:k], mean[B:], lp[B:]).mean()
            a, b = hinge()
            an = anchored(x, mu)
            loss = -av * (elbo + nw * nest) / D + lam * (a + 0.3 * b) + o.anchor * an
            optv.zero_grad(set_to_none=True)
            loss.backward()
            gn = torch.nn.utils.clip_grad_norm_(params, 200.0, foreach=True)
            optv.step()
            with torch.no_grad():
                torch._foreach_lerp_(eparams, params, 0.0007)
            log.put(elbo=elbo, nest=nest, rmse=(mean[:B] - x).square().mean().sqrt(), gn=gn, low=a, high=b, anchor=an)
            return
        x = batch(B)
        mu, lv = net.encode(x, o.drop)
        z = mu + torch.exp(lv / 2) * torch.randn_like(mu)
        z2 = z[:k].clone()
        z2[:, 29:] = 0
        h = net.hidden(torch.cat([z, z2, prior(nf), z[:nr].detach()]))
        mean = net.mean(h)
        fake = mean[B + k :]
        for q in disc.parameters():
            q.requires_grad_(True)
        real = augment(im(batch(B)), p, 6)
        if r1on:
            real.requires_grad_(True)
        with torch.autocast(dev, torch.bfloat16, enabled=dev == "cuda", cache_enabled=False):
            rl, fl = disc(real), disc(augment(im(fake.detach()), p, 6))
        ld = F.softplus(-rl).mean() + F.softplus(fl).mean()
        tot = ld
        if r1on:
            (g,) = torch.autograd.grad(rl.sum(), real, create_graph=True)
            r1 = g.float().square().sum((1, 2, 3)).mean()
            tot = ld + o.gamma / 2 * 8 * r1
            log.put(r1=r1)
        optd.zero_grad(set_to_none=True)
        tot.backward()
        optd.step()
        for q in disc.parameters():
            q.requires_grad_(False)
        with torch.autocast(dev, torch.bfloat16, enabled=dev == "cuda", cache_enabled=False):
            fg = disc(augment(im(fake), p, 6))
        la = F.softplus(-fg).mean()
        lp = net.logvar(h[: B + k])
        elbo = (ll(x, mean[:B], lp[:B]) - kld(mu, lv).sum(1)).mean()
        nest = ll(x[:k], mean[B : B + k], lp[B:]).mean()
        a, b = hinge()
        an = anchored(x, mu)
        loss = adv * la - av * (elbo + nw * nest) / D + lam * (a + 0.3 * b) + o.anchor * an
        opt.zero_grad(set_to_none=True)
        loss.backward()
        gn = torch.nn.utils.clip_grad_norm_(params, 200.0, foreach=True)
        opt.step()
        with torch.no_grad():
            torch._foreach_lerp_(eparams, params, 0.0007)
        s = torch.sign(rl.detach()).mean()
        log.put(
            elbo=elbo,
            nest=nest,
            rmse=(mean[:B] - x).square().mean().sqrt(),
            ld=ld,
            la=la,
            dreal=(rl > 0).float().mean(),
            dfake=(fl < 0).float().mean(),
            fprior=fg[:nf].mean(),
            frec=fg[nf:].mean(),
            sign=s,
            gn=gn,
            low=a,
            high=b,
            anchor=an,
        )
        p.add_(torch.sign(log.t[log.i["sign"]] - o.ada) * (B / 500e3)).clamp_(0, 0.6)

    def keep():
        sd = half({n: x for n, x in ema.state_dict().items() if n not in ("inward", "outward", "smooth", "mu0")})
        torch.save({n: x for n, x in sd.items() if n[0] == "e"}, f"{o.out}/f48_enc.pt")
        torch.save({n: x for n, x in sd.items() if n[0] != "e"}, f"{o.out}/f48_dec.pt")

    def full():
        torch.save(
            {
                "net": net.state_dict(),
                "ema": ema.state_dict(),
                "disc": disc.state_dict(),
                "opt": opt.state_dict(),
                "optd": optd.state_dict(),
                "knobs": [float(av), float(nw), float(p)],
            },
            o.full,
        )

    run = Graphs(step, (opt, optd, optv))
    g = torch.Generator(dev).manual_seed(0)
    vx = (valid + torch.rand(valid.shape, generator=g, device=dev)) / 256
    zf = torch.randn(256, L, generator=g, device=dev)

    @torch.no_grad()
    def every(m):
        out = []
        for k in range(0, L, 50):
            y = zf[None, :24].repeat(50, 1, 1)
            on = F.one_hot(torch.arange(k, k + 50, device=dev), L).float()[:, None]
            y = y * (1 - on)
            d = (m.decode((y + on).flatten(0, 1)) - m.decode((y - on).flatten(0, 1))).view(50, -1)
            out.append(d.square().mean(1).sqrt() * 255)
        return torch.cat(out)

    @torch.no_grad()
    def judge(m):
        mu, lv = m.encode(vx)
        z = mu + torch.exp(lv / 2) * torch.randn_like(mu)
        h = m.hidden(z)
        kl = kld(mu, lv)
        e = ll(vx, m.mean(h), m.logvar(h)) - kl.sum(1)
        full = m.decode(mu)
        y = mu.clone()
        y[:, 29:] = 0
        part = m.decode(y)
        ex = 1 - float((full - part).square().mean() / (full - full.mean(0)).square().mean())
        mv = every(m)
        return dict(
            low=float(mv[29:].max()),
            high=float(mv[:29].min()),
            mid=float(mv[:29].median()),
            elbo=float(e.mean()),
            rmse=float((full.clamp(0, 1) - vx).square().mean().sqrt()),
            rmse29=float((part - vx).square().mean().sqrt()),
            explained=ex,
            kl=float(kl.sum(1).mean()),
        )

    def sheet(name, n=160):
        with torch.no_grad():
            y = zf[:n].clone()
            y[:, 29:] = 0
            q = zf[n - 64 : n].clone()
            q[:, 29:] *= 0.7
            f = torch.cat(
                [
                    ema.decode(zf[: n - 64]),
                    ema.decode(q),
                    ema.decode(y)[:32],
                    torch.stack([vx[:16], ema.decode(ema.encode(vx[:16])[0])]).view(32, -1),
                ]
            )
        grid(f.view(-1, S, S), 16, f"{o.out}/{name}", 2)

    print(dev, torch.cuda.get_device_name() if dev == "cuda" else "", flush=True)
    print("start", round(time.time() - t00, 1), "s; valid", judge(ema), flush=True)
    if o.init and os.path.exists(o.init):
        c = torch.load(o.init, weights_only=True, map_location=dev)
        net.load_state_dict(c["net"])
        ema.load_state_dict(c["ema"])
        disc.load_state_dict(c["disc"])
        av.fill_(c["knobs"][0])
        nw.fill_(c["knobs"][1])
        p.fill_(c["knobs"][2])
        print("from", o.init, judge(ema), flush=True)
    t0 = time.time()
    last = saved = 0
    i = 0
    while time.time() - t0 < o.seconds and i < o.steps:
        f = (time.time() - t0) / o.seconds
        if i % 20 == 0:
            rate = 1 if f < 0.7 else max(0.05, 0.5 * (1 + math.cos(math.pi * (f - 0.7) / 0.3)))
            w = min(1, (i + 20) / 400)
            lr.fill_(o.lr * rate * w)
            lrd.fill_(o.lrd * max(0.2, rate) * w)
            adv.fill_(min(1, max(0, (f - o.warm) / 0.03)))
        run("vae" if f < o.warm - 0.02 else i % 8 == 0)
        i += 1
        if i % 250 == 0:
            j = judge(ema)
            err = max((o.elbo - j["elbo"]) / 50, (j["rmse"] - o.rmse) / 0.001)
            if f > o.warm + 0.03:
                av.mul_(math.exp(0.06 * max(-1, min(1, err)))).clamp_(o.amin, 40)
            lam.mul_(math.exp(0.1 * max(-1, min(1, (j["low"] / j["high"] - 0.475) / 0.02)))).clamp_(5, 3000)
            nw.mul_(math.exp(0.08 * max(-1, min(1, (o.explain - j["explained"]) / 0.005)))).clamp_(0.2, 6)
        if time.time() - last > min(20, o.seconds / 10) or i == 1 or i == o.steps:
            if dev == "cuda":
                torch.cuda.synchronize()
            last = time.time()
            print(
                "%.0f s, %d steps, %.2f ms" % (last - t0, i, (last - t0) / i * 1e3),
                {n: round(x, 4) for n, x in judge(ema).items()},
                log.get(),
                "a %.3f n %.3f p %.3f adv %.2f lam %.0f" % (av, nw, p, adv, lam),
                flush=True,
            )
            if time.time() - saved > 90 and f > 0.3:
                saved = time.time()
                keep()
                sheet("f48.jpg")
    print("end", i, judge(ema), "live", judge(net), "a %.3f n %.3f" % (av, nw), flush=True)
    sheet("f48.jpg")
    keep()
    if o.full:
        full()
