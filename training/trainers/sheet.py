"""Contact sheets while training: original, from its image embedding, from its text alone."""

import torch
from PIL import Image

from data.artwork import on_white
from trainers.diffusion import ddim
from trainers.place import autocast, device, work_dir

LABELS = [
    "red heart",
    "grinning face",
    "cat face",
    "dog face",
    "frog",
    "rocket",
    "guitar",
    "red apple",
    "banana",
    "octopus",
    "alarm clock",
    "motorcycle",
    "key",
    "house",
    "pizza",
    "butterfly",
]


def grid(rows: list[torch.Tensor]) -> Image.Image:
    """Rows of pictures f32 [n,3,64,64] in [-1,1]."""
    x = torch.stack([torch.cat(list(r), -1) for r in rows])
    x = torch.cat(list(x), 1).clamp(-1, 1)
    return Image.fromarray(((x + 1) * 127.5).round().byte().permute(1, 2, 0).cpu().numpy())


def guided(model, z, states, mask, null, nothing, guidance: float):
    """A denoiser of x [B,…] with classifier-free guidance against (null embedding, empty text)."""
    n = len(z)
    zs, ss, ms = (
        torch.cat([null.expand(n, -1), z]),
        torch.cat([nothing[0].expand(n, -1, -1), states]),
        torch.cat([nothing[1].expand(n, -1), mask]),
    )

    def predict(x, t):
        with autocast():
            u, c = model(torch.cat([x, x]), torch.tensor(t, device=x.device), zs, ss, ms).chunk(2)
        return u + guidance * (c - u)

    return predict


@torch.no_grad()
def decoder_sheet(role, model, step, art, pool, encode, paint, prediction, guidance: float = 2.0):
    picked = [i for i in (art.of(label, "noto") for label in LABELS) if i is not None]
    held = [
        i
        for i in range(len(art.pictures))
        if art.held_out[i]
        and art.style[i] == 0
        and art.concepts[art.concept[i]]["group"]
        in ("animals-nature", "food-drink", "objects", "travel-places")
    ][::4]
    picked = (picked + held)[:20]
    x = on_white(art.rgba[picked]).to(device())
    n = len(picked)
    z = pool.clip.image(x)
    ids, mask = pool.ids([art.concepts[art.concept[i]]["label"].lower() for i in picked])
    _, states = pool.clip.text(ids.to(device()), mask.to(device()))
    eids, emask = (v[None].to(device()) for v in pool.empty)
    nothing = pool.clip.text(eids, emask)[1], emask.bool()
    noise = torch.randn(
        n, *pool.rows["x0"].shape[1:], generator=torch.Generator().manual_seed(0)
    ).to(device())
    rows = [x, paint(encode(x))]
    for image, text, told in (
        (z, nothing[0].expand(n, -1, -1), nothing[1].expand(n, -1)),
        (model.null.expand(n, -1), states, mask.to(device()).bool()),
    ):
        latent = ddim(
            guided(model, image, text, told, model.null, nothing, guidance), noise, 25, prediction
        )
        rows.append(paint(latent))
    grid(rows).save(work_dir() / f"{role}-{step:06d}.png")
