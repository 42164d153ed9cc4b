"""Runs an exported pack, role by role, as the engine does: for contact sheets and evaluation."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import torch

from data.tokenizer import TextIds
from packing.onnx_file import session
from trainers.diffusion import ddim, ddim_inversion, sample
from trainers.upsampler import enlarge

# Inversion ends below the last level, where too little of the picture is left to come back from.
LAST = 980


def pick(logits, top: float, rng: torch.Generator):
    """One of each row [B,K], among the most likely that together hold `top` of the probability."""
    p, order = logits.softmax(1).sort(1, descending=True)
    p = torch.where(p.cumsum(1) - p < top, p, 0)
    return order.gather(1, torch.multinomial(p / p.sum(1, keepdim=True), 1, generator=rng))[:, 0]


class Pack:
    def __init__(self, folder: Path, threads: int = 1, weights: Path | None = None):
        """`weights`: another folder with the same ONNX files, such as those before rounding."""
        self.folder, self.weights, self.manifest = (
            folder,
            weights or folder,
            json.loads((folder / "model.json").read_text()),
        )
        self.threads, self._sessions = threads, {}
        self.ids = TextIds(folder / "tokenizer.json")
        self.null = self.tensor("stats.bin#null-embedding")
        self.empty = self.text([""])

    def tensor(self, reference: str) -> torch.Tensor:
        file, name = reference.split("#")
        entry = self.manifest["files"][file]["tensors"][name]
        kind = {"f32": "<f4", "f16": "<f2"}[entry["dtype"]]
        values = np.frombuffer(
            (self.folder / file).read_bytes(), kind, int(np.prod(entry["shape"])), entry["offset"]
        )
        return torch.from_numpy(values.astype(np.float32).reshape(entry["shape"]))

    def call(self, role: str, **given):
        """Feeds tensors by the manifest's port names; one tensor per output."""
        entry = self.manifest["roles"][role]
        if role not in self._sessions:
            self._sessions[role] = session(self.weights / entry["file"], self.threads)
        out = self._sessions[role].run(
            list(entry["out"].values()), {entry["in"][k]: v.numpy() for k, v in given.items()}
        )
        return (
            torch.from_numpy(out[0]) if len(out) == 1 else tuple(torch.from_numpy(o) for o in out)
        )

    @property
    def steps(self) -> int:
        return self.manifest["roles"]["decoder"]["steps"]

    def concepts(self) -> list[dict]:
        """label, group and heldOut of each row of the concept table."""
        return json.loads((self.folder / "concepts.json").read_text())

    def text(self, captions: list[str]):
        """Embedding [B,256], states [B,32,W], mask bool [B,32]."""
        ids, mask = self.ids(captions)
        embedding, states = self.call("text-encoder", ids=ids, mask=mask)
        return embedding, states, mask.bool()

    def image(self, pixels):
        return torch.cat([self.call("image-encoder", pixels=p) for p in pixels.split(64)])

    def prior(
        self,
        text,
        seed: int = 0,
        steps: int | None = None,
        guidance: float | None = None,
        candidates: int | None = None,
    ):
        """z_i [B,256] of norm 1: the best of the candidates by dot product with z_t (paper 2.2)."""
        entry = self.manifest["roles"]["prior"]
        guidance, candidates = (
            entry["guidance"] if guidance is None else guidance,
            candidates or entry["candidates"],
        )
        z_t, states, mask = (v.repeat_interleave(candidates, 0) for v in text)
        n, rng = len(z_t), torch.Generator().manual_seed(seed)
        both = [
            torch.cat([e.expand(n, *e.shape[1:]), c])
            for e, c in zip(self.empty, (z_t, states, mask))
        ]

        def predict(x, t):
            u, c = self.call(
                "prior",
                x=torch.cat([x, x]),
                t=torch.tensor(t),
                embedding=both[0],
                tokens=both[1],
                mask=both[2],
            ).chunk(2)
            return u + guidance * (c - u)

        z = sample(
            entry,
            predict,
            torch.randn(n, z_t.shape[1], generator=rng),
            steps or entry["steps"],
            rng,
        )
        z = torch.nn.functional.normalize(z / entry["scale"], dim=1).unflatten(0, (-1, candidates))
        best = (z * text[0][:, None]).sum(-1).argmax(1)
        return z[torch.arange(len(z)), best]

    def autoregressive_prior(self, text, seed: int = 0, percentile: float | None = None):
        """z_i [B,256] of norm 1, sampled code by code with guidance on the logits (paper 2.2)."""
        entry = self.manifest["roles"]["autoregressive-prior"]
        n, rng = len(text[0]), torch.Generator().manual_seed(seed)
        z_t, states, mask = (
            torch.cat([c, e.expand(n, *e.shape[1:])]) for e, c in zip(self.empty, text)
        )
        least = min(
            entry["dots"] - 1,
            int((entry["percentile"] if percentile is None else percentile) / 100 * entry["dots"]),
        )
        dot = torch.cat(
            [
                torch.randint(least, entry["dots"], (n,), generator=rng),
                torch.full((n,), entry["nullDot"]),
            ]
        )
        logits, keys, values = self.call(
            "autoregressive-prior", embedding=z_t, tokens=states, mask=mask, dot=dot
        )
        codes = []
        for k in range(self.manifest["quantizer"]["count"]):
            c, u = logits.chunk(2)
            codes.append(
                pick((u + entry["guidance"] * (c - u)) / entry["temperature"], entry["topP"], rng)
            )
            if k + 1 < self.manifest["quantizer"]["count"]:
                logits, keys, values = self.call(
                    "autoregressive-prior.step",
                    code=codes[-1].repeat(2),
                    index=torch.tensor(k),
                    mask=mask,
                    keys=keys,
                    values=values,
                )
        mean, basis, levels = (
            self.tensor(self.manifest["quantizer"][k]) for k in ("mean", "basis", "values")
        )
        x = torch.stack([levels[k][code] for k, code in enumerate(codes)], 1)
        return torch.nn.functional.normalize(x @ basis + mean, dim=1)

    def decode(
        self,
        z=None,
        text=None,
        noise=None,
        seed: int = 0,
        steps: int | None = None,
        guidance: float | None = None,
    ):
        """Pictures [B,3,64,64]; without z or without text the null embedding or the empty prompt
        stands in.
        """
        entry = self.manifest["roles"]["decoder"]
        n = len(z if z is not None else text[0])
        guidance = entry["guidance"] if guidance is None else guidance
        states, mask = (
            self.empty[k].expand(n, *self.empty[k].shape[1:]) if text is None else text[k]
            for k in (1, 2)
        )
        null = self.null.expand(n, -1)
        zs = torch.cat([null, null if z is None else z])
        ss, ms = (
            torch.cat([self.empty[k].expand(n, *self.empty[k].shape[1:]), v])
            for k, v in ((1, states), (2, mask))
        )

        def predict(x, t):
            u, c = self.call(
                "decoder", x=torch.cat([x, x]), t=torch.tensor(t), embedding=zs, tokens=ss, mask=ms
            ).chunk(2)
            return u + guidance * (c - u)

        if noise is None:
            noise = torch.stack(
                [
                    torch.randn(*entry["shape"], generator=torch.Generator().manual_seed(seed + k))
                    for k in range(n)
                ]
            )
        return self.call(
            "autoencoder.decode", latent=sample(entry, predict, noise, steps or entry["steps"])
        )

    def _plain(self, z):
        """v of the decoder given z alone: no caption, no guidance."""
        given = {
            "embedding": z,
            "tokens": self.empty[1].expand(len(z), -1, -1),
            "mask": self.empty[2].expand(len(z), -1),
        }
        return lambda x, t: self.call("decoder", x=x, t=torch.tensor(t), **given)

    def invert(self, latents, z, steps: int):
        """x_T such that `restore` gives the latents back (paper 3.1)."""
        return ddim_inversion(
            self._plain(z), latents, steps, self.manifest["roles"]["decoder"]["prediction"]
        )

    def restore(self, noise, z, steps: int):
        """Pictures of (z, x_T) with η = 0."""
        return self.call(
            "autoencoder.decode",
            latent=ddim(
                self._plain(z),
                noise,
                steps,
                self.manifest["roles"]["decoder"]["prediction"],
                last=LAST,
            ),
        )

    def upsample(self, low, stage: int = 0, seed: int = 0):
        """One stage up, a picture at a time."""
        entry, out = self.manifest["roles"][f"upsampler.{stage}"], []

        def predict(up, x, t):
            return self.call(f"upsampler.{stage}", x=torch.cat([x, up], 1), t=torch.tensor(t))

        for k, picture in enumerate(low):
            up = enlarge(picture[None], entry["to"])
            noise = torch.randn(up.shape, generator=torch.Generator().manual_seed(seed + k))
            out.append(sample(entry, partial(predict, up), noise, entry["steps"])[0])
        return torch.stack(out).clamp(-1, 1)
