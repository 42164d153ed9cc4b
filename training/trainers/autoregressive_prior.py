"""The autoregressive prior (paper 2.2): cross entropy of each code; text dropped 10 %, and with it
the dot-product token.
"""

import torch
import torch.nn.functional as F
from torch import nn

from model.autoregressive_prior import AutoregressivePrior
from model.quantiser import Quantiser
from trainers.loop import fit
from trainers.place import autocast, device
from trainers.pool import Pool


class Both(nn.Module):
    """The network and its quantiser in one checkpoint."""

    def __init__(self, size: dict):
        super().__init__()
        self.prior = AutoregressivePrior(**size)
        self.quantiser = Quantiser(
            self.prior.components, self.prior.buckets, self.prior.dot.num_embeddings
        )


def train(art, scenes, recipe, role: str = "autoregressive-prior"):
    plan = recipe[role]["train"]
    pool = Pool(art, scenes, recipe, plan)
    both = Both(recipe[role]["size"])
    rows = pool.make([0], 256)
    for k in range(1, 24):
        rows = {
            name: torch.cat([v, new])
            for (name, v), new in zip(rows.items(), pool.make([k], 256).values())
        }
    own, _, _ = pool.text(
        rows["ids"], rows["mask"], torch.zeros(len(rows["ids"]), dtype=torch.bool)
    )
    both.quantiser.fit(rows["embedding"].cpu(), (rows["embedding"] * own).sum(1).cpu())

    def loss_of(model, step):
        rng = torch.Generator().manual_seed(recipe["seed"] * 1_000_003 + step)
        rows, n = pool.batch(step), plan["batch"]
        own, states, mask = pool.text(rows["ids"], rows["mask"], torch.rand(n, generator=rng) < 0.1)
        z = rows["embedding"]
        codes, dot = model.quantiser.codes(z), model.quantiser.dots((z * own).sum(1))
        with autocast():
            logits = model.prior(states, mask, own, dot, codes)
        loss = F.cross_entropy(logits.flatten(0, 1), codes.flatten())
        with torch.no_grad():
            first = (logits[:, :8].argmax(-1) == codes[:, :8]).float().mean().item()
        return loss, {"first_8_right": round(first, 3)}

    fit(role, both.to(device()), plan, loss_of)
