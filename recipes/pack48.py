import sys, io, json, zipfile, time
import numpy as np
from pathlib import Path
from PIL import Image
from morphing_faces.faces.set.faceset import load_faces

faces = load_faces(Path(sys.argv[2]))
pick = lambda n: np.asarray(faces.images[np.sort(faces.split(n))])
tr, va = pick("train"), pick("valid")[:768]
print(tr.shape, va.shape)
# eigen-decomposition of faces and mirror images
D = 2304
s = np.zeros(D)
c = np.zeros((D, D))
for part in np.array_split(tr, 14):
    for side in (part, part[:, :, ::-1]):
        x = (side.reshape(len(side), D).astype(np.float32) + 0.5) / 256
        s += x.sum(0, dtype=np.float64)
        c += (x.T @ x).astype(np.float64)
n = len(tr)
m = s / (2 * n)
c = c / (2 * n) - np.outer(m, m)
c[np.diag_indices(D)] += 1 / 12 / 256**2
w, v = np.linalg.eigh(c)
w, v = w[::-1].copy(), v[:, ::-1].copy()
print(w[:5], w[1199], w[-1])
np.savez("basis48.npz", mean=m, w=w, v=v[:, :1200].astype(np.float16))
np.save("f48_all.npy", np.concatenate([tr, va]))
a = np.concatenate([tr, va])


def sheets(a, q, out):
    n = len(a)
    tot = 0
    t = time.time()
    with zipfile.ZipFile(out, "w") as z:
        for k in range(0, n, 4096):
            b = a[k : k + 4096]
            r = -(-len(b) // 64)
            pad = np.zeros((r * 64, *b.shape[1:]), np.uint8)
            pad[: len(b)] = b
            g = pad.reshape(r, 64, *b.shape[1:]).swapaxes(1, 2).reshape(r * b.shape[1], 64 * b.shape[2], *b.shape[3:])
            f = io.BytesIO()
            Image.fromarray(g).save(f, "WEBP", quality=q, method=4)
            z.writestr(f"{k:06d}.webp", f.getvalue())
            tot += f.tell()
            if k == 0:
                f.seek(0)
                h = np.asarray(Image.open(f).convert("L" if g.ndim == 2 else "RGB"))
                e = h.astype(float) - g
                print(
                    "q",
                    q,
                    "rmse",
                    np.sqrt((e**2).mean()),
                    "psnr",
                    20 * np.log10(255 / np.sqrt((e**2).mean())),
                    "bytes/face",
                    f.getbuffer().nbytes / 4096,
                )
        z.writestr("meta.json", json.dumps({"count": n, "train": len(tr)}))
    print(out, tot / 1e6, "MB", time.time() - t)


sheets(a, int(sys.argv[1]), "f48.zip")
