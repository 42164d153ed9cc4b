"""Runs an exported pack, role by role, as the engine does: for contact sheets and the evaluation."""
import json
from pathlib import Path

import numpy as np
import torch

from data.tokenizer import TextIds
from export.onnx_file import session
from train.diffusion import ddim, ddpm
from train.upsampler import enlarge


class Pack:
    def __init__(self, folder: Path, threads: int = 1):
        self.folder, self.manifest = folder, json.loads((folder / "model.json").read_text())
        self.threads, self._sessions = threads, {}
        self.ids = TextIds(folder / "tokenizer.json")
        self.null = self.tensor("stats.bin#null-embedding")
        self.empty = self.text([""])

    def tensor(self, reference: str) -> torch.Tensor:
        file, name = reference.split("#")
        entry = self.manifest["files"][file]["tensors"][name]
        kind = {"f32": "<f4", "f16": "<f2"}[entry["dtype"]]
        values = np.frombuffer((self.folder / file).read_bytes(), kind, int(np.prod(entry["shape"])), entry["offset"])
        return torch.from_numpy(values.astype(np.float32).reshape(entry["shape"]))

    def call(self, role: str, **given):
        """Feeds tensors by the manifest's port names; one tensor per output."""
        entry = self.manifest["roles"][role]
        if role not in self._sessions:
            self._sessions[role] = session(self.folder / entry["file"], self.threads)
        out = self._sessions[role].run(list(entry["out"].values()), {entry["in"][k]: v.numpy() for k, v in given.items()})
        return torch.from_numpy(out[0]) if len(out) == 1 else tuple(torch.from_numpy(o) for o in out)

    def text(self, captions: list[str]):
        """Embedding [B,256], states [B,32,W], mask bool [B,32]."""
        ids, mask = self.ids(captions)
        embedding, states = self.call("text-encoder", ids=ids, mask=mask)
        return embedding, states, mask.bool()

    def image(self, pixels):
        return torch.cat([self.call("image-encoder", pixels=p) for p in pixels.split(64)])

    def prior(self, text, seed: int = 0, steps: int | None = None, guidance: float | None = None, candidates: int | None = None):
        """z_i [B,256] of norm 1: the best of the candidates by dot product with z_t (paper 2.2)."""
        entry = self.manifest["roles"]["prior"]
        guidance, candidates = entry["guidance"] if guidance is None else guidance, candidates or entry["candidates"]
        z_t, states, mask = (v.repeat_interleave(candidates, 0) for v in text)
        n, rng = len(z_t), torch.Generator().manual_seed(seed)
        both = [torch.cat([e.expand(n, *e.shape[1:]), c]) for e, c in zip(self.empty, (z_t, states, mask))]

        def predict(x, t):
            u, c = self.call("prior", x=torch.cat([x, x]), t=torch.tensor(t), embedding=both[0], tokens=both[1], mask=both[2]).chunk(2)
            return u + guidance * (c - u)

        z = ddpm(predict, torch.randn(n, z_t.shape[1], generator=rng), steps or entry["steps"], rng)
        z = torch.nn.functional.normalize(z / entry["scale"], dim=1).unflatten(0, (-1, candidates))
        best = (z * text[0][:, None]).sum(-1).argmax(1)
        return z[torch.arange(len(z)), best]

    def decode(self, z=None, text=None, noise=None, seed: int = 0, steps: int | None = None, guidance: float | None = None):
        """Pictures [B,3,64,64]; without z or without text the null embedding or the empty prompt stands in."""
        entry = self.manifest["roles"]["decoder"]
        n = len(z if z is not None else text[0])
        guidance = entry["guidance"] if guidance is None else guidance
        states, mask = (self.empty[k].expand(n, *self.empty[k].shape[1:]) if text is None else text[k] for k in (1, 2))
        null = self.null.expand(n, -1)
        zs = torch.cat([null, null if z is None else z])
        ss, ms = (torch.cat([self.empty[k].expand(n, *self.empty[k].shape[1:]), v]) for k, v in ((1, states), (2, mask)))

        def predict(x, t):
            u, c = self.call("decoder", x=torch.cat([x, x]), t=torch.tensor(t), embedding=zs, tokens=ss, mask=ms).chunk(2)
            return u + guidance * (c - u)

        if noise is None:
            noise = torch.stack([torch.randn(*entry["shape"], generator=torch.Generator().manual_seed(seed + k)) for k in range(n)])
        return self.call("autoencoder.decode", latent=ddim(predict, noise, steps or entry["steps"], entry["prediction"]))

    def upsample(self, low, stage: int = 0, seed: int = 0):
        """One stage up, a picture at a time."""
        entry, out = self.manifest["roles"][f"upsampler.{stage}"], []
        for k, picture in enumerate(low):
            up = enlarge(picture[None], entry["to"])
            noise = torch.randn(up.shape, generator=torch.Generator().manual_seed(seed + k))
            out.append(ddim(lambda x, t: self.call(f"upsampler.{stage}", x=torch.cat([x, up], 1), t=torch.tensor(t)), noise, entry["steps"], "sample", 1.0)[0])
        return torch.stack(out).clamp(-1, 1)
