"""The diffusion prior (paper 2.2): mean squared error to the un-noised embedding; text dropped 10
%.
"""

import torch

from model.prior import Prior
from trainers.diffusion import levels, mix
from trainers.loop import fit
from trainers.place import autocast, device
from trainers.pool import Pool

SCALE = 16.0  # √256, so that each component of a scaled embedding is near 1 (the paper's 17.2)


def train(art, scenes, recipe, role: str = "prior"):
    plan = recipe[role]["train"]
    pool = Pool(art, scenes, recipe, plan)

    def loss_of(model, step):
        rng = torch.Generator().manual_seed(recipe["seed"] * 1_000_003 + step)
        rows, n = pool.batch(step), plan["batch"]
        embedding, states, mask = pool.text(
            rows["ids"], rows["mask"], torch.rand(n, generator=rng) < 0.1
        )
        z, t = rows["embedding"] * SCALE, levels(rng, n)
        noised, _ = mix(z, torch.randn(z.shape, generator=rng).to(device()), t)
        with autocast():
            out = model(noised, t.to(device()), embedding, states, mask.bool())
        with torch.no_grad():
            late = torch.cosine_similarity(out[t > 800], z[t > 800]).mean().item()
        return (out - z).square().mean(), {"cos_from_noise": round(late, 3)}

    fit(role, Prior(**recipe[role]["size"]), plan, loss_of)
