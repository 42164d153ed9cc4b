"""What a pack knows of its own embedding space: null embedding, modality gap, PCA basis, concept
table.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data.artwork import on_white
from data.captions import name_of
from data.tokenizer import TextIds
from model.pictured import pca
from trainers.place import device

COMPONENTS = 96


class TensorFile:
    """A little-endian file of named tensors, and its entry in the manifest."""

    def __init__(self, path: Path):
        self.path, self.tensors, self._parts, self._at = path, {}, [], 0

    def add(self, name: str, value: np.ndarray, dtype: str = "f32"):
        raw = np.ascontiguousarray(value, {"f32": "<f4", "f16": "<f2"}[dtype]).tobytes()
        self.tensors[name] = {"dtype": dtype, "shape": list(value.shape), "offset": self._at}
        self._parts.append(raw)
        self._at += len(raw)

    def write(self):
        self.path.write_bytes(b"".join(self._parts))


@torch.no_grad()
def embed(clip, art, rows: list[int]):
    """Image embeddings [N,256] of clean pictures on white."""
    return torch.cat(
        [
            clip.image(on_white(art.rgba[rows[k : k + 256]]).to(device())).cpu()
            for k in range(0, len(rows), 256)
        ]
    )


@torch.no_grad()
def embed_text(clip, ids: TextIds, texts: list[str]):
    out = []
    for k in range(0, len(texts), 256):
        tokens, mask = ids(texts[k : k + 256])
        out.append(clip.text(tokens.to(device()), mask.to(device()))[0].cpu())
    return torch.cat(out)


class Pictures:
    """The coloured pictures' embeddings `images` [N,D], which of them were `trained` on, and the
    `spread` (pca) of those.
    """

    def __init__(self, clip, art):
        self.rows = [i for i in range(len(art.pictures)) if not art.mono[i]]
        self.images = embed(clip, art, self.rows)
        self.trained = torch.tensor([not art.held_out[i] for i in self.rows])
        self.spread = pca(self.images[self.trained], COMPONENTS)


def write(
    clip, null: torch.Tensor, quantiser, art, pictures: Pictures, tokenizer: Path, out: Path
) -> tuple[dict, float, int | None]:
    """stats.bin, concepts.bin and concepts.json; returns the tensor entries of the two binary
    files, the variance of all embeddings, and the empty caption's dot bucket.
    """
    ids, images = TextIds(tokenizer), pictures.images
    texts = embed_text(clip, ids, [name_of(c) for c in art.concepts])
    concept = torch.tensor(art.concept[pictures.rows])
    sums = torch.zeros(len(art.concepts), images.shape[1]).index_add_(0, concept, images)
    shown = torch.bincount(concept, minlength=len(art.concepts)) > 0
    seen = torch.tensor([not c["heldOut"] for c in art.concepts]) & shown
    means = F.normalize(sums, dim=1)
    counted = sums / torch.bincount(concept, minlength=len(art.concepts)).clamp(min=1)[:, None]
    stats = TensorFile(out / "stats.bin")
    stats.add("null-embedding", null.cpu().numpy())
    stats.add("clip-log-scale", clip.log_scale.detach().cpu().reshape(1).numpy())
    stats.add("mean-gap", (counted[seen] - texts[seen]).mean(0).numpy())
    *parts, total_variance = pictures.spread
    for name, value in zip(("pca-mean", "pca-basis", "pca-eigenvalues"), parts):
        stats.add(name, value.numpy())
    null_dot = None
    if quantiser is not None:
        # Trained without its caption, the dot token told z_i · z_t(""): sampling without a caption
        # must tell a bucket from there.
        null_dot = int(
            quantiser.dots((images[pictures.trained] * embed_text(clip, ids, [""])).sum(1)).median()
        )
        for name, value in quantiser.state_dict().items():
            stats.add(f"ar-{name.replace('_', '-')}", value.cpu().numpy())
    stats.write()
    table = TensorFile(out / "concepts.bin")
    table.add("image", means[shown].numpy(), "f16")
    table.write()
    labels = [
        {"label": name_of(c), "group": c["group"], "heldOut": c["heldOut"]}
        for c, s in zip(art.concepts, shown)
        if s
    ]
    (out / "concepts.json").write_text(
        json.dumps(labels, ensure_ascii=False, separators=(",", ":")) + "\n"
    )
    return {"stats.bin": stats.tensors, "concepts.bin": table.tensors}, total_variance, null_dot
