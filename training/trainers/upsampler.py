"""Upsamplers, trained on crops a quarter as wide as the picture (paper 2.1).

The first is shown blurred pictures and the autoencoder's reconstructions, so it mends what the
autoencoder loses; the second a degradation like BSR: random blur, resizing down and back, noise.
"""

import numpy as np
import torch
import torch.nn.functional as F

from data.colour import NAMES, PAINTS
from model.autoencoder import Autoencoder
from model.upsampler import Upsampler
from trainers.diffusion import levels, mix
from trainers.loop import checkpoint_path, fit, load
from trainers.place import autocast, device


def enlarge(low, size: int):
    """The contract of both upsamplers: bicubic with antialias."""
    return F.interpolate(low, size=(size, size), mode="bicubic", antialias=True).clamp(-1, 1)


def blur(x, sigma: float):
    """Gaussian blur of width 7; x [B,3,H,W]."""
    k = torch.exp(-(torch.arange(-3, 4, device=x.device).float() ** 2) / (2 * sigma**2))
    k = (k / k.sum()).expand(3, 1, 7)
    x = F.conv2d(F.pad(x, (3, 3, 3, 3), mode="replicate"), k[:, :, None], groups=3)
    return F.conv2d(x, k[:, :, :, None], groups=3)


class Crops:
    """High-resolution pictures as bytes, and pairs of crops from them: low (enlarged) and high
    [n,3,crop,crop].
    """

    def __init__(self, art, plan, seed: int, to: int, autoencoder=None):
        self.to, self.plan, self.seed, self.autoencoder = to, plan, seed, autoencoder
        self.art, self.rows = art, art.rendered_at(to)

    def whole(self, rng, n: int):
        """f32 [n,3,to,to] on white or colour, turned by quarters and mirrored."""
        out = []
        for i in rng.choice(self.rows, n):
            x = torch.from_numpy(self.art.picture(int(i), self.to).astype(np.float32) / 255)
            x = torch.rot90(x, int(rng.integers(4)) if rng.random() < 0.3 else 0, (1, 2))
            paint = (
                PAINTS[NAMES[rng.integers(len(NAMES))]][0]
                if rng.random() < 0.25
                else (255, 255, 255)
            )
            x = x[:3] * x[3:] + torch.tensor(paint)[:, None, None] / 255 * (1 - x[3:])
            out.append((x.flip(2) if rng.random() < 0.5 else x) * 2 - 1)
        return torch.stack(out).to(device())

    def degrade(self, rng, high):
        low = F.interpolate(high, scale_factor=0.25, mode="bicubic", antialias=True)
        if self.autoencoder is not None:
            if rng.random() < 0.6:
                with autocast():
                    z = self.autoencoder.encoder(low)
                    low = self.autoencoder.decoder(z + rng.uniform(0, 0.25) * torch.randn_like(z))
            elif rng.random() < 0.7:
                low = blur(low, rng.uniform(0.4, 0.8))
        else:
            if rng.random() < 0.7:
                low = blur(low, rng.uniform(0.3, 1.3))
            if rng.random() < 0.4:
                size = low.shape[-1]
                low = F.interpolate(
                    F.interpolate(
                        low,
                        scale_factor=float(rng.uniform(0.5, 0.9)),
                        mode="bilinear",
                        antialias=True,
                    ),
                    size=(size, size),
                    mode="bicubic",
                )
        return (low + rng.uniform(0, 0.03) * torch.randn_like(low) * (rng.random() < 0.5)).clamp(
            -1, 1
        )

    def draw(self, step: int):
        rng = np.random.default_rng([self.seed, step, self.to])
        crop, each = self.plan["crop"], self.plan["each"]
        high = self.whole(rng, self.plan["batch"] // each)
        low = enlarge(self.degrade(rng, high), self.to)
        pairs = []
        for k in range(len(high)):
            for _ in range(each):
                # The middle holds the drawing; borders are mostly empty.
                y, x = (
                    int(np.clip(rng.normal(0.5, 0.22), 0, 1) * (self.to - crop)) for _ in range(2)
                )
                pairs.append(
                    (low[k, :, y : y + crop, x : x + crop], high[k, :, y : y + crop, x : x + crop])
                )
        return (torch.stack(v) for v in zip(*pairs))


def train(art, scenes, recipe, role: str):
    plan = recipe[role]["train"]
    autoencoder = (
        load("autoencoder", Autoencoder(**recipe["autoencoder"]["size"]))
        if role == "upsampler-0" and checkpoint_path("autoencoder").exists()
        else None
    )
    crops = Crops(art, plan, recipe["seed"], 256 if role == "upsampler-0" else 1024, autoencoder)

    def loss_of(model, step):
        torch.manual_seed(recipe["seed"] * 1_000_003 + step)
        rng = torch.Generator().manual_seed(step)
        low, high = crops.draw(step)
        t = levels(rng, len(high))
        noised, _ = mix(high, torch.randn(high.shape, generator=rng).to(device()), t)
        with autocast():
            out = model(
                torch.cat([noised, low], 1).contiguous(memory_format=torch.channels_last),
                t.to(device()),
            )
        wrong = (out - high) * 10
        gain = 10 * torch.log10((low - high).square().mean() / (out - high).square().mean()).item()
        return (wrong.square() + 0.01).sqrt().mean(), {"gain_db": round(gain, 2)}

    fit(role, Upsampler(**recipe[role]["size"]), plan, loss_of)
