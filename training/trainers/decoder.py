"""The decoder: v of latents, or x0 of pixels; image embedding dropped 10 %, text 50 % (paper 2.1).

plan["stray"] of the embeddings have what arithmetic on embeddings adds and no picture has:
differences of captions, as far as they lie outside the few directions in which pictures differ. The
picture stays, so the decoder learns to overlook what Pictured leaves of it.
"""

import torch
import torch.nn.functional as F

from data.artwork import on_white
from model.autoencoder import Autoencoder
from model.decoder import Decoder
from model.pictured import PICTURED, Pictured, pca
from trainers.diffusion import levels, mix
from trainers.loop import fit, load
from trainers.place import autocast, device
from trainers.pool import Pool
from trainers.sheet import decoder_sheet


def noise_loss(model, prediction: str, x, t, noise, *condition):
    """Mean squared error of v, which for an x0-network is that of x0 over σ² (capped where σ is
    small).
    """
    noised, (a, s) = mix(x, noise, t)
    with autocast():
        out = model(
            noised.contiguous(memory_format=torch.channels_last), t.to(x.device), *condition
        )
    if prediction == "sample":
        return ((out - x).square() / (s**2).clamp(min=1 / 6)).mean()
    return (out - (a * noise - s * x)).square().mean()


def stray(rng: torch.Generator, z, texts, basis, chance: float):
    """z [B,256] of norm 1, a share of them moved by up to 1.2 of a difference of two `texts`
    [B,256] outside `basis` [k,256].
    """
    n = len(z)
    away = texts - texts.roll(1, 0)
    away = away - away @ basis.T @ basis
    far = torch.rand(n, generator=rng) * 1.2 * (torch.rand(n, generator=rng) < chance)
    return F.normalize(z + far.to(z.device)[:, None] * away, dim=1)


def sight_of(model, known):
    """The Pictured decoder that knows these embeddings [N,D], and the directions [PICTURED,D] in
    which pictures differ.
    """
    seen = Pictured(model).to(device())
    mean, basis, eigenvalues, _ = pca(known, seen.components)
    return seen.know(mean, basis, eigenvalues), basis[:PICTURED]


class Memorising:
    """The loss of clean pictures without their captions, of trained concepts and held-out ones."""

    def __init__(self, art, pool: Pool, encode, prediction: str):
        self.prediction = prediction
        self.sets = {
            name: self.fixed(art, pool, encode, held)
            for name, held in (("seen", False), ("held_out", True))
        }

    @torch.no_grad()
    def fixed(self, art, pool: Pool, encode, held: bool):
        """x0, embeddings, states and mask of up to 256 pictures."""
        rows = [i for i in range(len(art.pictures)) if art.held_out[i] == held and not art.mono[i]]
        rows = rows[:: max(1, len(rows) // 256)][:256]
        x = on_white(art.rgba[rows]).to(device())
        ids, mask = (v[None].expand(len(rows), -1).to(device()) for v in pool.empty)
        _, states, mask = pool.text(ids, mask, torch.ones(len(rows), dtype=torch.bool))
        return encode(x), pool.clip.image(x), states, mask.bool()

    @torch.no_grad()
    def measure(self, model, step: int) -> dict:
        rng, out = torch.Generator().manual_seed(1), {}
        for name, (x, *condition) in self.sets.items():
            noise = torch.randn(x.shape, generator=rng).to(device())
            t = levels(rng, len(x))
            loss = noise_loss(model, self.prediction, x, t, noise, *condition)
            out[name] = round(loss.item(), 4)
        return out


def train(art, scenes, recipe, role: str = "decoder"):
    plan = recipe[role]["train"]
    pixels, prediction = plan.get("diffuses") == "pixels", plan.get("prediction", "v")
    autoencoder = (
        None
        if pixels
        else load("autoencoder", Autoencoder(**recipe["autoencoder"]["size"])).to(
            memory_format=torch.channels_last
        )
    )
    encode, paint = (
        (lambda x: x, lambda x: x) if pixels else (autoencoder.encoder, autoencoder.decoder)
    )
    pool = Pool(art, scenes, recipe, plan, autoencoder, pixels)
    sight = None

    def loss_of(model, step):
        nonlocal sight
        rng = torch.Generator().manual_seed(recipe["seed"] * 1_000_003 + step)
        rows = pool.batch(step)
        n = plan["batch"]
        texts, states, mask = pool.text(
            rows["ids"], rows["mask"], torch.rand(n, generator=rng) < 0.5
        )
        lost = (torch.rand(n, generator=rng) < 0.1).to(device())[:, None]
        z = rows["embedding"]
        if plan.get("stray"):
            sight = sight or sight_of(model, pool.rows["embedding"][: pool.size])
            z = sight[0].faded(stray(rng, z, texts, sight[1], plan["stray"]))
        z = torch.where(lost, model.null, z)
        noise = torch.randn(rows["x0"].shape, generator=rng).to(device())
        return noise_loss(
            model, prediction, rows["x0"], levels(rng, n), noise, z, states, mask.bool()
        ), {}

    fit(
        role,
        Decoder(**recipe[role]["size"]),
        plan,
        loss_of,
        Memorising(art, pool, encode, prediction).measure,
        lambda ema, step: decoder_sheet(role, ema, step, art, pool, encode, paint, prediction),
    )
