"""Frozen encoders are dear on a CPU: their outputs are kept in a ring that each step refreshes by a
part.
"""

import numpy as np
import torch

from data.captions import Captions
from data.scenes import Chances
from data.tokenizer import TextIds
from model.clip import Clip
from trainers.loop import load
from trainers.place import autocast, device, work_dir


class Pool:
    """Rows of (embedding [256], ids [32], mask [32]) and x0: latents with an autoencoder, pixels
    where they are kept; augmented pictures never stop coming.
    """

    def __init__(self, art, scenes, recipe, plan, autoencoder=None, pixels: bool = False):
        self.scenes, self.captions, self.ids = (
            scenes,
            Captions(art),
            TextIds(work_dir() / "tokenizer.json"),
        )
        self.clip = load("clip", Clip(**recipe["clip"]["size"])).to(
            memory_format=torch.channels_last
        )
        self.autoencoder, self.pixels, self.plan, self.seed = (
            autoencoder,
            pixels,
            plan,
            recipe["seed"] + plan.get("offset", 0),
        )
        scenes.chances = Chances(**plan.get("chances", {}))
        self.p = scenes.shares(plan.get("diet", {}))
        self.rows, self.size, self.at = None, 0, 0
        nothing, mask = self.ids([""])
        self.empty = nothing[0], mask[0]

    @torch.no_grad()
    def make(self, key: list[int], n: int) -> dict:
        """n fresh rows; `key` names them, so that a resumed run draws others than its first part
        only where it should.
        """
        rng = np.random.default_rng([self.seed, *key])
        picked = rng.choice(self.scenes.train, n, p=self.p)
        x, drawn = self.scenes.paint(rng, picked, device())
        ids, mask = self.ids([self.captions.of(rng, s)[0] for s in drawn])
        x = x.contiguous(memory_format=torch.channels_last)
        with autocast():
            rows = {
                "embedding": self.clip.image(x).float(),
                "ids": ids.to(device()),
                "mask": mask.to(device()),
            }
            if self.autoencoder is not None:
                rows["x0"] = self.autoencoder.encoder(x).float().contiguous()
            elif self.pixels:
                rows["x0"] = x.contiguous()
        return rows

    def put(self, rows: dict):
        capacity = self.plan["pool"]
        if self.rows is None:
            self.rows = {
                k: torch.empty(capacity, *v.shape[1:], dtype=v.dtype, device=v.device)
                for k, v in rows.items()
            }
        n = len(rows["ids"])
        where = (self.at + torch.arange(n)) % capacity
        for k, v in rows.items():
            self.rows[k][where] = v
        self.at, self.size = (self.at + n) % capacity, min(capacity, self.size + n)

    def batch(self, step: int) -> dict:
        """Fresh rows and old ones, plan["batch"] together."""
        n, fresh = self.plan["batch"], self.plan["fresh"]
        if self.rows is None:
            for k in range(self.plan["first"] // 256):
                self.put(self.make([step, k], 256))
        new = self.make([step], fresh)
        old = torch.from_numpy(
            np.random.default_rng([self.seed, step, 7]).integers(0, self.size, n - fresh)
        )
        rows = {k: torch.cat([v, self.rows[k][old]]) for k, v in new.items()}
        self.put(new)
        return rows

    @torch.no_grad()
    def text(self, ids, mask, dropped):
        """Embedding [B,256] and states [B,L,W] with the rows `dropped` (bool [B]) replaced by the
        encoding of "".
        """
        ids, mask = ids.clone(), mask.clone()
        ids[dropped], mask[dropped] = self.empty[0].to(ids.device), self.empty[1].to(ids.device)
        longest = int(mask.sum(1).max())
        ids, mask = ids[:, :longest], mask[:, :longest]
        with autocast():
            embedding, states = self.clip.text(ids, mask)
        return embedding.float(), states.float(), mask
